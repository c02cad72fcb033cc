//! Makes certificates, good and bad ones: an encoder of its own, so that no test rests on the
//! parser it tests.

use ed25519_dalek::Signer as _;

/// A private key of any kind.
pub enum Key {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
    #[cfg(feature = "gm")]
    Sm2(sm2::dsa::SigningKey),
}

pub const ED25519: &[u8] = &[0x06, 3, 0x2b, 0x65, 0x70];
const EC: &[u8] = &[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const ECDSA_SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
#[cfg(feature = "gm")]
const SM2: &[u8] = &[0x06, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d];
#[cfg(feature = "gm")]
const SM2_SM3: &[u8] = &[0x06, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75];

/// Kinds of keys that this build can sign with.
pub const KINDS: usize = if cfg!(feature = "gm") { 3 } else { 2 };

impl Key {
    /// A key of the kind `seed % KINDS`.
    pub fn new(seed: u8) -> Self {
        let secret = [seed + 1; 32];
        match usize::from(seed) % KINDS {
            0 => Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&secret)),
            1 => Self::P256(p256::ecdsa::SigningKey::from_slice(&secret).unwrap()),
            #[cfg(feature = "gm")]
            _ => Self::Sm2(sm2::dsa::SigningKey::from_slice("1234567812345678", &secret).unwrap()),
            #[cfg(not(feature = "gm"))]
            _ => unreachable!(),
        }
    }

    /// SubjectPublicKeyInfo.
    pub fn info(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key_info(&[ED25519], key.verifying_key().as_bytes()),
            Self::P256(key) => {
                key_info(&[EC, P256], key.verifying_key().to_sec1_point(false).as_bytes())
            }
            #[cfg(feature = "gm")]
            Self::Sm2(key) => {
                use sm2::elliptic_curve::sec1::ToSec1Point as _;
                key_info(&[EC, SM2], key.verifying_key().to_sec1_point(false).as_bytes())
            }
        }
    }

    pub fn algorithm(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(_) => tlv(0x30, &[ED25519]),
            Self::P256(_) => tlv(0x30, &[ECDSA_SHA256]),
            #[cfg(feature = "gm")]
            Self::Sm2(_) => tlv(0x30, &[SM2_SM3]),
        }
    }

    /// The algorithm with NULL for parameters.
    pub fn algorithm_with_null(&self) -> Vec<u8> {
        tlv(0x30, &[&self.algorithm()[2..], &[5, 0]])
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                pair(&signature.to_bytes())
            }
            #[cfg(feature = "gm")]
            Self::Sm2(key) => pair(&key.sign(message).to_bytes()),
        }
    }
}

/// What a certificate says.
#[derive(Clone)]
pub struct Template {
    /// Contents of the version field; `None` leaves it away, which means version 1.
    pub version: Option<u8>,
    pub serial: Vec<u8>,
    pub issuer: Vec<u8>,
    pub subject: Vec<u8>,
    pub not_before: &'static str,
    pub not_after: &'static str,
    /// SubjectPublicKeyInfo.
    pub info: Vec<u8>,
    pub extensions: Vec<Vec<u8>>,
    /// Signature algorithm in the signed part; the signer's when `None`.
    pub algorithm: Option<Vec<u8>>,
    /// The same in the outer part.
    pub outer_algorithm: Option<Vec<u8>>,
}

impl Template {
    pub fn issue(&self, signer: &Key) -> Vec<u8> {
        let version = self.version.map(|version| tlv(0xa0, &[&[2, 1, version]]));
        let validity = tlv(
            0x30,
            &[&tlv(0x17, &[self.not_before.as_bytes()]), &tlv(0x17, &[self.not_after.as_bytes()])],
        );
        let extensions = tlv(0xa3, &[&tlv(0x30, &[&self.extensions.concat()])]);
        let body = tlv(
            0x30,
            &[
                version.as_deref().unwrap_or_default(),
                &tlv(2, &[&self.serial]),
                &self.algorithm.clone().unwrap_or_else(|| signer.algorithm()),
                &self.issuer,
                &validity,
                &self.subject,
                &self.info,
                if self.extensions.is_empty() { &[] } else { &extensions },
            ],
        );
        let signature = tlv(3, &[&[0], &signer.sign(&body)]);
        let algorithm = self.outer_algorithm.clone().unwrap_or_else(|| signer.algorithm());
        tlv(0x30, &[&body, &algorithm, &signature])
    }
}

pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
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

pub fn key_info(algorithm: &[&[u8]], key: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x30, algorithm), &tlv(3, &[&[0], key])])
}

/// SubjectPublicKeyInfo of a point on P-256, whatever the bytes are.
pub fn p256_info(point: &[u8]) -> Vec<u8> {
    key_info(&[EC, P256], point)
}

/// A name of one attribute, the common name, as UTF8String.
pub fn name(common: &str) -> Vec<u8> {
    let attribute = tlv(0x30, &[&[6, 3, 0x55, 4, 3], &tlv(0x0c, &[common.as_bytes()])]);
    tlv(0x30, &[&tlv(0x31, &[&attribute])])
}

/// An extension with the identifier 2.5.29.`arc`.
pub fn extension(arc: u8, critical: bool, contents: &[u8]) -> Vec<u8> {
    let critical: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    tlv(0x30, &[&[6, 3, 0x55, 0x1d, arc], critical, &tlv(4, &[contents])])
}

/// Basic constraints.
pub fn authority(path_len: Option<u8>) -> Vec<u8> {
    let path_len = path_len.map(|limit| [2, 1, limit]);
    let path_len = path_len.as_ref().map_or(&[][..], |bytes| &bytes[..]);
    extension(19, true, &tlv(0x30, &[&[1, 1, 0xff], path_len]))
}

/// Key usage of the bits in `first`, the highest of which is digitalSignature.
pub fn key_usage(first: u8) -> Vec<u8> {
    let unused = u8::try_from(first.trailing_zeros()).unwrap();
    extension(15, true, &[3, 2, unused, first])
}

pub const DIGITAL_SIGNATURE: u8 = 0x80;
pub const NON_REPUDIATION: u8 = 0x40;
pub const KEY_ENCIPHERMENT: u8 = 0x20;
pub const KEY_CERT_SIGN: u8 = 0x04;

/// Extended key usage of id-kp and `arc`.
pub fn extended_key_usage(arc: u8) -> Vec<u8> {
    extension(37, false, &tlv(0x30, &[&[6, 8, 0x2b, 6, 1, 5, 5, 7, 3, arc]]))
}

/// `SEQUENCE { r INTEGER, s INTEGER }`.
fn pair(signature: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let start = bytes.iter().position(|byte| *byte != 0).unwrap();
        let sign: &[u8] = if bytes[start] >= 0x80 { &[0] } else { &[] };
        tlv(2, &[sign, &bytes[start..]])
    };
    tlv(0x30, &[&integer(&signature[..32]), &integer(&signature[32..])])
}
