//! The root by its definition, from contents alone.

use sandpact_abi::{Address, Hash};
use sandpact_proof::commitment::{EMPTY, branch, digit, key_hash, leaf, value_hash};
use std::collections::BTreeMap;

/// Contents of a state.
pub type Contents = BTreeMap<(Address, Vec<u8>), Vec<u8>>;

/// Its root.
pub fn root(contents: &Contents) -> Hash {
    let leaves: Vec<_> = contents
        .iter()
        .map(|((contract, key), value)| (key_hash(contract, key), value_hash(value)))
        .collect();
    subtree(&leaves, 0)
}

fn subtree(leaves: &[(Hash, Hash)], depth: usize) -> Hash {
    match leaves {
        [] => EMPTY,
        [(key, value)] => leaf(key, value),
        _ => branch(&[0, 1, 2, 3].map(|child| {
            let below = leaves.iter().copied().filter(|(key, _)| digit(key, depth) == child);
            subtree(&below.collect::<Vec<_>>(), depth + 1)
        })),
    }
}
