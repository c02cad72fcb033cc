//! One version of the state, read while others are made.

use super::{
    entry::{Entry, Writes},
    leaves::{self, Leaves},
    reader::{Reader, Shared},
    tries::Target,
};
use crate::{Head, StateError, StateRead, layout};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Address, Hash, Height};
use sandpact_proof::commitment;
use sha3::{Digest as _, Sha3_256};
use std::{
    collections::BTreeMap,
    ops::{Bound, ControlFlow},
    sync::Arc,
};

/// A flat key with its value.
type Pair = (Vec<u8>, Vec<u8>);
/// Many of them, in order.
type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// A key with its value or without, and the proof of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The value; `None` when the key is absent.
    pub value: Option<Vec<u8>>,
    /// For `sandpact_proof`, against the version's state root.
    pub proof: Vec<u8>,
}

/// Many keys with their values, and one proof of them all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenMany {
    /// The values, in the order in which the keys were asked for; `None` where one is absent.
    pub values: Vec<Option<Vec<u8>>>,
    /// For `sandpact_proof`, against the version's state root.
    pub proof: Vec<u8>,
}

/// One version: every read of it is of the same block, whatever is committed meanwhile.
/// While it lives, the blocks after it stay in memory.
pub struct Version {
    shared: Arc<Shared>,
    head: Head,
    /// Where the view was when this began.
    folded: Height,
    /// What blocks after a past version overwrote, up to there; nothing for a recent one.
    overwritten: Writes,
    /// The same, as changes of the trie.
    older: Leaves,
}

impl Version {
    /// The version whose reader was registered under `head`'s height.
    pub(super) fn new(shared: Arc<Shared>, head: Head, folded: Height) -> Self {
        Self { shared, head, folded, overwritten: Writes::new(), older: Leaves::default() }
    }

    /// Says what leads from the view back to a past version.
    pub(super) fn set_overwritten(&mut self, overwritten: Writes) -> Result<(), StateError> {
        self.older = leaves::of(&overwritten)?;
        self.overwritten = overwritten;
        Ok(())
    }

    /// Compares what the undo records lead back to with the roots of the block: no hash covers
    /// the records themselves.
    pub(super) fn compare_roots(&self) -> Result<(), StateError> {
        let (state_root, account_root) = self.shared.tries.roots_at(&self.target())?;
        if (state_root, account_root) == (self.head.state_root, self.head.account_root) {
            return Ok(());
        }
        let reason = "its undo records do not lead back to the roots of the block".to_owned();
        Err(StateError::ViewDamaged { reason })
    }

    /// The block whose state this is.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    fn height(&self) -> Height {
        self.head.height
    }

    /// The value of a flat key.
    pub(super) fn flat(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        let Shared { versions, view, .. } = self.shared.as_ref();
        if !versions.is_view_alone()
            && let Some(value) = versions.written(self.height(), key)
        {
            return Ok(value);
        }
        // Before it is read: what is read now may be put right, and checked, right after.
        let was_checked = view.is_checked();
        let stored = view.get(key)?;
        if let Some(value) = self.overwritten.get(key) {
            return Ok(value.clone());
        }
        if !was_checked && !self.is_of_root(key, stored.as_deref())? {
            if view.is_checked() {
                return self.flat(key);
            }
            let reason = "a value is not the one of the root".to_owned();
            return Err(StateError::ViewDamaged { reason });
        }
        if versions.is_view_alone() {
            return Ok(stored);
        }
        Ok(versions.overwritten(self.height(), key).unwrap_or(stored))
    }

    /// Whether a stored value is the one of the trie. Nothing but what was interrupted is folded
    /// before the view is checked, so what is stored is what this version has.
    fn is_of_root(&self, key: &[u8], stored: Option<&[u8]>) -> Result<bool, StateError> {
        let Some((column, key_hash)) = leaves::leaf_of(key)? else { return Ok(true) };
        let expected = self.shared.tries.value_hash(self.height(), column, &key_hash)?;
        Ok(stored.map(commitment::value_hash) == expected)
    }

    /// The first flat key from `start` on that has a value and begins with `prefix`.
    pub(super) fn next_flat(
        &self,
        start: Bound<&[u8]>,
        prefix: &[u8],
    ) -> Result<Option<Vec<u8>>, StateError> {
        let Shared { versions, view, .. } = self.shared.as_ref();
        if self.overwritten.is_empty() && versions.is_view_alone() {
            let stored = view.next(start, prefix)?;
            if versions.is_view_alone() {
                return Ok(stored);
            }
        }
        let mut passed: Option<Vec<u8>> = None;
        loop {
            let start = passed.as_deref().map_or(start, Bound::Excluded);
            let Some(key) = self.candidate(start, prefix)? else { return Ok(None) };
            if self.flat(&key)?.is_some() {
                return Ok(Some(key));
            }
            passed = Some(key);
        }
    }

    /// The first key that any version here may have.
    fn candidate(&self, start: Bound<&[u8]>, prefix: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        // Before the view is read: a block that leaves the lists later is in it by then.
        // And after: a block that removed a key from it is in the lists by then.
        let waiting = self.shared.versions.next_written(start);
        let stored = self.shared.view.next(start, prefix)?;
        let written = self.shared.versions.next_written(start);
        let overwritten = self.overwritten.range::<[u8], _>((start, Bound::Unbounded)).next();
        let overwritten = overwritten.map(|(key, _)| key.clone());
        let first = [waiting, stored, written, overwritten].into_iter().flatten().min();
        Ok(first.filter(|key| key.starts_with(prefix)))
    }

    /// A key's value or absence, with its proof against this version's state root.
    ///
    /// # Errors
    /// [`StateError`] when the store or the trie fails.
    pub fn prove(&self, contract: &Address, key: &[u8]) -> Result<Proven, StateError> {
        let value = self.get(contract, key)?;
        let key_hash = commitment::key_hash(contract, key);
        let proof = self.shared.tries.prove(&self.target(), &key_hash)?;
        Ok(Proven { value, proof })
    }

    /// Many keys' values or absences, with one proof of them all. A key may be given more
    /// than once.
    ///
    /// # Errors
    /// [`StateError`] when the store or the trie fails.
    pub fn prove_many(&self, keys: &[(Address, Vec<u8>)]) -> Result<ProvenMany, StateError> {
        let values = keys.iter().map(|(contract, key)| self.get(contract, key));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        let hashes = keys.iter().map(|(contract, key)| commitment::key_hash(contract, key));
        let mut hashes: Vec<Hash> = hashes.collect();
        hashes.sort_unstable();
        hashes.dedup();
        let proof = self.shared.tries.prove_many(&self.target(), &hashes)?;
        Ok(ProvenMany { values, proof })
    }

    fn target(&self) -> Target<'_> {
        Target { height: self.height(), older_from: self.folded, older: &self.older }
    }

    /// Up to `limit` entries in order of their flat keys, from `start` on, that begin with
    /// `prefix`. Empty only at the end.
    pub(crate) fn page(
        &self,
        start: Bound<&[u8]>,
        prefix: &[u8],
        limit: usize,
    ) -> Result<Vec<Pair>, StateError> {
        let mut passed: Option<Vec<u8>> = None;
        loop {
            let start = passed.as_deref().map_or(start, Bound::Excluded);
            let (entries, end) = self.page_of_view(start, prefix, limit)?;
            if !entries.is_empty() || end.is_none() {
                return Ok(entries.into_iter().collect());
            }
            passed = end;
        }
    }

    /// Those of the view's next `limit` entries that this version has, with what it has
    /// beside them; and the last key that was looked at, `None` at the end.
    fn page_of_view(
        &self,
        start: Bound<&[u8]>,
        prefix: &[u8],
        limit: usize,
    ) -> Result<(Entries, Option<Vec<u8>>), StateError> {
        let Shared { versions, view, .. } = self.shared.as_ref();
        view.wait_checked()?;
        // As in `candidate`: before the view is read, and after.
        let waiting = versions.written_keys(start, Bound::Unbounded);
        let mut entries = BTreeMap::new();
        view.scan_from(start, prefix, &mut |key, value| {
            entries.insert(key.to_vec(), value.to_vec());
            if entries.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let is_last = entries.len() < limit;
        let end = entries.last_key_value().map(|(key, _)| key.clone()).filter(|_| !is_last);
        let until = end.as_deref().map_or(Bound::Unbounded, Bound::Included);
        let is_within = |key: &Vec<u8>| end.as_ref().is_none_or(|end| key <= end);
        let mut touched = versions.written_keys(start, until);
        let own = self.overwritten.range::<[u8], _>((start, until));
        touched.extend(own.map(|(key, _)| key.clone()));
        touched.extend(waiting.into_iter().filter(is_within));
        for key in touched.into_iter().filter(|key| key.starts_with(prefix)) {
            match self.flat(&key)? {
                Some(value) => entries.insert(key, value),
                None => entries.remove(&key),
            };
        }
        Ok((entries, end))
    }

    /// The log's entry of this version's block.
    pub(crate) fn entry(&self) -> Result<Entry, StateError> {
        let entry = Reader(Arc::clone(&self.shared)).entry(self.height())?;
        entry.ok_or(StateError::Damaged { what: "a block is missing" })
    }

    /// How many values and accounts there are; of a past version, as many as the view had
    /// when this began.
    pub(crate) fn leaf_count(&self) -> u64 {
        let (values, accounts) = self.shared.tries.len_at(self.height().max(self.folded));
        values.saturating_add(accounts)
    }

    /// Up to `limit` keys of a contract in order, after `after`, that begin with `prefix`.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn keys(
        &self,
        contract: &Address,
        after: Option<&[u8]>,
        prefix: &[u8],
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StateError> {
        let all = layout::value(contract, prefix);
        let mut last = after.map(|key| layout::value(contract, key)).filter(|key| *key >= all);
        let mut keys = Vec::new();
        while keys.len() < limit {
            let start = last.as_deref().map_or(Bound::Included(&all[..]), Bound::Excluded);
            let Some(found) = self.next_flat(start, &all)? else { break };
            keys.push(found.get(layout::CONTRACT_PREFIX_LEN_BYTES..).unwrap_or(&[]).to_vec());
            last = Some(found);
        }
        Ok(keys)
    }
}

impl Drop for Version {
    fn drop(&mut self) {
        self.shared.versions.unpin(self.height());
    }
}

impl StateRead for Version {
    fn get(&self, contract: &Address, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        self.flat(&layout::value(contract, key))
    }

    fn next_key(
        &self,
        contract: &Address,
        after: &[u8],
        prefix: &[u8],
    ) -> Result<Option<Vec<u8>>, StateError> {
        let after = layout::value(contract, after);
        let all = layout::value(contract, prefix);
        let found = self.next_flat(Bound::Excluded(&after), &all)?;
        Ok(found.and_then(|key| Some(key.get(layout::CONTRACT_PREFIX_LEN_BYTES..)?.to_vec())))
    }

    fn nonce(&self, account: &Address) -> Result<u64, StateError> {
        let Some(bytes) = self.flat(&layout::account(account))? else { return Ok(0) };
        u64::decode_all(&mut &bytes[..])
            .map_err(|_| StateError::Damaged { what: "a nonce cannot be read" })
    }

    fn code(&self, code_hash: &Hash) -> Result<Option<Vec<u8>>, StateError> {
        let prefix = layout::code(code_hash);
        let (mut code, mut number) = (Vec::new(), 0_u32);
        while let Some(chunk) = self.flat(&layout::part(&prefix, number))? {
            code.extend_from_slice(&chunk);
            number = number.saturating_add(1);
        }
        if code.is_empty() {
            let view = &self.shared.view;
            if view.is_checked() {
                return Ok(None);
            }
            // No hash says that there is none.
            view.wait_checked()?;
            return self.code(code_hash);
        }
        if Hash(Sha3_256::digest(&code).into()) != *code_hash {
            return Err(StateError::CodeMismatch { code_hash: *code_hash });
        }
        Ok(Some(code))
    }
}
