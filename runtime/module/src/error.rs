//! Why a module is refused at deploy.

use sandpact_abi::{AbiError, code, module_limits::ModuleLimit};
use thiserror::Error;

/// A refused module. The code is the same on every node.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ModuleError {
    /// Not a valid module.
    #[error("invalid module: {message} (at byte {offset})")]
    Invalid {
        /// What the validator said.
        message: String,
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// A floating-point type or operator.
    #[error("floating point at byte {offset}: contracts compute with integers")]
    Float {
        /// Where, in bytes from the start.
        offset: usize,
    },
    /// A feature outside the accepted list.
    #[error("feature not accepted: {feature}")]
    Feature {
        /// What was found.
        feature: String,
    },
    /// A start function, which would run before gas is counted.
    #[error("start function: code may run only when a method is called")]
    Start,
    /// An import that is not a host function.
    #[error("import {module}.{name} is not a host function of this signature")]
    Import {
        /// Import module.
        module: String,
        /// Import name.
        name: String,
    },
    /// An export that is missing, mistyped or reserved.
    #[error("export {name}: {problem}")]
    Export {
        /// Export name.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The memory declaration.
    #[error("memory: {problem}")]
    Memory {
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A data or element segment that would trap when an instance is made.
    #[error("{kind} segment {index} ends at {end}, past the end of the {place} at {len}")]
    Segment {
        /// What the segment holds.
        kind: &'static str,
        /// Which one.
        index: usize,
        /// Where it ends.
        end: u64,
        /// What it is placed in.
        place: &'static str,
        /// The length of that at start.
        len: u64,
    },
    /// A count or size over its limit.
    #[error("{} is {value}, over the limit of {}", limit.what, limit.max)]
    Limit {
        /// The limit.
        limit: &'static ModuleLimit,
        /// The value found; counting may end at the first that is too many.
        value: u64,
    },
    /// The ABI section.
    #[error("ABI section: {problem}")]
    Abi {
        /// What is wrong with it.
        problem: String,
    },
}

impl ModuleError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> u32 {
        match self {
            Self::Invalid { .. } => code::MODULE_INVALID,
            Self::Float { .. } => code::MODULE_FLOAT,
            Self::Feature { .. } => code::MODULE_FEATURE,
            Self::Start => code::MODULE_START,
            Self::Import { .. } => code::MODULE_IMPORT,
            Self::Export { .. } => code::MODULE_EXPORT,
            Self::Memory { .. } => code::MODULE_MEMORY,
            Self::Segment { .. } => code::MODULE_SEGMENT,
            Self::Limit { limit, .. } => limit.code,
            Self::Abi { .. } => code::MODULE_ABI,
        }
    }

    /// Refuses `value` above `limit`.
    pub(crate) fn limit(limit: &'static ModuleLimit, value: u64) -> Result<(), Self> {
        if value > limit.max { Err(Self::Limit { limit, value }) } else { Ok(()) }
    }
}

impl From<wasmparser::Error> for ModuleError {
    fn from(error: wasmparser::Error) -> Self {
        let offset = error.offset();
        // The validator has one error type; float refusals have these two texts (a test holds them).
        if error.message().contains("floating-point") {
            Self::Float { offset }
        } else {
            Self::Invalid { message: error.message().to_owned(), offset }
        }
    }
}

impl From<AbiError> for ModuleError {
    fn from(error: AbiError) -> Self {
        Self::Abi { problem: error.to_string() }
    }
}
