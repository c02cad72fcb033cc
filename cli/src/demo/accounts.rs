//! Accounts, salts and the fingerprint key of the demo. All derive from fixed
//! texts, so that two runs give the same root. Real participants use random
//! keys and salts (`sandpact keygen`, `Salt::random`): whoever reads this file
//! knows every secret of the demo.

use sandpact_abi::Hash;
use sandpact_client::commitment::{FingerprintKey, Salt, commit};
use sandpact_client::key::KeyPair;
use sha3::{Digest as _, Sha3_256};

/// Epoch of the demo's fingerprint key.
const FINGERPRINT_EPOCH: u32 = 1;

/// The account of a party, by its normalised identifier or its role in the story.
pub fn key_of(party: &str) -> KeyPair {
    KeyPair::from_seed(seed("account", party))
}

/// The salt of a document's commitment, by the document's name.
pub fn salt_of(document: &str) -> Salt {
    Salt::from_bytes(seed("salt", document))
}

/// The key that all participants of the demo share.
pub fn fingerprint_key() -> FingerprintKey {
    FingerprintKey::new(seed("fingerprint key", ""), FINGERPRINT_EPOCH)
}

/// Commitment to a document that the story only names.
pub fn commitment_of(document: &str) -> Hash {
    commit("sandpact/demo", &salt_of(document), document.as_bytes())
}

fn seed(purpose: &str, name: &str) -> [u8; 32] {
    Sha3_256::digest(format!("sandpact demo, not secret/{purpose}/{name}")).into()
}
