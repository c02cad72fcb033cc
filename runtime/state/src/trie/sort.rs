//! Changes in the order in which a trie takes them.

use super::Change;
use sandpact_abi::Hash;

/// The change of key `i` is `change(i)`; returns all of them sorted by key hash. Compares the
/// first eight bytes, which between two hashes hardly ever are the same, and moves numbers
/// instead of changes.
#[must_use]
pub fn sorted_changes(keys: &[Hash], value: impl Fn(usize) -> Option<Hash>) -> Vec<Change> {
    let mut order: Vec<(u64, u32)> =
        keys.iter().zip(0..).map(|(key, number)| (prefix(key), number)).collect();
    order.sort_unstable();
    let change = |&(_, number): &(u64, u32)| {
        let index = number as usize;
        (keys.get(index).copied().unwrap_or_default(), value(index))
    };
    let mut changes: Vec<Change> = order.iter().map(change).collect();
    if !changes.is_sorted_by_key(|(key_hash, _)| *key_hash) {
        changes.sort_by_key(|(key_hash, _)| *key_hash);
    }
    changes
}

fn prefix(key: &Hash) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = key.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
