//! Base64url and signatures of JSON Web Signatures (RFC 7515, RFC 7518, RFC 8037).

use super::block::Block;
use super::json::parse;
use super::jwk::{Jwk, KeyKind};
use crate::document::DocumentRefusal;
use crate::fhir::json::Node;
use p256::ecdsa::Signature as P256Signature;
use p256::ecdsa::signature::Verifier as _;
use rsa::pkcs1v15::{Signature as RsaSignature, VerifyingKey};
use rsa::sha2::Sha256;
use sandpact_abi::{PublicKey, Signature};

/// The alphabet of RFC 4648 section 5.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Checks the first signature of a block under a key. It covers the protected header and the
/// payload (RFC 7515 section 5.2).
///
/// # Errors
/// `DigestMismatch` when it does not hold; `UnsupportedValue` for another algorithm than RS256,
/// ES256 and EdDSA, one of another kind of key, and a header that must be understood (`crit`).
pub fn check_signature(block: &Block, key: &Jwk) -> Result<(), DocumentRefusal> {
    let path = "signatures[0].protected";
    let header = parse(&base64url(path, &block.protected)?)?;
    let header = Node::new(path, &header)?;
    if header.get("crit").is_some() {
        return Err(DocumentRefusal::unsupported_value(format!("{path} has `crit`")));
    }
    let signed = format!("{}.{}", block.protected, block.payload);
    let signature = base64url("signatures[0].signature", &block.signature)?;
    let holds = match (header.required_text("alg")?, key.kind()) {
        ("RS256", KeyKind::Rsa(key)) => verify_rs256(key, signed.as_bytes(), &signature),
        ("ES256", KeyKind::P256(key)) => P256Signature::from_slice(&signature)
            .is_ok_and(|signature| key.verify(signed.as_bytes(), &signature).is_ok()),
        ("EdDSA" | "Ed25519", KeyKind::Ed25519(key)) => signature
            .try_into()
            .is_ok_and(|signature| verify_ed25519(key, signed.as_bytes(), signature)),
        (other, _) => {
            let reason = format!("{path}: {:?} is no algorithm of the key", shortened(other));
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    };
    if holds {
        Ok(())
    } else {
        Err(DocumentRefusal::digest_mismatch("the block's signature does not hold under the key"))
    }
}

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).
pub(super) fn verify_rs256(key: &rsa::PublicKey, message: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::<Sha256>::new(key.clone());
    RsaSignature::try_from(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

fn verify_ed25519(key: &[u8; 32], message: &[u8], signature: [u8; 64]) -> bool {
    sandpact_keys::verify(&PublicKey::Ed25519(*key), message, &Signature::Ed25519(signature))
}

fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

/// Decodes base64url without padding. One text for each byte string: bits that nothing needs are
/// zero (RFC 4648 section 3.5).
pub fn base64url(path: &str, text: &str) -> Result<Vec<u8>, DocumentRefusal> {
    let bad = || DocumentRefusal::not_well_formed(format!("{path} is no base64url (RFC 4648)"));
    let mut bytes = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for byte in chunk {
            let index = ALPHABET.iter().position(|it| it == byte).ok_or_else(bad)?;
            bits = (bits << 6) | u32::try_from(index).map_err(|_| bad())?;
        }
        // 2, 3 or 4 characters are 1, 2 or 3 bytes; what is left over must be zero.
        let (shift, len) = match chunk.len() {
            4 => (0, 3_usize),
            3 => (2, 2),
            2 => (4, 1),
            _ => return Err(bad()),
        };
        if bits.trailing_zeros() < shift {
            return Err(bad());
        }
        let whole = (bits >> shift).to_be_bytes();
        bytes.extend(whole.iter().skip(4_usize.saturating_sub(len)));
    }
    Ok(bytes)
}

/// Encodes base64url without padding.
#[must_use]
pub fn base64url_text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        for (place, byte) in group.iter_mut().skip(1).zip(chunk) {
            *place = *byte;
        }
        let bits = u32::from_be_bytes(group);
        for shift in [18, 12, 6, 0].into_iter().take(chunk.len().saturating_add(1)) {
            let index = usize::try_from((bits >> shift) & 63).unwrap_or_default();
            text.extend(ALPHABET.get(index).map(|byte| char::from(*byte)));
        }
    }
    text
}
