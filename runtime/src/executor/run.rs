//! One admitted transaction: its calls in order, all or none.

use super::upgrade::{Upgrade, upgrade};
use crate::{
    RuntimeError, access,
    host::{
        Session,
        call::{self, CallEnd, CallRequest, Ended, Entry},
    },
    meter::Meter,
    receipt::{GasSplit, Outcome},
    record::{self, ContractRecord, GenesisRecord},
    spent::Spent,
    transaction,
};
use parity_scale_codec::Encode;
use sandpact_abi::{
    Address, Call, Gas, Hash, MethodKind, SignedTransaction, code, contract_address_preimage,
};
use sandpact_module::schedule;
use sha3::{Digest, Sha3_256};

/// The address of the contract that a call of a transaction deploys.
#[must_use]
pub fn contract_address(sender: &Address, nonce: u64, call_index: u32) -> Address {
    Address(Sha3_256::digest(contract_address_preimage(sender, nonce, call_index)).into())
}

/// How a transaction ended, and the gas it used.
pub struct Settled {
    /// How it ended.
    pub outcome: Outcome,
    /// Gas it used.
    pub gas_used: Gas,
    /// What for.
    pub gas_split: GasSplit,
}

/// Runs the calls of an admitted transaction. Unless all succeed, state and
/// events are as before.
///
/// # Errors
/// Only for a node's own failure.
pub fn run(
    mut session: Box<Session>,
    signed: &SignedTransaction,
    len_bytes: usize,
    genesis: &GenesisRecord,
) -> Result<(Box<Session>, Settled), RuntimeError> {
    let limit = signed.transaction.gas_limit;
    let mut meter = Meter::new(limit);
    session.spent = Spent::default();
    let fixed = session.charge(&mut meter, "transaction", transaction::fixed_gas(len_bytes).0);
    debug_assert!(fixed.is_ok(), "admission checked the limit against the fixed gas");
    let savepoint = session.overlay.savepoint();
    let mut returned = Vec::with_capacity(signed.transaction.calls.len());
    for (index, call) in (0_u32..).zip(&signed.transaction.calls) {
        let (back, ended) = run_call(session, signed, index, call, meter, genesis)?;
        session = back;
        meter = ended.meter;
        let outcome = match ended.end {
            CallEnd::Returned(value) => {
                returned.push(value);
                continue;
            }
            CallEnd::Reverted { code, data } => Outcome::Reverted { call: index, code, data },
            CallEnd::Halted => {
                meter = Meter::new(Gas(0));
                Outcome::Halted { call: index }
            }
        };
        session.overlay.rollback_to(savepoint);
        session.events.clear();
        let settled = settled(&session, outcome, limit, meter);
        return Ok((session, settled));
    }
    let settled = settled(&session, Outcome::Success { returned }, limit, meter);
    Ok((session, settled))
}

fn settled(session: &Session, outcome: Outcome, limit: Gas, meter: Meter) -> Settled {
    let gas_used = used(limit, meter);
    Settled { outcome, gas_used, gas_split: session.spent.split(gas_used) }
}

/// A started unit counts as used.
fn used(limit: Gas, meter: Meter) -> Gas {
    Gas(limit.0.saturating_sub(meter.gas_left().0))
}

fn run_call(
    session: Box<Session>,
    signed: &SignedTransaction,
    index: u32,
    call: &Call,
    meter: Meter,
    genesis: &GenesisRecord,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let sender = signed.transaction.sender;
    match call {
        Call::Invoke { contract, method, args } => call::call(
            session,
            CallRequest {
                contract: *contract,
                caller: sender,
                method,
                args: args.clone(),
                meter,
                entry: Entry::Call,
                stack_height_bytes: 0,
            },
        ),
        Call::Deploy { code, args } => {
            let address = contract_address(&sender, signed.transaction.nonce, index);
            deploy(session, Deployment { address, sender, code, args, meter }, genesis)
        }
        Call::Upgrade { contract, code, args } => {
            let contract = *contract;
            upgrade(session, Upgrade { contract, sender, code, args, meter }, genesis)
        }
    }
}

/// A contract to be deployed.
struct Deployment<'a> {
    address: Address,
    sender: Address,
    code: &'a [u8],
    args: &'a [u8],
    meter: Meter,
}

/// Checks and stores a module, then runs its init method.
fn deploy(
    mut session: Box<Session>,
    deployment: Deployment<'_>,
    genesis: &GenesisRecord,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let mut meter = deployment.meter;
    let refused = |code| Ended { end: CallEnd::Reverted { code, data: Vec::new() }, meter };
    if let Err(code) = access::may_deploy(genesis, &deployment.sender) {
        return Ok((session, refused(code)));
    }
    let halted = Ended { end: CallEnd::Halted, meter: Meter::new(Gas(0)) };
    // Paid before the module is read, so that nobody has one read for nothing.
    let deploy_gas = schedule::deploy_gas(deployment.code.len());
    if session.charge(&mut meter, "deploy", deploy_gas).is_err() {
        return Ok((session, halted));
    }
    let refused = |code| Ended { end: CallEnd::Reverted { code, data: Vec::new() }, meter };
    let Checked { init, compile_gas } = match check(deployment.code) {
        Ok(checked) => checked,
        Err(code) => return Ok((session, refused(code))),
    };
    // Paid before the compiler sees the module.
    if session.charge(&mut meter, "compile", compile_gas).is_err() {
        return Ok((session, halted));
    }
    let refused = |code| Ended { end: CallEnd::Reverted { code, data: Vec::new() }, meter };
    let key = record::contract_key(&deployment.address);
    if session.overlay.get(&record::SYSTEM, &key)?.is_some() {
        return Ok((session, refused(code::CONTRACT_EXISTS)));
    }
    let code_hash = Hash(Sha3_256::digest(deployment.code).into());
    session.new_code.insert(code_hash, deployment.code.to_vec());
    let height = session.header.height;
    let record = ContractRecord::first(code_hash, deployment.sender, height);
    session.overlay.set(&record::SYSTEM, &key, record.encode());
    let request = CallRequest {
        contract: deployment.address,
        caller: deployment.sender,
        method: &init,
        args: deployment.args.to_vec(),
        meter,
        entry: Entry::Deploy,
        stack_height_bytes: 0,
    };
    let (session, mut ended) = call::call(session, request)?;
    if let CallEnd::Returned(value) = &mut ended.end {
        *value = deployment.address.0.to_vec();
    }
    Ok((session, ended))
}

/// What a deployment needs to know of an acceptable module.
struct Checked {
    init: String,
    compile_gas: u64,
}

/// Looks at a module; the error is the stable code of its refusal.
fn check(code: &[u8]) -> Result<Checked, u32> {
    let report = sandpact_module::check_module(code).map_err(|error| {
        tracing::debug!(%error, "module refused");
        error.code()
    })?;
    let compile_gas = report.compile_gas;
    let init = report.abi.methods.into_iter().find(|method| method.kind == MethodKind::Init);
    init.map(|method| Checked { init: method.name, compile_gas }).ok_or(code::MODULE_ABI)
}
