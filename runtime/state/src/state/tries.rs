//! The two tries at the tip of the log, and the way back to the versions that are read.

use super::leaves::{Column, LeafChanges, Leaves};
use crate::trie::{Checkpoint, Trie, TrieError};
use sandpact_abi::{Hash, Height};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

/// Key hash and value hash.
type LeafPair = (Hash, Hash);

/// What takes a block back.
struct Undo {
    height: Height,
    leaves: Leaves,
    /// Leaves before it, of the values and of the accounts.
    len: (u64, u64),
}

/// Both tries.
pub struct Inner {
    values: Trie,
    accounts: Trie,
    /// Oldest first, without a gap up to the tip.
    undos: VecDeque<Undo>,
}

/// Both tries, readable while nothing is applied.
pub struct Tries(RwLock<Inner>);

impl Tries {
    /// Tries of one version.
    pub fn new(values: Trie, accounts: Trie) -> Self {
        Self(RwLock::new(Inner { values, accounts, undos: VecDeque::new() }))
    }

    /// A panic inside the trie is a broken invariant; nothing is read after it but what
    /// the caller checks against a root.
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Applies a block; the state root and the account root after it. What it needs to be
    /// undone is kept for versions from `lowest` on.
    ///
    /// # Errors
    /// [`TrieError`]; nothing is changed then.
    pub fn apply(
        &self,
        height: Height,
        leaves: &Leaves,
        lowest: Height,
    ) -> Result<(Hash, Hash), TrieError> {
        let mut guard = self.write();
        let inner = &mut *guard;
        let len = (inner.values.len(), inner.accounts.len());
        let values = inner.values.apply(&leaves.values)?;
        let accounts = match inner.accounts.apply(&leaves.accounts) {
            Ok(accounts) => accounts,
            Err(error) => {
                inner.values.apply(&values)?;
                return Err(error);
            }
        };
        let leaves = Leaves { values, accounts };
        inner.undos.push_back(Undo { height, leaves, len });
        while inner.undos.front().is_some_and(|undo| undo.height <= lowest) {
            inner.undos.pop_front();
        }
        Ok((inner.values.root(), inner.accounts.root()))
    }

    /// Whether these leaves are what the block at `height` overwrote, as far as that is
    /// known here.
    pub fn is_overwritten(&self, height: Height, leaves: &Leaves) -> bool {
        let inner = self.read();
        let at = inner.undos.partition_point(|undo| undo.height < height);
        let undo = inner.undos.get(at).filter(|undo| undo.height == height);
        let Some(undo) = undo else { return true };
        [Column::Values, Column::Accounts].into_iter().all(|column| {
            let mut changes = leaves.column(column).iter();
            changes.all(|(key, value)| {
                undo.leaves.get(column, key).is_none_or(|known| known == *value)
            })
        })
    }

    /// Leaves what a checkpoint of the values has unchanged to it, down to so much memory.
    ///
    /// # Errors
    /// [`TrieError`]; the tries are as they were.
    pub fn shrink(
        &self,
        checkpoint: Arc<dyn Checkpoint>,
        memory_len_bytes: usize,
    ) -> Result<(), TrieError> {
        self.write().values.drop_fringe(checkpoint, memory_len_bytes)
    }

    /// Bytes of memory that the trie of values takes.
    pub fn memory_len_bytes(&self) -> usize {
        self.read().values.memory_len_bytes()
    }

    /// Takes back every block above `height`.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn revert_to(&self, height: Height) -> Result<(), TrieError> {
        let mut guard = self.write();
        let inner = &mut *guard;
        while let Some(undo) = inner.undos.pop_back() {
            if undo.height <= height {
                inner.undos.push_back(undo);
                break;
            }
            inner.values.apply(&undo.leaves.values)?;
            inner.accounts.apply(&undo.leaves.accounts)?;
        }
        Ok(())
    }

    /// The state root and the account root at a version.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn roots_at(&self, version: &Target<'_>) -> Result<(Hash, Hash), TrieError> {
        let inner = self.read();
        let values = inner.values.root_after(&inner.back_to(version, Column::Values))?;
        let accounts = inner.accounts.root_after(&inner.back_to(version, Column::Accounts))?;
        Ok((values, accounts))
    }

    /// The proof of one key at a version.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn prove(&self, version: &Target<'_>, key_hash: &Hash) -> Result<Vec<u8>, TrieError> {
        let inner = self.read();
        inner.values.prove_after(&inner.back_to(version, Column::Values), key_hash)
    }

    /// One proof of many keys, sorted by their hashes.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn prove_many(
        &self,
        version: &Target<'_>,
        key_hashes: &[Hash],
    ) -> Result<Vec<u8>, TrieError> {
        let inner = self.read();
        inner.values.prove_many_after(&inner.back_to(version, Column::Values), key_hashes)
    }

    /// The value hash of a leaf at a version that the blocks here reach back to.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn value_hash(
        &self,
        height: Height,
        column: Column,
        key_hash: &Hash,
    ) -> Result<Option<Hash>, TrieError> {
        let inner = self.read();
        let changed = inner.above(height).find_map(|undo| undo.leaves.get(column, key_hash));
        changed.map_or_else(|| inner.at_tip(column, key_hash), Ok)
    }

    /// The changes that lead from the tip back to a version that the blocks here reach back to.
    pub fn changes_back_to(&self, height: Height) -> Leaves {
        let inner = self.read();
        let version = Target { height, older_from: height, older: &Leaves::default() };
        let [values, accounts] =
            [Column::Values, Column::Accounts].map(|column| inner.back_to(&version, column));
        Leaves { values, accounts }
    }

    /// The value hash of a leaf at the tip.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn value_hash_at_tip(
        &self,
        column: Column,
        key_hash: &Hash,
    ) -> Result<Option<Hash>, TrieError> {
        self.read().at_tip(column, key_hash)
    }

    /// How many leaves both tries have at a version that the blocks here reach back to.
    pub fn len_at(&self, height: Height) -> (u64, u64) {
        let inner = self.read();
        let above = inner.above(height).next();
        above.map_or((inner.values.len(), inner.accounts.len()), |undo| undo.len)
    }

    /// Up to about `limit` leaves of a version that somebody reads, those after `last` in
    /// order; empty only at the end.
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn leaves_at(
        &self,
        height: Height,
        column: Column,
        last: Option<Hash>,
        limit: usize,
    ) -> Result<Vec<LeafPair>, TrieError> {
        let mut last = last;
        loop {
            let (leaves, end) = self.page_at(height, column, last, limit)?;
            if !leaves.is_empty() || end.is_none() {
                return Ok(leaves);
            }
            last = end;
        }
    }

    /// The tip's next leaves as they are at a version, and the last that was looked at,
    /// `None` at the end.
    fn page_at(
        &self,
        height: Height,
        column: Column,
        last: Option<Hash>,
        limit: usize,
    ) -> Result<(Vec<LeafPair>, Option<Hash>), TrieError> {
        let inner = self.read();
        let trie = match column {
            Column::Values => &inner.values,
            Column::Accounts => &inner.accounts,
        };
        let leaves = last.map_or_else(|| trie.leaves(), |last| trie.leaves_after(&last));
        let is_after = |key: &Hash| last.is_none_or(|last| *key > last);
        let leaves = leaves.filter(|leaf| leaf.as_ref().map_or(true, |(key, _)| is_after(key)));
        let mut page = leaves.take(limit).collect::<Result<Vec<_>, _>>()?;
        let end = page.last().map(|(key, _)| *key).filter(|_| page.len() == limit);
        let mut back: BTreeMap<Hash, Option<Hash>> = BTreeMap::new();
        for undo in inner.above(height).rev() {
            let changes = undo.leaves.column(column);
            let passed = changes.partition_point(|(key, _)| !is_after(key));
            let changes = changes.iter().skip(passed);
            back.extend(changes.take_while(|(key, _)| end.is_none_or(|end| *key <= end)).copied());
        }
        if !back.is_empty() {
            page.retain(|(key, _)| !back.contains_key(key));
            page.extend(back.into_iter().filter_map(|(key, value)| Some((key, value?))));
            // Two parts in order.
            page.sort_by_key(|(key, _)| *key);
        }
        Ok((page, end))
    }

    /// Looks at both tries at the tip, values first.
    pub fn with<T>(&self, look: impl FnOnce(&Trie, &Trie) -> T) -> T {
        let inner = self.read();
        look(&inner.values, &inner.accounts)
    }
}

/// Which version is meant.
pub struct Target<'a> {
    /// Its height.
    pub height: Height,
    /// The height from which `older` leads back to it: that of the view when somebody began
    /// to read the version.
    pub older_from: Height,
    /// Changes from there back to the version; nothing for a version that is not older.
    pub older: &'a Leaves,
}

impl Inner {
    fn at_tip(&self, column: Column, key_hash: &Hash) -> Result<Option<Hash>, TrieError> {
        match column {
            Column::Values => self.values.get(key_hash),
            Column::Accounts => self.accounts.get(key_hash),
        }
    }

    /// What takes back the blocks above `height`, oldest first.
    fn above(&self, height: Height) -> impl DoubleEndedIterator<Item = &Undo> {
        let first = self.undos.partition_point(|undo| undo.height <= height);
        self.undos.range(first..)
    }

    /// The changes that lead from the tip back to a version: of each key the oldest.
    fn back_to(&self, version: &Target<'_>, column: Column) -> LeafChanges {
        let from = version.older_from.max(version.height);
        let mut back: BTreeMap<Hash, Option<Hash>> = BTreeMap::new();
        for undo in self.above(from).rev() {
            back.extend(undo.leaves.column(column).iter().copied());
        }
        back.extend(version.older.column(column).iter().copied());
        back.into_iter().collect()
    }
}
