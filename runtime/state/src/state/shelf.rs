//! Blocks that came one after another, with an index of what they wrote: a key is looked for
//! once in a shelf, however many blocks stand on it.

use super::delta::Delta;
use sandpact_abi::Height;
use std::{collections::BTreeMap, ops::Bound, sync::Arc};

/// Where keys are looked for.
type Range<'a> = (Bound<&'a [u8]>, Bound<&'a [u8]>);

/// Blocks in a row, oldest first.
pub struct Shelf {
    /// Height of the first.
    first: Height,
    blocks: Vec<Arc<Delta>>,
    /// Of each key that they wrote, the newest block that did.
    newest: BTreeMap<Vec<u8>, Height>,
    /// Writes of all of them.
    writes: usize,
}

impl Shelf {
    /// An empty shelf, to begin with the block at `first`.
    pub fn new(first: Height) -> Self {
        Self { first, blocks: Vec::new(), newest: BTreeMap::new(), writes: 0 }
    }

    /// Adds the next block.
    pub fn push(&mut self, delta: Arc<Delta>) {
        let height = delta.head.height;
        self.newest.extend(delta.writes.keys().map(|key| (key.clone(), height)));
        self.writes = self.writes.saturating_add(delta.writes.len());
        self.blocks.push(delta);
    }

    /// The same with the blocks up to `height` only.
    pub fn up_to(&self, height: Height) -> Self {
        let mut shelf = Self::new(self.first);
        let blocks = self.blocks.iter().take_while(|delta| delta.head.height <= height);
        blocks.for_each(|delta| shelf.push(Arc::clone(delta)));
        shelf
    }

    /// Writes of all blocks.
    pub fn writes(&self) -> usize {
        self.writes
    }

    /// All blocks, oldest first.
    pub fn blocks(&self) -> &[Arc<Delta>] {
        &self.blocks
    }

    /// The blocks above `height`, oldest first.
    pub fn above(&self, height: Height) -> &[Arc<Delta>] {
        let passed = height.0.saturating_add(1).saturating_sub(self.first.0);
        self.blocks.get(usize::try_from(passed).unwrap_or(usize::MAX)..).unwrap_or(&[])
    }

    /// The block at `height`, if it stands here.
    pub fn at(&self, height: Height) -> Option<&Arc<Delta>> {
        self.blocks.get(usize::try_from(height.0.checked_sub(self.first.0)?).ok()?)
    }

    /// What the newest block up to `height` wrote under `key`, if any here did.
    pub fn written(&self, height: Height, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        let newest = *self.newest.get(key)?;
        if newest <= height {
            return self.at(newest)?.writes.get(key);
        }
        let mut up_to = self.blocks.iter().rev().filter(|delta| delta.head.height <= height);
        up_to.find_map(|delta| delta.writes.get(key))
    }

    /// What the oldest block above `height` overwrote in the view under `key`, if any did and
    /// says so.
    pub fn overwritten(&self, height: Height, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        self.newest.get(key).filter(|newest| **newest > height)?;
        self.above(height).iter().find_map(|delta| delta.overwritten.get()?.get(key))
    }

    /// The keys in a range that any block here wrote, in order.
    pub fn keys(&self, range: Range<'_>) -> impl Iterator<Item = &Vec<u8>> {
        self.newest.range::<[u8], _>(range).map(|(key, _)| key)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Head, log::Position, state::Writes};
    use sandpact_abi::{Hash, UnixSeconds};
    use std::sync::OnceLock;

    fn delta(height: u64, writes: &[(&str, Option<u8>)]) -> Arc<Delta> {
        let (root, height, time) = (Hash::ZERO, Height(height), UnixSeconds(0));
        let head = Head { height, time, state_root: root, account_root: root, block_hash: root };
        let position = Position { segment: height, offset: 0, len_bytes: 0, height, chain: root };
        let owned = |(key, value): &(&str, Option<u8>)| {
            (key.as_bytes().to_vec(), value.map(|value| vec![value]))
        };
        let writes = writes.iter().map(owned).collect::<Writes>();
        Arc::new(Delta { head, writes, position, overwritten: OnceLock::new() })
    }

    fn shelf() -> Shelf {
        let mut shelf = Shelf::new(Height(5));
        shelf.push(delta(5, &[("a", Some(5)), ("b", Some(5))]));
        shelf.push(delta(6, &[("c", None)]));
        shelf.push(delta(7, &[("a", None), ("d", Some(7))]));
        shelf
    }

    #[test]
    fn a_key_is_what_the_newest_block_up_to_a_height_wrote() {
        let shelf = shelf();
        let written = |height, key: &str| shelf.written(Height(height), key.as_bytes()).cloned();
        assert_eq!(written(9, "a"), Some(None));
        assert_eq!(written(7, "a"), Some(None));
        assert_eq!(written(6, "a"), Some(Some(vec![5])));
        assert_eq!(written(4, "a"), None);
        assert_eq!(written(7, "b"), Some(Some(vec![5])));
        assert_eq!(written(5, "c"), None);
        assert_eq!(written(6, "c"), Some(None));
        assert_eq!(written(7, "e"), None);
    }

    #[test]
    fn blocks_are_found_by_their_heights() {
        let shelf = shelf();
        let heights = |blocks: &[Arc<Delta>]| {
            blocks.iter().map(|delta| delta.head.height.0).collect::<Vec<_>>()
        };
        for height in 0..10 {
            let found = shelf.at(Height(height)).map(|delta| delta.head.height.0);
            assert_eq!(found, (5..=7).contains(&height).then_some(height));
            let above: Vec<u64> = (5..=7).filter(|at| *at > height).collect();
            assert_eq!(heights(shelf.above(Height(height))), above);
        }
        assert_eq!(shelf.writes(), 5);
    }

    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        let shelf = shelf().up_to(Height(6));
        assert_eq!(shelf.writes(), 3);
        assert_eq!(shelf.written(Height(9), b"a"), Some(&Some(vec![5])));
        let keys: Vec<_> = shelf.keys((Bound::Unbounded, Bound::Unbounded)).collect();
        assert_eq!(keys, [b"a", b"b", b"c"]);
    }

    #[test]
    fn a_reader_below_finds_what_the_next_block_overwrote() {
        let shelf = shelf();
        let old = Writes::from([(b"a".to_vec(), Some(vec![5]))]);
        shelf.at(Height(7)).unwrap().overwritten.set(old).unwrap();
        let overwritten = |height, key: &[u8]| shelf.overwritten(Height(height), key).cloned();
        assert_eq!(overwritten(6, b"a"), Some(Some(vec![5])));
        assert_eq!(overwritten(7, b"a"), None);
        assert_eq!(overwritten(6, b"d"), None);
    }
}
