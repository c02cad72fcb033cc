//! The blocks of the log, one after the other, into the tries and to the view.

use super::{
    ahead::Climb,
    read::{ReadBlock, read_each},
};
use crate::{
    Head, StateError,
    log::{LogReader, Position, Records},
    state::{
        delta::{Delta, Waiting},
        entry::Entry,
        fold::{self, Keeping},
        view::View,
    },
};
use sandpact_abi::Height;
use std::sync::{Arc, OnceLock};

/// What is kept in memory for the thread that folds; with more, it is folded while the ledger
/// is opened. More than waits while a ledger is used, so that opening after a kill need not
/// fold.
const WAITING_MAX: Waiting = Waiting { writes: 300_000, len_bytes: 80 << 20 };

/// Where the replay stands.
pub struct Replay {
    pub climb: Climb,
    pub view: View,
    /// The last block that the view holds; `None` before the first.
    pub view_at: Option<Height>,
    /// The last block that it held when it was opened, and when it was made durable.
    pub had: Option<Height>,
    pub synced_at: Option<Height>,
    pub history_heights: u64,
    /// Blocks that the view does not hold.
    pub deltas: Vec<Arc<Delta>>,
    /// How much that is.
    pub waiting: Waiting,
    /// Blocks that the view takes from the log, at once or later.
    pub view_blocks: u64,
    /// The last block.
    pub head: Option<Head>,
}

impl Replay {
    /// Before the first block. The view holds everything up to `view_at`.
    pub fn new(climb: Climb, view: View, view_at: Option<Height>, history_heights: u64) -> Self {
        Self {
            climb,
            view,
            view_at,
            had: None,
            synced_at: None,
            history_heights,
            deltas: Vec::new(),
            waiting: Waiting::default(),
            view_blocks: 0,
            head: None,
        }
    }

    /// Goes over every block that the tries or the view need.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn run(
        &mut self,
        log: &LogReader,
        blocks: Vec<(Position, Entry)>,
        rest: Option<Records>,
    ) -> Result<(), StateError> {
        let view_at = if self.had.is_some() { self.synced_at } else { self.view_at };
        // The block that both have is read once more, for the head.
        let from = self.climb.loaded_at.min(view_at).unwrap_or(log.first()).max(log.first());
        let ahead = blocks.first().map(|(position, _)| position.height);
        if ahead.is_none_or(|ahead| from < ahead) {
            let is_before = |height| ahead.is_none_or(|ahead| height < ahead);
            let goes_on = |block: &ReadBlock| is_before(fold::after(block.position.height));
            read_each(&mut log.records_from(from)?, goes_on, |block| self.take(block))?;
        }
        for (position, entry) in blocks {
            self.step(entry, position)?;
        }
        match rest {
            Some(mut rest) => read_each(&mut rest, |_| true, |block| self.take(block)),
            None => Ok(()),
        }
    }

    fn take(&mut self, block: ReadBlock) -> Result<(), StateError> {
        let ReadBlock { position, entry, leaves } = block;
        let height = entry.head.height;
        self.climb.take(&entry.head, &leaves, self.view_at.unwrap_or(height).min(height))?;
        self.step(entry, position)
    }

    /// Takes a block that the tries have.
    fn step(&mut self, entry: Entry, position: Position) -> Result<(), StateError> {
        let Entry { head, writes, .. } = entry;
        let height = head.height;
        let is_durable = self.synced_at.is_some_and(|at| height <= at);
        if self.had.is_some_and(|had| height <= had) && !is_durable {
            fold::write_unchecked(&self.view, height, &writes, &position)?;
        }
        if self.view_at.is_none_or(|at| at < height) {
            let overwritten = OnceLock::new();
            self.waiting.add(writes.len(), &position);
            self.deltas.push(Arc::new(Delta { head, writes, position, overwritten }));
            self.view_blocks = self.view_blocks.saturating_add(1);
            if self.must_fold(height) {
                self.fold_waiting()?;
            }
        }
        self.head = Some(head);
        Ok(())
    }

    /// Whether what waits is to be folded at once, now that the block at `height` is the last.
    fn must_fold(&self, height: Height) -> bool {
        // A view has a head. To a block that the tries had already nothing leads back.
        self.view_at.is_none()
            || self.climb.loaded_at == Some(height)
            || self.waiting.is_at_least(WAITING_MAX)
    }

    fn fold_waiting(&mut self) -> Result<(), StateError> {
        let keeping = Keeping { history_heights: self.history_heights, is_read_below: false };
        fold::fold(&self.view, &self.climb.tries, &self.deltas, self.view_at, keeping)?;
        self.view_at = self.deltas.last().map(|delta| delta.head.height);
        self.deltas.clear();
        self.waiting = Waiting::default();
        Ok(())
    }
}
