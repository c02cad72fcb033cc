//! What a watched execution tells beside its result: where calls failed, and what their gas
//! was taken for. For people; it never enters state, receipts or hashes.

use sandpact_abi::{Address, Hash};
use std::fmt;

/// A result with what led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation<T> {
    /// The result, the same as without watching.
    pub result: T,
    /// Calls that halted, in the order in which they did.
    pub failures: Vec<Failure>,
    /// What gas was taken for, if it was asked for.
    pub profile: Option<Profile>,
}

impl<T> Explanation<T> {
    /// The failure that the result is due to: the last one, or the one of a callee that left
    /// its caller no gas.
    #[must_use]
    pub fn root_failure(&self) -> Option<&Failure> {
        let mut failures = self.failures.iter().rev();
        let mut root = failures.next()?;
        for earlier in failures {
            let is_reason = earlier.took_all
                && root.cause == Cause::OutOfGas
                && earlier.calls.len() == root.calls.len().saturating_add(1);
            if !is_reason {
                break;
            }
            root = earlier;
        }
        Some(root)
    }
}

/// A call that halted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub cause: Cause,
    /// The call, and those that waited for it, innermost first.
    pub calls: Vec<CallTrace>,
    /// Whether it took all gas that its caller had left.
    pub took_all: bool,
}

/// Where a call was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallTrace {
    /// The contract.
    pub contract: Address,
    /// SHA3-256 of its module; none when the call ended before the module was found.
    pub code_hash: Option<Hash>,
    /// The method.
    pub method: String,
    /// Functions on its stack, innermost first; at most [`FRAMES_MAX`].
    pub frames: Vec<CodePlace>,
}

/// Frames that are kept of a call.
pub const FRAMES_MAX: usize = 100;

/// A place in a contract's module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePlace {
    /// Index of the function, imports counted.
    pub function: u32,
    /// Bytes from the start of the module's code section, as in DWARF for WebAssembly.
    pub offset: u32,
}

/// Why a call halted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Its gas did not suffice.
    OutOfGas,
    /// Its stack became too high.
    StackHeight,
    /// It gave up, with this message; every panic does.
    Aborted {
        /// What it said.
        message: String,
    },
    /// It came to code that it says cannot be reached.
    Unreachable,
    /// It read or wrote outside its memory.
    MemoryOutOfBounds,
    /// It divided an integer by zero.
    DivisionByZero,
    /// The quotient of two integers has no place in their type.
    IntegerOverflow,
    /// It called a function through the table that is not there or of another type.
    IndirectCall,
    /// It gave a host function what none takes, as a range outside its memory.
    HostMisuse {
        /// The function.
        function: &'static str,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfGas => f.write_str("out of gas"),
            Self::StackHeight => f.write_str("the stack is too high"),
            Self::Aborted { message } => f.write_str(message),
            Self::Unreachable => f.write_str("unreachable code was reached"),
            Self::MemoryOutOfBounds => f.write_str("memory access out of bounds"),
            Self::DivisionByZero => f.write_str("integer division by zero"),
            Self::IntegerOverflow => f.write_str("integer overflow in a division"),
            Self::IndirectCall => f.write_str("call of a function that is not in the table"),
            Self::HostMisuse { function } => write!(f, "{function} was given what it never takes"),
        }
    }
}

/// What gas was taken for, as a tree of calls. The ticks of all frames together are those of
/// the result's gas: [`TICKS_PER_GAS`](crate::schedule::TICKS_PER_GAS) to the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The frames; each stands behind its parent. The first one is the whole.
    pub frames: Vec<ProfileFrame>,
}

impl Profile {
    /// Ticks of all frames.
    #[must_use]
    pub fn ticks(&self) -> u64 {
        self.frames.iter().map(ProfileFrame::own_ticks).fold(0, u64::saturating_add)
    }
}

/// A frame of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFrame {
    /// Index of the frame that it is in; none for the first.
    pub parent: Option<usize>,
    /// What it is.
    pub kind: FrameKind,
    /// Where in the code of the frame around it it was called from, if from code.
    pub called_at: Option<CodePlace>,
    /// Ticks of the frame itself, by place in its code; `None` for what is not code.
    pub own: Vec<(Option<CodePlace>, u64)>,
}

impl ProfileFrame {
    /// Ticks of the frame without those in it.
    #[must_use]
    pub fn own_ticks(&self) -> u64 {
        self.own.iter().map(|(_, ticks)| *ticks).fold(0, u64::saturating_add)
    }
}

/// What a frame of a profile is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrameKind {
    /// The transaction, or the query.
    Whole,
    /// A call of a contract.
    Call {
        /// The contract.
        contract: Address,
        /// SHA3-256 of its module; none when the call ended before the module was found.
        code_hash: Option<Hash>,
        /// The method.
        method: String,
    },
    /// A function of the contract around it.
    Function {
        /// Its index, imports counted.
        index: u32,
    },
    /// A host function.
    Host {
        /// Its name.
        name: &'static str,
    },
    /// Work that is no function: `transaction`, `deploy`, `compile`, `upgrade`, `call`,
    /// `guard`, `setup`; what a halt took beyond what ran, `halted`; and what a unit that was begun has
    /// more, `rounding`.
    Work {
        /// Its name.
        name: &'static str,
    },
    /// Everything further in, where a tree would become too large.
    Deeper,
}
