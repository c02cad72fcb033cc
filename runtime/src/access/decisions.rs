//! Decisions over one call.

use super::{
    Access,
    records::{NotRead, Paid, paid_failure},
};
use crate::{RuntimeError, host::Session, meter::Meter, record::SYSTEM};
use sandpact_abi::{
    Address, ChainId, Hash,
    access::{Change, ContractPolicy, LedgerPolicy},
};
use sandpact_access::{Asking, Caller, Denial, NotChanged};
use std::sync::Arc;

/// How a decision over a call ended.
pub enum MayCall {
    /// It may be made; with the rules of its writes, if there are any.
    Yes(Option<Arc<ContractPolicy>>),
    /// It may not.
    No(Denial),
    /// The call has too little gas to find out.
    OutOfGas,
}

/// Whether a contract's method may be called. Takes the gas of what is read.
///
/// # Errors
/// Only for a node's own failure.
pub fn may_call(
    session: &mut Session,
    meter: &mut Meter,
    access: &Access,
    (contract, method): (&Address, &str),
    may_write: bool,
    calling: Option<Address>,
) -> Result<MayCall, RuntimeError> {
    let signers = &access.signers;
    let caller = match calling {
        Some(contract) => Caller::Contract { contract, signers },
        None => Caller::Sender(signers),
    };
    let mut paid = Paid { session, meter };
    let (ledger, place) = (access.policy.as_ref(), (contract, method));
    let decided = sandpact_access::may_call(&mut paid, ledger, place, may_write, caller);
    Ok(match decided.map_err(paid_failure) {
        Ok(Ok(policy)) => MayCall::Yes(policy.map(Arc::new)),
        Ok(Err(denial)) => MayCall::No(denial),
        Err(NotRead::OutOfGas) => MayCall::OutOfGas,
        Err(NotRead::Failed(error)) => return Err(error),
    })
}

/// Whether a key of a contract may be written.
///
/// # Errors
/// The [`Denial`].
pub fn may_write(
    access: &Access,
    policy: &ContractPolicy,
    contract: &Address,
    key: &[u8],
) -> Result<(), Denial> {
    // A field's keys are its name, a zero byte and the rest: `docs/abi.md`, Storage.
    let (field, rest) = match key.iter().position(|byte| *byte == 0) {
        Some(end) => (key.get(..end), key.get(end.saturating_add(1)..)),
        None => (Some(key), None),
    };
    let field = std::str::from_utf8(field.unwrap_or_default()).unwrap_or_default();
    let place = (contract, field, rest.unwrap_or_default());
    sandpact_access::may_write(policy, place, &access.signers)
}

/// Whether a module may be deployed.
///
/// # Errors
/// The [`Denial`].
pub fn may_deploy(access: &Access, code_hash: &Hash) -> Result<(), Denial> {
    sandpact_access::may_deploy(&access.policy, code_hash, &access.signers)
}

/// Whether a contract's code may be replaced. Takes the gas of what is read.
///
/// # Errors
/// Only for a node's own failure, or for want of gas; the inner error says why not.
pub fn may_upgrade(
    session: &mut Session,
    meter: &mut Meter,
    access: &Access,
    (contract, deployer): (&Address, &Address),
    code_hash: &Hash,
) -> Result<Result<(), Denial>, NotRead> {
    let mut paid = Paid { session, meter };
    let (ledger, signers) = (access.policy.as_ref(), &access.signers);
    let place = (contract, deployer);
    sandpact_access::may_upgrade(&mut paid, ledger, place, code_hash, signers).map_err(paid_failure)
}

/// Makes a change, or says why not. Takes the gas of what is read and written. Afterwards the
/// ledger's policy may be another one.
///
/// # Errors
/// Only for a node's own failure, or for want of gas; the inner error says why not.
pub fn change(
    session: &mut Session,
    meter: &mut Meter,
    (access, chain_id): (&Access, &ChainId),
    deployer: Option<Address>,
    change: &Change,
) -> Result<Result<(), Denial>, NotRead> {
    let ledger: &LedgerPolicy = &access.policy;
    let mut paid = Paid { session, meter };
    let signers = &access.signers;
    let mut asking = Asking { records: &mut paid, ledger, signers, deployer, chain_id };
    let writes = match sandpact_access::change(&mut asking, change) {
        Ok(writes) => writes,
        Err(NotChanged::Denied(denial)) => return Ok(Err(denial)),
        Err(NotChanged::Failed(error)) => return Err(paid_failure(error)),
    };
    for (key, value) in writes.0 {
        let len_bytes = key.len().saturating_add(value.as_ref().map_or(0, Vec::len));
        session.charge(meter, "change", write_gas(len_bytes))?;
        match value {
            Some(value) => session.overlay.set(&SYSTEM, &key, value),
            None => session.overlay.remove(&SYSTEM, &key),
        }
    }
    Ok(Ok(()))
}

fn write_gas(len_bytes: usize) -> u64 {
    use sandpact_module::schedule::{STORAGE_WRITE, STORAGE_WRITE_BYTE};
    let len_bytes = u64::try_from(len_bytes).unwrap_or(u64::MAX);
    STORAGE_WRITE.saturating_add(STORAGE_WRITE_BYTE.saturating_mul(len_bytes))
}
