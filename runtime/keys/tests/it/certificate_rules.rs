//! What each certificate of a path must say of itself.

use crate::certificate_paths::{NOT_BEFORE, chain, check};
use crate::forge::{
    DIGITAL_SIGNATURE, KEY_CERT_SIGN, KEY_ENCIPHERMENT, NON_REPUDIATION, Template, authority,
    extended_key_usage, extension, key_usage,
};
use sandpact_keys::certificate::PathError;

/// The verdict on a path of three after a change of certificate `index`.
fn with(index: u8, change: impl Fn(&mut Template)) -> Result<(), PathError> {
    let chain = chain(3, 0, |place, template| {
        if place == index {
            change(template);
        }
    });
    check(&chain, NOT_BEFORE)
}

fn with_extensions(index: u8, extensions: &[Vec<u8>]) -> Result<(), PathError> {
    with(index, |template| template.extensions = extensions.to_vec())
}

fn with_one_more(index: u8, extension: Vec<u8>) -> Result<(), PathError> {
    with(index, |template| template.extensions.push(extension.clone()))
}

#[test]
fn an_issuer_that_is_no_authority_is_refused() {
    let not_an_authority = extension(19, true, &[0x30, 0]);
    for index in 1..3_u8 {
        let error = Err(PathError::NotAnAuthority { index: usize::from(index) });
        assert_eq!(with_extensions(index, &[]), error);
        assert_eq!(with_extensions(index, &[key_usage(KEY_CERT_SIGN)]), error);
        let extensions = [not_an_authority.clone(), key_usage(KEY_CERT_SIGN)];
        assert_eq!(with_extensions(index, &extensions), error);
    }
}

#[test]
fn an_authority_that_does_not_say_it_signs_certificates_is_refused() {
    for index in 1..3_u8 {
        let error = Err(PathError::KeyUsage { index: usize::from(index) });
        assert_eq!(with_extensions(index, &[authority(None)]), error);
        let extensions = [authority(None), key_usage(DIGITAL_SIGNATURE)];
        assert_eq!(with_extensions(index, &extensions), error);
    }
}

#[test]
fn a_member_signs_and_is_no_authority() {
    assert_eq!(with_extensions(0, &[]), Ok(()));
    assert_eq!(with_extensions(0, &[key_usage(NON_REPUDIATION)]), Ok(()));
    assert_eq!(with_extensions(0, &[extension(19, true, &[0x30, 0])]), Ok(()));
    for usage in [KEY_ENCIPHERMENT, KEY_CERT_SIGN] {
        let error = Err(PathError::KeyUsage { index: 0 });
        assert_eq!(with_extensions(0, &[key_usage(usage)]), error);
    }
    assert_eq!(with_one_more(0, authority(None)), Err(PathError::Authority));
}

#[test]
fn path_lengths_count_the_authorities_below() {
    let limited = |limit| [authority(Some(limit)), key_usage(KEY_CERT_SIGN)];
    assert_eq!(with_extensions(1, &limited(0)), Ok(()));
    assert_eq!(with_extensions(2, &limited(1)), Ok(()));
    let error = Err(PathError::PathLength { index: 2, limit: 0 });
    assert_eq!(with_extensions(2, &limited(0)), error);
}

#[test]
fn unknown_critical_extensions_are_refused() {
    for index in 0..3_u8 {
        let oid = "2.5.29.54".into();
        let error = Err(PathError::CriticalExtension { index: usize::from(index), oid });
        assert_eq!(with_one_more(index, extension(54, true, &[2, 1, 0])), error);
        assert_eq!(with_one_more(index, extension(54, false, &[2, 1, 0])), Ok(()));
    }
}

#[test]
fn name_constraints_bind_although_they_are_not_critical() {
    for (index, critical) in [(0, false), (1, false), (2, true)] {
        let oid = "2.5.29.30".into();
        let error = Err(PathError::CriticalExtension { index: usize::from(index), oid });
        assert_eq!(with_one_more(index, extension(30, critical, &[0x30, 0])), error);
    }
}

#[test]
fn extended_key_usage_includes_a_members() {
    let (server, client, documents) = (1, 2, 36);
    for index in 0..2_u8 {
        assert_eq!(with_one_more(index, extended_key_usage(client)), Ok(()));
        assert_eq!(with_one_more(index, extended_key_usage(documents)), Ok(()));
        let error = Err(PathError::ExtendedKeyUsage { index: usize::from(index) });
        assert_eq!(with_one_more(index, extended_key_usage(server)), error);
        let any = extension(37, true, &[0x30, 6, 6, 4, 0x55, 0x1d, 37, 0]);
        assert_eq!(with_one_more(index, any), Ok(()));
    }
}

/// Issuer and serial number say which certificate it is; its signature and the rest do not.
#[test]
fn a_certificate_is_identified_by_issuer_and_serial_number() {
    use crate::certificate_paths::issued;
    let one = issued(0, 0, |_| {});
    let same = issued(0, 0, |template| template.not_after = "261231000000Z");
    let other_serial = issued(0, 0, |template| template.serial = vec![9]);
    let other_issuer = issued(0, 0, |template| template.issuer = crate::forge::name("other"));
    assert_eq!(one.id(), same.id());
    assert_ne!(one.id(), other_serial.id());
    assert_ne!(one.id(), other_issuer.id());
}
