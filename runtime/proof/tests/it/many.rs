//! Proofs of many keys: what they show, what they cost, and what is refused.

use crate::reference::{Leaf, Trie};
use proptest::prelude::*;
use sandpact_abi::{Address, Hash};
use sandpact_proof::{
    Claim, ManyWriter, ProofError,
    commitment::{DEPTH_MAX, EMPTY, branch, digit, key_hash, leaf, value_hash},
    verify_many,
};

const CONTRACT: Address = Address([9; 32]);

fn trie_of(keys: impl Iterator<Item = u32>) -> Trie {
    let mut leaves: Vec<Leaf> = keys.map(|number| (hash_of(number), value_of(number))).collect();
    leaves.sort_unstable();
    Trie::new(&leaves)
}

fn hash_of(number: u32) -> Hash {
    key_hash(&CONTRACT, &number.to_le_bytes())
}

fn value_of(number: u32) -> Hash {
    value_hash(&number.to_le_bytes())
}

/// Claims that the keys in `present` have their own bytes as value, the others none.
fn check(root: &Hash, present: &[u32], absent: &[u32], proof: &[u8]) -> Result<(), ProofError> {
    let keys: Vec<_> = present.iter().chain(absent).map(|number| number.to_le_bytes()).collect();
    let claim = |(index, key): (usize, _)| {
        let key: &[u8] = key;
        Claim { contract: &CONTRACT, key, value: (index < present.len()).then_some(key) }
    };
    let claims: Vec<_> = keys.iter().map(|key| &key[..]).enumerate().map(claim).collect();
    verify_many(root, &claims, proof)
}

fn proof_of(trie: &Trie, present: &[u32], absent: &[u32]) -> Vec<u8> {
    let hashes: Vec<_> = present.iter().chain(absent).map(|number| hash_of(*number)).collect();
    trie.prove_many(&hashes)
}

proptest! {
    #[test]
    fn every_mixture_of_keys_has_a_proof(
        size in 0_u32..200,
        asked in proptest::collection::btree_set(0_u32..260, 1..40),
    ) {
        let trie = trie_of(0..size);
        let (present, absent): (Vec<u32>, Vec<u32>) = asked.iter().partition(|key| **key < size);
        let proof = proof_of(&trie, &present, &absent);
        prop_assert_eq!(check(&trie.root(), &present, &absent, &proof), Ok(()));
        // What is true of one key less, or of another, needs another proof.
        let fewer = present.split_last().map_or(&[][..], |(_, fewer)| fewer);
        if fewer.len() < present.len() {
            prop_assert!(check(&trie.root(), fewer, &absent, &proof).is_err());
        }
        let other = check(&trie_of(0..size + 1).root(), &present, &absent, &proof);
        prop_assert!(other.is_err());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [&[2], &bytes[..]].concat();
        prop_assert!(check(&Hash([7; 32]), &[1, 2], &[3], &bytes).is_err());
    }

    /// Bytes that look like nodes get further than any bytes.
    #[test]
    fn no_nodes_panic(nodes in proptest::collection::vec(0_u8..0x20, 0..400)) {
        let mut bytes = vec![2];
        for node in nodes {
            bytes.push(node);
            let hashes = if node >= 0x10 { (node & 0xf).count_ones() } else { u32::from(node) & 2 };
            (0..hashes).for_each(|_| bytes.extend([node; 32]));
        }
        prop_assert!(check(&Hash([7; 32]), &[1, 2], &[3], &bytes).is_err());
        prop_assert!(check(&Hash([7; 32]), &[], &[1, 2, 3, 4, 5, 6, 7, 8], &bytes).is_err());
    }
}

#[test]
fn the_order_of_claims_does_not_matter_but_each_key_is_claimed_once() {
    let trie = trie_of(0..50);
    let proof = proof_of(&trie, &[1, 2, 3], &[77]);
    assert_eq!(check(&trie.root(), &[3, 1, 2], &[77], &proof), Ok(()));
    assert_eq!(proof_of(&trie, &[3, 2, 2, 1], &[77]), proof);
    let twice = check(&trie.root(), &[3, 1, 2, 2], &[77], &proof);
    assert_eq!(twice, Err(ProofError::DuplicateKey));
    let both = check(&trie.root(), &[3, 1, 2], &[2, 77], &proof);
    assert_eq!(both, Err(ProofError::DuplicateKey));
    assert_eq!(check(&trie.root(), &[], &[], &proof), Err(ProofError::NoKeys));
}

#[test]
fn a_wrong_claim_is_told_apart() {
    let trie = trie_of(0..50);
    let root = trie.root();
    let proof = proof_of(&trie, &[1, 2], &[77]);
    assert_eq!(check(&root, &[1], &[2, 77], &proof), Err(ProofError::WrongKind));
    assert_eq!(check(&root, &[1, 2, 77], &[], &proof), Err(ProofError::WrongKind));
    assert_eq!(check(&EMPTY, &[1, 2], &[77], &proof), Err(ProofError::WrongRoot));
    let empty = Trie::new(&[]);
    assert_eq!(check(&EMPTY, &[], &[1, 2], &proof_of(&empty, &[], &[1, 2])), Ok(()));
    assert_eq!(proof_of(&empty, &[], &[1, 2]), [2, 0]);
}

#[test]
fn hostile_bytes_are_refused() {
    let check = |bytes: &[u8]| check(&Hash([1; 32]), &[], &[1], bytes);
    let malformed = |offset| Err(ProofError::Malformed { offset });
    assert_eq!(check(&[]), malformed(0));
    assert_eq!(check(&[1, 1, 0]), Err(ProofError::UnknownVersion { version: 1 }));
    assert_eq!(check(&[2]), malformed(1));
    assert_eq!(check(&[2, 3]), malformed(2));
    assert_eq!(check(&[2, 0x20]), malformed(2));
    assert_eq!(check(&[2, 0, 0]), malformed(2));
    assert_eq!(check(&[2, 2, 0]), malformed(2));
    // A branch that ends early, and one that states the hash of what must be walked.
    assert_eq!(check(&[2, 0x10]), malformed(2));
    let own = 1_u8 << digit(&hash_of(1), 0);
    assert_eq!(check(&[2, 0x10 | own]), malformed(2));
    // An empty child that is written out.
    let other = if own == 1 { 2 } else { 1 };
    let written = [&[2, 0x10 | other][..], &[0; 32]].concat();
    assert_eq!(check(&written), malformed(34));
}

#[test]
fn a_leaf_that_is_no_other_or_lies_elsewhere_is_refused() {
    let trie = trie_of(1..2);
    let mut own = ManyWriter::new();
    own.other_leaf(&hash_of(1), &value_of(1));
    let claimed = check(&trie.root(), &[], &[1, 5], &own.into_bytes());
    assert_eq!(claimed, Err(ProofError::OtherPath));
    // Two leaves under the root, and a third key said to end at the wrong one.
    let (a, b) = (1, (2..).find(|key| digit(&hash_of(*key), 0) != digit(&hash_of(1), 0)).unwrap());
    let trie = trie_of([a, b].into_iter());
    let (leaf_a, leaf_b) = (leaf(&hash_of(a), &value_of(a)), leaf(&hash_of(b), &value_of(b)));
    let wanted = (9..).find(|key| digit(&hash_of(*key), 0) == digit(&hash_of(a), 0)).unwrap();
    let mut children = [EMPTY; 4];
    children[digit(&hash_of(a), 0)] = leaf_a;
    children[digit(&hash_of(b), 0)] = leaf_b;
    assert_eq!(branch(&children), trie.root());
    let mut forged = ManyWriter::new();
    let walked = digit(&hash_of(a), 0);
    let stated: Vec<_> = (0..4).map(|at| (at != walked).then_some(&children[at])).collect();
    forged.branch(stated.try_into().unwrap());
    let mut sound = forged.clone();
    forged.other_leaf(&hash_of(b), &value_of(b));
    let claimed = check(&trie.root(), &[], &[wanted], &forged.into_bytes());
    assert_eq!(claimed, Err(ProofError::OtherPath));
    sound.other_leaf(&hash_of(a), &value_of(a));
    assert_eq!(check(&trie.root(), &[], &[wanted], &sound.into_bytes()), Ok(()));
}

#[test]
fn no_path_is_longer_than_a_key_hash() {
    let root_of = |branches: usize| {
        let mut hash = EMPTY;
        for depth in (0..branches).rev() {
            let mut children = [EMPTY; 4];
            children[digit(&hash_of(1), depth)] = hash;
            hash = branch(&children);
        }
        hash
    };
    let proof_of = |branches: usize| {
        let mut proof = vec![2];
        proof.extend(vec![0x10; branches]);
        proof.push(0);
        proof
    };
    let checked = |branches| check(&root_of(branches), &[], &[1], &proof_of(branches));
    assert_eq!(checked(DEPTH_MAX), Ok(()));
    let malformed = ProofError::Malformed { offset: DEPTH_MAX + 2 };
    assert_eq!(checked(DEPTH_MAX + 1), Err(malformed));
    assert_eq!(check(&EMPTY, &[], &[1], &[&[2][..], &[0x10; 100_000]].concat()), Err(malformed));
}

#[test]
fn many_keys_share_what_they_can() {
    let trie = trie_of(0..100_000);
    let present: Vec<_> = (0..1_000).map(|key| key * 99).collect();
    let proof = proof_of(&trie, &present, &[]);
    assert_eq!(check(&trie.root(), &present, &[], &proof), Ok(()));
    // Among 2 million keys it is about 470 bytes a key.
    assert!(proof.len() < 350 * present.len(), "{} bytes", proof.len());
    let all: Vec<_> = (0..100_000).collect();
    let whole = proof_of(&trie, &all, &[]);
    assert_eq!(check(&trie.root(), &all, &[], &whole), Ok(()));
    assert!(whole.len() < 2 * all.len(), "{} bytes", whole.len());
}
