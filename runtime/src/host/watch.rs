//! Sees where calls are while they run, for whoever asks why one failed or what it cost.
//! Absent from every execution whose result is kept.

use super::recorder::Recorder;
use crate::explain::{CallTrace, Cause, CodePlace, Failure, Profile};
use sandpact_abi::{Address, Gas, Hash};
use sandpact_module::ProbeEvent;
use std::sync::Arc;

/// What is seen of one transaction or query.
pub struct Watch {
    /// Calls that run, outermost first.
    calls: Vec<Running>,
    failures: Vec<Failure>,
    recorder: Option<Recorder>,
    is_profiled: bool,
}

struct Running {
    trace: CallTrace,
    cause: Option<Cause>,
}

impl Watch {
    /// Nothing seen yet.
    pub fn new(is_profiled: bool) -> Self {
        let recorder = is_profiled.then(Recorder::new);
        Self { calls: Vec::new(), failures: Vec::new(), recorder, is_profiled }
    }

    /// What was seen until now, of a transaction that used so much gas; the next one begins.
    pub fn take(&mut self, gas_used: Gas) -> (Vec<Failure>, Option<Profile>) {
        let profile = self.recorder.take().map(|recorder| recorder.finish(gas_used));
        let failures = std::mem::take(&mut self.failures);
        *self = Self::new(self.is_profiled);
        (failures, profile)
    }

    /// A call begins.
    pub fn begin_call(&mut self, contract: Address, method: &str) {
        let trace =
            CallTrace { contract, code_hash: None, method: method.to_owned(), frames: Vec::new() };
        if let Some(recorder) = &mut self.recorder {
            recorder.begin_call(contract, method);
        }
        self.calls.push(Running { trace, cause: None });
    }

    /// The module of the running call, with what its probe's numbers mean.
    pub fn found(&mut self, code_hash: Hash, events: &Arc<[ProbeEvent]>) {
        if let Some(running) = self.calls.last_mut() {
            running.trace.code_hash = Some(code_hash);
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.found(code_hash, events);
        }
    }

    /// Where the running call is, innermost first.
    pub fn at(&mut self, frames: Vec<CodePlace>) {
        if let Some(running) = self.calls.last_mut() {
            running.trace.frames = frames;
        }
    }

    /// Why the running call halts. Whatever it says first holds.
    pub fn stopped(&mut self, cause: Cause) {
        if let Some(running) = self.calls.last_mut() {
            running.cause.get_or_insert(cause);
        }
    }

    /// The running call ends, having taken so many ticks.
    pub fn end_call(&mut self, ticks: u64, is_halted: bool) {
        if let Some(recorder) = &mut self.recorder {
            recorder.end_call(ticks, is_halted);
        }
        if is_halted {
            let cause = self.calls.last_mut().and_then(|running| running.cause.take());
            let calls = self.calls.iter().rev().map(|running| running.trace.clone()).collect();
            let cause = cause.unwrap_or(Cause::OutOfGas);
            self.failures.push(Failure { cause, calls, took_all: false });
        }
        self.calls.pop();
    }

    /// The call that has just halted left its caller no gas.
    pub fn took_all(&mut self) {
        if let Some(failure) = self.failures.last_mut() {
            failure.took_all = true;
        }
    }

    /// Work that is no function took ticks.
    pub fn charge(&mut self, what: &'static str, ticks: u64) {
        if let Some(recorder) = &mut self.recorder {
            recorder.work(what, ticks);
        }
    }

    /// A host function begins.
    pub fn begin_host(&mut self, name: &'static str) {
        if let Some(recorder) = &mut self.recorder {
            recorder.begin_host(name);
        }
    }

    /// The running host function took ticks, those of a callee not counted.
    pub fn end_host(&mut self, ticks: u64, is_returning: bool) {
        if let Some(recorder) = &mut self.recorder {
            recorder.end_host(ticks, is_returning);
        }
    }

    /// The running module's probe was called.
    pub fn probe(&mut self, event: u32, ticks: u64) {
        if let Some(recorder) = &mut self.recorder {
            recorder.probe(event, ticks);
        }
    }
}
