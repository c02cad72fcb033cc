//! The trie of a state against its definition, and the proofs that it gives.

use crate::{block, contract, in_memory, model};
use proptest::prelude::*;
use sandpact_proof::{verify_absence, verify_inclusion};
use sandpact_state::{ChangeSet, StateRead as _};

type Write = (u8, Vec<u8>, Option<Vec<u8>>);

fn write() -> impl Strategy<Value = Write> {
    let value = proptest::option::weighted(0.6, proptest::collection::vec(any::<u8>(), 0..4));
    (0_u8..2, proptest::collection::vec(0_u8..4, 1..4), value)
}

proptest! {
    #[test]
    fn the_root_depends_on_contents_only(
        blocks in proptest::collection::vec(proptest::collection::vec(write(), 0..30), 1..6)
    ) {
        let state = in_memory();
        let mut contents = model::Contents::new();
        for (height, writes) in (1..).zip(&blocks) {
            let mut changes = ChangeSet::default();
            for (owner, key, value) in writes {
                let key = (contract(*owner), key.clone());
                changes.values.insert(key.clone(), value.clone());
                match value {
                    Some(value) => contents.insert(key, value.clone()),
                    None => contents.remove(&key),
                };
            }
            let head = state.commit(&changes, block(height)).unwrap();
            prop_assert_eq!(head.state_root, model::root(&contents));
        }
        let root = state.head().state_root;
        for owner in 0..2 {
            for key in [[0].as_slice(), &[1, 2], &[3, 3, 3], b"never"] {
                let proven = state.version().prove(&contract(owner), key).unwrap();
                let expected = contents.get(&(contract(owner), key.to_vec()));
                prop_assert_eq!(proven.value.as_ref(), expected);
                let checked = match &proven.value {
                    Some(value) => verify_inclusion(&root, &contract(owner), key, value, &proven.proof),
                    None => verify_absence(&root, &contract(owner), key, &proven.proof),
                };
                prop_assert_eq!(checked, Ok(()));
            }
        }
        state.verify().unwrap();
    }
}

#[test]
fn a_proof_among_many_keys_is_short() {
    let state = in_memory();
    let mut changes = ChangeSet::default();
    for number in 0_u32..20_000 {
        changes.values.insert((contract(1), number.to_le_bytes().to_vec()), Some(vec![1]));
    }
    let root = state.commit(&changes, block(1)).unwrap().state_root;
    let proven = state.version().prove(&contract(1), &7_u32.to_le_bytes()).unwrap();
    verify_inclusion(&root, &contract(1), &7_u32.to_le_bytes(), &[1], &proven.proof).unwrap();
    // log4(20,000) is 7.1 levels of at most 97 bytes; this leaf lies at most a few deeper.
    assert!(proven.proof.len() < 1_100, "{} bytes", proven.proof.len());
}

#[test]
fn nonces_have_a_root_of_their_own() {
    let state = in_memory();
    let before = state.head();
    let mut changes = ChangeSet::default();
    changes.nonces.insert(contract(4), 1);
    let after = state.commit(&changes, block(1)).unwrap();
    assert_eq!(after.state_root, before.state_root);
    assert_ne!(after.account_root, before.account_root);
    assert_eq!(state.version().nonce(&contract(4)).unwrap(), 1);
    assert_eq!(state.version().nonce(&contract(5)).unwrap(), 0);
}
