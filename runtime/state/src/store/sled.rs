//! sled 0.34.7 on a local disk: one tree, one sled batch per batch, and a real sync.
//!
//! sled's own flush is no fsync: on Linux it ends in `sync_file_range`, which leaves
//! the disk's cache and the file's length alone. So a sync here ends with `fsync` of the
//! log, of the settings, of new blob files and of their folders.
//!
//! sled takes what a power cut left of its log for what it wrote. It then may have every
//! entry where it is looked for, and still put what is written later in a wrong place. So a
//! store with writes that were not synced is marked; after a power cut its entries are
//! copied to a new one, and nothing is written to the old one.

use super::{
    BATCH_WRITES_MAX, Batch, CACHE_BYTES_DEFAULT, Store, Visit, Write,
    files::{io_error, sync, sync_name},
    later,
    mark::Mark,
    shield::{Handle, Shield},
};
use crate::StoreError;
use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs::{self, File},
    io,
    ops::{Bound, ControlFlow},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// sled's log and settings, in the store's folder.
pub(super) const LOG_FILE: &str = "db";
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
    tree: Handle<sled::Db>,
    log: LogFile,
    shield: Shield,
    path: PathBuf,
    /// Held while sled writes or syncs.
    mark: Mutex<Mark>,
    /// Blob files that were synced already. sled never changes one.
    synced_blobs: Mutex<BTreeSet<OsString>>,
}

impl SledStore {
    /// Opens the store in a folder, or begins an empty one when there is none. sled takes
    /// a log that is damaged at its beginning for an empty one, so an empty store says
    /// nothing: what it must hold is for the caller to check.
    ///
    /// `cache_capacity_bytes` is the most that sled keeps of its pages in memory, in bytes
    /// as on the disk: [`super::CACHE_BYTES_DEFAULT`], or four times what is stored.
    ///
    /// # Errors
    /// [`StoreError::Locked`]; [`StoreError::Unreadable`] when sled fails or panics;
    /// [`StoreError::Io`] when the folder cannot be synced.
    pub fn open(path: &Path, cache_capacity_bytes: u64) -> Result<Self, StoreError> {
        let is_new = !path.exists();
        // sled writes as it opens.
        let mut mark = Mark::beside(path);
        mark.set().map_err(io_error("mark the store"))?;
        let store =
            Self { mark: Mutex::new(mark), ..Self::open_unmarked(path, cache_capacity_bytes)? };
        store.sync_files().map_err(io_error("sync"))?;
        if is_new {
            sync_name(path).map_err(io_error("sync the folder above"))?;
        }
        store.mark().clear().map_err(io_error("remove the store's mark"))?;
        Ok(store)
    }

    fn open_unmarked(path: &Path, cache_capacity_bytes: u64) -> Result<Self, StoreError> {
        let config = sled::Config::new()
            .path(path)
            .cache_capacity(cache_capacity_bytes)
            // Its own thread would sync while we write, to no use: we sync.
            .flush_every_ms(None);
        let shield = Shield::new("sled", path.to_owned());
        let opened = shield.run(|| {
            config.open().map_err(|error| match error {
                sled::Error::Io(error) if is_lock_failure(&error) => {
                    StoreError::Locked { path: path.to_owned() }
                }
                error => shield.unreadable(describe(&error)),
            })
        });
        let tree = Handle::new(opened?);
        let log = File::open(path.join(LOG_FILE)).map_err(io_error("open the log"))?;
        Ok(Self {
            tree,
            log: LogFile(log),
            shield,
            path: path.to_owned(),
            mark: Mutex::new(Mark::beside(path)),
            synced_blobs: Mutex::default(),
        })
    }

    /// Whether the store at `path` was being written when the machine stopped, or may have
    /// been.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub(crate) fn is_left_by_power_cut(path: &Path) -> Result<bool, StoreError> {
        let is_left = Mark::beside(path).is_of_another_boot();
        Ok(path.exists() && is_left.map_err(io_error("read the store's mark"))?)
    }

    /// Copies the entries of a store that a power cut left to a new one at `to`, in their
    /// order. They are what sled found, not more: the caller checks them.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when they cannot be read, or come in no order.
    pub(crate) fn copy_left_by_power_cut(from: &Path, to: &Path) -> Result<(), StoreError> {
        let old = Self::open_unmarked(from, CACHE_BYTES_DEFAULT)?;
        let new = Self::open(to, CACHE_BYTES_DEFAULT)?;
        let (mut batch, mut result) = (Batch::default(), Ok(()));
        let mut last: Option<Vec<u8>> = None;
        old.scan(Bound::Unbounded, &[], &mut |key, value| {
            if last.as_deref().is_some_and(|last| last >= key) {
                result = Err(old.shield.unreadable("its keys come in no order".to_owned()));
            }
            last = Some(key.to_vec());
            batch.set(key, value);
            if batch.writes.len() == BATCH_WRITES_MAX && result.is_ok() {
                result = new.write_each(&mut batch.iter());
                batch.writes.clear();
            }
            if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        result?;
        new.write_each(&mut batch.iter())?;
        new.close()
    }

    fn mark(&self) -> MutexGuard<'_, Mark> {
        self.mark.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sync_files(&self) -> io::Result<()> {
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

    /// The error for a failure of sled: damage, or a disk that refuses.
    fn error(&self, action: &'static str) -> impl Fn(sled::Error) -> StoreError {
        move |error| match error {
            sled::Error::Corruption { .. } | sled::Error::ReportableBug(_) => {
                self.shield.unreadable(describe(&error))
            }
            error => StoreError::Io { action, reason: describe(&error) },
        }
    }
}

impl Store for SledStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let value = self.shield.run(|| self.tree.get().get(key).map_err(self.error("read")))?;
        Ok(value.map(|value| value.to_vec()))
    }

    /// By CRC-32, page by page.
    fn checks_reads(&self) -> bool {
        true
    }

    fn scan(&self, start: Bound<&[u8]>, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        let range: (Bound<&[u8]>, Bound<&[u8]>) = (later(start, prefix), Bound::Unbounded);
        let mut entries = self.shield.run(|| Ok(self.tree.get().range::<&[u8], _>(range)))?;
        // Only sled's part is shielded: a panic of the visitor is the caller's.
        let mut next = || {
            let entry = self.shield.run(|| entries.next().transpose().map_err(self.error("read")));
            Ok(entry?.filter(|(key, _)| key.starts_with(prefix)))
        };
        while let Some((key, value)) = next()? {
            if let ControlFlow::Break(()) = visit(&key, &value) {
                break;
            }
        }
        Ok(())
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let mut writes = sled::Batch::default();
        for (key, value) in batch.into_writes() {
            match value {
                Some(value) => writes.insert(key, value),
                None => writes.remove(key),
            }
        }
        let mut mark = self.mark();
        mark.set().map_err(io_error("mark the store"))?;
        self.shield.run(|| self.tree.get().apply_batch(writes).map_err(self.error("write")))
    }

    fn write_each(&self, writes: &mut dyn Iterator<Item = Write<'_>>) -> Result<(), StoreError> {
        let mut mark = self.mark();
        mark.set().map_err(io_error("mark the store"))?;
        let tree = self.tree.get();
        for (key, value) in writes {
            let write = || match value {
                Some(value) => tree.insert(key, value),
                None => tree.remove(key),
            };
            self.shield.run(|| write().map_err(self.error("write")))?;
        }
        Ok(())
    }

    fn sync(&self) -> Result<(), StoreError> {
        let mut mark = self.mark();
        self.shield.run(|| self.tree.get().flush().map_err(self.error("flush")))?;
        self.sync_files().map_err(io_error("sync"))?;
        mark.clear().map_err(io_error("remove the store's mark"))
    }

    fn len_bytes(&self) -> Result<u64, StoreError> {
        self.shield.run(|| self.tree.get().size_on_disk().map_err(self.error("measure")))
    }

    fn close(&self) -> Result<(), StoreError> {
        self.sync()
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

/// What happened, in words; sled's own add an empty backtrace.
fn describe(error: &sled::Error) -> String {
    match error {
        sled::Error::Corruption { at: Some(at), .. } => format!("corrupted data at {at}"),
        sled::Error::Corruption { at: None, .. } => "corrupted data".to_owned(),
        other => other.to_string(),
    }
}
