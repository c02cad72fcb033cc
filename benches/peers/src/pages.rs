//! NOMT: a binary trie in pages on the disk, values in a B-tree beside it, through io_uring.

use crate::{
    common::{Failure, Key, Proofs, System, Task, Write, process_time, thread_time},
    hasher::Sha3,
};
use bitvec::{order::Msb0, view::BitView};
use nomt::{
    KeyReadWrite, Nomt, Options, SessionParams, hasher::ValueHasher, proof::PathProof,
    trie::LeafData,
};

/// Writes of one batch while loading.
const LOAD_BATCH: u64 = 50_000;

/// Room for trie pages on the disk: NOMT's default, or this many for a thousand entries.
const BUCKETS_MIN: u64 = 64_000;
const BUCKETS_PER_THOUSAND: u64 = 300;

/// Threads that compute pages. Two took less wall time than one, and no more processor time.
const COMMIT_WORKERS: usize = 2;

/// Rings of io_uring: one took least where all pages are in memory, three (the default) where
/// they are not. Fetching pages ahead, which is off by default, took no less.
const IO_WORKERS: usize = 1;
const IO_WORKERS_LARGE: usize = 3;

/// From this many entries on, pages are read from the disk.
const LARGE_ENTRIES: u64 = 1_000_000;

/// One session per commit.
pub struct Pages {
    nomt: Nomt<Sha3>,
}

impl Pages {
    /// A new store with NOMT's own settings, but for the size of its table and the two that
    /// suit a machine of two cores.
    ///
    /// # Errors
    /// NOMT's own, such as that the kernel allows no io_uring.
    pub fn open(task: &Task) -> Result<Self, Failure> {
        let mut options = Options::new();
        options.path(&task.folder);
        options.bitbox_seed([0; 16]);
        options.commit_concurrency(COMMIT_WORKERS);
        let is_large = task.entries >= LARGE_ENTRIES;
        options.io_workers(if is_large { IO_WORKERS_LARGE } else { IO_WORKERS });
        let buckets = (task.entries / 1_000 * BUCKETS_PER_THOUSAND).max(BUCKETS_MIN);
        options.hashtable_buckets(u32::try_from(buckets)?);
        Ok(Self { nomt: Nomt::open(options)? })
    }
}

impl System for Pages {
    fn load_batch(&self) -> u64 {
        LOAD_BATCH
    }

    fn load(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.commit(writes)
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure> {
        let session = self.nomt.begin_session(SessionParams::default());
        let mut writes: Vec<_> = writes
            .iter()
            .map(|write| (write.key, KeyReadWrite::Write(Some(write.value.clone()))))
            .collect();
        writes.sort_unstable_by_key(|(key, _)| *key);
        Ok(session.finish(writes)?.commit(&self.nomt)?)
    }

    fn settle(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn prove(&mut self, keys: &[Key]) -> Result<Option<Proofs>, Failure> {
        let session = self.nomt.begin_session(SessionParams::default());
        let values = keys
            .iter()
            .map(|key| session.read(*key)?.ok_or_else(|| "an entry is missing".into()))
            .collect::<Result<Vec<_>, Failure>>()?;
        let begun = process_time();
        let proofs = keys.iter().map(|key| session.prove(*key)).collect::<Result<Vec<_>, _>>()?;
        let making = process_time() - begun;
        let root = self.nomt.root().into_inner();
        let begun = thread_time();
        for ((key, value), proof) in keys.iter().zip(&values).zip(&proofs) {
            if !holds(proof, root, *key, value) {
                return Err("a proof of NOMT does not verify".into());
            }
        }
        let verifying = thread_time() - begun;
        let len_bytes = proofs.iter().map(|proof| proof.siblings.len() * 32).sum();
        Ok(Some(Proofs::mean(keys.len(), len_bytes, making, verifying)))
    }
}

fn holds(proof: &PathProof, root: [u8; 32], key: Key, value: &[u8]) -> bool {
    let leaf = LeafData { key_path: key, value_hash: Sha3::hash_value(value) };
    proof
        .verify::<Sha3>(key.view_bits::<Msb0>(), root)
        .is_ok_and(|verified| verified.confirm_value(&leaf).unwrap_or(false))
}
