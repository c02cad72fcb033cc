//! Files that a command makes, and never overwrites.

use crate::error::CliError;
use std::fs::File;
use std::io::{Error, ErrorKind, Write as _};
use std::path::Path;

/// Writes a file that is not there yet.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |error: Error| match error.kind() {
        ErrorKind::AlreadyExists => {
            CliError::input("File", format!("{} exists already", path.display()))
        }
        _ => CliError::file(path, &error),
    };
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)
}
