//! JSON Web Keys (RFC 7517, RFC 8037) and their thumbprints (RFC 7638).

use super::jws::{base64url, base64url_text};
use crate::document::DocumentRefusal;
use crate::fhir::json::Node;
use p256::ecdsa::VerifyingKey;
use rsa::BoxedUint;
use sandpact_abi::{Address, Hash};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::ops::RangeInclusive;

/// Bits of a modulus: no less than RFC 7518 section 3.3 demands, no more than take a millisecond.
const MODULUS_LEN_BITS: RangeInclusive<usize> = 2_048..=8_192;
/// Longest exponent; those in use have three bytes.
const EXPONENT_LEN_BYTES_MAX: usize = 8;

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jwk {
    thumbprint: Hash,
    kind: KeyKind,
}

/// What a key can check here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// RS256.
    Rsa(Box<rsa::PublicKey>),
    /// ES256.
    P256(Box<VerifyingKey>),
    /// EdDSA.
    Ed25519([u8; 32]),
}

impl Jwk {
    /// Reads a key of type RSA, EC on P-256 or OKP with Ed25519.
    ///
    /// # Errors
    /// [`DocumentRefusal`] for any other, and for one with a private part.
    pub fn read(path: &str, value: &Value) -> Result<Self, DocumentRefusal> {
        let key = Node::new(path, value)?;
        if key.get("d").is_some() {
            let reason = format!("{path} has a private part");
            return Err(DocumentRefusal::unsupported_value(reason));
        }
        let text = |name| key.required_text(name);
        match text("kty")? {
            "RSA" => {
                let (n, e) = (text("n")?, text("e")?);
                let modulus = base64url(&key.path_of("n"), n)?;
                let exponent = base64url(&key.path_of("e"), e)?;
                let key = rsa(&modulus, &exponent).ok_or_else(|| {
                    let (min, max) = (MODULUS_LEN_BITS.start(), MODULUS_LEN_BITS.end());
                    let reason = format!("{path} is no RSA key of {min} to {max} bits");
                    DocumentRefusal::bad_identifier(reason)
                })?;
                let canonical = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
                Ok(Self::of(&canonical, KeyKind::Rsa(Box::new(key))))
            }
            "EC" if text("crv")? == "P-256" => {
                let (x, y) = (text("x")?, text("y")?);
                let mut point = [4; 65];
                point[1..33].copy_from_slice(&coordinate(path, x)?);
                point[33..].copy_from_slice(&coordinate(path, y)?);
                let key = VerifyingKey::from_sec1_bytes(&point).map_err(|_| {
                    DocumentRefusal::bad_identifier(format!("{path} is no point of P-256"))
                })?;
                let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
                Ok(Self::of(&canonical, KeyKind::P256(Box::new(key))))
            }
            "OKP" if text("crv")? == "Ed25519" => {
                let x = text("x")?;
                let bytes = coordinate(path, x)?;
                Ok(Self::of(&okp(x), KeyKind::Ed25519(bytes)))
            }
            other => Err(DocumentRefusal::unsupported_value(format!(
                "{path} is a key of type {:?}",
                other.chars().take(20).collect::<String>()
            ))),
        }
    }

    /// The thumbprint, by which the ledger knows the key.
    #[must_use]
    pub const fn thumbprint(&self) -> Hash {
        self.thumbprint
    }

    /// What it can check.
    pub(super) const fn kind(&self) -> &KeyKind {
        &self.kind
    }

    fn of(canonical: &str, kind: KeyKind) -> Self {
        Self { thumbprint: Hash(Sha256::digest(canonical).into()), kind }
    }
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<rsa::PublicKey> {
    if modulus.len() > MODULUS_LEN_BITS.end() / 8 || exponent.len() > EXPONENT_LEN_BYTES_MAX {
        return None;
    }
    let number = BoxedUint::from_be_slice_vartime;
    let (modulus, exponent) = (number(modulus), number(exponent));
    rsa::PublicKey::new_with_size_limits(modulus, exponent, MODULUS_LEN_BITS).ok()
}

/// The id of an account's own key, as `bill_of_lading` computes it.
#[must_use]
pub fn account_key(account: &Address) -> Hash {
    Hash(Sha256::digest(okp(&base64url_text(&account.0))).into())
}

fn okp(x: &str) -> String {
    format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)
}

fn coordinate(path: &str, text: &str) -> Result<[u8; 32], DocumentRefusal> {
    let bytes = base64url(path, text)?;
    bytes.try_into().map_err(|_| {
        DocumentRefusal::bad_identifier(format!("{path} has a coordinate of another length"))
    })
}
