//! What is wrong with a certificate or its path, as data; see [`super::fault`].

use crate::fault::KeyFault;
use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{KeyKind, UnixSeconds};
use sandpact_keys::certificate::{CertificateError, PathError};

/// What is wrong with a certificate, or with the path that it is of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum CertificateFault {
    /// Longer than is read.
    #[codec(index = 0)]
    TooLong,
    /// Not the DER of a certificate.
    #[codec(index = 1)]
    Malformed,
    /// Not the one DER encoding of its value.
    #[codec(index = 2)]
    NotCanonical,
    /// Not of version 3.
    #[codec(index = 3)]
    Version,
    /// It names two signature algorithms.
    #[codec(index = 4)]
    AlgorithmsDiffer,
    /// A signature algorithm that is none of the three.
    #[codec(index = 5)]
    SignatureAlgorithm,
    /// A public key algorithm that is none of the three.
    #[codec(index = 6)]
    KeyAlgorithm,
    /// Its key is no good.
    #[codec(index = 7)]
    Key {
        /// What is wrong with it.
        fault: KeyFault,
    },
    /// More extensions than are read.
    #[codec(index = 8)]
    TooManyExtensions,
    /// One extension twice (RFC 5280 section 4.2).
    #[codec(index = 9)]
    DuplicateExtension,
    /// A known extension with contents that are not.
    #[codec(index = 10)]
    MalformedExtension,
    /// The ledger's policy does not admit keys of this kind.
    #[codec(index = 11)]
    KeyKind {
        /// Which.
        kind: KeyKind,
    },
    /// It is about another key than the member's.
    #[codec(index = 12)]
    OtherKey,
    /// The path has no certificate.
    #[codec(index = 13)]
    PathEmpty,
    /// The path has too many certificates.
    #[codec(index = 14)]
    PathTooLong,
    /// More anchors than are tried.
    #[codec(index = 15)]
    TooManyAnchors,
    /// The next certificate of the path is not its issuer's.
    #[codec(index = 16)]
    WrongIssuer,
    /// No anchor of the organisation has the name of its issuer.
    #[codec(index = 17)]
    UnknownIssuer,
    /// The block is of before its first second.
    #[codec(index = 18)]
    NotYetValid {
        /// First second at which it is valid.
        not_before: UnixSeconds,
    },
    /// The block is of after its last second.
    #[codec(index = 19)]
    Expired {
        /// Last second at which it is valid.
        not_after: UnixSeconds,
    },
    /// An issuer's, and no authority's.
    #[codec(index = 20)]
    NotAnAuthority,
    /// A member's, and an authority's.
    #[codec(index = 21)]
    Authority,
    /// More authorities below it than it allows.
    #[codec(index = 22)]
    PathLength {
        /// What its basic constraints say.
        limit: u8,
    },
    /// Its key usage does not include what the path needs.
    #[codec(index = 23)]
    KeyUsage,
    /// Its extended key usage does not include a member's.
    #[codec(index = 24)]
    ExtendedKeyUsage,
    /// A critical extension that is not understood here.
    #[codec(index = 25)]
    CriticalExtension,
    /// The issuer's key did not sign it.
    #[codec(index = 26)]
    Signature,
}

impl From<&CertificateError> for CertificateFault {
    fn from(error: &CertificateError) -> Self {
        use CertificateError as E;
        match error {
            E::TooLong { .. } => Self::TooLong,
            E::Malformed { .. } => Self::Malformed,
            E::NotCanonical => Self::NotCanonical,
            E::Version => Self::Version,
            E::AlgorithmsDiffer => Self::AlgorithmsDiffer,
            E::UnsupportedSignature { .. } => Self::SignatureAlgorithm,
            E::UnsupportedKey { .. } => Self::KeyAlgorithm,
            E::Key(error) => Self::Key { fault: error.into() },
            E::TooManyExtensions { .. } => Self::TooManyExtensions,
            E::DuplicateExtension { .. } => Self::DuplicateExtension,
            E::MalformedExtension { .. } => Self::MalformedExtension,
        }
    }
}

impl CertificateFault {
    /// Of a path: which certificate, and what is wrong. What is wrong with the whole path is
    /// said of its last certificate.
    pub fn of_path(error: &PathError, last: u32) -> (u32, Self) {
        use PathError as E;
        let at = |index: &usize| u32::try_from(*index).unwrap_or(u32::MAX);
        match error {
            E::Empty => (last, Self::PathEmpty),
            E::TooLong { .. } => (last, Self::PathTooLong),
            E::TooManyAnchors { .. } => (last, Self::TooManyAnchors),
            E::WrongIssuer { index } => (at(index), Self::WrongIssuer),
            E::UnknownIssuer => (last, Self::UnknownIssuer),
            E::NotYetValid { index, not_before } => {
                (at(index), Self::NotYetValid { not_before: *not_before })
            }
            E::Expired { index, not_after } => (at(index), Self::Expired { not_after: *not_after }),
            E::NotAnAuthority { index } => (at(index), Self::NotAnAuthority),
            E::Authority => (0, Self::Authority),
            E::PathLength { index, limit } => (at(index), Self::PathLength { limit: *limit }),
            E::KeyUsage { index } => (at(index), Self::KeyUsage),
            E::ExtendedKeyUsage { index } => (at(index), Self::ExtendedKeyUsage),
            E::CriticalExtension { index, .. } => (at(index), Self::CriticalExtension),
            E::Signature { index } => (at(index), Self::Signature),
        }
    }
}
