//! One running call ([`Frame`]) and what all calls of a transaction share
//! ([`Session`]).

use super::{Cause, Engine, Finish, HostCall, LoadedModule, Trace, WarmInstances, Watch};
use crate::{
    RuntimeError,
    access::Access,
    meter::{Meter, OutOfGas},
    receipt::{BlockHeader, EventRecord},
    spent::{Spent, Work},
};
use sandpact_abi::{Address, Hash, access::ContractPolicy};
use sandpact_state::{Overlay, StateError};
use std::{collections::BTreeMap, sync::Arc};

/// Why a host function does not return to the guest.
#[derive(Debug)]
pub enum Stop {
    /// Something that no contract may ask for, as a range outside its memory.
    Halt,
    /// The gas does not suffice.
    OutOfGas,
    /// The contract gave up.
    Abort,
    /// A refusal.
    Revert {
        /// Stable code.
        code: u32,
        /// SCALE of the error's fields.
        data: Vec<u8>,
    },
    /// The node failed.
    Fault(RuntimeError),
}

impl From<OutOfGas> for Stop {
    fn from(_: OutOfGas) -> Self {
        Self::OutOfGas
    }
}

impl From<StateError> for Stop {
    fn from(error: StateError) -> Self {
        Self::Fault(error.into())
    }
}

impl Stop {
    /// A refusal by a rule of the host.
    pub fn refuse(code: u32) -> Self {
        Self::Revert { code, data: Vec::new() }
    }
}

/// What all calls of a transaction share. Frames hand it to their callees and
/// get it back.
pub struct Session {
    /// State as the transaction sees it.
    pub overlay: Overlay,
    /// Events so far.
    pub events: Vec<EventRecord>,
    /// The block's header.
    pub header: BlockHeader,
    /// Contracts on the call stack, outermost first.
    pub stack: Vec<Address>,
    /// Code deployed by this block and not yet in the store.
    pub new_code: BTreeMap<Hash, Vec<u8>>,
    /// Who runs guests.
    pub engine: Arc<dyn Engine>,
    /// Contracts with code that was stored before the block, with their modules, as they were
    /// called. A contract never leaves the state; an upgrade takes it from here, and code that
    /// is new in the block never comes in. So none of these can become wrong.
    pub standing: BTreeMap<Address, Arc<dyn LoadedModule>>,
    /// Idle instances; `None` when each call gets a fresh one.
    pub warm: Option<WarmInstances>,
    /// What the transaction did at the host's door.
    pub trace: Trace,
    /// What the host took of the transaction's gas.
    pub spent: Spent,
    /// What decides over the transaction; nothing on a ledger without organisations.
    pub access: Option<Arc<Access>>,
    /// Bytes of keys and values that the transaction's contracts wrote, also where it was
    /// undone.
    pub written_bytes: u64,
    /// Sees where calls are; only where somebody asked for an explanation.
    pub watch: Option<Box<Watch>>,
}

impl Session {
    /// Takes gas for work of the host outside any host function; `what` names it in profiles.
    ///
    /// # Errors
    /// [`OutOfGas`] when there is less: the halt that follows takes the rest for this work.
    pub fn charge(
        &mut self,
        meter: &mut Meter,
        what: &'static str,
        gas: u64,
    ) -> Result<(), OutOfGas> {
        let before = meter.ticks_left();
        let charged = meter.charge(gas);
        let ticks = before.saturating_sub(meter.ticks_left());
        match charged {
            Ok(()) => self.spent.add(Work::Host, ticks),
            Err(OutOfGas) => self.halt_host(before, Cause::OutOfGas),
        }
        if let Some(watch) = &mut self.watch {
            watch.charge(what, ticks);
        }
        charged
    }

    /// The host's own work halts with so many ticks left.
    pub fn halt_host(&mut self, ticks_left: u64, cause: Cause) {
        self.spent.add(Work::Host, ticks_left);
        if let Some(watch) = &mut self.watch {
            watch.stopped(cause);
        }
    }
}

/// One call of one contract.
pub struct Frame {
    /// Shared by the transaction; absent only while a callee has it.
    session: Option<Box<Session>>,
    /// The contract that runs.
    pub contract: Address,
    /// Who called it.
    pub caller: Address,
    /// Whether writes are refused.
    pub read_only: bool,
    /// Rules of the contract's writes, if it has any.
    pub key_rules: Option<Arc<ContractPolicy>>,
    /// Arguments.
    pub input: Vec<u8>,
    /// What it will return.
    pub output: Vec<u8>,
    /// Result of its last call of another contract.
    pub call_result: Vec<u8>,
    /// Gas left.
    pub meter: Meter,
    /// Ticks that the callee of the running host function took.
    pub callee_ticks: u64,
    /// Stack height at entry, in wasm-level bytes over all frames.
    pub stack_height_bytes: u32,
    /// Why a host function stopped the guest.
    pub stop: Option<Stop>,
}

impl Frame {
    /// A frame about to run.
    pub fn new(
        session: Box<Session>,
        contract: Address,
        caller: Address,
        meter: Meter,
    ) -> Box<Self> {
        Box::new(Self {
            session: Some(session),
            contract,
            caller,
            read_only: false,
            key_rules: None,
            input: Vec::new(),
            output: Vec::new(),
            call_result: Vec::new(),
            meter,
            callee_ticks: 0,
            stack_height_bytes: 0,
            stop: None,
        })
    }

    /// The transaction's session.
    pub fn session(&mut self) -> &mut Session {
        self.session.as_mut().expect("a frame's code runs only while it holds the session")
    }

    /// The session with the meter, to charge for what is borrowed from the session.
    pub fn session_and_meter(&mut self) -> (&mut Session, &mut Meter) {
        let session = self.session.as_mut();
        let session = session.expect("a frame's code runs only while it holds the session");
        (session, &mut self.meter)
    }

    /// Gives the session away, to a callee or at the end.
    pub fn take_session(&mut self) -> Box<Session> {
        self.session.take().expect("a frame's code runs only while it holds the session")
    }

    /// Takes the session back from a callee.
    pub fn return_session(&mut self, session: Box<Session>) {
        self.session = Some(session);
    }

    /// Reads what a guest came back with: the ticks left, or its engine's error, which
    /// `trapped` tells from a failure of this node.
    ///
    /// # Errors
    /// Those of `trapped`.
    pub fn ended<E>(
        &mut self,
        ended: Result<i64, E>,
        memory: &[u8],
        trapped: impl FnOnce(E) -> Result<Finish, RuntimeError>,
    ) -> Result<Finish, RuntimeError> {
        match ended.map(u64::try_from) {
            Ok(Ok(ticks)) => {
                self.meter = Meter::from_ticks(ticks);
                self.session().trace.memory(memory);
                Ok(Finish::Returned)
            }
            // Charges that were not compared took more than there was.
            Ok(Err(_)) => Ok(Finish::Trapped),
            Err(_) if self.stop.is_some() => Ok(Finish::Stopped),
            Err(error) => trapped(error),
        }
    }

    /// Runs a host function for the guest, which hands over its gas in ticks; returns the
    /// result and the ticks left.
    ///
    /// # Errors
    /// [`Stop`]: the guest does not go on.
    pub fn host_call<T>(
        &mut self,
        gas: i64,
        call: &HostCall<'_>,
        memory: &mut [u8],
        function: impl FnOnce(&mut Self, &mut [u8]) -> Result<T, Stop>,
    ) -> Result<(T, i64), Stop> {
        // Charges that were not compared may have taken more than there was.
        let ticks = u64::try_from(gas).map_err(|_| Stop::OutOfGas)?;
        self.meter = Meter::from_ticks(ticks);
        self.callee_ticks = 0;
        if let Some(watch) = &mut self.session().watch {
            watch.begin_host(call.name);
        }
        let result = function(self, memory);
        self.account(call.name, ticks, &result);
        let value = result?;
        // Gas limits keep ticks far below 2^63.
        let ticks_left = i64::try_from(self.meter.ticks_left()).unwrap_or(i64::MAX);
        self.session().trace.host_call(call, ticks_left);
        Ok((value, ticks_left))
    }

    /// Writes down what a host function took of the ticks that there were. One that halts
    /// takes the rest too; a contract that gives up does so as if by a trap of its own.
    fn account<T>(&mut self, name: &'static str, ticks: u64, result: &Result<T, Stop>) {
        let cause = match result {
            // The session may be lost with the call that failed.
            Err(Stop::Fault(_)) => return,
            Err(Stop::Halt) => Some(Cause::HostMisuse { function: name }),
            Err(Stop::OutOfGas) => Some(Cause::OutOfGas),
            // Who gave up has said so itself.
            Err(Stop::Abort | Stop::Revert { .. }) | Ok(_) => None,
        };
        let left = self.meter.ticks_left();
        let taken = ticks.saturating_sub(left).saturating_sub(self.callee_ticks);
        let rest = if cause.is_some() { left } else { 0 };
        let session = self.session();
        session.spent.add(Work::of(name), taken.saturating_add(rest));
        if let Some(watch) = &mut session.watch {
            watch.end_host(taken, result.is_ok());
            if let Some(cause) = cause {
                watch.stopped(cause);
            }
        }
    }
}
