//! redb 4 in one file: one table, one transaction per write.
//!
//! A write is a transaction with `Durability::None`: atomic, shown at once, and on the
//! disk no sooner than the next commit with `Durability::Immediate`, which is what a sync
//! is, an empty one. A power cut takes the file back to the last sync.

use super::{
    Batch, Store, Visit,
    files::{io_error, sync_name},
    later,
    shield::{Handle, Shield},
};
use crate::StoreError;
use redb::{
    Database, DatabaseError, Durability, ReadOnlyTable, ReadableDatabase as _, TableDefinition,
};
use std::{
    fs,
    ops::{Bound, ControlFlow},
    path::{Path, PathBuf},
};

/// The one table.
const TABLE: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("view");

/// A store in a file.
pub struct RedbStore {
    database: Handle<Database>,
    shield: Shield,
    path: PathBuf,
}

impl RedbStore {
    /// Opens the store in a file, or begins an empty one when there is none; the folder
    /// must be there. `cache_capacity_bytes` is the most that redb keeps of the file in
    /// memory.
    ///
    /// # Errors
    /// [`StoreError::Locked`]; [`StoreError::Unreadable`] when redb fails or panics;
    /// [`StoreError::Io`] when the file cannot be synced.
    pub fn open(path: &Path, cache_capacity_bytes: u64) -> Result<Self, StoreError> {
        let is_new = !path.exists();
        let shield = Shield::new("redb", path.to_owned());
        let mut builder = Database::builder();
        builder.set_cache_size(usize::try_from(cache_capacity_bytes).unwrap_or(usize::MAX));
        let opened = shield.run(|| {
            builder.create(path).map_err(|error| match error {
                DatabaseError::DatabaseAlreadyOpen => StoreError::Locked { path: path.to_owned() },
                error => shield.unreadable(error.to_string()),
            })
        });
        let store = Self { database: Handle::new(opened?), shield, path: path.to_owned() };
        // Makes the table, so that reading finds one.
        store.change("open", Durability::Immediate, Batch::default())?;
        if is_new {
            sync_name(path).map_err(io_error("sync the folder above"))?;
        }
        Ok(store)
    }

    fn change(
        &self,
        action: &'static str,
        durability: Durability,
        batch: Batch,
    ) -> Result<(), StoreError> {
        let writes = batch.into_writes();
        self.run(action, |database| {
            let mut transaction = database.begin_write()?;
            transaction.set_durability(durability)?;
            // Dearer at each sync, but after a crash the file opens at once instead of
            // being read from end to end.
            transaction.set_quick_repair(matches!(durability, Durability::Immediate));
            let mut table = transaction.open_table(TABLE)?;
            for (key, value) in writes {
                match value {
                    Some(value) => drop(table.insert(&key[..], &value[..])?),
                    None => drop(table.remove(&key[..])?),
                }
            }
            drop(table);
            Ok(transaction.commit()?)
        })
    }

    fn run<T>(
        &self,
        action: &'static str,
        call: impl FnOnce(&Database) -> Result<T, redb::Error>,
    ) -> Result<T, StoreError> {
        self.shield.run(|| call(self.database.get()).map_err(|error| self.error(action, &error)))
    }

    /// The error for a failure of redb: a disk that refuses, or damage.
    fn error(&self, action: &'static str, error: &redb::Error) -> StoreError {
        match error {
            redb::Error::Io(_) | redb::Error::PreviousIo | redb::Error::ValueTooLarge(_) => {
                StoreError::Io { action, reason: error.to_string() }
            }
            error => self.shield.unreadable(error.to_string()),
        }
    }

    fn table(&self) -> Result<ReadOnlyTable<&'static [u8], &'static [u8]>, StoreError> {
        self.run("read", |database| Ok(database.begin_read()?.open_table(TABLE)?))
    }
}

impl Store for RedbStore {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let table = self.table()?;
        self.run("read", |_| Ok(table.get(key)?.map(|value| value.value().to_vec())))
    }

    fn scan(&self, start: Bound<&[u8]>, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
        let table = self.table()?;
        let range: (Bound<&[u8]>, Bound<&[u8]>) = (later(start, prefix), Bound::Unbounded);
        let mut entries = self.run("read", |_| Ok(table.range::<&[u8]>(range)?))?;
        // Only redb's part is shielded: a panic of the visitor is the caller's.
        let mut next = || {
            self.run("read", |_| {
                let Some((key, value)) = entries.next().transpose()? else { return Ok(None) };
                // Both are read here once: a damaged page may not have them.
                let _ = value.value();
                let is_shown = key.value().starts_with(prefix);
                Ok(is_shown.then_some((key, value)))
            })
        };
        while let Some((key, value)) = next()? {
            if let ControlFlow::Break(()) = visit(key.value(), value.value()) {
                break;
            }
        }
        Ok(())
    }

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.change("write", Durability::None, batch)
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.change("sync", Durability::Immediate, Batch::default())
    }

    fn len_bytes(&self) -> Result<u64, StoreError> {
        fs::metadata(&self.path).map(|file| file.len()).map_err(io_error("measure"))
    }

    fn close(&self) -> Result<(), StoreError> {
        self.sync()
    }
}
