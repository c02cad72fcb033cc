//! Certificates of keys. They are checked once, when a key is added, by the rules of
//! `docs/keys.md`; what is kept says until when that holds, and on which certificates it rests.

use crate::{
    AccessError, CertificateFault, NotChanged, Records,
    change::Joining,
    denial::Denial,
    records::{self, Work},
};
use sandpact_abi::{
    Address, Height, PublicKey, UnixSeconds,
    access::{
        CertificateId, Certificates, Certified, LedgerPolicy, NewKey, Organisation, OrganisationId,
    },
};
use sandpact_keys::certificate::{Certificate, PATH_LEN_MAX, check_anchor, check_path};

/// Whether the certificates of a key hold when it signs; why not.
///
/// # Errors
/// Only for a node's own failure.
pub fn denial<R: Records>(
    records: &mut R,
    (id, organisation): (&OrganisationId, &Organisation),
    (of, certified): (Address, &Certified),
    (height, time): (Height, UnixSeconds),
) -> Result<Option<Denial>, AccessError<R::Error>> {
    if let Some(anchor) = certified.anchor()
        && !organisation.anchors.contains(anchor)
    {
        return Ok(Some(Denial::AnchorRemoved { of, anchor: *anchor }));
    }
    let Certified { not_before, not_after, .. } = *certified;
    if !(not_before..=not_after).contains(&time) {
        return Ok(Some(Denial::CertificateOutsideValidity { of, not_before, not_after, time }));
    }
    for certificate in certified.issued() {
        match records::certificate_revocation(records, id, certificate)? {
            Some(revoked) if revoked.from() <= height => {
                let (certificate, from) = (*certificate, revoked.from());
                return Ok(Some(Denial::CertificateRevoked { of, certificate, from }));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// Reads a trust anchor and checks that it can be one.
///
/// # Errors
/// [`NotChanged`].
pub fn anchor<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    der: &[u8],
) -> Result<CertificateId, NotChanged<R::Error>> {
    let anchor = read(records, joining.ledger, 0, der)?;
    let checked = check_anchor(&anchor, joining.time);
    checked.map_err(|error| refused(0, CertificateFault::of_path(&error, 0).1))?;
    Ok(anchor.id())
}

/// What is kept of a new key's certificates, which must lead from it to an anchor of its
/// organisation; nothing where there are none and none are required.
///
/// # Errors
/// [`NotChanged`].
pub fn certify<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    (id, organisation): (&OrganisationId, &Organisation),
    (of, new): (Address, &NewKey),
) -> Result<Option<Certified>, NotChanged<R::Error>> {
    if new.path.is_empty() {
        return match organisation.certificates {
            Certificates::Optional => Ok(None),
            Certificates::Required => {
                Err(Denial::CertificateMissing { organisation: id.clone(), key: new.key }.into())
            }
        };
    }
    let path = read_path(records, joining.ledger, &new.path, &new.key)?;
    let anchor = anchor_of(records, joining, (id, organisation), &path)?;
    let all = || path.iter().chain([&anchor]);
    let certified = Certified {
        path: all().map(Certificate::id).collect(),
        not_before: all().map(Certificate::not_before).max().unwrap_or_default(),
        not_after: all().map(Certificate::not_after).min().unwrap_or_default(),
    };
    let at = (joining.height, joining.time);
    match denial(records, (id, organisation), (of, &certified), at)? {
        Some(denial) => Err(denial.into()),
        None => Ok(Some(certified)),
    }
}

/// The certificates of a path, the first of which is that of the key.
fn read_path<R: Records>(
    records: &mut R,
    ledger: &LedgerPolicy,
    path: &[Vec<u8>],
    key: &PublicKey,
) -> Result<Vec<Certificate>, NotChanged<R::Error>> {
    if path.len() >= PATH_LEN_MAX {
        return Err(refused(0, CertificateFault::PathTooLong).into());
    }
    let path = (0_u32..).zip(path).map(|(index, der)| read(records, ledger, index, der));
    let path = path.collect::<Result<Vec<_>, _>>()?;
    if path.first().is_some_and(|first| first.public_key() != *key) {
        return Err(refused(0, CertificateFault::OtherKey).into());
    }
    Ok(path)
}

/// The anchor that a path leads to.
fn anchor_of<R: Records>(
    records: &mut R,
    joining: &Joining<'_>,
    (id, organisation): (&OrganisationId, &Organisation),
    path: &[Certificate],
) -> Result<Certificate, NotChanged<R::Error>> {
    let last = path.len().saturating_sub(1);
    let index = u32::try_from(last).unwrap_or(u32::MAX);
    let mut fault = (index, CertificateFault::UnknownIssuer);
    for anchor in &organisation.anchors {
        let der = records::anchor(records, id, anchor)?;
        let der = der.ok_or(AccessError::Damaged("a trust anchor"))?;
        let anchor = read(records, joining.ledger, 0, &der)?;
        if !path.get(last).is_some_and(|last| last.names_as_issuer(&anchor)) {
            continue;
        }
        for certificate in path {
            pay(records, Work::Signature(certificate.signature_kind()))?;
        }
        match check_path(path, std::slice::from_ref(&anchor), joining.time) {
            Ok(()) => return Ok(anchor),
            Err(error) => fault = CertificateFault::of_path(&error, index),
        }
    }
    Err(refused(fault.0, fault.1).into())
}

/// Reads one certificate, whose key must be of a kind that the ledger admits.
fn read<R: Records>(
    records: &mut R,
    ledger: &LedgerPolicy,
    index: u32,
    der: &[u8],
) -> Result<Certificate, NotChanged<R::Error>> {
    pay(records, Work::Certificate { len_bytes: der.len() })?;
    let certificate =
        Certificate::from_der(der).map_err(|error| refused(index, (&error).into()))?;
    let kind = certificate.public_key().kind();
    if !ledger.key_kinds.contains(&kind) {
        return Err(refused(index, CertificateFault::KeyKind { kind }).into());
    }
    Ok(certificate)
}

fn pay<R: Records>(records: &mut R, work: Work) -> Result<(), NotChanged<R::Error>> {
    records.pay(work).map_err(|error| NotChanged::Failed(AccessError::Records(error)))
}

fn refused(certificate: u32, fault: CertificateFault) -> Denial {
    Denial::CertificateRefused { certificate, fault }
}
