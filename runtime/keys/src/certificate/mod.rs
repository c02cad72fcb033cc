//! X.509 certificates of members: RFC 5280 in DER, with the three kinds of key.
//!
//! [`Certificate::from_der`] reads one; [`check_path`] says whether a chain of them leads to a
//! trust anchor at a given time. Names, revocation and what a member may do are for the caller.

mod algorithm;
mod error;
mod extensions;
mod path;
mod pem;

pub use error::{CertificateError, PathError};
pub use extensions::EXTENSIONS_MAX;
pub use path::{ANCHORS_MAX, PATH_LEN_MAX, check_anchor, check_path};
pub use pem::{FileError, read_file};

use algorithm::SignatureAlgorithm;
use extensions::Extensions;
use sandpact_abi::{Hash, KeyKind, PublicKey, UnixSeconds, access::CertificateId};
use sha3::{Digest as _, Sha3_256};
use x509_cert::certificate::{TbsCertificate, Version};
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::time::Time;

/// Longest certificate that is read, in bytes. Certificates with elliptic keys take 400 to
/// 2,500; the rest is room for policies.
pub const CERTIFICATE_LEN_BYTES_MAX: usize = 8 * 1024;

/// A certificate that was read but whose signature nobody has checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    parsed: x509_cert::Certificate,
    /// What the issuer signed.
    signed: Vec<u8>,
    algorithm: SignatureAlgorithm,
    public_key: PublicKey,
    extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate of version 3 in DER, which must be its only encoding.
    ///
    /// # Errors
    /// [`CertificateError`]; nothing is read of bytes beyond [`CERTIFICATE_LEN_BYTES_MAX`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        let len_bytes = der.len();
        if len_bytes > CERTIFICATE_LEN_BYTES_MAX {
            let limit = CERTIFICATE_LEN_BYTES_MAX;
            return Err(CertificateError::TooLong { len_bytes, limit });
        }
        let parsed = x509_cert::Certificate::from_der(der)
            .map_err(|error| CertificateError::Malformed { reason: error.to_string() })?;
        if parsed.to_der().as_deref() != Ok(der) {
            return Err(CertificateError::NotCanonical);
        }
        Self::from_parsed(parsed)
    }

    fn from_parsed(parsed: x509_cert::Certificate) -> Result<Self, CertificateError> {
        let body = parsed.tbs_certificate();
        if body.version() != Version::V3 {
            return Err(CertificateError::Version);
        }
        // RFC 5280 section 4.1.1.2: what names the algorithm is signed too.
        if body.signature() != parsed.signature_algorithm() {
            return Err(CertificateError::AlgorithmsDiffer);
        }
        let signed = body.to_der().map_err(|_| CertificateError::NotCanonical)?;
        let algorithm = SignatureAlgorithm::read(body.signature())?;
        let public_key = algorithm::public_key(body.subject_public_key_info())?;
        let extensions = Extensions::read(body.extensions().map_or(&[][..], Vec::as_slice))?;
        Ok(Self { signed, algorithm, public_key, extensions, parsed })
    }

    /// Which certificate it is: by issuer and serial number, whatever form its signature has.
    ///
    /// # Panics
    /// Never: what was read as DER can be written.
    #[must_use]
    pub fn id(&self) -> CertificateId {
        let issuer = self.body().issuer().to_der().expect("a name that was read can be written");
        let preimage = CertificateId::preimage(&issuer, self.serial());
        CertificateId(Hash(Sha3_256::digest(preimage).into()))
    }

    /// The kind of key that its issuer signed it with.
    #[must_use]
    pub fn signature_kind(&self) -> KeyKind {
        self.algorithm.kind()
    }

    /// The subject's key, which is good by [`check_key`](crate::check_key). Only a checked
    /// path says whose it is.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.public_key
    }

    /// The serial number, most significant byte first, in two's complement as in the
    /// certificate: at most 21 bytes. An issuer uses each once (RFC 5280 section 4.1.2.2).
    #[must_use]
    pub fn serial(&self) -> &[u8] {
        self.body().serial_number().as_bytes()
    }

    /// The subject's name as RFC 4514 writes it, for people: two names may have one text.
    #[must_use]
    pub fn subject(&self) -> String {
        self.body().subject().to_string()
    }

    /// The issuer's name as RFC 4514 writes it, for people.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.body().issuer().to_string()
    }

    /// First second at which it is valid.
    #[must_use]
    pub fn not_before(&self) -> UnixSeconds {
        seconds(self.body().validity().not_before)
    }

    /// Last second at which it is valid.
    #[must_use]
    pub fn not_after(&self) -> UnixSeconds {
        seconds(self.body().validity().not_after)
    }

    fn body(&self) -> &TbsCertificate {
        self.parsed.tbs_certificate()
    }

    /// Whether this certificate names `issuer` as its issuer, byte for byte. RFC 5280 section
    /// 7.1 would take other cases and blanks too; issuers copy their names.
    #[must_use]
    pub fn names_as_issuer(&self, issuer: &Self) -> bool {
        self.body().issuer() == issuer.body().subject()
    }

    /// Whether `issuer`'s key signed this certificate.
    fn is_signed_by(&self, issuer: &Self) -> bool {
        self.parsed.signature().as_bytes().is_some_and(|signature| {
            self.algorithm.verify(&issuer.public_key, &self.signed, signature)
        })
    }
}

fn seconds(time: Time) -> UnixSeconds {
    UnixSeconds(time.to_unix_duration().as_secs())
}
