//! What goes wrong on a [`MemoryDisk`](super::MemoryDisk), and when.

use std::io::{self, ErrorKind};

/// What a call is, as far as faults tell calls apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Read,
    Write,
    /// Names, or a file's length.
    Change,
    Look,
    Sync,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Any call: an input/output error, nothing done.
    Io,
    /// A call that may need space: none is left, nothing done.
    NoSpace,
    /// A write: half of it is done, then an error.
    ShortWrite,
    /// A sync: an error, and a part of a file's bytes that were not durable is never written by
    /// a later sync, although it can still be read. Linux does so.
    FailedSync,
    /// A read: one bit is another, and no error.
    BitFlip,
    /// Any call: a change is made, without being durable; this and all later calls fail.
    PowerCut,
}

/// A fault that is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// At which call, from 1; only those count that such a fault can hit.
    pub at: u64,
    /// From then on always, or just once.
    pub forever: bool,
}

/// Counts calls towards the fault.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Countdown {
    fault: Option<Fault>,
    calls: u64,
    hit: bool,
}

impl Countdown {
    pub(super) fn set(&mut self, fault: Option<Fault>) {
        *self = Self { fault, calls: 0, hit: false };
    }

    pub(super) const fn calls(&self) -> u64 {
        self.calls
    }

    pub(super) const fn hit(&self) -> bool {
        self.hit
    }

    /// The fault that this call meets.
    pub(super) fn next(&mut self, call: Call) -> Option<FaultKind> {
        let Some(fault) = self.fault else {
            self.calls = self.calls.saturating_add(1);
            return None;
        };
        if !applies(fault.kind, call) {
            return None;
        }
        self.calls = self.calls.saturating_add(1);
        let forever = fault.forever || fault.kind == FaultKind::PowerCut;
        let meets = if forever { self.calls >= fault.at } else { self.calls == fault.at };
        self.hit |= meets;
        meets.then_some(fault.kind)
    }

    /// Whether the power went with this very call, so that it may have been at work.
    pub(super) fn is_cut_now(&self) -> bool {
        self.fault.is_some_and(|fault| fault.at == self.calls)
    }
}

const fn applies(kind: FaultKind, call: Call) -> bool {
    match kind {
        FaultKind::Io | FaultKind::PowerCut => true,
        FaultKind::NoSpace => matches!(call, Call::Write | Call::Change),
        FaultKind::ShortWrite => matches!(call, Call::Write),
        FaultKind::FailedSync => matches!(call, Call::Sync),
        FaultKind::BitFlip => matches!(call, Call::Read),
    }
}

pub(super) fn error(kind: FaultKind) -> io::Error {
    let (kind, text) = match kind {
        FaultKind::NoSpace => (ErrorKind::StorageFull, "no space left"),
        FaultKind::ShortWrite => (ErrorKind::WriteZero, "short write"),
        FaultKind::FailedSync => (ErrorKind::Other, "sync failed"),
        FaultKind::PowerCut => (ErrorKind::Other, "power cut"),
        FaultKind::Io | FaultKind::BitFlip => (ErrorKind::Other, "input/output error"),
    };
    io::Error::new(kind, text)
}
