//! Bytes of a stranger: nothing panics, nothing verifies, no key has two forms.

use parity_scale_codec::{DecodeAll as _, Encode as _};
use proptest::prelude::*;
use sandpact_abi::{KeyKind, PublicKey, Signature};
use sandpact_keys::{address_of, check_key, verify};

fn key_of(kind: KeyKind, bytes: [u8; 33]) -> PublicKey {
    match kind {
        KeyKind::Ed25519 => PublicKey::Ed25519(bytes[1..].try_into().unwrap()),
        KeyKind::P256 => PublicKey::P256(bytes),
        KeyKind::Sm2 => PublicKey::Sm2(bytes),
    }
}

fn signature_of(kind: KeyKind, bytes: [u8; 64]) -> Signature {
    match kind {
        KeyKind::Ed25519 => Signature::Ed25519(bytes),
        KeyKind::P256 => Signature::P256(bytes),
        KeyKind::Sm2 => Signature::Sm2(bytes),
    }
}

/// Points more often than random bytes are.
fn key_bytes() -> impl Strategy<Value = [u8; 33]> {
    (0_u8..5, any::<[u8; 32]>()).prop_map(|(tag, x)| {
        let mut bytes = [tag; 33];
        bytes[1..].copy_from_slice(&x);
        bytes
    })
}

proptest! {
    #[test]
    fn random_signatures_never_verify(
        key in key_bytes(),
        signature in any::<[u8; 64]>(),
        message in any::<Vec<u8>>(),
    ) {
        for kind in KeyKind::ALL {
            let key = key_of(kind, key);
            let _ = check_key(&key);
            prop_assert!(!verify(&key, &message, &signature_of(kind, signature)));
        }
    }

    #[test]
    fn the_kind_is_part_of_an_address(key in key_bytes()) {
        let addresses = KeyKind::ALL.map(|kind| address_of(&key_of(kind, key)));
        prop_assert!(addresses[0] != addresses[1] && addresses[1] != addresses[2]);
    }

    #[test]
    fn truncated_keys_and_signatures_do_not_decode(key in key_bytes(), cut in 1_usize..33) {
        for kind in KeyKind::ALL {
            let encoded = key_of(kind, key).encode();
            prop_assert!(PublicKey::decode_all(&mut &encoded[..encoded.len() - cut]).is_err());
            let encoded = signature_of(kind, [1; 64]).encode();
            prop_assert!(Signature::decode_all(&mut &encoded[..encoded.len() - cut]).is_err());
        }
    }
}
