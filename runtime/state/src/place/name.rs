//! The names of a ledger's folder: its own, and the one that it has until its first
//! contents are on the disk.

use crate::StoreError;
use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Ending of a folder whose creation is under way. A folder with it is removed when the
/// creation is tried again, so no ledger may have such a name.
const UNFINISHED_ENDING: &str = ".sandpact-unfinished";
/// Ending of a folder that a snapshot is imported into. It is kept when the import is
/// interrupted, and the next one goes on with it.
const IMPORT_ENDING: &str = ".sandpact-import";

/// Whether `path` names a folder whose creation is under way or was interrupted.
pub fn is_unfinished(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.as_encoded_bytes()) else { return false };
    [UNFINISHED_ENDING, IMPORT_ENDING].iter().any(|ending| name.ends_with(ending.as_bytes()))
}

/// A folder that a ledger may be created in.
pub struct FolderName {
    parent: PathBuf,
    name: OsString,
}

impl FolderName {
    /// The folder that `path` names, a slash at its end or not.
    ///
    /// # Errors
    /// [`StoreError::Name`] for a path without a name at its end, such as `.`, and for
    /// the name of an unfinished folder.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let refused = || StoreError::Name { path: path.to_owned() };
        let name = path.file_name().filter(|_| !is_unfinished(path)).ok_or_else(refused)?;
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        Ok(Self { parent, name: name.to_owned() })
    }

    /// The folder itself.
    pub fn path(&self) -> PathBuf {
        self.parent.join(&self.name)
    }

    /// The folder above, which holds the name.
    pub fn parent(&self) -> &Path {
        &self.parent
    }

    /// The folder in which the ledger is created: hidden, and beside its later place, so
    /// that one rename moves it there.
    pub fn unfinished(&self) -> PathBuf {
        self.hidden(UNFINISHED_ENDING)
    }

    /// The folder that a snapshot is imported into, beside it as well.
    pub fn import(&self) -> PathBuf {
        self.hidden(IMPORT_ENDING)
    }

    fn hidden(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(ending);
        self.parent.join(name)
    }

    /// Whether there is nothing under the name but perhaps an empty folder.
    pub fn is_free(&self) -> io::Result<bool> {
        match fs::read_dir(self.path()) {
            Ok(mut entries) => Ok(entries.next().is_none()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Removes what an interrupted creation left; `false` when `lock_file` in it is locked,
    /// because that creation still runs.
    pub fn clear_unfinished(&self, lock_file: &str) -> io::Result<bool> {
        let unfinished = self.unfinished();
        match File::open(unfinished.join(lock_file)).map(|file| file.try_lock()) {
            Ok(Err(TryLockError::WouldBlock)) => return Ok(false),
            Ok(Err(TryLockError::Error(error))) => return Err(error),
            _ => {}
        }
        match fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(true),
        }
    }
}
