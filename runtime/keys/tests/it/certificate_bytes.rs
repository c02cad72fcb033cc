//! Bytes that are no certificate.

use crate::certificate_paths::{NOT_BEFORE, chain, template};
use crate::forge::{ED25519, KINDS, Key, Template, extension, key_info, key_usage, p256_info, tlv};
use proptest::prelude::*;
use sandpact_abi::{KeyKind, PublicKey};
use sandpact_keys::certificate::{
    CERTIFICATE_LEN_BYTES_MAX, Certificate, CertificateError, EXTENSIONS_MAX, check_path,
};
use sandpact_keys::{KeyError, check_key};
use std::slice::from_ref;

fn read(change: impl Fn(&mut Template)) -> Result<Certificate, CertificateError> {
    let mut template = template(0, 0);
    change(&mut template);
    Certificate::from_der(&template.issue(&Key::new(1)))
}

fn good() -> Vec<u8> {
    template(0, 0).issue(&Key::new(1))
}

#[test]
fn the_limit_of_length_is_met_on_both_sides() {
    let filled = |fill: usize| {
        let mut template = template(0, 0);
        template.extensions.push(extension(54, false, &vec![0; fill]));
        template.issue(&Key::new(0))
    };
    let fill = CERTIFICATE_LEN_BYTES_MAX - filled(4000).len() + 4000;
    assert_eq!(filled(fill).len(), CERTIFICATE_LEN_BYTES_MAX);
    assert!(Certificate::from_der(&filled(fill)).is_ok());
    let limit = CERTIFICATE_LEN_BYTES_MAX;
    let error = CertificateError::TooLong { len_bytes: limit + 1, limit };
    assert_eq!(Certificate::from_der(&filled(fill + 1)), Err(error));
}

#[test]
fn truncated_and_longer_bytes_are_malformed() {
    let mut der = good();
    for len in 0..der.len() {
        let result = Certificate::from_der(&der[..len]);
        assert!(matches!(result, Err(CertificateError::Malformed { .. })), "{len}");
    }
    der.push(0);
    let result = Certificate::from_der(&der);
    assert!(matches!(result, Err(CertificateError::Malformed { .. })));
}

#[test]
fn other_versions_are_refused() {
    assert_eq!(read(|template| template.version = Some(1)), Err(CertificateError::Version));
    assert_eq!(read(|template| template.version = None), Err(CertificateError::Version));
    assert!(read(|template| template.version = Some(3)).is_err());
}

#[test]
fn forms_that_are_not_der_are_refused() {
    // The default `critical FALSE`, written out.
    let contents = tlv(0x30, &[&[6, 3, 0x55, 0x1d, 54], &[1, 1, 0], &[4, 0]]);
    let result = read(|template| template.extensions.push(contents.clone()));
    assert_eq!(result, Err(CertificateError::NotCanonical));
    let result = read(|template| template.version = Some(0));
    assert_eq!(result, Err(CertificateError::NotCanonical));
    assert!(read(|template| template.serial = vec![0, 1]).is_err());
}

#[test]
fn two_names_of_the_algorithm_are_refused() {
    let result = read(|template| template.algorithm = Some(Key::new(0).algorithm()));
    assert_eq!(result, Err(CertificateError::AlgorithmsDiffer));
}

/// RFC 8410 section 3 and RFC 5758 section 3.2: parameters are absent. For SM2 both forms are
/// in use.
#[test]
fn null_for_parameters_is_taken_of_sm2_alone() {
    for seed in 0..u8::try_from(KINDS).unwrap() {
        let signer = Key::new(seed);
        let mut template = template(0, 0);
        template.algorithm = Some(signer.algorithm_with_null());
        template.outer_algorithm = Some(signer.algorithm_with_null());
        let result = Certificate::from_der(&template.issue(&signer));
        if seed == 2 {
            assert!(result.is_ok());
        } else {
            assert!(matches!(result, Err(CertificateError::UnsupportedSignature { .. })));
        }
    }
}

#[test]
fn algorithms_that_are_not_known_are_refused() {
    let rsa: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
    let result = read(|template| template.info = key_info(&[rsa, &[5, 0]], &[0x30, 0]));
    let oid = "1.2.840.113549.1.1.1".into();
    assert_eq!(result, Err(CertificateError::UnsupportedKey { oid }));
    let ec: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    let p384: &[u8] = &[6, 5, 0x2b, 0x81, 4, 0, 34];
    let result = read(|template| template.info = key_info(&[ec, p384], &[4; 97]));
    assert_eq!(result, Err(CertificateError::UnsupportedKey { oid: "1.3.132.0.34".into() }));
    let result = read(|template| template.info = key_info(&[ec], &[4; 65]));
    assert!(matches!(result, Err(CertificateError::UnsupportedKey { .. })));
    let result = read(|template| template.info = key_info(&[ED25519, &[5, 0]], &[9; 32]));
    assert!(matches!(result, Err(CertificateError::UnsupportedKey { .. })));
}

#[test]
fn keys_that_may_not_be_registered_are_refused() {
    let kind = KeyKind::P256;
    let Ok(PublicKey::P256(point)) = read(|template| template.info = Key::new(1).info())
        .map(|certificate| certificate.public_key())
    else {
        panic!("not a P-256 key");
    };
    let compressed = read(|template| template.info = p256_info(&point));
    assert_eq!(compressed.map(|read| read.public_key()), Ok(PublicKey::P256(point)));
    for (bytes, error) in [
        (&[7; 65][..], KeyError::NotCompressed { kind, tag: 7 }),
        (&[0], KeyError::NotCompressed { kind, tag: 0 }),
        (&[], KeyError::NotCompressed { kind, tag: 0 }),
        (&[5; 33], KeyError::NotCompressed { kind, tag: 5 }),
        (&[4; 65], KeyError::NotOnCurve { kind }),
    ] {
        let result = read(|template| template.info = p256_info(bytes));
        assert_eq!(result, Err(CertificateError::Key(error)));
    }
    for (bytes, error) in [(&[0; 32][..], KeyError::LowOrder), (&[9; 31], KeyError::NotCanonical)] {
        let result = read(|template| template.info = key_info(&[ED25519], bytes));
        assert_eq!(result, Err(CertificateError::Key(error)));
    }
}

#[test]
fn extensions_that_are_there_twice_or_malformed_are_refused() {
    let twice = read(|template| template.extensions = vec![key_usage(0x80), key_usage(0x80)]);
    let oid = || "2.5.29.15".into();
    assert_eq!(twice, Err(CertificateError::DuplicateExtension { oid: oid() }));
    let malformed = read(|template| template.extensions = vec![extension(15, true, &[5, 0])]);
    assert_eq!(malformed, Err(CertificateError::MalformedExtension { oid: oid() }));
    let more = extension(19, true, &[0x30, 0, 0]);
    let result = read(|template| template.extensions = vec![more.clone()]);
    assert!(matches!(result, Err(CertificateError::MalformedExtension { .. })));
}

/// Each is compared with each: 700 in 6 KiB took 10 milliseconds without the limit.
#[test]
fn the_limit_of_extensions_is_met_on_both_sides() {
    let filled = |count: usize| {
        let extensions = (0..count).map(|arc| extension(64 + arc.to_le_bytes()[0], false, &[5, 0]));
        read(|template| template.extensions = extensions.clone().collect())
    };
    assert!(filled(EXTENSIONS_MAX).is_ok());
    let (count, limit) = (EXTENSIONS_MAX + 1, EXTENSIONS_MAX);
    assert_eq!(filled(count), Err(CertificateError::TooManyExtensions { count, limit }));
}

/// Whatever is read can be shown and checked, and its key is good.
fn use_it(der: &[u8]) {
    if let Ok(certificate) = Certificate::from_der(der) {
        let _ = (certificate.subject(), certificate.issuer(), certificate.serial().len());
        assert_eq!(check_key(&certificate.public_key()), Ok(()));
        let anchors = chain(2, 0, |_, _| {});
        let _ = check_path(from_ref(&certificate), &anchors[1..], NOT_BEFORE);
        let _ = check_path(&anchors[..1], &[certificate], NOT_BEFORE);
    }
}

proptest! {
    #[test]
    fn random_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        use_it(&bytes);
        use_it(&tlv(0x30, &[&tlv(0x30, &[&bytes])]));
    }

    #[test]
    fn changed_certificates_do_not_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut der = good();
        for (at, byte) in changes {
            let at = at.index(der.len());
            der[at] = byte;
        }
        use_it(&der);
    }

    #[test]
    fn names_of_any_kind_do_not_panic(
        tag in any::<u8>(),
        value in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        let attribute = tlv(0x30, &[&[6, 3, 0x55, 4, 3], &tlv(tag, &[&value])]);
        let mut template = template(0, 0);
        template.subject = tlv(0x30, &[&tlv(0x31, &[&attribute])]);
        template.issuer = template.subject.clone();
        use_it(&template.issue(&Key::new(1)));
    }
}
