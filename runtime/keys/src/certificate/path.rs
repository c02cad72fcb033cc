//! From a member's certificate to a trust anchor: a short list of rules, each of RFC 5280
//! section 6 or stricter. Paths are given in order; none is searched for.

use super::{Certificate, PathError};
use sandpact_abi::UnixSeconds;

/// Longest path, in certificates, from the member's to the anchor, both included: a root, a
/// policy authority, an issuing authority, a member.
pub const PATH_LEN_MAX: usize = 4;

/// Most trust anchors of one check.
pub const ANCHORS_MAX: usize = 64;

/// Whether `path` leads to one of `anchors` at the time `at`. The member's certificate is
/// first, then each certificate's issuer; the anchor is not part of it.
///
/// 1. The path has 1 to [`PATH_LEN_MAX`] certificates with its anchor.
/// 2. Each certificate names the next one's subject as its issuer, the last one an anchor's.
/// 3. `at` lies in the validity of each, the anchor included.
/// 4. No certificate has an extension that binds and is not understood.
/// 5. The member's is no authority's and its key usage, if any, includes signing.
/// 6. Each other one is an authority's, with the key usage of signing certificates, and with
///    no more authorities below it than it allows.
/// 7. Extended key usage, if any, includes a member's, in each but the anchor.
/// 8. Each signature holds under the next certificate's key.
///
/// # Errors
/// [`PathError`] of the first rule that fails, from the member's certificate upwards; when
/// several anchors have the issuer's name, of the last one.
pub fn check_path(
    path: &[Certificate],
    anchors: &[Certificate],
    at: UnixSeconds,
) -> Result<(), PathError> {
    let count = path.len().saturating_add(1);
    if count > PATH_LEN_MAX {
        return Err(PathError::TooLong { count, limit: PATH_LEN_MAX });
    }
    if anchors.len() > ANCHORS_MAX {
        return Err(PathError::TooManyAnchors { count: anchors.len(), limit: ANCHORS_MAX });
    }
    let (Some(member), Some(last)) = (path.first(), path.last()) else {
        return Err(PathError::Empty);
    };
    check_member(member, at)?;
    for (index, issued) in path.iter().enumerate() {
        let Some(issuer) = path.get(index.saturating_add(1)) else { break };
        check_purpose(issuer, index.saturating_add(1))?;
        check_link(issued, issuer, index, at)?;
    }
    let mut result = Err(PathError::UnknownIssuer);
    for anchor in anchors.iter().filter(|anchor| last.names_as_issuer(anchor)) {
        result = check_link(last, anchor, path.len().saturating_sub(1), at);
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Whether a certificate can be a trust anchor at the time `at`: rules 3, 4 and 6 for it alone.
///
/// # Errors
/// [`PathError`] of the first rule that fails; its index is 0.
pub fn check_anchor(anchor: &Certificate, at: UnixSeconds) -> Result<(), PathError> {
    check_authority(anchor, 0, at)
}

/// Rules 3, 4, 5 and 7 for the member's certificate.
fn check_member(member: &Certificate, at: UnixSeconds) -> Result<(), PathError> {
    check_common(member, 0, at)?;
    if member.extensions.is_authority() {
        return Err(PathError::Authority);
    }
    if !member.extensions.signs_content() {
        return Err(PathError::KeyUsage { index: 0 });
    }
    check_purpose(member, 0)
}

/// Rules 2, 3, 4, 6 and 8 for the issuer of certificate `index`, which has `index` authorities
/// below it. RFC 5280 section 6.1.4 (l) does not count those that issued themselves; they
/// count here.
fn check_link(
    issued: &Certificate,
    issuer: &Certificate,
    index: usize,
    at: UnixSeconds,
) -> Result<(), PathError> {
    if !issued.names_as_issuer(issuer) {
        return Err(PathError::WrongIssuer { index });
    }
    let above = index.saturating_add(1);
    check_authority(issuer, above, at)?;
    match issuer.extensions.path_len_max() {
        Some(limit) if index > usize::from(limit) => {
            return Err(PathError::PathLength { index: above, limit });
        }
        _ => {}
    }
    if issued.is_signed_by(issuer) { Ok(()) } else { Err(PathError::Signature { index }) }
}

/// Rules 3 and 4, and 6 but for the length.
fn check_authority(issuer: &Certificate, index: usize, at: UnixSeconds) -> Result<(), PathError> {
    check_common(issuer, index, at)?;
    if !issuer.extensions.is_authority() {
        return Err(PathError::NotAnAuthority { index });
    }
    if !issuer.extensions.signs_certificates() {
        return Err(PathError::KeyUsage { index });
    }
    Ok(())
}

/// Rules 3 and 4.
fn check_common(certificate: &Certificate, index: usize, at: UnixSeconds) -> Result<(), PathError> {
    let (not_before, not_after) = (certificate.not_before(), certificate.not_after());
    if at < not_before {
        return Err(PathError::NotYetValid { index, not_before });
    }
    if at > not_after {
        return Err(PathError::Expired { index, not_after });
    }
    match certificate.extensions.unknown() {
        Some(oid) => Err(PathError::CriticalExtension { index, oid: oid.to_string() }),
        None => Ok(()),
    }
}

/// Rule 7.
fn check_purpose(certificate: &Certificate, index: usize) -> Result<(), PathError> {
    if certificate.extensions.is_for_members() {
        Ok(())
    } else {
        Err(PathError::ExtendedKeyUsage { index })
    }
}
