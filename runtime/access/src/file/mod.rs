//! Genesis, policies and changes as TOML files that people write. `docs/access.md` has their forms.

mod beside;
mod change;
mod genesis;
mod member;
mod policy;
mod private;
mod rule;
mod text;

pub use beside::ReadFile;
pub use change::parse_changes;
pub use genesis::{GenesisFile, parse_genesis, parse_ledger_policy};
pub use policy::parse_policy;
pub use text::{TextError, parse_key, parse_proof};

use thiserror::Error;

/// Longest file that is read.
pub const FILE_LEN_BYTES_MAX: usize = 1 << 20;

/// A file that cannot be used. The message has its line and column.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct FileError(String);

impl FileError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

/// Reads a file's text.
fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, FileError> {
    if text.len() > FILE_LEN_BYTES_MAX {
        return Err(FileError::new(format!("the file is longer than {FILE_LEN_BYTES_MAX} bytes")));
    }
    toml::from_str(text).map_err(|error| FileError::new(error.to_string().trim_end()))
}
