//! Proofs of one key over small tries built by hand, and every way to spoil one.

use proptest::prelude::*;
use sandpact_abi::{Address, Hash};
use sandpact_proof::{
    PROOF_LEN_BYTES_MAX, ProofError, Siblings, Terminal,
    commitment::{DEPTH_MAX, EMPTY, branch, digit, key_hash, leaf, value_hash},
    encode, verify_absence, verify_inclusion,
};

const CONTRACT: Address = Address([9; 32]);

/// A trie's hash by its definition, from (key hash, value hash) pairs.
fn root_of(leaves: &[(Hash, Hash)], depth: usize) -> Hash {
    match leaves {
        [] => EMPTY,
        [(key, value)] => leaf(key, value),
        _ => branch(&[0, 1, 2, 3].map(|child| root_of(&below(leaves, depth, child), depth + 1))),
    }
}

fn below(leaves: &[(Hash, Hash)], depth: usize, child: usize) -> Vec<(Hash, Hash)> {
    leaves.iter().copied().filter(|(key, _)| digit(key, depth) == child).collect()
}

/// A proof by the definition.
fn proof_of(leaves: &[(Hash, Hash)], key: &Hash) -> Vec<u8> {
    let (mut leaves, mut depth, mut levels) = (leaves.to_vec(), 0, Vec::<Siblings>::new());
    while leaves.len() > 1 {
        let own = digit(key, depth);
        let others = [0, 1, 2, 3].into_iter().filter(|child| *child != own);
        let hashes: Vec<_> =
            others.map(|child| root_of(&below(&leaves, depth, child), depth + 1)).collect();
        levels.insert(0, hashes.try_into().unwrap());
        leaves = below(&leaves, depth, own);
        depth += 1;
    }
    let terminal = match leaves.first() {
        None => Terminal::Empty,
        Some((found, _)) if found == key => Terminal::Present,
        Some((key_hash, value_hash)) => {
            Terminal::OtherLeaf { key_hash: *key_hash, value_hash: *value_hash }
        }
    };
    encode(&terminal, &levels)
}

fn ledger(keys: u8) -> Vec<(Hash, Hash)> {
    (0..keys).map(|key| (key_hash(&CONTRACT, &[key]), value_hash(&[key, key]))).collect()
}

#[test]
fn every_key_of_a_ledger_is_present_and_every_other_absent() {
    for size in [0, 1, 2, 5, 60] {
        let leaves = ledger(size);
        let root = root_of(&leaves, 0);
        for key in 0..=u8::MAX {
            let proof = proof_of(&leaves, &key_hash(&CONTRACT, &[key]));
            let present = verify_inclusion(&root, &CONTRACT, &[key], &[key, key], &proof);
            let absent = verify_absence(&root, &CONTRACT, &[key], &proof);
            if key < size {
                assert_eq!((present, absent), (Ok(()), Err(ProofError::WrongKind)));
                let other = verify_inclusion(&root, &CONTRACT, &[key], &[key], &proof);
                assert_eq!(other, Err(ProofError::WrongRoot));
            } else {
                assert_eq!((present, absent), (Err(ProofError::WrongKind), Ok(())));
            }
        }
    }
}

#[test]
fn another_contracts_key_and_another_root_are_told_apart() {
    let leaves = ledger(9);
    let root = root_of(&leaves, 0);
    let proof = proof_of(&leaves, &leaves[3].0);
    assert_eq!(verify_inclusion(&root, &CONTRACT, &[3], &[3, 3], &proof), Ok(()));
    let elsewhere = verify_inclusion(&root, &Address([8; 32]), &[3], &[3, 3], &proof);
    assert_eq!(elsewhere, Err(ProofError::WrongRoot));
    let past = root_of(&ledger(8), 0);
    assert_eq!(
        verify_inclusion(&past, &CONTRACT, &[3], &[3, 3], &proof),
        Err(ProofError::WrongRoot)
    );
}

#[test]
fn a_leaf_off_the_path_proves_no_absence() {
    let leaves = ledger(60);
    let root = root_of(&leaves, 0);
    let levels = |key: &Hash| {
        let bytes = proof_of(&leaves, key);
        (bytes[2], bytes)
    };
    // The key's own leaf, presented as if it were another one.
    let (depth, own) = levels(&leaves[0].0);
    let mut forged = vec![1, 2, depth];
    forged.extend(leaves[0].0.0);
    forged.extend(leaves[0].1.0);
    forged.extend(&own[3..]);
    let claimed = verify_absence(&root, &CONTRACT, &[0], &forged);
    assert_eq!(claimed, Err(ProofError::OtherPath));
    // A neighbour's leaf with the neighbour's path.
    let stranger = (1..60).find(|key| digit(&leaves[*key].0, 0) != digit(&leaves[0].0, 0)).unwrap();
    let (depth, path) = levels(&leaves[stranger].0);
    let mut forged = vec![1, 2, depth];
    forged.extend(leaves[stranger].0.0);
    forged.extend(leaves[stranger].1.0);
    forged.extend(&path[3..]);
    assert_eq!(verify_absence(&root, &CONTRACT, &[0], &forged), Err(ProofError::OtherPath));
}

#[test]
fn hostile_bytes_are_refused() {
    let root = Hash([1; 32]);
    let check = |bytes: &[u8]| verify_absence(&root, &CONTRACT, b"k", bytes);
    assert_eq!(check(&[]), Err(ProofError::Malformed { offset: 0 }));
    assert_eq!(check(&[2, 1, 0]), Err(ProofError::UnknownVersion { version: 2 }));
    assert_eq!(check(&[1, 3, 0]), Err(ProofError::Malformed { offset: 3 }));
    assert_eq!(check(&[1, 1, 129]), Err(ProofError::Malformed { offset: 3 }));
    assert_eq!(check(&[1, 1, 1]), Err(ProofError::Malformed { offset: 3 }));
    assert_eq!(check(&[1, 1, 1, 8]), Err(ProofError::Malformed { offset: 4 }));
    assert_eq!(check(&[1, 1, 0, 0]), Err(ProofError::Malformed { offset: 3 }));
    // An empty sibling that is written out.
    let mut bytes = vec![1, 1, 1, 1];
    bytes.extend([0; 32]);
    assert_eq!(check(&bytes), Err(ProofError::Malformed { offset: 36 }));
}

#[test]
fn the_longest_proof_has_the_stated_length() {
    let end = Terminal::OtherLeaf { key_hash: Hash([1; 32]), value_hash: Hash([2; 32]) };
    let proof = encode(&end, &[[Hash([3; 32]); 3]; DEPTH_MAX]);
    assert_eq!(proof.len(), PROOF_LEN_BYTES_MAX);
}

proptest! {
    #[test]
    fn one_changed_byte_is_always_noticed(index in 0_usize..4_000, change in 1_u8.., key in 0_u8..) {
        let leaves = ledger(100);
        let root = root_of(&leaves, 0);
        let mut proof = proof_of(&leaves, &key_hash(&CONTRACT, &[key]));
        let index = index % proof.len();
        proof[index] ^= change;
        prop_assert!(verify_inclusion(&root, &CONTRACT, &[key], &[key, key], &proof).is_err());
        prop_assert!(verify_absence(&root, &CONTRACT, &[key], &proof).is_err());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let root = Hash([7; 32]);
        prop_assert!(verify_inclusion(&root, &CONTRACT, b"k", b"v", &bytes).is_err());
        prop_assert!(verify_absence(&root, &CONTRACT, b"k", &bytes).is_err());
    }
}
