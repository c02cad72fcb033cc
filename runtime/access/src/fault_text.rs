//! What cannot be changed, as sentences.

use crate::{
    certificate_fault::CertificateFault,
    denial_text::short,
    fault::{ChangeFault, KeyFault, Thing},
};
use sandpact_keys::certificate::{
    ANCHORS_MAX, CERTIFICATE_LEN_BYTES_MAX, EXTENSIONS_MAX, PATH_LEN_MAX,
};
use std::fmt::{self, Display, Formatter};

impl Display for Thing {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation { id } => write!(to, "organisation {id}"),
            Self::Member { address } => write!(to, "member {address}"),
            Self::Role { role, of } => write!(to, "role {role} of member {}", short(of)),
            Self::Key { key, of } => write!(to, "key {key} of member {}", short(of)),
            Self::Contract { address } => write!(to, "contract {address}"),
            Self::ContractPolicy { contract } => {
                write!(to, "policy of contract {}", short(contract))
            }
            Self::Freeze { contract } => write!(to, "freeze of contract {}", short(contract)),
            Self::Revocation => to.write_str("revocation that is no later"),
            Self::Collection { id } => write!(to, "private collection {id}"),
            Self::PrivateRecord { commitment } => write!(to, "private record {commitment}"),
            Self::Delivery { commitment, to: organisation } => {
                write!(to, "delivery of private record {commitment} to {organisation}")
            }
            Self::Erasure { commitment, by } => {
                write!(to, "erasure of private record {commitment} by {by}")
            }
            Self::Anchor { anchor, of } => write!(to, "anchor {anchor} of organisation {of}"),
        }
    }
}

impl Display for ChangeFault {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::RevocationInThePast => "a revocation cannot begin before the block that it is in",
            Self::LedgerPolicy => "the ledger's policy is too long, or a name in it is none",
            Self::ContractPolicy => "the policy is too long, or a name in it is none",
            Self::GovernByOne => "`govern` must need the signatures of at least two organisations",
            Self::NoKeyKinds => "the ledger's policy names no kind of keys",
            Self::Organisation => {
                "the organisation's name is none, or it or its roles are too long"
            }
            Self::QuotaPeriod => "the period of a quota is zero",
            Self::NoAdmin { organisation } => {
                return write!(to, "organisation {organisation} has no member with the role admin");
            }
            Self::NotItsAdmin => "the admin is of another organisation, or has not the role admin",
            Self::TooManyAnchors => "the organisation would have too many anchors",
            Self::RecordTooLong => "a record would be longer than the limit",
            Self::Collection => {
                "the collection has no name, no or too many organisations, or a rule that is too \
                 long"
            }
            Self::KeepsNothing => "a collection that keeps nothing for any time",
            Self::ExpiredAlready => "the record would have expired already",
            Self::KeptTooLong { until } => {
                return write!(
                    to,
                    "records of this collection end at second {until} at the latest"
                );
            }
            Self::Member => {
                "the member has too many or too long roles, attributes or keys, or no key"
            }
            Self::KeyTwice => "the member has one key twice",
            Self::RoleNotGiven { role } => {
                return write!(to, "the organisation may not give the role {role}");
            }
            Self::RoleName => "the role's name is none",
            Self::TooManyRoles => "the member would have too many roles",
            Self::TooManyKeys => "the member would have too many keys",
            Self::KeyKind { kind } => {
                return write!(to, "the ledger's policy does not admit {} keys", kind.name());
            }
            Self::Key { fault } => return write!(to, "the key is {fault}"),
        })
    }
}

impl Display for KeyFault {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::NotCompressed => "no compressed point: such a one begins with byte 2 or 3",
            Self::NotOnCurve => "no point of its curve",
            Self::NotCanonical => "not in canonical encoding",
            Self::LowOrder => "of low order",
            Self::Unsupported => "of a kind that is not known here",
        })
    }
}

impl Display for CertificateFault {
    fn fmt(&self, to: &mut Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::TooLong => {
                return write!(to, "it is longer than {CERTIFICATE_LEN_BYTES_MAX} bytes");
            }
            Self::Malformed => "it is no X.509 certificate in DER",
            Self::NotCanonical => "it is not in canonical DER",
            Self::Version => "it is not of version 3",
            Self::AlgorithmsDiffer => "it names two signature algorithms",
            Self::SignatureAlgorithm => {
                "its signature is neither Ed25519, nor ECDSA with SHA-256, nor SM2 with SM3"
            }
            Self::KeyAlgorithm => "its key is neither Ed25519, nor of P-256, nor of SM2",
            Self::Key { fault } => return write!(to, "its key is {fault}"),
            Self::TooManyExtensions => {
                return write!(to, "it has more than {EXTENSIONS_MAX} extensions");
            }
            Self::DuplicateExtension => "it has one extension twice",
            Self::MalformedExtension => "one of its extensions is malformed",
            Self::KeyKind { kind } => {
                return write!(to, "the ledger's policy does not admit {} keys", kind.name());
            }
            Self::OtherKey => "it is about another key",
            Self::PathEmpty => "the path has no certificate",
            Self::PathTooLong => {
                return write!(
                    to,
                    "a path has at most {PATH_LEN_MAX} certificates with its anchor"
                );
            }
            Self::TooManyAnchors => return write!(to, "at most {ANCHORS_MAX} anchors are tried"),
            Self::WrongIssuer => "it was not issued by the next of the path",
            Self::UnknownIssuer => "no anchor of the organisation has the name of its issuer",
            Self::NotYetValid { not_before } => {
                return write!(to, "it is valid from second {not_before} on");
            }
            Self::Expired { not_after } => {
                return write!(to, "it was valid until second {not_after}");
            }
            Self::NotAnAuthority => "it is no authority's",
            Self::Authority => "a member's certificate must not be an authority's",
            Self::PathLength { limit } => {
                return write!(to, "it allows {limit} authorities below it");
            }
            Self::KeyUsage => "its key usage does not allow it",
            Self::ExtendedKeyUsage => "its extended key usage does not allow it",
            Self::CriticalExtension => "it has a critical extension that is unknown here",
            Self::Signature => "its issuer's key did not sign it",
        })
    }
}
