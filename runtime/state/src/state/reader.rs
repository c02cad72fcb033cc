//! Reading committed state and blocks from any thread, while blocks are committed.

use super::{
    delta::Delta,
    entry::{self, Entry},
    fold::{self, Keeping},
    history, index, recover,
    tries::Tries,
    version::Version,
    versions::Versions,
    view::View,
};
use crate::{Head, StateError, layout, log::LogReader};
use sandpact_abi::Height;
use std::sync::Arc;

/// The bytes of a block that was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBlock {
    /// What its hash commits to.
    pub record: Vec<u8>,
    /// Everything else.
    pub body: Vec<u8>,
}

/// What readers and the writer share.
pub struct Shared {
    pub versions: Versions,
    pub view: View,
    pub tries: Tries,
    pub log: LogReader,
}

impl Shared {
    /// Folds acknowledged blocks that follow what the view holds.
    ///
    /// # Errors
    /// [`StateError`]; they can be folded again.
    pub fn fold(&self, blocks: &[Arc<Delta>], history_heights: u64) -> Result<(), StateError> {
        let Self { versions, view, tries, .. } = self;
        let Some(last) = blocks.last() else { return Ok(()) };
        let is_read_below = versions.begin_fold(last.head.height, history_heights > 0);
        let keeping = Keeping { history_heights, is_read_below };
        fold::fold(view, tries, blocks, Some(versions.folded()), keeping)?;
        versions.set_folded(blocks);
        Ok(())
    }

    /// The result as it is. A view that was found damaged is marked, so that whoever opens
    /// the ledger next builds it anew: not every damage is found by opening.
    pub fn marked<T>(&self, result: Result<T, StateError>) -> Result<T, StateError> {
        if let Err(StateError::ViewDamaged { .. }) = &result {
            // Without the mark the same is found again; nothing is lost.
            let _ = recover::mark_view_damaged(self.log.disk().as_ref());
        }
        result
    }
}

/// Reads a ledger's state. Cheap to clone; each clone may go to a thread of its own.
#[derive(Clone)]
pub struct Reader(pub(super) Arc<Shared>);

impl Reader {
    /// The last acknowledged block.
    #[must_use]
    pub fn head(&self) -> Head {
        self.0.versions.head()
    }

    /// The last appended block.
    #[must_use]
    pub fn tip(&self) -> Head {
        self.0.versions.tip()
    }

    /// The state after the last acknowledged block.
    #[must_use]
    pub fn version(&self) -> Version {
        let head = self.0.versions.pin_newest(false);
        Version::new(Arc::clone(&self.0), head, head.height)
    }

    /// The state after the last appended block, on which the next one is executed.
    #[must_use]
    pub fn tip_version(&self) -> Version {
        let head = self.0.versions.pin_newest(true);
        Version::new(Arc::clone(&self.0), head, head.height)
    }

    /// The state after the block at `height`; `None` above the head.
    ///
    /// # Errors
    /// [`StateError::Pruned`] below what the history keeps; [`StateError`] when the store
    /// fails.
    pub fn version_at(&self, height: Height) -> Result<Option<Version>, StateError> {
        if height > self.head().height {
            return Ok(None);
        }
        let Some(entry) = self.entry(height)? else {
            return Err(StateError::Pruned { height, oldest: self.oldest_height()? });
        };
        self.0.view.wait_whole(height)?;
        let folded = self.0.versions.pin(height);
        let folded = folded.map_err(|oldest| StateError::Pruned { height, oldest })?;
        // From here on this is what unpins the version, also when the rest fails.
        let mut version = Version::new(Arc::clone(&self.0), entry.head, folded);
        if height < folded {
            self.0.marked(self.go_back(&mut version, folded))?;
        }
        Ok(Some(version))
    }

    /// Says what leads from the view, which holds the version at `folded`, back to a past one.
    fn go_back(&self, version: &mut Version, folded: Height) -> Result<(), StateError> {
        // No hash covers what was overwritten.
        self.0.view.wait_checked()?;
        let height = version.head().height;
        version.set_overwritten(history::back_to(&self.0.view, height, folded)?)?;
        version.compare_roots()
    }

    /// A version that the view holds, kept while the guard lives.
    pub(super) fn pinned(&self, head: &Head) -> Result<Version, StateError> {
        let height = head.height;
        let folded = self.0.versions.pin(height);
        let folded = folded.map_err(|oldest| StateError::Pruned { height, oldest })?;
        Ok(Version::new(Arc::clone(&self.0), *head, folded))
    }

    /// The oldest height that [`Reader::version_at`] can read.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn oldest_height(&self) -> Result<Height, StateError> {
        let kept = history::oldest(&self.0.view, self.0.versions.folded())?;
        Ok(kept.max(self.0.log.first()))
    }

    /// A committed block; `None` above the head and below what the log still has.
    ///
    /// # Errors
    /// [`StateError`] when the log fails or is damaged.
    pub fn block(&self, height: Height) -> Result<Option<StoredBlock>, StateError> {
        let entry = self.entry(height)?;
        Ok(entry.map(|Entry { record, body, .. }| StoredBlock { record, body }))
    }

    /// The log's entry of an acknowledged block.
    pub(super) fn entry(&self, height: Height) -> Result<Option<Entry>, StateError> {
        if height > self.head().height || height < self.0.log.first() {
            return Ok(None);
        }
        let position = match self.0.versions.at(height) {
            Some(delta) => delta.position,
            // No hash covers the index; what is not there is looked for in the log.
            None => match self.0.view.get(&layout::block(height))? {
                Some(record) => index::decode(&record)?,
                None => self.0.log.position_of(height)?,
            },
        };
        let entry = entry::decode(&self.0.log.read(&position)?)?;
        if entry.head.height != height {
            return Err(StateError::Damaged { what: "a block lies in another's place" });
        }
        Ok(Some(entry))
    }
}
