//! A read-only call on committed state.

use super::{RunOptions, Watching};
use crate::{
    RuntimeError, access,
    explain::Explanation,
    host::{
        Engine,
        call::{self, CallEnd, CallRequest, Entry},
    },
    meter::Meter,
    receipt::{BlockHeader, CallResult},
};
use sandpact_abi::{Address, Gas};
use sandpact_state::StateRead;
use std::sync::Arc;

/// A read-only call.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// Whom to call.
    pub contract: &'a Address,
    /// Which method.
    pub method: &'a str,
    /// SCALE of its arguments.
    pub args: &'a [u8],
    /// Most gas.
    pub gas_limit: Gas,
    /// Who asks, if whoever runs the node knows it.
    pub caller: Option<Address>,
}

/// Runs a read method; what it sees is the head's state, height and time.
///
/// # Errors
/// Only for a node's own failure.
pub fn query(
    state: &Arc<dyn StateRead>,
    engine: &Arc<dyn Engine>,
    head: BlockHeader,
    query: Query<'_>,
    watching: Option<Watching>,
) -> Result<Explanation<CallResult>, RuntimeError> {
    let gas_limit = query.gas_limit;
    let options = RunOptions { watching, ..RunOptions::default() };
    let mut session = super::session(state, engine, head, options);
    session.access = access::known(state.as_ref(), head, query.caller)?.map(Arc::new);
    let request = CallRequest {
        contract: *query.contract,
        // Nobody signs a query, so without a known member nobody is the caller.
        caller: query.caller.unwrap_or(Address::ZERO),
        method: query.method,
        args: query.args.to_vec(),
        meter: Meter::new(gas_limit),
        entry: Entry::Read,
        stack_height_bytes: 0,
    };
    let (mut session, ended) = call::call(session, request)?;
    let gas_used = Gas(gas_limit.0.saturating_sub(ended.meter.gas_left().0));
    let watch = session.watch.as_mut();
    let (failures, profile) = watch.map(|watch| watch.take(gas_used)).unwrap_or_default();
    let result = match ended.end {
        CallEnd::Returned(returned) => CallResult::Success { returned, gas_used },
        CallEnd::Reverted { code, data } => CallResult::Reverted { code, data, gas_used },
        CallEnd::Halted => CallResult::Halted { gas_used },
    };
    Ok(Explanation { result, failures, profile })
}
