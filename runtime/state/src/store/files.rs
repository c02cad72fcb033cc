//! Making files and their names durable.

use crate::StoreError;
use std::{fs::File, io, path::Path};

/// `fsync` of a file or folder.
pub fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// `fsync` of the folder above, which holds the name of a new file or folder.
pub fn sync_name(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync(parent),
        _ => sync(Path::new(".")),
    }
}

/// What the system said when it failed to do `action`.
pub fn io_error(action: &'static str) -> impl Fn(io::Error) -> StoreError {
    move |error| StoreError::Io { action, reason: error.to_string() }
}
