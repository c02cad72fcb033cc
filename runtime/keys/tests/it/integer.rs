//! Arithmetic on 32-byte integers, most significant byte first.

/// Order of the group of Ed25519, RFC 8032 section 5.1.
pub const ED25519_ORDER: &str = "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed";
/// Order of P-256, SP 800-186 section 3.2.1.3.
pub const P256_ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
/// The prime of P-256, SP 800-186 section 3.2.1.3.
pub const P256_PRIME: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
pub fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    hex::decode(hex).unwrap().try_into().unwrap()
}

/// `None` beyond 2^256 - 1.
pub fn add(a: [u8; 32], b: [u8; 32]) -> Option<[u8; 32]> {
    let mut sum = [0; 32];
    let mut carry = 0_u16;
    for at in (0..32).rev() {
        let digit = u16::from(a[at]) + u16::from(b[at]) + carry;
        sum[at] = digit.to_le_bytes()[0];
        carry = digit >> 8;
    }
    (carry == 0).then_some(sum)
}

/// `a - b`, which must not be negative.
pub fn subtract(a: [u8; 32], b: [u8; 32]) -> [u8; 32] {
    assert!(a >= b);
    let mut difference = [0; 32];
    let mut borrow = 0_u16;
    for at in (0..32).rev() {
        let digit = 256 + u16::from(a[at]) - u16::from(b[at]) - borrow;
        difference[at] = digit.to_le_bytes()[0];
        borrow = 1 - (digit >> 8);
    }
    difference
}

pub fn small(value: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[31] = value;
    bytes
}

pub fn reversed(mut bytes: [u8; 32]) -> [u8; 32] {
    bytes.reverse();
    bytes
}

/// The two halves of a signature.
pub fn halves(signature: &[u8; 64]) -> ([u8; 32], [u8; 32]) {
    (signature[..32].try_into().unwrap(), signature[32..].try_into().unwrap())
}

pub fn joined(first: [u8; 32], second: [u8; 32]) -> [u8; 64] {
    let mut both = [0; 64];
    both[..32].copy_from_slice(&first);
    both[32..].copy_from_slice(&second);
    both
}
