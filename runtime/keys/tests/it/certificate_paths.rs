//! Paths that hold, and how long and for whom they do.

use crate::forge::{
    DIGITAL_SIGNATURE, KEY_CERT_SIGN, KINDS, Key, Template, authority, key_usage, name,
};
use sandpact_abi::UnixSeconds;
use sandpact_keys::certificate::{ANCHORS_MAX, Certificate, PATH_LEN_MAX, PathError, check_path};
use std::slice::from_ref;

/// 2026-01-01 and 2036-01-01, as the templates have them.
pub const NOT_BEFORE: UnixSeconds = UnixSeconds(1_767_225_600);
pub const NOT_AFTER: UnixSeconds = UnixSeconds(2_082_758_400);

/// The certificate at a place of a chain: 0 is the member's.
pub fn template(place: u8, seed: u8) -> Template {
    let names = ["member", "issuer", "policy", "root", "beyond", "beyond all"];
    let extensions = match place {
        0 => vec![key_usage(DIGITAL_SIGNATURE)],
        _ => vec![authority(None), key_usage(KEY_CERT_SIGN)],
    };
    Template {
        version: Some(2),
        serial: vec![place + 1],
        issuer: name(names[usize::from(place) + 1]),
        subject: name(names[usize::from(place)]),
        not_before: "260101000000Z",
        not_after: "360101000000Z",
        info: Key::new(seed + place).info(),
        extensions,
        algorithm: None,
        outer_algorithm: None,
    }
}

/// Certificate `place`, signed by the key of the next place, after a change.
pub fn issued(place: u8, seed: u8, change: impl Fn(&mut Template)) -> Certificate {
    let mut template = template(place, seed);
    change(&mut template);
    Certificate::from_der(&template.issue(&Key::new(seed + place + 1))).unwrap()
}

/// Certificates 0 to `len - 1`; the last is the anchor.
pub fn chain(len: u8, seed: u8, change: impl Fn(u8, &mut Template)) -> Vec<Certificate> {
    (0..len).map(|place| issued(place, seed, |template| change(place, template))).collect()
}

pub fn check(chain: &[Certificate], at: UnixSeconds) -> Result<(), PathError> {
    let (anchor, path) = chain.split_last().unwrap();
    check_path(path, from_ref(anchor), at)
}

#[test]
fn paths_of_every_length_and_kind_hold() {
    for len in 2..=u8::try_from(PATH_LEN_MAX).unwrap() {
        for seed in 0..u8::try_from(KINDS).unwrap() {
            let chain = chain(len, seed, |_, _| {});
            assert_eq!(check(&chain, NOT_BEFORE), Ok(()), "{len} {seed}");
        }
    }
}

#[test]
fn a_path_that_is_too_long_or_empty_is_refused() {
    let chain = chain(5, 0, |_, _| {});
    assert_eq!(check(&chain, NOT_BEFORE), Err(PathError::TooLong { count: 5, limit: 4 }));
    assert_eq!(check(&chain[4..], NOT_BEFORE), Err(PathError::Empty));
}

#[test]
fn more_anchors_than_the_limit_are_refused() {
    let [member, root] = chain(2, 0, |_, _| {}).try_into().unwrap();
    let mut anchors = vec![root; ANCHORS_MAX];
    assert_eq!(check_path(from_ref(&member), &anchors, NOT_BEFORE), Ok(()));
    anchors.push(member.clone());
    assert_eq!(
        check_path(&[member], &anchors, NOT_BEFORE),
        Err(PathError::TooManyAnchors { count: 65, limit: 64 })
    );
}

#[test]
fn every_certificate_of_a_path_expires() {
    let after = UnixSeconds(NOT_AFTER.0 + 1);
    let later = |template: &mut Template| template.not_after = "361231000000Z";
    for index in 0..3_u8 {
        let chain = chain(3, 0, |place, template| {
            if place != index {
                later(template)
            }
        });
        assert_eq!(check(&chain, NOT_AFTER), Ok(()));
        let index = usize::from(index);
        assert_eq!(check(&chain, after), Err(PathError::Expired { index, not_after: NOT_AFTER }));
    }
}

#[test]
fn every_certificate_of_a_path_begins() {
    let before = UnixSeconds(NOT_BEFORE.0 - 1);
    let earlier = |template: &mut Template| template.not_before = "250101000000Z";
    for index in 0..3_u8 {
        let chain = chain(3, 0, |place, template| {
            if place != index {
                earlier(template)
            }
        });
        assert_eq!(check(&chain, NOT_BEFORE), Ok(()));
        let index = usize::from(index);
        let error = PathError::NotYetValid { index, not_before: NOT_BEFORE };
        assert_eq!(check(&chain, before), Err(error));
    }
}

#[test]
fn an_issuer_of_another_name_is_refused() {
    let [member, issuer, root] = chain(3, 0, |_, _| {}).try_into().unwrap();
    let roots = [root.clone()];
    let skipped = check_path(from_ref(&member), &roots, NOT_BEFORE);
    assert_eq!(skipped, Err(PathError::UnknownIssuer));
    let disordered = check_path(&[issuer.clone(), member.clone()], &roots, NOT_BEFORE);
    assert!(disordered.is_err());
    let repeated = check_path(&[member.clone(), member.clone(), issuer], &roots, NOT_BEFORE);
    assert_eq!(repeated, Err(PathError::WrongIssuer { index: 0 }));
    assert_eq!(check_path(&[member], &[], NOT_BEFORE), Err(PathError::UnknownIssuer));
}

#[test]
fn an_issuer_of_the_same_name_with_another_key_is_refused() {
    let [member, issuer, root] = chain(3, 0, |_, _| {}).try_into().unwrap();
    // Of the same kind and of another kind.
    let step = u8::try_from(KINDS).unwrap();
    for seed in [step, 1] {
        let impostor = issued(1, seed, |_| {});
        let other_root = issued(2, seed, |_| {});
        let path = [member.clone(), impostor];
        let result = check_path(&path, from_ref(&root), NOT_BEFORE);
        assert_eq!(result, Err(PathError::Signature { index: 0 }));
        let path = [member.clone(), issuer.clone()];
        let result = check_path(&path, from_ref(&other_root), NOT_BEFORE);
        assert_eq!(result, Err(PathError::Signature { index: 1 }));
        // An authority that changes its key has two anchors of one name, in any order.
        assert_eq!(check_path(&path, &[other_root.clone(), root.clone()], NOT_BEFORE), Ok(()));
        assert_eq!(check_path(&path, &[root.clone(), other_root], NOT_BEFORE), Ok(()));
    }
}

/// A path and the key it ends with are of one block of bytes: no bit of it is free.
#[test]
fn a_certificate_with_one_bit_changed_is_refused() {
    for seed in 0..u8::try_from(KINDS).unwrap() {
        let root = issued(1, seed, |_| {});
        let der = template(0, seed).issue(&Key::new(seed + 1));
        for at in 0..der.len() {
            let mut changed = der.clone();
            changed[at] ^= 1 << (at % 8);
            if let Ok(member) = Certificate::from_der(&changed) {
                let result = check_path(&[member], from_ref(&root), NOT_BEFORE);
                assert!(result.is_err(), "byte {at}");
            }
        }
    }
}
