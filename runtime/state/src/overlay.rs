//! Writes of a block that is being executed, over committed state. A savepoint
//! is a position in the list of what was overwritten; a key is in that list once for
//! each savepoint at most, so a value written over and over takes no more memory.

use crate::{ChangeSet, StateError, StateRead};
use sandpact_abi::{Address, Hash};
use std::{borrow::Cow, collections::BTreeMap, ops::Bound, sync::Arc};

/// What was written last under a key.
struct Write {
    /// The value; `None` removes.
    value: Option<Vec<u8>>,
    /// The epoch in which the list of undo last took what was here before.
    saved_in: u64,
}

/// What the overlay held under a key before.
struct Overwritten {
    contract: Address,
    key: Vec<u8>,
    /// `None` is nothing at all.
    previous: Option<Write>,
}

/// Writes over committed state.
pub struct Overlay {
    base: Arc<dyn StateRead>,
    /// By contract and by its key.
    writes: BTreeMap<Address, BTreeMap<Vec<u8>, Write>>,
    undo: Vec<Overwritten>,
    /// Each savepoint begins one. Epochs are never used again, also after a rollback.
    epoch: u64,
}

/// The next key in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextKey {
    /// There is one.
    Found {
        /// The key.
        key: Vec<u8>,
        /// Removed keys passed on the way.
        passed: u64,
    },
    /// There is none.
    End {
        /// Removed keys passed on the way.
        passed: u64,
    },
    /// More removed keys lie on the way than the caller allowed to pass.
    TooFar,
}

impl Overlay {
    /// No writes yet.
    #[must_use]
    pub fn new(base: Arc<dyn StateRead>) -> Self {
        Self { base, writes: BTreeMap::new(), undo: Vec::new(), epoch: 0 }
    }

    /// A contract's value; lent where it was written, of its own where it was stored.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn get(&self, contract: &Address, key: &[u8]) -> Result<Option<Cow<'_, [u8]>>, StateError> {
        match self.writes.get(contract).and_then(|writes| writes.get(key)) {
            Some(write) => Ok(write.value.as_deref().map(Cow::Borrowed)),
            None => Ok(self.base.get(contract, key)?.map(Cow::Owned)),
        }
    }

    /// Writes a contract's value.
    pub fn set(&mut self, contract: &Address, key: &[u8], value: Vec<u8>) {
        self.put(contract, key, Some(value));
    }

    /// Removes a contract's value.
    pub fn remove(&mut self, contract: &Address, key: &[u8]) {
        self.put(contract, key, None);
    }

    fn put(&mut self, contract: &Address, key: &[u8], value: Option<Vec<u8>>) {
        let writes = self.writes.entry(*contract).or_default();
        let write = Write { value, saved_in: self.epoch };
        let previous = match writes.get_mut(key) {
            Some(held) => {
                let previous = std::mem::replace(held, write);
                // What a rollback to the newest savepoint, or to one before, needs is saved.
                if previous.saved_in == self.epoch {
                    return;
                }
                Some(previous)
            }
            None => {
                writes.insert(key.to_vec(), write);
                None
            }
        };
        self.undo.push(Overwritten { contract: *contract, key: key.to_vec(), previous });
    }

    /// A contract's first key after `after` among those that begin with `prefix`, which
    /// `after` does too. Written and stored keys are walked together in order, up to the
    /// first that has a value; removed keys before it have to be passed one by one, each
    /// counts once, and `passed_max` bounds that work.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn next_key(
        &self,
        contract: &Address,
        after: &[u8],
        prefix: &[u8],
        passed_max: u64,
    ) -> Result<NextKey, StateError> {
        let mut written = self.written_after(contract, after, prefix);
        let mut next_written = written.next();
        let mut stored = self.base.next_key(contract, after, prefix)?;
        let mut passed = 0_u64;
        loop {
            // The next written key, unless a stored one comes before it.
            let first =
                next_written.filter(|(key, _)| stored.as_ref().is_none_or(|stored| *key <= stored));
            let Some((key, value)) = first else {
                return Ok(match stored {
                    Some(key) => NextKey::Found { key, passed },
                    None => NextKey::End { passed },
                });
            };
            if value.is_some() {
                return Ok(NextKey::Found { key: key.clone(), passed });
            }
            passed = passed.saturating_add(1);
            if passed > passed_max {
                return Ok(NextKey::TooFar);
            }
            if stored.as_ref() == Some(key) {
                stored = self.base.next_key(contract, key, prefix)?;
            }
            next_written = written.next();
        }
    }

    /// The writes of a contract after `after` under `prefix`, in order.
    fn written_after<'a>(
        &'a self,
        contract: &'a Address,
        after: &'a [u8],
        prefix: &'a [u8],
    ) -> impl Iterator<Item = (&'a Vec<u8>, &'a Option<Vec<u8>>)> {
        let range = (Bound::Excluded(after), Bound::Unbounded);
        let writes = self.writes.get(contract).into_iter();
        writes
            .flat_map(move |writes| writes.range::<[u8], _>(range))
            .take_while(move |(key, _)| key.starts_with(prefix))
            .map(|(key, write)| (key, &write.value))
    }

    /// A module of committed state.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn code(&self, code_hash: &Hash) -> Result<Option<Vec<u8>>, StateError> {
        self.base.code(code_hash)
    }

    /// The present position, for [`Overlay::rollback_to`].
    #[must_use]
    pub fn savepoint(&mut self) -> usize {
        self.epoch = self.epoch.saturating_add(1);
        self.undo.len()
    }

    /// Keeps all writes for good: after a transaction, what it overwrote is needed no more.
    /// Earlier savepoints are void.
    pub fn settle(&mut self) {
        self.epoch = self.epoch.saturating_add(1);
        self.undo.clear();
    }

    /// Takes back every write since the savepoint.
    pub fn rollback_to(&mut self, savepoint: usize) {
        while self.undo.len() > savepoint {
            let Some(Overwritten { contract, key, previous }) = self.undo.pop() else { return };
            let writes = self.writes.entry(contract).or_default();
            match previous {
                Some(write) => writes.insert(key, write),
                None => writes.remove(&key),
            };
        }
    }

    /// The values written; nonces and code are the caller's to add.
    #[must_use]
    pub fn into_changes(self) -> ChangeSet {
        let of_contract = |(contract, writes): (Address, BTreeMap<Vec<u8>, Write>)| {
            writes.into_iter().map(move |(key, write)| ((contract, key), write.value))
        };
        let values = self.writes.into_iter().flat_map(of_contract).collect();
        ChangeSet { values, ..ChangeSet::default() }
    }
}
