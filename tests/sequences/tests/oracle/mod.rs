//! An oracle that checks RS256 signatures (RFC 8017 section 8.2.2, RFC 7518 section 3.3), as one
//! would off the ledger with a library for RSA. For tests only: slow, and not in constant time.

use sha2::{Digest as _, Sha256};

/// A number, most significant byte first, as wide as the modulus.
type Number = Vec<u8>;

/// DigestInfo of SHA-256 before the digest (RFC 8017 section 9.2, note 1).
const DIGEST_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// Whether the signature of `message` holds under the key of modulus `n` and exponent `e`.
pub fn verify_rs256(n: &[u8], e: &[u8], message: &[u8], signature: &[u8]) -> bool {
    if signature.len() != n.len() || signature >= n {
        return false;
    }
    let digest = Sha256::digest(message);
    let padding = n.len() - 3 - DIGEST_INFO.len() - digest.len();
    let mut expected = vec![0, 1];
    expected.resize(2 + padding, 0xff);
    expected.push(0);
    expected.extend(DIGEST_INFO);
    expected.extend(digest);
    power(signature, e, n) == expected
}

/// `base` to the `exponent` modulo `modulus`.
fn power(base: &[u8], exponent: &[u8], modulus: &[u8]) -> Number {
    let mut result = vec![0; modulus.len()];
    result[modulus.len() - 1] = 1;
    for bit in bits(exponent) {
        result = product(&result, &result, modulus);
        if bit {
            result = product(&result, base, modulus);
        }
    }
    result
}

fn product(a: &[u8], b: &[u8], modulus: &[u8]) -> Number {
    let mut result = vec![0; modulus.len()];
    for bit in bits(b) {
        let doubled = result.clone();
        result = sum(&result, &doubled, modulus);
        if bit {
            result = sum(&result, a, modulus);
        }
    }
    result
}

/// The sum of two numbers below the modulus, below the modulus.
fn sum(a: &[u8], b: &[u8], modulus: &[u8]) -> Number {
    let mut carry = 0_u16;
    let mut result: Number = vec![0; modulus.len()];
    for index in (0..modulus.len()).rev() {
        let digit = u16::from(a[index]) + u16::from(b[index]) + carry;
        result[index] = (digit & 0xff) as u8;
        carry = digit >> 8;
    }
    if carry == 1 || result.as_slice() >= modulus {
        let mut borrow = 0_i16;
        for index in (0..modulus.len()).rev() {
            let digit = i16::from(result[index]) - i16::from(modulus[index]) - borrow;
            borrow = i16::from(digit < 0);
            result[index] = (digit & 0xff) as u8;
        }
    }
    result
}

/// From the most significant bit on.
fn bits(bytes: &[u8]) -> impl Iterator<Item = bool> + '_ {
    bytes.iter().flat_map(|byte| (0..8).rev().map(move |shift| byte >> shift & 1 == 1))
}
