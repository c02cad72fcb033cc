//! A ledger in a folder of its own, which one process uses at a time.

use super::{
    Place,
    name::{self, FolderName},
};
use crate::{
    StateError, Store, StoreError,
    disk::{Disk, FolderDisk, LockGuard},
    store::{CACHE_BYTES_DEFAULT, SledStore, io_error, sync},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// First thing that is read of a ledger.
const FORMAT_FILE: &str = "format";
/// What it says.
const FORMAT: &[u8] = b"sandpact ledger 7\n";
/// The log of sled, in the folder of a ledger of format 1.
const FORMAT_1_FILE: &str = "db";

/// Locked while a process uses the ledger.
const LOCK_FILE: &str = "lock";
/// The store's folder or file.
const VIEW: &str = "view";
/// A copy of the view that is being made.
const COPY: &str = "view-copy";
/// Where damaged views are kept.
const QUARANTINE_FOLDER: &str = "quarantine";

/// Which store the view is kept in. All of them lead to the same roots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// sled 0.34.
    #[default]
    Sled,
    /// redb 4.
    #[cfg(feature = "redb")]
    Redb,
}

/// A folder that this process has for itself.
pub struct FolderPlace {
    path: PathBuf,
    backend: Backend,
    disk: Arc<FolderDisk>,
    _lock: LockGuard,
}

impl FolderPlace {
    /// The ledger that is there, for this process alone.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Name`], [`StoreError::Locked`],
    /// [`StoreError::Format`], [`StoreError::Io`].
    pub fn open(path: &Path, backend: Backend) -> Result<Self, StoreError> {
        if name::is_unfinished(path) {
            return Err(StoreError::Name { path: path.to_owned() });
        }
        let format = match fs::read(path.join(FORMAT_FILE)) {
            Ok(format) => format,
            Err(error) if is_absent(&error) => {
                let path = path.to_owned();
                return Err(if path.join(FORMAT_1_FILE).is_file() {
                    StoreError::Format { path, found: "sandpact ledger 1".to_owned() }
                } else {
                    StoreError::Missing { path }
                });
            }
            Err(error) => return Err(io_error("read the format")(error)),
        };
        if format != FORMAT {
            let found = String::from_utf8_lossy(&format).chars().take(40).collect::<String>();
            let found = found.escape_debug().to_string();
            return Err(StoreError::Format { path: path.to_owned(), found });
        }
        Self::locked(path, backend)
    }

    /// A new ledger, filled by `fill`. The folder appears under its name only when
    /// everything in it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is anything at `path`; [`StoreError::Name`];
    /// [`StoreError::Locked`] when another process is creating it; [`StoreError::Io`]; those
    /// of `fill`.
    pub fn create(
        path: &Path,
        backend: Backend,
        fill: impl FnOnce(&Self) -> Result<(), StateError>,
    ) -> Result<(), StateError> {
        let folder = free(path)?;
        let is_cleared = folder.clear_unfinished(LOCK_FILE);
        if !is_cleared.map_err(io_error("remove an unfinished ledger"))? {
            return Err(StoreError::Locked { path: path.to_owned() }.into());
        }
        Self::fill(&folder, &folder.unfinished(), backend, fill)
    }

    /// A new ledger, filled by `fill`, which may be interrupted: the next import to the same
    /// path is given what this one left.
    ///
    /// # Errors
    /// As [`FolderPlace::create`].
    pub fn import<T>(
        path: &Path,
        backend: Backend,
        fill: impl FnOnce(&Self) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let folder = free(path)?;
        Self::fill(&folder, &folder.import(), backend, fill)
    }

    fn fill<T>(
        folder: &FolderName,
        unfinished: &Path,
        backend: Backend,
        fill: impl FnOnce(&Self) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        fs::create_dir_all(unfinished).map_err(io_error("create the folder"))?;
        let place = Self::locked(unfinished, backend)?;
        let filled = fill(&place)?;
        let format = unfinished.join(FORMAT_FILE);
        fs::write(&format, FORMAT).map_err(io_error("write the format"))?;
        sync(&format).map_err(io_error("sync the format"))?;
        sync(unfinished).map_err(io_error("sync the folder"))?;
        drop(place);
        fs::rename(unfinished, folder.path()).map_err(io_error("name the folder"))?;
        sync(folder.parent()).map_err(io_error("sync the folder above"))?;
        Ok(filled)
    }

    fn locked(path: &Path, backend: Backend) -> Result<Self, StoreError> {
        let disk = FolderDisk::new(path);
        let lock = disk.lock(LOCK_FILE).map_err(io_error("lock the ledger"))?;
        let lock = lock.ok_or_else(|| StoreError::Locked { path: path.to_owned() })?;
        Ok(Self { path: path.to_owned(), backend, disk: Arc::new(disk), _lock: lock })
    }

    fn view(&self) -> PathBuf {
        match self.backend {
            Backend::Sled => self.path.join(VIEW),
            #[cfg(feature = "redb")]
            Backend::Redb => self.path.join("view.redb"),
        }
    }
}

impl Place for FolderPlace {
    fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk) as Arc<dyn Disk>
    }

    fn renew_view(&self) -> Result<Option<String>, StoreError> {
        match self.backend {
            Backend::Sled => {}
            #[cfg(feature = "redb")]
            Backend::Redb => return Ok(None),
        }
        let (view, copy) = (self.view(), self.path.join(COPY));
        if copy.exists() {
            fs::remove_dir_all(&copy).map_err(io_error("remove an unfinished copy"))?;
        }
        if !SledStore::is_left_by_power_cut(&view)? {
            return Ok(None);
        }
        SledStore::copy_left_by_power_cut(&view, &copy)?;
        let set_aside = self.set_view_aside()?;
        let named = fs::rename(&copy, &view).and_then(|()| sync(&self.path));
        named.map_err(io_error("name the copied view"))?;
        Ok(set_aside)
    }

    fn open_view(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(match self.backend {
            Backend::Sled => Arc::new(SledStore::open(&self.view(), CACHE_BYTES_DEFAULT)?),
            #[cfg(feature = "redb")]
            Backend::Redb => {
                Arc::new(crate::store::RedbStore::open(&self.view(), CACHE_BYTES_DEFAULT)?)
            }
        })
    }

    fn set_view_aside(&self) -> Result<Option<String>, StoreError> {
        if !self.view().exists() {
            return Ok(None);
        }
        let quarantine = self.path.join(QUARANTINE_FOLDER);
        let moved = || -> io::Result<PathBuf> {
            fs::create_dir_all(&quarantine)?;
            let free = (1_u32..).map(|number| quarantine.join(format!("{VIEW}-{number}")));
            let free = free.into_iter().find(|path| !path.exists());
            let free = free.ok_or_else(|| io::Error::other("no free name"))?;
            fs::rename(self.view(), &free)?;
            sync(&quarantine)?;
            sync(&self.path)?;
            Ok(free)
        };
        let moved = moved().map_err(io_error("set the damaged view aside"))?;
        Ok(Some(moved.display().to_string()))
    }
}

/// The folder that `path` names, where there is nothing yet.
fn free(path: &Path) -> Result<FolderName, StoreError> {
    let folder = FolderName::new(path)?;
    if folder.is_free().map_err(io_error("look at the folder"))? {
        Ok(folder)
    } else {
        Err(StoreError::Exists { path: path.to_owned() })
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
