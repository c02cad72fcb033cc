//! The mark of a view that was found to differ, which is built anew by the next opening.

use crate::{StateError, StoreError, disk::Disk};

/// Says that the view was found to differ, to whoever opens the ledger next.
pub const VIEW_DAMAGED_FILE: &str = "view-damaged";

/// Has the view set aside by whoever opens the ledger next.
///
/// # Errors
/// [`StateError`].
pub fn mark_view_damaged(disk: &dyn Disk) -> Result<(), StateError> {
    match disk.create(VIEW_DAMAGED_FILE) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            let action = "mark the view as damaged";
            Err(StoreError::Io { action, reason: error.to_string() }.into())
        }
        _ => Ok(()),
    }
}

/// Whether the view was found to differ, and forgets it.
pub fn take(disk: &dyn Disk) -> Result<Option<String>, StateError> {
    let failed = |error: std::io::Error| StoreError::Io {
        action: "look for the mark of a damaged view",
        reason: error.to_string(),
    };
    if disk.open(VIEW_DAMAGED_FILE).map_err(failed)?.is_none() {
        return Ok(None);
    }
    disk.remove(VIEW_DAMAGED_FILE).map_err(failed)?;
    Ok(Some("it was marked as damaged, or rebuilding it was asked for".to_owned()))
}
