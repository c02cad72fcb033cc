//! Which versions of the state can be read at this moment: the blocks that the view does
//! not hold yet, those that it holds but somebody still reads below, and who reads what.
//!
//! A reader of version `v` looks, in this order, at the blocks up to `v`, newest first; at
//! the view; and at what later blocks overwrote there, oldest first. What a block overwrites
//! is published before the view changes, and is kept while anybody reads below it.

use super::entry::Writes;
use crate::{Head, log::Position};
use sandpact_abi::Height;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Bound,
    sync::{
        Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicUsize, Ordering},
    },
};

/// What one block changed.
pub struct Delta {
    /// The head after it.
    pub head: Head,
    /// What it wrote.
    pub writes: Writes,
    /// Where the log has it.
    pub position: Position,
    /// What the view held under the written keys before, once that is known to be needed.
    pub overwritten: OnceLock<Writes>,
}

/// The part that changes.
struct Inner {
    /// The last acknowledged block.
    head: Head,
    /// The last block in the log, which may not be acknowledged yet.
    tip: Head,
    /// The last block that the view holds whole.
    folded: Height,
    /// Blocks that are not in the view, or that somebody reads below; oldest first.
    deltas: VecDeque<Arc<Delta>>,
    /// How many readers each version has.
    readers: BTreeMap<Height, usize>,
    /// A block that is being folded without saying what it overwrites: nobody reads below.
    unpublished: Option<Height>,
}

/// All of it.
pub struct Versions {
    inner: RwLock<Inner>,
    /// `deltas.len()`, readable without a lock.
    delta_count: AtomicUsize,
}

impl Versions {
    /// The view holds everything up to `folded`, and `deltas` lead on to `head`.
    pub fn new(head: Head, folded: Height, deltas: VecDeque<Arc<Delta>>) -> Self {
        let delta_count = AtomicUsize::new(deltas.len());
        let readers = BTreeMap::new();
        let inner = Inner { head, tip: head, folded, deltas, readers, unpublished: None };
        Self { inner: RwLock::new(inner), delta_count }
    }

    /// A panic elsewhere cannot leave the lists half changed: every change is one step.
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last acknowledged block.
    pub fn head(&self) -> Head {
        self.read().head
    }

    /// The last block in the log.
    pub fn tip(&self) -> Head {
        self.read().tip
    }

    /// The last block that the view holds whole.
    pub fn folded(&self) -> Height {
        self.read().folded
    }

    /// Registers a reader of the acknowledged head, or of the tip.
    pub fn pin_newest(&self, is_tip: bool) -> Head {
        let mut inner = self.write();
        let head = if is_tip { inner.tip } else { inner.head };
        inner.pin(head.height);
        head
    }

    /// Registers a reader of a past version; what the view holds at this moment. `Err` with
    /// the oldest version that can be read now, when this one is being overwritten.
    pub fn pin(&self, height: Height) -> Result<Height, Height> {
        let mut inner = self.write();
        if let Some(oldest) = inner.unpublished.filter(|oldest| height < *oldest) {
            return Err(oldest);
        }
        inner.pin(height);
        Ok(inner.folded)
    }

    /// Ends what [`Versions::pin`] began.
    pub fn unpin(&self, height: Height) {
        let mut inner = self.write();
        if let Some(readers) = inner.readers.get_mut(&height) {
            *readers = readers.saturating_sub(1);
            if *readers == 0 {
                inner.readers.remove(&height);
            }
        }
        self.release(&mut inner);
    }

    /// Adds a block that is in the log.
    pub fn append(&self, delta: Arc<Delta>) {
        let mut inner = self.write();
        inner.tip = delta.head;
        inner.deltas.push_back(delta);
        self.delta_count.store(inner.deltas.len(), Ordering::SeqCst);
    }

    /// The last block in the log, if it is not acknowledged.
    pub fn unacknowledged_tip(&self) -> Option<Arc<Delta>> {
        let inner = self.read();
        let last = inner.deltas.back()?;
        (last.head.height > inner.head.height).then(|| Arc::clone(last))
    }

    /// Blocks up to `height` are on the disk; the head is the last of them.
    pub fn acknowledge(&self, height: Height) -> Head {
        let mut inner = self.write();
        let newest = inner.deltas.iter().rev().find(|delta| delta.head.height <= height);
        if let Some(head) = newest.map(|delta| delta.head)
            && head.height > inner.head.height
        {
            inner.head = head;
        }
        inner.head
    }

    /// Takes back every block after the acknowledged head, and returns them, newest first.
    pub fn discard_unacknowledged(&self) -> Vec<Arc<Delta>> {
        let mut inner = self.write();
        let mut discarded = Vec::new();
        while let Some(last) = inner.deltas.pop_back() {
            if last.head.height <= inner.head.height {
                inner.deltas.push_back(last);
                break;
            }
            discarded.push(last);
        }
        inner.tip = inner.head;
        self.delta_count.store(inner.deltas.len(), Ordering::SeqCst);
        discarded
    }

    /// The oldest acknowledged block that the view does not hold.
    pub fn next_to_fold(&self) -> Option<Arc<Delta>> {
        let inner = self.read();
        let is_next = |delta: &&Arc<Delta>| delta.head.height > inner.folded;
        let next = inner.deltas.iter().find(is_next)?;
        (next.head.height <= inner.head.height).then(|| Arc::clone(next))
    }

    /// Whether anybody reads below `height`, which is about to be folded. If not, nobody
    /// can until it is, unless `keeps_history` says that what it overwrites is published
    /// anyway.
    pub fn begin_fold(&self, height: Height, keeps_history: bool) -> bool {
        let mut inner = self.write();
        let is_read = inner.readers.first_key_value().is_some_and(|(lowest, _)| *lowest < height);
        inner.unpublished = (!is_read && !keeps_history).then_some(height);
        is_read
    }

    /// The view holds everything up to `height`.
    pub fn set_folded(&self, height: Height) {
        let mut inner = self.write();
        inner.folded = height;
        inner.unpublished = None;
        self.release(&mut inner);
    }

    /// Drops blocks that the view holds and nobody reads below.
    fn release(&self, inner: &mut Inner) {
        let lowest = inner.lowest();
        while inner.deltas.front().is_some_and(|delta| delta.head.height <= lowest) {
            inner.deltas.pop_front();
        }
        self.delta_count.store(inner.deltas.len(), Ordering::SeqCst);
    }

    /// Whether there is no block to look at beside the view. Asked before and after a read
    /// of the view, twice yes means that the view alone was right: a block up to the
    /// reader's version is in it, and one above would still be here.
    pub fn is_view_alone(&self) -> bool {
        self.delta_count.load(Ordering::SeqCst) == 0
    }

    /// What the newest block up to `height` wrote under `key`, if any here did.
    pub fn written(&self, height: Height, key: &[u8]) -> Option<Option<Vec<u8>>> {
        let inner = self.read();
        let up_to = inner.deltas.iter().rev().filter(|delta| delta.head.height <= height);
        up_to.filter_map(|delta| delta.writes.get(key)).next().cloned()
    }

    /// What the oldest block above `height` overwrote in the view under `key`, if any did.
    pub fn overwritten(&self, height: Height, key: &[u8]) -> Option<Option<Vec<u8>>> {
        let inner = self.read();
        let above = inner.deltas.iter().filter(|delta| delta.head.height > height);
        above.filter_map(|delta| delta.overwritten.get()?.get(key)).next().cloned()
    }

    /// The first key from `start` on that any block here wrote.
    pub fn next_written(&self, start: Bound<&[u8]>) -> Option<Vec<u8>> {
        let inner = self.read();
        let first = |delta: &Arc<Delta>| {
            let mut range = delta.writes.range::<[u8], _>((start, Bound::Unbounded));
            range.next().map(|(key, _)| key.clone())
        };
        inner.deltas.iter().filter_map(first).min()
    }

    /// All keys between two bounds that any block here wrote.
    pub fn written_keys(&self, start: Bound<&[u8]>, end: Bound<&[u8]>) -> BTreeSet<Vec<u8>> {
        let inner = self.read();
        let keys =
            inner.deltas.iter().flat_map(|delta| delta.writes.range::<[u8], _>((start, end)));
        keys.map(|(key, _)| key.clone()).collect()
    }

    /// How many writes the blocks in `(height, head]` have that are here.
    pub fn writes_after(&self, height: Height) -> usize {
        let inner = self.read();
        let after = inner.deltas.iter().filter(|delta| delta.head.height > height);
        let after = after.take_while(|delta| delta.head.height <= inner.head.height);
        after.map(|delta| delta.writes.len()).fold(0, usize::saturating_add)
    }

    /// The lowest version that anybody reads, or that the view may be read at.
    pub fn lowest(&self) -> Height {
        self.read().lowest()
    }

    /// The block at `height`, if it is here.
    pub fn at(&self, height: Height) -> Option<Arc<Delta>> {
        let inner = self.read();
        inner.deltas.iter().find(|delta| delta.head.height == height).cloned()
    }
}

impl Inner {
    fn lowest(&self) -> Height {
        let read = self.readers.first_key_value().map(|(height, _)| *height);
        read.map_or(self.folded, |read| read.min(self.folded))
    }

    fn pin(&mut self, height: Height) {
        let readers = self.readers.entry(height).or_default();
        *readers = readers.saturating_add(1);
    }
}
