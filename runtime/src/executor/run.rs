//! One admitted transaction: its calls in order, all or none.

use super::{
    admission::Admitted,
    change,
    upgrade::{Upgrade, upgrade},
};
use crate::{
    RuntimeError,
    access::{self, Metered},
    host::{
        Session,
        call::{self, CallEnd, CallRequest, Ended, Entry},
    },
    meter::Meter,
    receipt::{GasSplit, Outcome},
    record::{self, ContractRecord, GenesisRecord, RequestRecord},
    spent::Spent,
    transaction,
};
use parity_scale_codec::Encode;
use sandpact_abi::{
    Address, Call, Gas, Hash, MethodKind, SignedTransaction, code, contract_address_preimage,
};
use sandpact_access::Charge;
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
    /// What counts against its organisation's quota.
    pub charge: Charge,
}

/// An admitted transaction.
pub struct Running<'a> {
    /// What it says.
    pub signed: &'a SignedTransaction,
    /// Its length.
    pub len_bytes: usize,
    /// SHA3-256 of its bytes.
    pub transaction_hash: Hash,
    /// What the ledger began with.
    pub genesis: &'a GenesisRecord,
    /// What its organisation may use, if that is counted.
    pub metered: Option<&'a Metered>,
}

/// Runs the calls of an admitted transaction. Unless all succeed, state and
/// events are as before.
///
/// # Errors
/// Only for a node's own failure.
pub fn run(
    mut session: Box<Session>,
    running: &Running<'_>,
) -> Result<(Box<Session>, Settled), RuntimeError> {
    let Running { signed, len_bytes, .. } = *running;
    let limit = signed.transaction.gas_limit;
    let mut meter = Meter::new(limit);
    session.spent = Spent::default();
    session.written_bytes = 0;
    let fixed = transaction::fixed_gas(signed, len_bytes).0;
    let fixed = session.charge(&mut meter, "transaction", fixed);
    debug_assert!(fixed.is_ok(), "admission checked the limit against the fixed gas");
    if let Some(before) = done_before(&session, signed)? {
        let RequestRecord { height, transaction_hash, .. } = before;
        let outcome = Outcome::Repeated { height, transaction_hash };
        let settled = settled(&session, outcome, limit, meter);
        return Ok((session, settled));
    }
    let savepoint = session.overlay.savepoint();
    let mut returned = Vec::with_capacity(signed.transaction.calls.len());
    for (index, call) in (0_u32..).zip(&signed.transaction.calls) {
        let (back, ended) = run_call(session, running, index, call, meter)?;
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
    if let Some(Err(denial)) = running.metered.map(|it| it.allows_writes(session.written_bytes)) {
        session.overlay.rollback_to(savepoint);
        session.events.clear();
        let call = u32::try_from(signed.transaction.calls.len()).unwrap_or(u32::MAX);
        let call = call.saturating_sub(1);
        let outcome = Outcome::Reverted { call, code: denial.code(), data: denial.encode() };
        session.written_bytes = 0;
        let settled = settled(&session, outcome, limit, meter);
        return Ok((session, settled));
    }
    remember(&mut session, running);
    let mut settled = settled(&session, Outcome::Success { returned }, limit, meter);
    settled.charge.calls = u64::try_from(signed.transaction.calls.len()).unwrap_or(u64::MAX);
    settled.charge.written_bytes = session.written_bytes;
    Ok((session, settled))
}

/// The record of the transaction's request, if it was done before; admission compared its calls.
fn done_before(
    session: &Session,
    signed: &SignedTransaction,
) -> Result<Option<RequestRecord>, RuntimeError> {
    let Some(id) = &signed.transaction.request_id else { return Ok(None) };
    record::request(&session.overlay, &signed.transaction.sender, id)
}

/// Has the transaction's request done once and for all.
fn remember(session: &mut Session, running: &Running<'_>) {
    let transaction = &running.signed.transaction;
    if let Some(id) = &transaction.request_id {
        let done = RequestRecord {
            content_hash: transaction::content_hash(&transaction.calls),
            height: session.header.height,
            transaction_hash: running.transaction_hash,
        };
        let key = record::request_key(&transaction.sender, id);
        session.overlay.set(&record::SYSTEM, &key, done.encode());
    }
}

fn settled(session: &Session, outcome: Outcome, limit: Gas, meter: Meter) -> Settled {
    let gas_used = used(limit, meter);
    let charge = Charge { gas: gas_used, ..Charge::default() };
    Settled { outcome, gas_used, gas_split: session.spent.split(gas_used), charge }
}

/// A started unit counts as used.
fn used(limit: Gas, meter: Meter) -> Gas {
    Gas(limit.0.saturating_sub(meter.gas_left().0))
}

fn run_call(
    session: Box<Session>,
    running: &Running<'_>,
    index: u32,
    call: &Call,
    meter: Meter,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let (transaction, genesis) = (&running.signed.transaction, running.genesis);
    let sender = transaction.sender;
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
            let address = contract_address(&sender, transaction.nonce, index);
            deploy(session, Deployment { address, sender, code, args, meter }, genesis)
        }
        Call::Upgrade { contract, code, args } => {
            let (contract, code_hash) = (*contract, Hash(Sha3_256::digest(code).into()));
            upgrade(session, Upgrade { contract, sender, code, code_hash, args, meter }, genesis)
        }
        Call::Change(change) => change::change(session, (change, &genesis.chain_id), meter),
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
    let code_hash = Hash(Sha3_256::digest(deployment.code).into());
    if let Err((code, data)) = may_deploy(&session, genesis, &deployment.sender, &code_hash) {
        return Ok((session, Ended { end: CallEnd::Reverted { code, data }, meter }));
    }
    let halted = Ended { end: CallEnd::Halted, meter: Meter::new(Gas(0)) };
    // Paid before the module is read, so that nobody has one read for nothing.
    let deploy_gas = schedule::deploy_gas(deployment.code.len());
    if session.charge(&mut meter, "deploy", deploy_gas).is_err() {
        return Ok((session, halted));
    }
    let refused = |code| Ended { end: CallEnd::Reverted { code, data: Vec::new() }, meter };
    let admitted = match Admitted::new(&session, &code_hash, deployment.code) {
        Ok(admitted) => admitted,
        Err(code) => return Ok((session, refused(code))),
    };
    let mut methods = admitted.abi().methods.iter();
    let init = methods.find(|method| method.kind == MethodKind::Init);
    let Some(init) = init.map(|method| method.name.clone()) else {
        return Ok((session, refused(code::MODULE_ABI)));
    };
    // Paid before the compiler sees the module.
    if session.charge(&mut meter, "compile", admitted.compile_gas()).is_err() {
        return Ok((session, halted));
    }
    let refused = |code| Ended { end: CallEnd::Reverted { code, data: Vec::new() }, meter };
    let key = record::contract_key(&deployment.address);
    if session.overlay.get(&record::SYSTEM, &key)?.is_some() {
        return Ok((session, refused(code::CONTRACT_EXISTS)));
    }
    if let Err(code) = admitted.compile(&session, &code_hash)? {
        return Ok((session, refused(code)));
    }
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

/// Whether the sender may deploy a module: by the ledger's rules, or as one of those whom the
/// genesis of a ledger without organisations names. The error is a receipt's code and data.
fn may_deploy(
    session: &Session,
    genesis: &GenesisRecord,
    sender: &Address,
    code_hash: &Hash,
) -> Result<(), (u32, Vec<u8>)> {
    match &session.access {
        Some(access) => {
            access::may_deploy(access, code_hash).map_err(|denial| (denial.code(), denial.encode()))
        }
        None if genesis.deployers.contains(sender) => Ok(()),
        None => Err((code::NOT_A_DEPLOYER, Vec::new())),
    }
}
