//! One call of a contract: the refusals in the order of `docs/abi.md`, the method, and what is
//! undone when it fails.

use super::{
    Code, Frame, NativeLedger,
    host::Host,
    panics::{self, Left},
};
use sandpact_abi::{Address, GuardDef, MethodDef, MethodKind, code, limits};
use sandpact_sdk::native::with_host;
use std::rc::Rc;

/// By which door a method is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// By the deploying call.
    Deploy,
    /// By an upgrade to its code.
    Migrate,
    /// By a call that may write.
    Call,
    /// By a query, or below a read-only call.
    Read,
}

/// A call to make.
pub struct Request<'a> {
    /// Whom to call.
    pub contract: Address,
    /// Who calls.
    pub caller: Address,
    /// Which method.
    pub method: &'a str,
    /// Its encoded arguments.
    pub args: Vec<u8>,
    /// How it is entered.
    pub entry: Entry,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It returned an encoded value.
    Returned(Vec<u8>),
    /// It was refused.
    Refused {
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// It halted.
    Halted {
        /// For people.
        why: String,
    },
    /// A rule of who may do what refused it: what the engine says, no native run does.
    Denied(crate::Denied),
}

impl End {
    pub(super) fn refused(code: u32) -> Self {
        Self::Refused { code, data: Vec::new() }
    }
}

impl NativeLedger {
    /// Makes the call of a transaction or query. Returns its end and its events; unless it
    /// returned, nothing is written.
    pub fn run(&self, request: Request<'_>) -> (End, Vec<crate::Emitted>) {
        let end = self.call(request);
        self.settle(end)
    }

    /// Keeps what was written, and takes the events.
    pub(super) fn settle(&self, end: End) -> (End, Vec<crate::Emitted>) {
        let mut world = self.world.borrow_mut();
        world.store.keep();
        let events = std::mem::take(&mut world.events);
        (end, events)
    }

    /// Makes a call.
    pub fn call(&self, request: Request<'_>) -> End {
        let (code, method) = match self.admit(&request) {
            Ok(admitted) => admitted,
            Err(code) => return End::refused(code),
        };
        let (savepoint, events) = {
            let mut world = self.world.borrow_mut();
            let read_only = request.entry == Entry::Read || method.kind == MethodKind::Read;
            world.frames.push(Frame {
                contract: request.contract,
                caller: request.caller,
                input: request.args,
                output: Vec::new(),
                read_only,
            });
            (world.store.savepoint(), world.events.len())
        };
        let ran = panics::catch(|| self.enter(&code, &method));
        let mut world = self.world.borrow_mut();
        let frame = world.frames.pop();
        let left = match ran {
            Ok(()) => return End::Returned(frame.map(|frame| frame.output).unwrap_or_default()),
            Err(left) => left,
        };
        world.store.roll_back(savepoint);
        world.events.truncate(events);
        match left {
            Left::Refused { code, data } => End::Refused { code, data },
            Left::Halted { why } => End::Halted { why },
        }
    }

    fn enter(&self, code: &Code, method: &MethodDef) {
        match code {
            Code::Contract { enter, .. } => {
                let len = self.frame(|frame| frame.input.len());
                let host = Rc::new(Host(self.clone()));
                let len = u32::try_from(len).unwrap_or(u32::MAX);
                let entered = with_host(host, || enter(&method.name, len));
                assert!(entered, "a described method is there");
            }
            Code::Mock { answers, .. } => {
                let input = self.frame(|frame| frame.input.clone());
                let fits = |answer: &&sandpact_sdk::native::Answer| {
                    answer.method == method.name
                        && answer.args.as_ref().is_none_or(|args| *args == input)
                };
                match answers.iter().find(fits).map(|answer| answer.result.clone()) {
                    Some(Ok(value)) => self.frame(|frame| frame.output = value),
                    Some(Err((code, data))) => panics::leave(Left::Refused { code, data }),
                    None if method.kind == MethodKind::Init => {}
                    None => panics::leave(Left::Halted {
                        why: format!("the mock has no answer for this call of {}", method.name),
                    }),
                }
            }
        }
    }

    /// Reads or changes the running frame.
    pub(super) fn frame<R>(&self, body: impl FnOnce(&mut Frame) -> R) -> R {
        let mut world = self.world.borrow_mut();
        body(world.frames.last_mut().expect("contracts run in a frame"))
    }

    fn admit(&self, request: &Request<'_>) -> Result<(Rc<Code>, MethodDef), u32> {
        let world = self.world.borrow();
        if world.frames.len() >= usize::try_from(limits::CALL_DEPTH_MAX).unwrap_or(usize::MAX) {
            return Err(code::CALL_DEPTH);
        }
        if request.args.len() > limits::ARGS_LEN_BYTES_MAX {
            return Err(code::ARGS_TOO_LONG);
        }
        let code = world.codes.get(&request.contract).ok_or(code::UNKNOWN_CONTRACT)?;
        let method = code.methods().iter().find(|method| method.name == request.method);
        let method = method.ok_or(code::UNKNOWN_METHOD)?;
        match (request.entry, method.kind) {
            (Entry::Deploy, MethodKind::Init)
            | (Entry::Migrate, MethodKind::Migrate)
            | (Entry::Call, MethodKind::Write | MethodKind::Read)
            | (Entry::Read, MethodKind::Read) => {}
            (Entry::Read, MethodKind::Write) => return Err(code::READ_ONLY),
            _ => return Err(code::UNKNOWN_METHOD),
        }
        let mut running = world.frames.iter();
        if !method.is_reentrant && running.any(|frame| frame.contract == request.contract) {
            return Err(code::REENTRANT);
        }
        let holds = |field: &str, entry: &[u8]| {
            let key = [field.as_bytes(), &[0], entry].concat();
            world.store.get(request.contract, &key).cloned()
        };
        let is_admitted = match &method.guard {
            GuardDef::Open => true,
            GuardDef::Owner { field } => {
                holds(field, &[]).is_some_and(|owner| owner == request.caller.as_bytes())
            }
            GuardDef::Roles { field, roles } => roles.iter().any(|role| {
                holds(field, &[&[role.index][..], request.caller.as_bytes()].concat()).is_some()
            }),
        };
        if !is_admitted {
            return Err(code::NOT_AUTHORISED);
        }
        Ok((Rc::clone(code), method.clone()))
    }
}
