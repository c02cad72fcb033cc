//! One call of one contract, by a transaction, a query or another contract:
//! look up, check, run, and undo what a failed call wrote.

use super::{
    Cause, Finish, Frame, LoadedModule, Session, Stop,
    guard::{self, Verdict},
};
use crate::{
    RuntimeError,
    access::{self, MayCall},
    meter::Meter,
    record::{self, ContractRecord},
};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, MethodKind, access::ContractPolicy, code, limits};
use sandpact_module::schedule::{CALL_BASE, CALL_BYTE};
use std::sync::Arc;

/// By which door a method is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The deploying call: the init method only.
    Deploy,
    /// An upgrade: the new code's migrate method only.
    Migrate,
    /// A call that may write.
    Call,
    /// A read-only call, by a query or below another read-only call.
    Read,
}

/// A call to make.
pub struct CallRequest<'a> {
    /// Whom to call.
    pub contract: Address,
    /// Who calls.
    pub caller: Address,
    /// Which method.
    pub method: &'a str,
    /// Its arguments.
    pub args: Vec<u8>,
    /// Gas it may use.
    pub meter: Meter,
    /// How it is entered.
    pub entry: Entry,
    /// Stack height of the callers, in wasm-level bytes.
    pub stack_height_bytes: u32,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// It returned a value.
    Returned(Vec<u8>),
    /// It was refused by the contract or by a rule of the host.
    Reverted {
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// It trapped or ran out of gas; its meter is empty.
    Halted,
}

/// A call's end and the gas it left.
pub struct Ended {
    /// How it ended.
    pub end: CallEnd,
    /// What is left of the gas it was given.
    pub meter: Meter,
}

impl Ended {
    fn halted() -> Self {
        Self { end: CallEnd::Halted, meter: Meter::from_ticks(0) }
    }

    fn refused(code: u32, meter: Meter) -> Self {
        Self { end: CallEnd::Reverted { code, data: Vec::new() }, meter }
    }
}

/// Makes a call. On any end but a return, state and events are as before it.
///
/// # Errors
/// Only for a node's own failure; the block cannot go on then.
pub fn call(
    mut session: Box<Session>,
    request: CallRequest<'_>,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let ticks = request.meter.ticks_left();
    if let Some(watch) = &mut session.watch {
        watch.begin_call(request.contract, request.method);
    }
    let (mut session, ended) = attempt(session, request)?;
    if let Some(watch) = &mut session.watch {
        let is_halted = ended.end == CallEnd::Halted;
        watch.end_call(ticks.saturating_sub(ended.meter.ticks_left()), is_halted);
    }
    Ok((session, ended))
}

fn attempt(
    mut session: Box<Session>,
    request: CallRequest<'_>,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let mut meter = request.meter;
    if session.charge(&mut meter, "call", call_gas(request.args.len())).is_err() {
        return Ok((session, Ended::halted()));
    }
    let mut admitted = match admit(&mut session, &request)? {
        Ok(admitted) => admitted,
        Err(code) => return Ok((session, Ended::refused(code, meter))),
    };
    match policy(&mut session, &request, &admitted, &mut meter)? {
        MayCall::Yes(key_rules) => admitted.key_rules = key_rules,
        MayCall::No(denial) => {
            let end = CallEnd::Reverted { code: denial.code(), data: denial.encode() };
            return Ok((session, Ended { end, meter }));
        }
        MayCall::OutOfGas => return Ok((session, Ended::halted())),
    }
    let guard = &admitted.module.info().abi.methods[admitted.method].guard;
    match guard::verdict(guard, &mut session, &request.contract, &request.caller, &mut meter)? {
        Verdict::Admitted => {}
        Verdict::Refused => return Ok((session, Ended::refused(code::NOT_AUTHORISED, meter))),
        Verdict::OutOfGas => return Ok((session, Ended::halted())),
    }
    if session.charge(&mut meter, "setup", admitted.module.info().setup_gas).is_err() {
        return Ok((session, Ended::halted()));
    }
    let savepoint = session.overlay.savepoint();
    let events = session.events.len();
    session.stack.push(request.contract);
    let (mut session, ended) = run(session, request, meter, &admitted)?;
    session.stack.pop();
    if !matches!(ended.end, CallEnd::Returned(_)) {
        session.overlay.rollback_to(savepoint);
        session.events.truncate(events);
    }
    Ok((session, ended))
}

/// Gas of a call before anything is looked up.
fn call_gas(args_len: usize) -> u64 {
    let args_len = u64::try_from(args_len).unwrap_or(u64::MAX);
    CALL_BASE.saturating_add(CALL_BYTE.saturating_mul(args_len))
}

/// A method that may be called.
struct Admitted {
    module: Arc<dyn LoadedModule>,
    /// Its place in the module's description.
    method: usize,
    read_only: bool,
    key_rules: Option<Arc<ContractPolicy>>,
}

/// What the ledger's organisations say of a call. A new contract's `init` and an upgrade's
/// `migrate` are part of what was decided upon already.
fn policy(
    session: &mut Session,
    request: &CallRequest<'_>,
    admitted: &Admitted,
    meter: &mut Meter,
) -> Result<MayCall, RuntimeError> {
    let Some(access) = session.access.clone() else { return Ok(MayCall::Yes(None)) };
    if matches!(request.entry, Entry::Deploy | Entry::Migrate) {
        return Ok(MayCall::Yes(None));
    }
    let calling = (!session.stack.is_empty()).then_some(request.caller);
    let place = (&request.contract, request.method);
    access::may_call(session, meter, &access, place, !admitted.read_only, calling)
}

/// Finds the method and checks that it may be called this way; the inner
/// error is the stable code of the refusal.
fn admit(
    session: &mut Session,
    request: &CallRequest<'_>,
) -> Result<Result<Admitted, u32>, RuntimeError> {
    let depth = u32::try_from(session.stack.len()).unwrap_or(u32::MAX);
    if depth >= limits::CALL_DEPTH_MAX {
        return Ok(Err(code::CALL_DEPTH));
    }
    if request.args.len() > limits::ARGS_LEN_BYTES_MAX {
        return Ok(Err(code::ARGS_TOO_LONG));
    }
    let Some(module) = module_of(session, &request.contract)? else {
        return Ok(Err(code::UNKNOWN_CONTRACT));
    };
    let mut methods = module.info().abi.methods.iter().enumerate();
    let Some((place, method)) = methods.find(|(_, method)| method.name == request.method) else {
        return Ok(Err(code::UNKNOWN_METHOD));
    };
    let refusal = match (request.entry, method.kind) {
        (Entry::Deploy, MethodKind::Init)
        | (Entry::Migrate, MethodKind::Migrate)
        | (Entry::Call, MethodKind::Write | MethodKind::Read)
        | (Entry::Read, MethodKind::Read) => None,
        (Entry::Read, MethodKind::Write) => Some(code::READ_ONLY),
        _ => Some(code::UNKNOWN_METHOD),
    };
    // A contract that waits for a callee may be in the midst of a change; only its author
    // knows which of its methods, reading ones too, are right then.
    let is_denied = !method.is_reentrant && session.stack.contains(&request.contract);
    let refusal = refusal.or(is_denied.then_some(code::REENTRANT));
    if let Some(code) = refusal {
        return Ok(Err(code));
    }
    let read_only = request.entry == Entry::Read || method.kind == MethodKind::Read;
    Ok(Ok(Admitted { module, method: place, read_only, key_rules: None }))
}

/// The module of a contract; `None` where there is no contract.
///
/// # Errors
/// Only for a node's own failure.
pub fn module_of(
    session: &mut Session,
    contract: &Address,
) -> Result<Option<Arc<dyn LoadedModule>>, RuntimeError> {
    if let Some(module) = session.standing.get(contract) {
        return Ok(Some(Arc::clone(module)));
    }
    let Some(record) = record::contract(&session.overlay, contract)? else { return Ok(None) };
    let module = module(session, &record)?;
    // What this block deploys, or upgrades to, may yet be undone.
    if !session.new_code.contains_key(&record.code_hash) {
        session.standing.insert(*contract, Arc::clone(&module));
    }
    Ok(Some(module))
}

/// A module, loaded when it is not yet.
fn module(
    session: &Session,
    record: &ContractRecord,
) -> Result<Arc<dyn LoadedModule>, RuntimeError> {
    if let Some(module) = session.engine.known(&record.code_hash) {
        return Ok(module);
    }
    if let Some(code) = session.new_code.get(&record.code_hash) {
        return session.engine.load(&record.code_hash, code);
    }
    let code = session
        .overlay
        .code(&record.code_hash)?
        .ok_or(RuntimeError::Damaged { what: "a contract's code is missing" })?;
    session.engine.load(&record.code_hash, &code)
}

fn run(
    session: Box<Session>,
    request: CallRequest<'_>,
    meter: Meter,
    admitted: &Admitted,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let Admitted { module, method, read_only, key_rules } = admitted;
    let mut frame = Frame::new(session, request.contract, request.caller, meter);
    frame.read_only = *read_only;
    frame.key_rules.clone_from(key_rules);
    frame.input = request.args;
    frame.stack_height_bytes =
        request.stack_height_bytes.saturating_add(module.info().static_stack_bytes);
    if frame.stack_height_bytes > limits::STACK_HEIGHT_BYTES_MAX {
        frame.session().halt_host(meter.ticks_left(), Cause::StackHeight);
        return Ok((frame.take_session(), Ended::halted()));
    }
    let (mut frame, finish) = module.run(*method, frame)?;
    let ended = end(&mut frame, finish)?;
    Ok((frame.take_session(), ended))
}

/// What the guest's end means; a trap takes all gas.
fn end(frame: &mut Frame, finish: Finish) -> Result<Ended, RuntimeError> {
    match (finish, frame.stop.take()) {
        (_, Some(Stop::Fault(error))) => Err(error),
        (_, Some(Stop::Revert { code, data })) => {
            Ok(Ended { end: CallEnd::Reverted { code, data }, meter: frame.meter })
        }
        (Finish::Returned, None) => {
            let end = CallEnd::Returned(std::mem::take(&mut frame.output));
            Ok(Ended { end, meter: frame.meter })
        }
        (Finish::Trapped | Finish::Stopped, _)
        | (Finish::Returned, Some(Stop::Halt | Stop::OutOfGas | Stop::Abort)) => {
            Ok(Ended::halted())
        }
    }
}
