//! sled 0.34.7 on a local disk: one tree, one batch per write, and a real sync.
//!
//! sled's own flush is no fsync: on Linux it ends in `sync_file_range`, which leaves
//! the disk's cache and the file's length alone. So every write here ends with
//! `fsync` of the log, of new blob files and of their folders.

use super::{
    Batch, Store, Visit,
    folder::{self, Folder},
};
use crate::StoreError;
use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File},
    io,
    ops::Bound,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

/// sled's page cache in bytes.
const CACHE_CAPACITY_BYTES: u64 = 64 * 1024 * 1024;

/// sled's log and settings, in the store's folder.
const LOG_FILE: &str = "db";
const SETTINGS_FILE: &str = "conf";
/// Where sled keeps values that its log cannot hold.
const BLOBS_FOLDER: &str = "blobs";

/// How long a closed store waits for sled's threads to let go of its files, and how
/// often it looks.
const RELEASE_TIMEOUT: Duration = Duration::from_secs(5);
const RELEASE_INTERVAL: Duration = Duration::from_millis(2);

/// A store in a folder.
pub struct SledStore {
    // Dropped before `log`, which waits for it.
    tree: sled::Db,
    log: LogFile,
    path: PathBuf,
    /// Blob files that were synced already. sled never changes one.
    synced_blobs: Mutex<BTreeSet<OsString>>,
}

impl SledStore {
    /// Creates a store with its first contents. The folder appears under its name only
    /// when these are on the disk.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is anything at `path`; [`StoreError::Name`];
    /// [`StoreError::Locked`] when another process is creating it; [`StoreError::Io`].
    pub fn create(path: &Path, contents: Batch) -> Result<Self, StoreError> {
        let folder = Folder::new(path)?;
        if !folder.is_free().map_err(io_error("look at the folder"))? {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        let is_cleared = folder.clear_unfinished(LOG_FILE);
        if !is_cleared.map_err(io_error("remove an unfinished ledger"))? {
            return Err(StoreError::Locked { path: path.to_owned() });
        }
        let unfinished = folder.unfinished();
        fs::create_dir_all(&unfinished).map_err(io_error("create the folder"))?;
        let store = Self::open_folder(&unfinished)?;
        store.write(contents)?;
        store.close()?;
        drop(store);
        fs::rename(&unfinished, folder.path()).map_err(io_error("name the folder"))?;
        sync(folder.parent()).map_err(io_error("sync the folder above"))?;
        Self::open(path)
    }

    /// Opens what [`SledStore::create`] made.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Name`], [`StoreError::Locked`],
    /// [`StoreError::Unreadable`], [`StoreError::Io`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if folder::is_unfinished(path) {
            return Err(StoreError::Name { path: path.to_owned() });
        }
        // sled would quietly begin an empty store.
        if !path.join(LOG_FILE).is_file() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        Self::open_folder(path)
    }

    fn open_folder(path: &Path) -> Result<Self, StoreError> {
        let config = sled::Config::new()
            .path(path)
            .cache_capacity(CACHE_CAPACITY_BYTES)
            .flush_every_ms(None);
        // sled panics on some damaged files.
        let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
        let unreadable = |reason: String| StoreError::Unreadable { path: path.to_owned(), reason };
        let tree = match opened {
            Ok(Ok(tree)) => tree,
            Ok(Err(sled::Error::Io(error))) if is_lock_failure(&error) => {
                return Err(StoreError::Locked { path: path.to_owned() });
            }
            Ok(Err(error)) => return Err(unreadable(describe(&error))),
            Err(_) => return Err(unreadable("sled panicked while opening".to_owned())),
        };
        let log = File::open(path.join(LOG_FILE)).map_err(io_error("open the log"))?;
        let log = LogFile(log);
        let store =
            Self { tree, path: path.to_owned(), log, synced_blobs: Mutex::new(BTreeSet::new()) };
        store.sync_all().map_err(io_error("sync"))?;
        Ok(store)
    }

    fn sync_all(&self) -> io::Result<()> {
        self.log.0.sync_all()?;
        sync(&self.path.join(SETTINGS_FILE))?;
        self.sync_blobs()?;
        sync(&self.path)
    }

    fn sync_blobs(&self) -> io::Result<()> {
        let folder = self.path.join(BLOBS_FOLDER);
        let mut present = BTreeSet::new();
        for entry in fs::read_dir(&folder)? {
            present.insert(entry?.file_name());
        }
        let mut synced = self.synced_blobs.lock().unwrap_or_else(PoisonError::into_inner);
        if present == *synced {
            return Ok(());
        }
        for name in present.difference(&synced) {
            match sync(&folder.join(name)) {
                // sled's own thread may have removed it meanwhile.
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        sync(&folder)?;
        *synced = present;
        Ok(())
    }
}

impl Store for SledStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let value = self.tree.get(key).map_err(sled_error("read"))?;
        Ok(value.map(|value| value.to_vec()))
    }

    fn next(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let range: (Bound<&[u8]>, Bound<&[u8]>) = (start, Bound::Unbounded);
        let Some(first) = self.tree.range::<&[u8], _>(range).next() else { return Ok(None) };
        let (key, _) = first.map_err(sled_error("read"))?;
        Ok(key.starts_with(prefix).then(|| key.to_vec()))
    }

    fn scan(&self, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        for entry in self.tree.scan_prefix(prefix) {
            let (key, value) = entry.map_err(sled_error("read"))?;
            visit(&key, &value);
        }
        Ok(())
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let mut writes = sled::Batch::default();
        for (key, value) in batch.writes {
            match value {
                Some(value) => writes.insert(key, value),
                None => writes.remove(key),
            }
        }
        self.tree.apply_batch(writes).map_err(sled_error("write"))?;
        self.tree.flush().map_err(sled_error("flush"))?;
        self.log.0.sync_all().map_err(io_error("sync the log"))?;
        self.sync_blobs().map_err(io_error("sync the blobs"))
    }

    fn close(&self) -> Result<(), StoreError> {
        self.tree.flush().map_err(sled_error("flush"))?;
        self.sync_all().map_err(io_error("sync"))
    }
}

/// The log, for syncing. sled's threads outlive its handle for a moment and hold the lock
/// on the log; dropping this waits for them, so that a dropped store can be opened again.
struct LogFile(File);

impl Drop for LogFile {
    fn drop(&mut self) {
        let mut waited = Duration::ZERO;
        while self.0.try_lock().is_err() && waited < RELEASE_TIMEOUT {
            thread::sleep(RELEASE_INTERVAL);
            waited = waited.saturating_add(RELEASE_INTERVAL);
        }
        // A process that is being started elsewhere in this program holds a copy of the file
        // until it runs its own program; the lock must not live on in it.
        let _ = self.0.unlock();
    }
}

/// sled gives lock failures no kind of their own.
fn is_lock_failure(error: &io::Error) -> bool {
    error.to_string().contains("could not acquire lock")
}

fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn io_error(action: &'static str) -> impl Fn(io::Error) -> StoreError {
    move |error| StoreError::Io { action, reason: error.to_string() }
}

/// What happened, in words; sled's own add an empty backtrace.
fn describe(error: &sled::Error) -> String {
    match error {
        sled::Error::Corruption { at: Some(at), .. } => format!("corrupted data at {at}"),
        sled::Error::Corruption { at: None, .. } => "corrupted data".to_owned(),
        other => other.to_string(),
    }
}

fn sled_error(action: &'static str) -> impl Fn(sled::Error) -> StoreError {
    move |error| StoreError::Io { action, reason: describe(&error) }
}
