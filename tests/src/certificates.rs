//! Certificates for tests, of keys of any kind: an encoder of X.509 (RFC 5280) by hand, so that no
//! test rests on the parser that it tests. Nothing here is copied from an authority.

use sandpact_abi::{PublicKey, Signature};
use sandpact_client::key::KeyPair;

/// id-Ed25519, RFC 8410.
const ED25519: &[u8] = &[6, 3, 0x2b, 0x65, 0x70];
/// id-ecPublicKey and secp256r1, RFC 5480; ecdsa-with-SHA256, RFC 5758.
const EC: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const ECDSA_SHA256: &[u8] = &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// The curve of SM2, and SM2 with SM3, GM/T 0006-2012.
const SM2: &[u8] = &[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d];
const SM2_SM3: &[u8] = &[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75];

/// What a certificate says.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    /// Common name of whom it is about.
    pub subject: &'a str,
    /// Its serial number, below 128.
    pub serial: u8,
    /// First and last second, as UTCTime writes them: `260105000000Z`.
    pub validity: (&'a str, &'a str),
    /// Whether it is an authority's.
    pub is_authority: bool,
}

impl<'a> Saying<'a> {
    /// A member's, for the years 2026 to 2035.
    #[must_use]
    pub fn member(subject: &'a str, serial: u8) -> Self {
        let validity = ("260101000000Z", "351231235959Z");
        Self { subject, serial, validity, is_authority: false }
    }

    /// An authority's, for as long.
    #[must_use]
    pub fn authority(subject: &'a str, serial: u8) -> Self {
        Self { is_authority: true, ..Self::member(subject, serial) }
    }

    /// Valid from a second to another.
    #[must_use]
    pub fn valid(self, from: &'a str, until: &'a str) -> Self {
        Self { validity: (from, until), ..self }
    }

    /// The certificate of a key in DER, issued under a common name with a key.
    #[must_use]
    pub fn issued(&self, key: PublicKey, (issuer, signer): (&str, &KeyPair)) -> Vec<u8> {
        let algorithm = tlv(0x30, &[signature_algorithm(signer)]);
        let (not_before, not_after) = self.validity;
        let times = [tlv(0x17, &[not_before.as_bytes()]), tlv(0x17, &[not_after.as_bytes()])];
        let body = tlv(
            0x30,
            &[
                // Version 3.
                &[0xa0, 3, 2, 1, 2],
                &tlv(2, &[&[self.serial]]),
                &algorithm,
                &name(issuer),
                &tlv(0x30, &[&times.concat()]),
                &name(self.subject),
                &key_info(&key),
                &tlv(0xa3, &[&tlv(0x30, &[&self.extensions()])]),
            ],
        );
        let signature = tlv(3, &[&[0], &signature(&signer.sign(&body))]);
        tlv(0x30, &[&body, &algorithm, &signature])
    }

    /// Its own certificate of an authority's key.
    #[must_use]
    pub fn self_issued(&self, key: &KeyPair) -> Vec<u8> {
        self.issued(key.public_key(), (self.subject, key))
    }

    /// Key usage, and for an authority basic constraints (section 4.2.1).
    fn extensions(&self) -> Vec<u8> {
        if !self.is_authority {
            return extension(15, &[3, 2, 7, 0x80]);
        }
        [extension(19, &[0x30, 3, 1, 1, 0xff]), extension(15, &[3, 2, 2, 4])].concat()
    }
}

fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let len = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let mut bytes = vec![tag];
    match contents.len() {
        0..0x80 => bytes.push(len[1]),
        0x80..0x100 => bytes.extend([0x81, len[1]]),
        _ => bytes.extend([0x82, len[0], len[1]]),
    }
    bytes.extend(contents);
    bytes
}

/// A name of common names, one for each piece between slashes.
fn name(common: &str) -> Vec<u8> {
    let part = |piece: &str| {
        let attribute = tlv(0x30, &[&[6, 3, 0x55, 4, 3], &tlv(0x0c, &[piece.as_bytes()])]);
        tlv(0x31, &[&attribute])
    };
    tlv(0x30, &[&common.split('/').map(part).collect::<Vec<_>>().concat()])
}

/// A critical extension with the identifier 2.5.29.`arc`.
fn extension(arc: u8, contents: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&[6, 3, 0x55, 0x1d, arc], &[1, 1, 0xff], &tlv(4, &[contents])])
}

fn key_info(key: &PublicKey) -> Vec<u8> {
    let algorithm: &[&[u8]] = match key {
        PublicKey::Ed25519(_) => &[ED25519],
        PublicKey::P256(_) => &[EC, P256],
        PublicKey::Sm2(_) => &[EC, SM2],
    };
    tlv(0x30, &[&tlv(0x30, algorithm), &tlv(3, &[&[0], key.as_bytes()])])
}

fn signature_algorithm(signer: &KeyPair) -> &'static [u8] {
    match signer.public_key() {
        PublicKey::Ed25519(_) => ED25519,
        PublicKey::P256(_) => ECDSA_SHA256,
        PublicKey::Sm2(_) => SM2_SM3,
    }
}

/// As certificates have it: as it is, or `SEQUENCE { r INTEGER, s INTEGER }`.
fn signature(signature: &Signature) -> Vec<u8> {
    let integer = |half: &[u8]| {
        let start = half.iter().position(|byte| *byte != 0).unwrap();
        let sign: &[u8] = if half[start] >= 0x80 { &[0] } else { &[] };
        tlv(2, &[sign, &half[start..]])
    };
    let bytes = signature.as_bytes();
    match signature {
        Signature::Ed25519(_) => bytes.to_vec(),
        Signature::P256(_) | Signature::Sm2(_) => {
            tlv(0x30, &[&integer(&bytes[..32]), &integer(&bytes[32..])])
        }
    }
}
