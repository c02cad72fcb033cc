//! The extensions that decide about a path: RFC 5280 section 4.2.1.

use super::CertificateError;
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};

/// Most extensions of one certificate: about twice the 17 that RFC 5280 section 4.2 defines. Each
/// is compared with each.
pub const EXTENSIONS_MAX: usize = 32;

/// Basic constraints, RFC 5280 section 4.2.1.9.
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
/// Key usage, RFC 5280 section 4.2.1.3.
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
/// Extended key usage, RFC 5280 section 4.2.1.12.
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
/// Name constraints, RFC 5280 section 4.2.1.10: must be critical there, binds here anyway.
const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");

/// Purposes of a member's key: any (RFC 5280 section 4.2.1.12), client authentication (same),
/// signing of documents (RFC 9336 section 3.1).
const MEMBER_PURPOSES: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("2.5.29.37.0"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.36"),
];

/// What a certificate says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    basic_constraints: Option<BasicConstraints>,
    key_usage: Option<KeyUsage>,
    extended_key_usage: Option<ExtendedKeyUsage>,
    unknown: Option<ObjectIdentifier>,
}

impl Extensions {
    pub fn read(extensions: &[Extension]) -> Result<Self, CertificateError> {
        let count = extensions.len();
        if count > EXTENSIONS_MAX {
            return Err(CertificateError::TooManyExtensions { count, limit: EXTENSIONS_MAX });
        }
        let mut read = Self::default();
        for (at, extension) in extensions.iter().enumerate() {
            let oid = extension.extn_id;
            if extensions.iter().take(at).any(|earlier| earlier.extn_id == oid) {
                return Err(CertificateError::DuplicateExtension { oid: oid.to_string() });
            }
            match oid {
                BASIC_CONSTRAINTS => read.basic_constraints = Some(contents(extension)?),
                KEY_USAGE => read.key_usage = Some(contents(extension)?),
                EXTENDED_KEY_USAGE => read.extended_key_usage = Some(contents(extension)?),
                oid if extension.critical || oid == NAME_CONSTRAINTS => {
                    read.unknown.get_or_insert(oid);
                }
                _ => {}
            }
        }
        Ok(read)
    }

    /// The first extension that binds but is not understood here.
    pub fn unknown(&self) -> Option<ObjectIdentifier> {
        self.unknown
    }

    /// Whether the subject issues certificates.
    pub fn is_authority(&self) -> bool {
        self.basic_constraints.as_ref().is_some_and(|constraints| constraints.ca)
    }

    /// The most authorities between this one and a member; `None` for any number.
    pub fn path_len_max(&self) -> Option<u8> {
        self.basic_constraints.as_ref().and_then(|constraints| constraints.path_len_constraint)
    }

    /// Whether the key may sign certificates; an authority must say so (RFC 5280 section 4.2.1.3).
    pub fn signs_certificates(&self) -> bool {
        self.key_usage.is_some_and(|usage| usage.key_cert_sign())
    }

    /// Whether the key may sign transactions: as a signature or as a commitment to content. A
    /// member's certificate without key usage does not say otherwise.
    pub fn signs_content(&self) -> bool {
        self.key_usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation())
    }

    /// Whether the key may be a member's; without extended key usage it may be anything.
    pub fn is_for_members(&self) -> bool {
        self.extended_key_usage
            .as_ref()
            .is_none_or(|usage| usage.0.iter().any(|oid| MEMBER_PURPOSES.contains(oid)))
    }
}

fn contents<'a, T: Decode<'a>>(extension: &'a Extension) -> Result<T, CertificateError> {
    T::from_der(extension.extn_value.as_bytes())
        .map_err(|_| CertificateError::MalformedExtension { oid: extension.extn_id.to_string() })
}
