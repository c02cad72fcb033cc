//! Payloads are opened by whom they are sealed to, as they were, or not at all.
#![allow(clippy::unwrap_used, missing_docs, clippy::arithmetic_side_effects)]

use sandpact_abi::access::{CollectionId, OrganisationId, SealingKey};
use sandpact_client::commitment::{Salt, commit};
use sandpact_private::{
    PAYLOAD_LEN_BYTES_MAX, Payload, PrivateError, Sealed, SealingKeyPair, Vault, open, seal,
};

const AMOUNT: &[u8] = b"123456";

fn collection() -> CollectionId {
    "prices".into()
}

fn id(name: &str) -> OrganisationId {
    name.into()
}

/// A payload sealed to bank-a and bank-b, and their keys.
fn sealed() -> (Sealed, [SealingKeyPair; 2]) {
    let keys = [(); 2].map(|()| SealingKeyPair::generate().unwrap());
    let to = [(id("bank-a"), keys[0].public()), (id("bank-b"), keys[1].public())];
    (seal(&Payload::new(AMOUNT).unwrap(), &collection(), &to).unwrap(), keys)
}

#[test]
fn each_recipient_opens_it_and_nobody_else() {
    let (sealed, keys) = sealed();
    for (name, key) in ["bank-a", "bank-b"].iter().zip(&keys) {
        assert_eq!(open(&sealed, &id(name), key).unwrap().bytes(), AMOUNT);
    }
    // Another's key, the key of another recipient, and an organisation that it is not sealed to.
    let other = SealingKeyPair::generate().unwrap();
    for (name, key) in [("bank-a", &other), ("bank-a", &keys[1])] {
        let refused = open(&sealed, &id(name), key).unwrap_err();
        assert!(matches!(refused, PrivateError::DoesNotOpen), "{refused}");
    }
    let refused = open(&sealed, &id("customs"), &other).unwrap_err();
    assert_eq!(refused.to_string(), "the payload is not sealed to customs");
}

#[test]
fn no_changed_byte_passes() {
    let (sealed, [key, _]) = sealed();
    let bytes = sealed.to_bytes();
    assert_eq!(Sealed::from_bytes(&bytes).unwrap(), sealed);
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1;
        let Ok(read) = Sealed::from_bytes(&changed) else { continue };
        // What is for bank-b alone does not concern bank-a.
        if read.keys[0] == sealed.keys[0] && read.keys[1] != sealed.keys[1] {
            continue;
        }
        assert!(open(&read, &id("bank-a"), &key).is_err(), "byte {place}");
    }
    for len in 0..bytes.len() {
        assert!(Sealed::from_bytes(&bytes[..len]).is_err(), "{len} bytes");
    }
}

#[test]
fn a_sealed_payload_stays_in_its_collection() {
    let key = SealingKeyPair::generate().unwrap();
    let to = [(id("bank-a"), key.public())];
    let payload = Payload::new(AMOUNT).unwrap();
    let one = seal(&payload, &"prices".into(), &to).unwrap();
    let other = seal(&payload, &"offers".into(), &to).unwrap();
    assert_ne!(one.commitment, other.commitment, "a collection has commitments of its own");
    let moved = Sealed { collection: "prices".into(), ..other };
    assert!(matches!(open(&moved, &id("bank-a"), &key), Err(PrivateError::DoesNotOpen)));
}

#[test]
fn lengths_and_recipients_have_bounds() {
    let key = SealingKeyPair::generate().unwrap();
    for (len, is_good) in
        [(0, false), (1, true), (PAYLOAD_LEN_BYTES_MAX, true), (PAYLOAD_LEN_BYTES_MAX + 1, false)]
    {
        assert_eq!(Payload::new(&vec![7; len]).is_ok(), is_good, "{len}");
    }
    let payload = Payload::new(&vec![7; PAYLOAD_LEN_BYTES_MAX]).unwrap();
    for (count, is_good) in [(0, false), (1, true), (32, true), (33, false)] {
        let to: Vec<_> =
            (0..count).map(|n| (id(&format!("organisation-{n}")), key.public())).collect();
        let sealed = seal(&payload, &collection(), &to);
        assert_eq!(sealed.is_ok(), is_good, "{count}");
        if let Ok(sealed) = sealed {
            assert!(Sealed::from_bytes(&sealed.to_bytes()).is_ok(), "{count}");
        }
    }
    // A point of small order would make the same key for everybody (RFC 7748 section 6.1).
    let refused = seal(&payload, &collection(), &[(id("bank-a"), SealingKey::X25519([0; 32]))]);
    assert_eq!(refused.unwrap_err().to_string(), "the sealing key of bank-a is no good");
}

/// T15: whoever sees the commitment and can list all amounts finds none. The same search finds
/// it at once when it knows the salt, so it does look.
#[test]
fn a_dictionary_of_a_million_amounts_finds_no_commitment() {
    let payload = Payload::new(AMOUNT).unwrap();
    let commitment = payload.commitment(&collection());
    let known = Salt::from_bytes(*payload.salt().as_bytes());
    let guesses = [Salt::from_bytes([0; 32]), Salt::from_bytes([0xff; 32])];
    let (mut hits, mut hits_with_salt) = (0, 0);
    for amount in 0..1_000_000_u32 {
        let amount = amount.to_string();
        let try_out = |salt: &Salt| commit("sandpact/private/v1/prices", salt, amount.as_bytes());
        hits += guesses.iter().filter(|salt| try_out(salt) == commitment).count();
        hits_with_salt += usize::from(try_out(&known) == commitment);
    }
    assert_eq!((hits, hits_with_salt), (0, 1));
}

#[test]
fn a_vault_keeps_until_it_erases() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::new(folder.path().join("private"));
    assert_eq!(vault.list().unwrap(), []);
    let (sealed, _) = sealed();
    let (name, commitment) = (collection(), sealed.commitment);
    assert_eq!(vault.get(&name, &commitment).unwrap(), None);
    vault.keep(&sealed).unwrap();
    vault.keep(&sealed).unwrap();
    assert_eq!(vault.list().unwrap(), [(name.clone(), commitment)]);
    assert_eq!(vault.get(&name, &commitment).unwrap(), Some(sealed));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = folder.path().join(format!("private/prices/{commitment}.sealed"));
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(vault.erase(&name, &commitment).unwrap());
    assert!(!vault.erase(&name, &commitment).unwrap());
    assert_eq!(vault.list().unwrap(), []);
}

#[test]
fn nothing_shows_a_secret() {
    let key = SealingKeyPair::from_secret(&[0x5e; 32]);
    let payload = Payload::with_salt(Salt::from_bytes([0x5a; 32]), b"private words").unwrap();
    let shown = format!("{key:?} {payload:?} {:?}", payload.salt());
    for secret in ["5e5e", "94, 94", "90, 90", "5a5a", "private words"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.ends_with("Payload(13 bytes) Salt(..)"), "{shown}");
}
