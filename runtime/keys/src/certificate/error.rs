//! Why bytes are no certificate, and why a path leads nowhere.

use crate::KeyError;
use sandpact_abi::UnixSeconds;
use thiserror::Error;

/// Why a certificate cannot be used, whoever issued it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CertificateError {
    /// Longer than [`CERTIFICATE_LEN_BYTES_MAX`](super::CERTIFICATE_LEN_BYTES_MAX).
    #[error("certificate of {len_bytes} bytes is longer than {limit}")]
    TooLong {
        /// Length of the input in bytes.
        len_bytes: usize,
        /// The most allowed.
        limit: usize,
    },
    /// Not the DER of a certificate.
    #[error("not a certificate in DER: {reason}")]
    Malformed {
        /// What the parser said; for people, not for comparing.
        reason: String,
    },
    /// Decodes, but is not the one DER encoding of its value.
    #[error("certificate is not in canonical DER")]
    NotCanonical,
    /// Versions 1 and 2 cannot say who is an authority.
    #[error("certificate is not of version 3")]
    Version,
    /// The signed and the outer name of the signature algorithm differ.
    #[error("certificate names two signature algorithms")]
    AlgorithmsDiffer,
    /// Neither Ed25519, nor ECDSA with SHA-256, nor SM2 with SM3.
    #[error("signature algorithm {oid} is not supported")]
    UnsupportedSignature {
        /// Object identifier of the algorithm.
        oid: String,
    },
    /// Neither Ed25519, nor P-256, nor SM2.
    #[error("public key algorithm {oid} is not supported")]
    UnsupportedKey {
        /// Object identifier of the algorithm, or of the curve when that is the unknown part.
        oid: String,
    },
    /// The subject's key is no good.
    #[error("subject's public key: {0}")]
    Key(#[from] KeyError),
    /// More extensions than [`EXTENSIONS_MAX`](super::EXTENSIONS_MAX).
    #[error("{count} extensions; at most {limit} are allowed")]
    TooManyExtensions {
        /// Number of extensions.
        count: usize,
        /// The most allowed.
        limit: usize,
    },
    /// RFC 5280 section 4.2: one extension of a kind.
    #[error("extension {oid} is there twice")]
    DuplicateExtension {
        /// Object identifier of the extension.
        oid: String,
    },
    /// An extension that is known here has contents that are not.
    #[error("extension {oid} is malformed")]
    MalformedExtension {
        /// Object identifier of the extension.
        oid: String,
    },
}

/// Why a path is not good. `index` counts from the member's certificate, which is 0; the
/// anchor comes after the last certificate of the path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PathError {
    /// No certificate at all.
    #[error("the path has no certificate")]
    Empty,
    /// Longer than [`PATH_LEN_MAX`](super::PATH_LEN_MAX).
    #[error("path of {count} certificates with its anchor; at most {limit} are allowed")]
    TooLong {
        /// Number of certificates, the anchor included.
        count: usize,
        /// The most allowed.
        limit: usize,
    },
    /// More than [`ANCHORS_MAX`](super::ANCHORS_MAX).
    #[error("{count} trust anchors; at most {limit} are allowed")]
    TooManyAnchors {
        /// Number of anchors.
        count: usize,
        /// The most allowed.
        limit: usize,
    },
    /// The next certificate of the path has another name than this one's issuer.
    #[error("certificate {index} was not issued by the next of the path")]
    WrongIssuer {
        /// The certificate.
        index: usize,
    },
    /// No trust anchor has the name of the last certificate's issuer.
    #[error("no trust anchor has the name of the path's issuer")]
    UnknownIssuer,
    /// The time is before the certificate's first second.
    #[error("certificate {index} is valid from second {not_before}")]
    NotYetValid {
        /// The certificate.
        index: usize,
        /// First second at which it is valid.
        not_before: UnixSeconds,
    },
    /// The time is after the certificate's last second.
    #[error("certificate {index} is valid until second {not_after}")]
    Expired {
        /// The certificate.
        index: usize,
        /// Last second at which it is valid.
        not_after: UnixSeconds,
    },
    /// An issuer whose basic constraints do not make it an authority.
    #[error("certificate {index} is no authority's")]
    NotAnAuthority {
        /// The certificate.
        index: usize,
    },
    /// A member's certificate whose basic constraints make it an authority.
    #[error("a member's certificate must not be an authority's")]
    Authority,
    /// More authorities below this one than its basic constraints allow.
    #[error("authority {index} allows {limit} authorities below it")]
    PathLength {
        /// The certificate.
        index: usize,
        /// What its basic constraints say.
        limit: u8,
    },
    /// The key usage does not include what the path needs of it.
    #[error("key usage of certificate {index} does not allow it")]
    KeyUsage {
        /// The certificate.
        index: usize,
    },
    /// The extended key usage does not include a member's.
    #[error("extended key usage of certificate {index} does not allow it")]
    ExtendedKeyUsage {
        /// The certificate.
        index: usize,
    },
    /// A critical extension that is not understood here.
    #[error("certificate {index} has the critical extension {oid}, which is unknown here")]
    CriticalExtension {
        /// The certificate.
        index: usize,
        /// Object identifier of the extension.
        oid: String,
    },
    /// The issuer's key did not sign this certificate.
    #[error("signature of certificate {index} does not hold")]
    Signature {
        /// The certificate.
        index: usize,
    },
}
