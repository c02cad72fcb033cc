//! Why symbols cannot be cut off, read or looked up.

use sandpact_abi::Hash;
use thiserror::Error;

/// Why symbols cannot be cut off, read or looked up.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SymbolError {
    /// The bytes are no module.
    #[error("not a wasm module: {reason}")]
    Module {
        /// What the parser said.
        reason: String,
    },
    /// The bytes are no symbol file.
    #[error("not a symbol file of format {}", crate::file::FORMAT)]
    Format,
    /// The file was changed after it was written.
    #[error("damaged symbol file")]
    Damaged,
    /// The file is of other code.
    #[error("symbols of code {got}, not of {expected}")]
    OtherCode {
        /// Whose it is.
        got: Hash,
        /// Whose it should be.
        expected: Hash,
    },
    /// The debug sections contradict themselves.
    #[error("debug information cannot be read: {reason}")]
    Debug {
        /// What the reader said.
        reason: String,
    },
}
