//! A read-only call on committed state.

use crate::{
    RuntimeError,
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

/// Runs a read method; what it sees is the head's state, height and time.
///
/// # Errors
/// Only for a node's own failure.
pub fn query(
    state: &Arc<dyn StateRead>,
    engine: &Arc<dyn Engine>,
    head: BlockHeader,
    contract: &Address,
    method: &str,
    args: &[u8],
    gas_limit: Gas,
) -> Result<CallResult, RuntimeError> {
    let session = super::session(state, engine, head, super::RunOptions::default());
    let request = CallRequest {
        contract: *contract,
        // Nobody signs a query, so nobody is the caller.
        caller: Address::ZERO,
        method,
        args: args.to_vec(),
        meter: Meter::new(gas_limit),
        entry: Entry::Read,
        stack_height_bytes: 0,
    };
    let (_, ended) = call::call(session, request)?;
    let gas_used = Gas(gas_limit.0.saturating_sub(ended.meter.gas_left().0));
    Ok(match ended.end {
        CallEnd::Returned(returned) => CallResult::Success { returned, gas_used },
        CallEnd::Reverted { code, data } => CallResult::Reverted { code, data, gas_used },
        CallEnd::Halted => CallResult::Halted { gas_used: gas_limit },
    })
}
