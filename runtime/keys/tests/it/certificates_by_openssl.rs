//! Certificates that OpenSSL made: see `tests/data/README.md`.

use sandpact_abi::{KeyKind, UnixSeconds};
use sandpact_keys::certificate::{Certificate, CertificateError, check_path};
use std::slice::from_ref;

const CERTIFICATES: [(KeyKind, &[u8], &[u8]); 3] = [
    (
        KeyKind::Ed25519,
        include_bytes!("../data/ed25519-root.der"),
        include_bytes!("../data/ed25519-member.der"),
    ),
    (
        KeyKind::P256,
        include_bytes!("../data/p256-root.der"),
        include_bytes!("../data/p256-member.der"),
    ),
    (
        KeyKind::Sm2,
        include_bytes!("../data/sm2-root.der"),
        include_bytes!("../data/sm2-member.der"),
    ),
];

/// 2026-11-27 and 2126-11-27.
const WITHIN: UnixSeconds = UnixSeconds(1_795_737_600);
const AFTER: UnixSeconds = UnixSeconds(4_951_411_200);

#[test]
fn their_paths_hold_and_their_fields_are_read() {
    for (kind, root, member) in CERTIFICATES {
        if kind == KeyKind::Sm2 && !cfg!(feature = "gm") {
            assert!(matches!(Certificate::from_der(member), Err(CertificateError::Key(_))));
            continue;
        }
        let root = Certificate::from_der(root).unwrap();
        let member = Certificate::from_der(member).unwrap();
        assert_eq!((root.public_key().kind(), member.public_key().kind()), (kind, kind));
        assert_eq!(member.serial(), [1, 2, 3, 4, 5]);
        assert_eq!(member.subject(), format!("CN=Member {kind},O=Example Bank,C=CH"));
        assert_eq!(member.issuer(), root.subject());
        assert_eq!(member.not_after().seconds_since(member.not_before()), Some(36_500 * 86_400));
        let path = [member];
        assert_eq!(check_path(&path, from_ref(&root), WITHIN), Ok(()));
        assert!(check_path(&path, &[root], AFTER).is_err());
        assert!(check_path(&path, &path, WITHIN).is_err());
    }
}
