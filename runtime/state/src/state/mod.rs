//! Committed state. Blocks go into the tries and the log, are acknowledged when the log is
//! on the disk, and are folded into the view afterwards; readers see whole versions only.

mod base;
mod check;
mod checkpoint;
mod delta;
mod entry;
mod fold;
mod folder;
mod history;
mod index;
mod leaves;
mod reader;
mod rebuild;
mod recover;
mod shelf;
mod stats;
mod trail;
mod tries;
mod version;
mod versions;
mod view;
mod writer;

pub use base::Pruned;
pub use check::StateReport;
pub(crate) use entry::Writes;
pub(crate) use leaves::{LeafChanges, leaves_of};
pub use reader::{Reader, StoredBlock};
pub use recover::Recovery;
pub use stats::StateStats;
pub use version::{Proven, ProvenMany, Version};

use crate::{
    ChangeSet, Head, Place, StateError,
    disk::Disk,
    snapshot::{self, Manifest, OnProgress},
};
use check::Checker;
use delta::Waiting;
use folder::Folder;
use sandpact_abi::{Hash, Height, UnixSeconds};
use std::{ops::Deref, sync::Arc};
use writer::Writer;

/// A block as the log keeps it. What record and body say is the caller's affair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its height.
    pub height: Height,
    /// Its time.
    pub time: UnixSeconds,
    /// Hash of its record.
    pub hash: Hash,
    /// What its hash commits to.
    pub record: Vec<u8>,
    /// Everything else worth keeping.
    pub body: Vec<u8>,
}

/// Writes that are folded together, unless told otherwise. At 250 bytes a write in memory, keys
/// and index included, that is 12 MiB; twice as many save little more.
const FOLD_WRITES_DEFAULT: usize = 50_000;

/// Bytes of blocks in the log that are folded together, however few their writes are: so much is
/// read again after a kill.
const FOLD_LEN_BYTES: u64 = 16 << 20;

/// How a state is kept. Nothing here changes a root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Heights below the head that can be read and proven against; what a block overwrote
    /// is kept for as many.
    pub history_heights: u64,
    /// Whether a thread folds blocks into the view. Otherwise the commits do.
    pub folds_in_background: bool,
    /// Acknowledged writes that wait until they are folded together. With more, of a key that
    /// is written again and again fewer values go into the view; they are kept in memory, and
    /// read from the log again after a kill.
    pub fold_writes: usize,
    /// Values and accounts up to which a view is compared with the tries before the ledger is
    /// open, which takes about half a second for the default. A larger one is compared while it
    /// is read, each value by itself until then, if a thread folds.
    pub check_first_values: u64,
    /// Memory for the trie of values in bytes; what is above is left to the last checkpoint
    /// and read back when it is needed. All of it is kept without a number.
    pub trie_memory_len_bytes: Option<usize>,
}

impl Options {
    /// Every height can be read: for a node that has to answer for the past.
    #[must_use]
    pub fn archive() -> Self {
        Self { history_heights: u64::MAX, ..Self::default() }
    }

    /// How much is folded together.
    fn fold_together(&self) -> Waiting {
        Waiting { writes: self.fold_writes.max(1), len_bytes: FOLD_LEN_BYTES }
    }

    /// The last `history_heights` can be read: for a member that may forget. Blocks are
    /// removed by [`State::prune`].
    #[must_use]
    pub fn pruned(history_heights: u64) -> Self {
        Self { history_heights, ..Self::default() }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            history_heights: 128,
            folds_in_background: true,
            fold_writes: FOLD_WRITES_DEFAULT,
            check_first_values: 250_000,
            trie_memory_len_bytes: None,
        }
    }
}

/// Committed state, and the one way to change it. Everything that a [`Reader`] can read can
/// be read here too.
pub struct State {
    reader: Reader,
    // The threads end before the rest is dropped, in this order.
    checker: Option<Checker>,
    folder: Option<Folder>,
    writer: Arc<Writer>,
    place: Arc<dyn Place>,
}

impl Deref for State {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl State {
    /// Fills an empty place with a ledger. What `seal` makes of the roots is its first
    /// block.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn create(
        place: &dyn Place,
        changes: &ChangeSet,
        seal: impl FnOnce(&Hash, &Hash) -> Block,
    ) -> Result<(), StateError> {
        recover::create(place, changes, seal)
    }

    /// Opens the ledger in a place, and makes good what a crash or damage left: a torn end
    /// of the log is cut off, a view that cannot be read or belongs elsewhere is set aside
    /// and rebuilt.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn open(place: Arc<dyn Place>, options: Options) -> Result<(Self, Recovery), StateError> {
        recover::open(place, options)
    }

    /// Has the tries and the view built anew from the log when the ledger is opened next, and
    /// writes an anchor where there is none that can be read; whether it did that.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn prepare_rebuild(place: &dyn Place) -> Result<bool, StateError> {
        rebuild::prepare(place)
    }

    /// Another handle for reading, for any thread.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Makes the changes and the block that `seal` makes of the new state and account
    /// root. When this returns, both are on the disk.
    ///
    /// # Errors
    /// [`StateError`]. After [`StateError::ReadOnly`], nothing is written any more until the
    /// ledger is opened again; readers go on with the last acknowledged block.
    pub fn commit(
        &self,
        changes: &ChangeSet,
        seal: impl FnOnce(&Hash, &Hash) -> Block,
    ) -> Result<Head, StateError> {
        self.append(changes, seal)?;
        self.acknowledge()
    }

    /// The first half of a commit: the block is in the log, but nobody may be told.
    /// [`Reader::tip_version`] shows it.
    ///
    /// # Errors
    /// As [`State::commit`].
    pub fn append(
        &self,
        changes: &ChangeSet,
        seal: impl FnOnce(&Hash, &Hash) -> Block,
    ) -> Result<Head, StateError> {
        let head = self.writer.append(changes, seal)?;
        Ok(head)
    }

    /// The second half, which may run on another thread and while further blocks are
    /// appended: everything that was appended before is on the disk when this returns.
    ///
    /// # Errors
    /// As [`State::commit`].
    pub fn acknowledge(&self) -> Result<Head, StateError> {
        let head = self.writer.acknowledge()?;
        match &self.folder {
            Some(folder) => folder.hand_over(),
            // The block is on the disk, whatever the view says; the next one is refused.
            None => drop(self.writer.fold_due().map_err(|error| self.writer.fail(error))),
        }
        Ok(head)
    }

    /// Waits until the view holds everything that was acknowledged, and makes it durable.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn settle(&self) -> Result<(), StateError> {
        match &self.folder {
            Some(folder) => folder.wait_folded(self.reader.head().height),
            None => self.writer.fold()?,
        }
        self.writer.check()?;
        self.writer.settle()
    }

    /// Fills an empty place with the ledger of a snapshot on another disk. What an
    /// interrupted import of the same snapshot did is not done again.
    ///
    /// # Errors
    /// [`StateError`], among them [`StateError::Snapshot`].
    pub fn import(
        place: &dyn Place,
        from: &dyn Disk,
        on_progress: OnProgress<'_>,
    ) -> Result<Head, StateError> {
        base::import(place, from, on_progress)
    }

    /// Exports the head's state into an empty folder of a disk, "" for the disk's own.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn export(
        &self,
        to: &dyn Disk,
        on_progress: OnProgress<'_>,
    ) -> Result<Manifest, StateError> {
        let version = self.reader.version();
        snapshot::export(&version, self.writer.ledger_id(), to, "", on_progress)
    }

    /// Removes the log's old segments, after a snapshot of the head took their place.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn prune(&self, on_progress: OnProgress<'_>) -> Result<Pruned, StateError> {
        // What the view does not hold it could not take from the log any more.
        self.settle()?;
        let (place, ledger_id) = (self.place.as_ref(), self.writer.ledger_id());
        base::prune(&self.writer, &self.reader, place, ledger_id, on_progress)
    }

    /// Figures of what is kept.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn stats(&self) -> Result<StateStats, StateError> {
        stats::stats(&self.reader)
    }

    /// Recomputes everything: the log's chain from its first block on, both tries from the
    /// view's values, and the roots.
    ///
    /// # Errors
    /// [`StateError`] naming the first thing that does not hold.
    pub fn verify(&self) -> Result<StateReport, StateError> {
        check::verify(&self.writer, &self.reader)
    }

    /// Ends the use of the ledger: everything is folded and made durable, and a checkpoint
    /// lets the next opening be quick.
    ///
    /// # Errors
    /// [`StateError`] when something could not be written.
    pub fn close(self) -> Result<(), StateError> {
        let Self { reader, checker, folder, writer, place } = self;
        drop(checker);
        if let Some(folder) = folder {
            folder.stop();
        }
        writer.check()?;
        if reader.0.view.is_given_up() && writer.has_waiting() {
            // It cannot be folded yet; the next opening takes it from the log again.
            return reader.0.view.close();
        }
        writer.fold()?;
        writer.settle()?;
        checkpoint::write(place.disk().as_ref(), &reader, &reader.head())?;
        reader.0.view.close()
    }
}
