//! A change of who may do what, as a call of a transaction.

use crate::{
    RuntimeError,
    access::{self, NotRead},
    host::{
        Session,
        call::{CallEnd, Ended},
    },
    meter::Meter,
    record,
};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, ChainId, Gas, access::Change, code};

/// Makes a change, or refuses it. Unless it succeeds, nothing was written.
///
/// # Errors
/// Only for a node's own failure.
pub fn change(
    mut session: Box<Session>,
    (change, chain_id): (&Change, &ChainId),
    mut meter: Meter,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let Some(access) = session.access.clone() else {
        let end = CallEnd::Reverted { code: code::NO_ORGANISATIONS, data: Vec::new() };
        return Ok((session, Ended { end, meter }));
    };
    let deployer = match contract_of(change) {
        Some(contract) => record::contract(&session.overlay, contract)?.map(|it| it.deployer),
        None => None,
    };
    let changed = access::change(&mut session, &mut meter, (&access, chain_id), deployer, change);
    let end = match changed {
        Ok(Ok(())) => CallEnd::Returned(Vec::new()),
        Ok(Err(denial)) => CallEnd::Reverted { code: denial.code(), data: denial.encode() },
        Err(NotRead::OutOfGas) => {
            return Ok((session, Ended { end: CallEnd::Halted, meter: Meter::new(Gas(0)) }));
        }
        Err(NotRead::Failed(error)) => return Err(error),
    };
    Ok((session, Ended { end, meter }))
}

/// The contract that a change is about.
fn contract_of(change: &Change) -> Option<&Address> {
    match change {
        Change::SetContractPolicy { contract, .. }
        | Change::Freeze { contract }
        | Change::Unfreeze { contract } => Some(contract),
        _ => None,
    }
}
