#![allow(clippy::unwrap_used)]

use super::*;
use crate::value::hex_bytes;
use sandpact_keys::{check_key, verify};
use std::path::Path;

/// RFC 8032 section 7.1, test 2.
const SEED: &str = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const PUBLIC: &str = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const SIGNATURE: &str = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

/// SP 800-186 section 3.2.1.3 and GB/T 32918.5-2017 section 2, each less 1.
const P256_ORDER_LESS_1: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    hex_bytes(hex).unwrap().try_into().unwrap()
}

/// Readable by the owner only, as a key file must be.
fn write(path: &Path, contents: impl AsRef<[u8]>) {
    std::fs::write(path, contents).unwrap();
    set_mode(path, 0o600);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

#[test]
fn the_rfc_8032_vector_signs_as_published() {
    let key = KeyPair::from_seed(bytes(SEED));
    assert_eq!(key.address().to_string(), PUBLIC);
    assert_eq!(key.sign(&[0x72]), Signature::Ed25519(bytes(SIGNATURE)));
    assert_eq!(key.sign_ed25519(&[0x72]), Some(bytes(SIGNATURE)));
    assert_eq!(format!("{key:?}"), format!("KeyPair({PUBLIC})"));
}

/// RFC 6979 appendix A.2.5, SHA-256: of "sample" s is in the upper half, and n - s is signed.
#[test]
fn the_rfc_6979_vectors_sign_as_published_but_for_the_half_of_s() {
    let secret = bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    let key = KeyPair::from_secret(KeyKind::P256, &secret).unwrap();
    let test = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367\
                019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
    assert_eq!(key.sign(b"test"), Signature::P256(bytes(test)));
    // s is f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8 there.
    let sample = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                  0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";
    assert_eq!(key.sign(b"sample"), Signature::P256(bytes(sample)));
}

/// GB/T 32918.5-2017 annex A.2 has the key; its signature has a nonce that was chosen.
#[test]
fn the_gb_t_32918_5_secret_has_the_published_key() {
    let secret = bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    let key = KeyPair::from_secret(KeyKind::Sm2, &secret).unwrap();
    let public = "0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020";
    assert_eq!(key.public_key(), PublicKey::Sm2(bytes(public)));
}

#[test]
fn every_kind_signs_what_verifies_and_always_the_same() {
    for kind in KeyKind::ALL {
        let key = KeyPair::generate(kind).unwrap();
        assert_eq!(check_key(&key.public_key()), Ok(()));
        for message in [&b""[..], b"m", &[7; 1000]] {
            let signature = key.sign(message);
            assert!(verify(&key.public_key(), message, &signature));
            assert_eq!(key.clone().sign(message), signature);
        }
        assert_eq!(key.sign_ed25519(b"").is_some(), kind == KeyKind::Ed25519);
        assert_eq!(key.address(), sandpact_keys::address_of(&key.public_key()));
        assert_ne!(KeyPair::generate(kind).unwrap().address(), key.address());
        let secret = hex::encode(&key.secret[..]);
        assert_eq!(format!("{key:?}"), format!("KeyPair({})", key.address()));
        assert!(!format!("{key:#?}").contains(&secret));
    }
}

#[test]
fn scalars_out_of_range_are_no_secrets() {
    for kind in [KeyKind::P256, KeyKind::Sm2] {
        for secret in [[0; 32], [0xff; 32]] {
            let result = KeyPair::from_secret(kind, &secret);
            assert!(matches!(result, Err(KeyError::NotAScalar { .. })));
        }
    }
    let mut secret = bytes(P256_ORDER_LESS_1);
    assert!(KeyPair::from_secret(KeyKind::P256, &secret).is_ok());
    secret[31] += 1;
    assert!(KeyPair::from_secret(KeyKind::P256, &secret).is_err());
    let mut secret = SM2_ORDER_LESS_1;
    assert!(KeyPair::from_secret(KeyKind::Sm2, &secret).is_err());
    secret[31] -= 1;
    let key = KeyPair::from_secret(KeyKind::Sm2, &secret).unwrap();
    assert!(verify(&key.public_key(), b"m", &key.sign(b"m")));
}

#[test]
fn a_key_file_reads_back_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    for kind in KeyKind::ALL {
        let path = folder.path().join(kind.name());
        let key = KeyPair::generate(kind).unwrap();
        key.write_new(&path).unwrap();
        assert_eq!(KeyPair::read(&path).unwrap().public_key(), key.public_key());
        assert!(matches!(key.write_new(&path), Err(KeyError::Exists { .. })));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

#[test]
fn the_lines_of_key_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    for (kind, line) in [
        (KeyKind::Ed25519, format!("{SEED}\n")),
        (KeyKind::P256, format!("p256:{SEED}\n")),
        (KeyKind::Sm2, format!("sm2:{SEED}\n")),
    ] {
        let key = KeyPair::from_secret(kind, &bytes(SEED)).unwrap();
        for form in [line.clone(), line.trim().into(), format!("  {}\r\n", line.trim())] {
            write(&path, form);
            assert_eq!(KeyPair::read(&path).unwrap().public_key(), key.public_key());
        }
        std::fs::remove_file(&path).unwrap();
        key.write_new(&path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), line);
    }
    write(&path, format!("0x{}", SEED.to_uppercase()));
    assert_eq!(KeyPair::read(&path).unwrap().address().to_string(), PUBLIC);
}

#[test]
fn other_files_are_no_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    assert!(matches!(KeyPair::read(&path), Err(KeyError::Read { .. })));
    assert!(matches!(KeyPair::read(folder.path()), Err(KeyError::Read { .. })));
    let not_a_key = |contents: &[u8]| {
        write(&path, contents);
        matches!(KeyPair::read(&path), Err(KeyError::NotAKey { .. }))
    };
    for bad in ["", "abcd", &SEED[1..], &format!("{SEED}00"), &format!("{SEED}\n{SEED}")] {
        assert!(not_a_key(bad.as_bytes()), "{bad}");
    }
    for kind in ["ed25519", "P256", "rsa", ""] {
        assert!(not_a_key(format!("{kind}:{SEED}").as_bytes()), "{kind}");
    }
    assert!(not_a_key(format!("p256:{}", "0".repeat(64)).as_bytes()));
    assert!(not_a_key(format!("sm2:{}", "f".repeat(64)).as_bytes()));
    assert!(not_a_key(&[0xff; 64]));
    let padded = |len: usize| format!("{SEED}{}", " ".repeat(len - 64));
    assert!(!not_a_key(padded(256).as_bytes()));
    assert!(not_a_key(padded(257).as_bytes()));
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    KeyPair::from_seed([1; 32]).write_new(&path).unwrap();
    for others in [0o640, 0o604, 0o644, 0o660, 0o440, 0o777] {
        set_mode(&path, others);
        let error = KeyPair::read(&path).unwrap_err();
        assert!(matches!(error, KeyError::ReadableByOthers { mode, .. } if mode == others));
        let shown = path.display();
        assert_eq!(
            error.to_string(),
            format!(
                "key file {shown} may be read by others than its owner (mode {others:04o}); \
                 first run: chmod 600 {shown}"
            )
        );
    }
    for own in [0o600, 0o400, 0o700] {
        set_mode(&path, own);
        assert!(KeyPair::read(&path).is_ok());
    }
}
