//! Which versions of the state can be read at this moment: the blocks that the view does
//! not hold yet, those that it holds but somebody still reads below, and who reads what.
//!
//! A reader of version `v` looks, in this order, at the blocks up to `v`, newest first; at
//! the view; and at what later blocks overwrote there, oldest first. What a block overwrites
//! is published before the view changes, and is kept while anybody reads below it.

use super::{
    delta::{Delta, Waiting},
    shelf::Shelf,
};
use crate::Head;
use sandpact_abi::Height;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Bound,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The part that changes.
struct Inner {
    /// The last acknowledged block.
    head: Head,
    /// The last block in the log, which may not be acknowledged yet.
    tip: Head,
    /// The last block that the view holds whole.
    folded: Height,
    /// Blocks that are not in the view, or that somebody reads below; oldest first.
    shelves: VecDeque<Shelf>,
    /// What of them is acknowledged and not in the view.
    waiting: Waiting,
    /// How many readers each version has.
    readers: BTreeMap<Height, usize>,
    /// The last block of those that are being folded without saying what they overwrite:
    /// nobody reads below.
    unpublished: Option<Height>,
}

/// All of it.
pub struct Versions {
    inner: RwLock<Inner>,
    /// Writes after which blocks go on another shelf.
    shelf_writes: usize,
    /// How many shelves there are, readable without a lock.
    shelf_count: AtomicUsize,
}

impl Versions {
    /// The view holds everything up to `folded`, and `deltas` lead on to `head`.
    pub fn new(head: Head, folded: Height, deltas: Vec<Arc<Delta>>, shelf_writes: usize) -> Self {
        let inner = Inner {
            head,
            tip: head,
            folded,
            shelves: VecDeque::new(),
            waiting: Waiting::default(),
            readers: BTreeMap::new(),
            unpublished: None,
        };
        let (inner, shelf_count) = (RwLock::new(inner), AtomicUsize::new(0));
        let versions = Self { inner, shelf_writes, shelf_count };
        for delta in deltas {
            versions.write().waiting.add(delta.writes.len(), &delta.position);
            versions.append(delta);
        }
        versions
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
        let released = self.release(&mut inner);
        drop(inner);
        drop(released);
    }

    /// Adds a block that is in the log.
    pub fn append(&self, delta: Arc<Delta>) {
        let mut inner = self.write();
        inner.tip = delta.head;
        let is_full = |shelf: &Shelf| shelf.writes() >= self.shelf_writes;
        if inner.shelves.back().is_none_or(is_full) {
            inner.shelves.push_back(Shelf::new(delta.head.height));
        }
        if let Some(shelf) = inner.shelves.back_mut() {
            shelf.push(delta);
        }
        self.shelf_count.store(inner.shelves.len(), Ordering::SeqCst);
    }

    /// The last block in the log, if it is not acknowledged.
    pub fn unacknowledged_tip(&self) -> Option<Arc<Delta>> {
        let inner = self.read();
        let last = inner.shelves.back()?.blocks().last()?;
        (last.head.height > inner.head.height).then(|| Arc::clone(last))
    }

    /// Blocks up to `height` are on the disk; the head is the last of them.
    pub fn acknowledge(&self, height: Height) -> Head {
        let mut guard = self.write();
        let inner = &mut *guard;
        let before = inner.head.height;
        for delta in inner.shelves.iter().flat_map(|shelf| shelf.above(before)) {
            if delta.head.height > height {
                break;
            }
            inner.waiting.add(delta.writes.len(), &delta.position);
            inner.head = delta.head;
        }
        inner.head
    }

    /// Takes back every block after the acknowledged head.
    pub fn discard_unacknowledged(&self) {
        let mut inner = self.write();
        let head = inner.head;
        while let Some(last) = inner.shelves.pop_back() {
            if last.above(head.height).is_empty() {
                inner.shelves.push_back(last);
                break;
            }
            let kept = last.up_to(head.height);
            if !kept.blocks().is_empty() {
                inner.shelves.push_back(kept);
            }
        }
        inner.tip = head;
        self.shelf_count.store(inner.shelves.len(), Ordering::SeqCst);
    }

    /// What is acknowledged and not in the view.
    pub fn waiting(&self) -> Waiting {
        self.read().waiting
    }

    /// The next acknowledged blocks that the view does not hold, as many as make up `most`,
    /// oldest first; none when there is none.
    pub fn next_to_fold(&self, most: Waiting) -> Vec<Arc<Delta>> {
        let inner = self.read();
        let (mut sum, mut next) = (Waiting::default(), Vec::new());
        for delta in inner.shelves.iter().flat_map(|shelf| shelf.above(inner.folded)) {
            if delta.head.height > inner.head.height || sum.is_at_least(most) {
                break;
            }
            sum.add(delta.writes.len(), &delta.position);
            next.push(Arc::clone(delta));
        }
        next
    }

    /// Whether anybody reads below `last`, the last of the blocks that are about to be folded.
    /// If not, nobody can until they are, unless `keeps_history` says that what they overwrite
    /// is published anyway.
    pub fn begin_fold(&self, last: Height, keeps_history: bool) -> bool {
        let mut inner = self.write();
        let is_read = inner.readers.first_key_value().is_some_and(|(lowest, _)| *lowest < last);
        inner.unpublished = (!is_read && !keeps_history).then_some(last);
        is_read
    }

    /// The view holds these blocks and everything before them.
    pub fn set_folded(&self, blocks: &[Arc<Delta>]) {
        let mut inner = self.write();
        for delta in blocks {
            inner.folded = delta.head.height;
            inner.waiting.remove(delta.writes.len(), &delta.position);
        }
        inner.unpublished = None;
        let released = self.release(&mut inner);
        drop(inner);
        drop(released);
    }

    /// Takes away shelves all of whose blocks the view holds and nobody reads below. They are
    /// large; the lock need not be held while their memory is given back.
    fn release(&self, inner: &mut Inner) -> Vec<Shelf> {
        let lowest = inner.lowest();
        let mut released = Vec::new();
        while inner.shelves.front().is_some_and(|shelf| shelf.above(lowest).is_empty()) {
            released.extend(inner.shelves.pop_front());
        }
        self.shelf_count.store(inner.shelves.len(), Ordering::SeqCst);
        released
    }

    /// Whether there is no block to look at beside the view. Asked before and after a read
    /// of the view, twice yes means that the view alone was right: a block up to the
    /// reader's version is in it, and one above would still be here.
    pub fn is_view_alone(&self) -> bool {
        self.shelf_count.load(Ordering::SeqCst) == 0
    }

    /// What the newest block up to `height` wrote under `key`, if any here did.
    pub fn written(&self, height: Height, key: &[u8]) -> Option<Option<Vec<u8>>> {
        let inner = self.read();
        inner.shelves.iter().rev().find_map(|shelf| shelf.written(height, key)).cloned()
    }

    /// What the oldest block above `height` overwrote in the view under `key`, if any did.
    pub fn overwritten(&self, height: Height, key: &[u8]) -> Option<Option<Vec<u8>>> {
        let inner = self.read();
        inner.shelves.iter().find_map(|shelf| shelf.overwritten(height, key)).cloned()
    }

    /// The first key from `start` on that any block here wrote.
    pub fn next_written(&self, start: Bound<&[u8]>) -> Option<Vec<u8>> {
        let inner = self.read();
        let range = (start, Bound::Unbounded);
        inner.shelves.iter().filter_map(|shelf| shelf.keys(range).next()).min().cloned()
    }

    /// All keys between two bounds that any block here wrote.
    pub fn written_keys(&self, start: Bound<&[u8]>, end: Bound<&[u8]>) -> BTreeSet<Vec<u8>> {
        let inner = self.read();
        inner.shelves.iter().flat_map(|shelf| shelf.keys((start, end))).cloned().collect()
    }

    /// The lowest version that anybody reads, or that the view may be read at.
    pub fn lowest(&self) -> Height {
        self.read().lowest()
    }

    /// The block at `height`, if it is here.
    pub fn at(&self, height: Height) -> Option<Arc<Delta>> {
        let inner = self.read();
        inner.shelves.iter().find_map(|shelf| shelf.at(height)).cloned()
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
