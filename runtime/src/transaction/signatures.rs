//! Signatures of a block's transactions, checked side by side before anything is executed. Each
//! is right or wrong by itself, so neither the order nor the number of threads shows.

use super::{Admission, check, decode, hash, signing_hash};
use sandpact_abi::{Hash, SignedTransaction};
use std::{
    collections::{BTreeSet, VecDeque},
    num::NonZero,
    sync::{Mutex, PoisonError},
    thread,
};

/// A transaction, and what can be said of it without the state.
#[derive(Debug)]
pub struct Prepared {
    /// SHA3-256 of its bytes.
    pub hash: Hash,
    /// What it says, or the stable code of its refusal.
    pub decoded: Result<Decoded, u32>,
}

/// A decoded transaction.
#[derive(Debug)]
pub struct Decoded {
    /// What it says.
    pub signed: SignedTransaction,
    /// Whether every signature is that of its key over this transaction.
    pub is_signed: bool,
}

/// Transactions whose signatures are known to be right, by hash; the oldest is forgotten.
#[derive(Debug, Default)]
pub struct SignatureCache(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    hashes: BTreeSet<Hash>,
    in_order: VecDeque<Hash>,
}

/// Hashes that are kept: six blocks of the most transactions, 6 MiB.
const KNOWN_MAX: usize = 60_000;

/// Transactions from which on a thread is worth starting: a millisecond of signatures.
const PER_THREAD_MIN: usize = 16;

impl SignatureCache {
    fn contains(&self, hash: &Hash) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).hashes.contains(hash)
    }

    fn insert(&self, hash: Hash) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.hashes.insert(hash) {
            known.in_order.push_back(hash);
        }
        if known.in_order.len() > KNOWN_MAX
            && let Some(oldest) = known.in_order.pop_front()
        {
            known.hashes.remove(&oldest);
        }
    }
}

/// Decodes transactions, checks what needs no state, and their signatures.
pub fn prepare(
    transactions: &[Vec<u8>],
    admission: &Admission<'_>,
    cache: &SignatureCache,
) -> Vec<Prepared> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = transactions.len().div_ceil(threads).max(PER_THREAD_MIN);
    if transactions.len() <= share {
        return prepare_share(transactions, admission, cache);
    }
    thread::scope(|scope| {
        let mut running = Vec::new();
        for share in transactions.chunks(share) {
            running.push(scope.spawn(|| prepare_share(share, admission, cache)));
        }
        let ended = running.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .flat_map(|ended| ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn prepare_share(
    transactions: &[Vec<u8>],
    admission: &Admission<'_>,
    cache: &SignatureCache,
) -> Vec<Prepared> {
    let one = |bytes: &Vec<u8>| {
        let hash = hash(bytes);
        Prepared { hash, decoded: decoded(bytes, &hash, admission, cache) }
    };
    transactions.iter().map(one).collect()
}

fn decoded(
    bytes: &[u8],
    hash: &Hash,
    admission: &Admission<'_>,
    cache: &SignatureCache,
) -> Result<Decoded, u32> {
    let signed = decode(bytes)?;
    check(&signed, bytes.len(), admission)?;
    let is_signed = cache.contains(hash) || verify(&signed);
    if is_signed {
        cache.insert(*hash);
    }
    Ok(Decoded { signed, is_signed })
}

fn verify(signed: &SignedTransaction) -> bool {
    let _span = tracing::trace_span!(target: "sandpact", "signature").entered();
    let message = signing_hash(&signed.transaction);
    signed
        .signatures
        .iter()
        .all(|by| sandpact_keys::verify(&by.key, message.as_bytes(), &by.signature))
}
