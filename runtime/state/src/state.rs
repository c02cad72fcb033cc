//! Committed state: the store, the tries over it, and the one way to change both.

use crate::{
    Batch, ChangeSet, Head, StateError, StateRead, StateReport, Store,
    layout::{self, CHUNK_LEN_BYTES},
    store::Guard,
    trie::{Changes, Trie},
    verify,
};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::{Address, Hash, Height, UnixSeconds};
use sandpact_proof::commitment;
use sha3::{Digest as _, Sha3_256};
use std::{ops::Bound, sync::Arc};

/// A block as the store keeps it. What record and body say is the caller's affair.
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

/// The bytes of a block that was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBlock {
    /// What its hash commits to.
    pub record: Vec<u8>,
    /// Everything else.
    pub body: Vec<u8>,
}

/// A key with its value or without, and the proof of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The value; `None` when the key is absent.
    pub value: Option<Vec<u8>>,
    /// For `sandpact_proof`, against the head's state root.
    pub proof: Vec<u8>,
}

/// Committed state.
pub struct State {
    store: Arc<dyn Store>,
    head: Head,
    values: Trie,
    accounts: Trie,
}

/// The contents of a new store: what `seal` makes of the roots is its first block.
pub fn genesis(changes: &ChangeSet, seal: impl FnOnce(&Hash, &Hash) -> Block) -> Batch {
    let (values, accounts) = updated(&Trie::default(), &Trie::default(), changes);
    let block = seal(&values.root(), &accounts.root());
    let mut batch = batch(changes, &head(&block, &values, &accounts), &block);
    batch.set(layout::FORMAT_KEY, layout::FORMAT);
    batch
}

impl State {
    /// Opens the ledger in a store and verifies that its values lead to its roots.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn open(store: Arc<dyn Store>) -> Result<Self, StateError> {
        let store = Arc::new(Guard::new(store));
        let head = verify::head(store.as_ref())?;
        let tries = verify::rebuild(store.as_ref())?;
        verify::compare(&tries, &head)?;
        Ok(Self { store, head, values: tries.values, accounts: tries.accounts })
    }

    /// The last committed block.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// Committed state for reading.
    #[must_use]
    pub fn view(&self) -> Arc<dyn StateRead> {
        Arc::new(View { store: Arc::clone(&self.store) })
    }

    /// Makes the changes and the block that `seal` makes of the new state and account
    /// root. When this returns, both are on the disk.
    ///
    /// # Errors
    /// [`StateError`]. The head is still the one before, but nothing of the state is read
    /// or written any more ([`StoreError::Suspended`](crate::StoreError::Suspended)): what
    /// is on the disk is unknown until the store is opened again.
    pub fn commit(
        &mut self,
        changes: &ChangeSet,
        seal: impl FnOnce(&Hash, &Hash) -> Block,
    ) -> Result<Head, StateError> {
        let (values, accounts) = updated(&self.values, &self.accounts, changes);
        let block = seal(&values.root(), &accounts.root());
        let head = head(&block, &values, &accounts);
        self.store.write(batch(changes, &head, &block))?;
        (self.values, self.accounts, self.head) = (values, accounts, head);
        Ok(head)
    }

    /// A key's value or absence with its proof against the head's state root.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn prove(&self, contract: &Address, key: &[u8]) -> Result<Proven, StateError> {
        let value = self.store.get(&layout::value(contract, key))?;
        let proof = self.values.prove(&commitment::key_hash(contract, key));
        Ok(Proven { value, proof })
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
            let Some(found) = self.store.next(start, &all)? else { break };
            keys.push(found.get(layout::CONTRACT_PREFIX_LEN_BYTES..).unwrap_or(&[]).to_vec());
            last = Some(found);
        }
        Ok(keys)
    }

    /// A committed block.
    ///
    /// # Errors
    /// [`StateError`] when the store fails.
    pub fn block(&self, height: Height) -> Result<Option<StoredBlock>, StateError> {
        let prefix = layout::block(height);
        let Some(record) = self.store.get(&layout::part(&prefix, 0))? else { return Ok(None) };
        let (mut body, mut is_record) = (Vec::new(), true);
        self.store.scan(&prefix, &mut |_, part| {
            if !std::mem::take(&mut is_record) {
                body.extend_from_slice(part);
            }
        })?;
        Ok(Some(StoredBlock { record, body }))
    }

    /// Recomputes both roots from the store.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn verify(&self) -> Result<StateReport, StateError> {
        let head = verify::head(self.store.as_ref())?;
        let tries = verify::rebuild(self.store.as_ref())?;
        verify::compare(&tries, &head)?;
        Ok(tries.report)
    }

    /// Ends the use of the store.
    ///
    /// # Errors
    /// [`StateError`] when something could not be written.
    pub fn close(self) -> Result<(), StateError> {
        Ok(self.store.close()?)
    }
}

fn head(block: &Block, values: &Trie, accounts: &Trie) -> Head {
    Head {
        height: block.height,
        time: block.time,
        state_root: values.root(),
        account_root: accounts.root(),
        block_hash: block.hash,
    }
}

fn updated(values: &Trie, accounts: &Trie, changes: &ChangeSet) -> (Trie, Trie) {
    let value_hashes: Changes = changes
        .values
        .iter()
        .map(|((contract, key), value)| {
            let key_hash = commitment::key_hash(contract, key);
            (key_hash, value.as_deref().map(commitment::value_hash))
        })
        .collect();
    let nonce_hashes: Changes = changes
        .nonces
        .iter()
        .map(|(account, nonce)| {
            let value_hash = commitment::value_hash(&nonce.to_le_bytes());
            (commitment::account_hash(account), Some(value_hash))
        })
        .collect();
    (values.updated(&value_hashes), accounts.updated(&nonce_hashes))
}

fn batch(changes: &ChangeSet, head: &Head, block: &Block) -> Batch {
    let mut batch = Batch::default();
    for ((contract, key), value) in &changes.values {
        match value {
            Some(value) => batch.set(layout::value(contract, key), value.as_slice()),
            None => batch.remove(layout::value(contract, key)),
        }
    }
    for (account, nonce) in &changes.nonces {
        batch.set(layout::account(account), nonce.to_le_bytes());
    }
    for (code_hash, code) in &changes.code {
        set_chunks(&mut batch, &layout::code(code_hash), 0, code);
    }
    let prefix = layout::block(block.height);
    batch.set(layout::part(&prefix, 0), block.record.as_slice());
    set_chunks(&mut batch, &prefix, 1, &block.body);
    batch.set(layout::HEAD_KEY, head.encode());
    batch
}

fn set_chunks(batch: &mut Batch, prefix: &[u8], first: u32, bytes: &[u8]) {
    for (number, chunk) in (first..).zip(bytes.chunks(CHUNK_LEN_BYTES)) {
        batch.set(layout::part(prefix, number), chunk);
    }
}

/// Reads straight from the store, which changes only in [`State::commit`].
struct View {
    store: Arc<dyn Store>,
}

impl StateRead for View {
    fn get(&self, contract: &Address, key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        Ok(self.store.get(&layout::value(contract, key))?)
    }

    fn next_key(
        &self,
        contract: &Address,
        after: &[u8],
        prefix: &[u8],
    ) -> Result<Option<Vec<u8>>, StateError> {
        let after = layout::value(contract, after);
        let all = layout::value(contract, prefix);
        let found = self.store.next(Bound::Excluded(&after), &all)?;
        Ok(found.and_then(|key| Some(key.get(layout::CONTRACT_PREFIX_LEN_BYTES..)?.to_vec())))
    }

    fn nonce(&self, account: &Address) -> Result<u64, StateError> {
        let Some(bytes) = self.store.get(&layout::account(account))? else { return Ok(0) };
        u64::decode_all(&mut &bytes[..])
            .map_err(|_| StateError::Damaged { what: "a nonce cannot be read" })
    }

    fn code(&self, code_hash: &Hash) -> Result<Option<Vec<u8>>, StateError> {
        let mut code = Vec::new();
        self.store.scan(&layout::code(code_hash), &mut |_, chunk| code.extend_from_slice(chunk))?;
        if code.is_empty() {
            return Ok(None);
        }
        if Hash(Sha3_256::digest(&code).into()) != *code_hash {
            return Err(StateError::CodeMismatch { code_hash: *code_hash });
        }
        Ok(Some(code))
    }
}
