//! A file beside a store that stands there while something in the store may not be durable.

use super::files::{sync, sync_name};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Changes whenever Linux starts (random(4)).
const BOOT_ID_FILE: &str = "/proc/sys/kernel/random/boot_id";

/// The mark of one store. What it says is in which boot of the machine it was set: a process
/// that is killed leaves its writes to the system, a machine that stops loses any of them.
pub struct Mark {
    path: PathBuf,
    is_set: bool,
}

impl Mark {
    /// The mark of the store at `store`, for a process that has not written to it yet.
    pub fn beside(store: &Path) -> Self {
        Self { path: store.with_added_extension("unsynced"), is_set: false }
    }

    /// Whether the machine stopped since the mark was set, or may have.
    ///
    /// # Errors
    /// What the system said.
    pub fn is_of_another_boot(&self) -> io::Result<bool> {
        match fs::read(&self.path) {
            Ok(set_in) => Ok(boot_id().is_none_or(|boot_id| boot_id != set_in)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sets the mark; it is durable when this returns.
    ///
    /// # Errors
    /// What the system said.
    pub fn set(&mut self) -> io::Result<()> {
        if !self.is_set {
            fs::write(&self.path, boot_id().unwrap_or_default())?;
            sync(&self.path)?;
            sync_name(&self.path)?;
            self.is_set = true;
        }
        Ok(())
    }

    /// Removes the mark: all that was written is durable. One that comes back with a power
    /// cut costs time only.
    ///
    /// # Errors
    /// What the system said.
    pub fn clear(&mut self) -> io::Result<()> {
        if self.is_set {
            fs::remove_file(&self.path)?;
            self.is_set = false;
        }
        Ok(())
    }
}

/// Which boot of the machine this is; `None` where nothing says it.
fn boot_id() -> Option<Vec<u8>> {
    fs::read(BOOT_ID_FILE).ok().filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mark_of_another_boot_means_that_the_machine_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("view");
        let mut mark = Mark::beside(&store);
        assert!(!mark.is_of_another_boot().unwrap());
        mark.set().unwrap();
        assert_eq!(mark.is_of_another_boot().unwrap(), boot_id().is_none());
        let file = folder.path().join("view.unsynced");
        for other in [&b""[..], b"another boot"] {
            fs::write(&file, other).unwrap();
            assert!(Mark::beside(&store).is_of_another_boot().unwrap());
        }
        mark.clear().unwrap();
        assert!(!file.exists());
    }
}
