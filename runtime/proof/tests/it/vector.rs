//! The vector of `docs/state-format.md`, made by `tests/vector.py`: another implementation,
//! in another language.

use crate::reference::Trie;
use sandpact_abi::{Address, Hash};
use sandpact_proof::{
    Claim,
    commitment::{key_hash, value_hash},
    verify_many,
};

const CONTRACT: Address = Address([7; 32]);
const ROOT: &str = "eb266c06941d0dfa2ad3c031eabe8632f54852647dd1e4ad22675eedbb13ae10";
const PROOF: &str = concat!(
    "0214116f5224ab583289783a1adddff09da55968027f39a42acf2c489c5266cc",
    "35e10235d20978942d395c0f7f6ccbdcbbec86a311e1e74e891fbc891a5a2f58",
    "c639ed18b26c16b49cff465ba10eb8722b37db6ef880654e2b8b6b142860a548",
    "1f8f9a011cc2f22e42a372dc2bc6b3270f8437d40d49691c428e35f494ad5cb5",
    "55ef05feb721d405d72e281e1cf728e940e2360f57127b8a3a28dcc0e7d201f7",
    "75e05689a80001",
);

fn key(number: u8) -> Vec<u8> {
    format!("key {number}").into_bytes()
}

fn value(number: u8) -> Vec<u8> {
    format!("value {number}").into_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_encoding_is_the_documented_one() {
    let hash = |number| key_hash(&CONTRACT, &key(number));
    let mut leaves: Vec<(Hash, Hash)> =
        (0..6).map(|number| (hash(number), value_hash(&value(number)))).collect();
    leaves.sort_unstable();
    let trie = Trie::new(&leaves);
    assert_eq!(trie.root().to_string(), ROOT);
    let asked = [0, 3, 7, 8, 13];
    let proof = trie.prove_many(&asked.map(hash));
    assert_eq!(hex(&proof), PROOF);
    let claimed = asked.map(|number| (key(number), (number < 6).then(|| value(number))));
    let claims = claimed.each_ref().map(|(key, value)| Claim {
        contract: &CONTRACT,
        key,
        value: value.as_deref(),
    });
    assert_eq!(verify_many(&trie.root(), &claims, &proof), Ok(()));
}
