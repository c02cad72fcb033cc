//! Base64 with padding (RFC 4648 section 4), with line breaks as XML documents have them.

/// The bytes of a text; none when it is not one.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    digits.truncate(digits.len().saturating_sub(padding));
    let mut bytes = Vec::new();
    for chunk in digits.chunks(4) {
        let mut bits = 0_u32;
        for byte in chunk {
            bits = (bits << 6) | value(*byte)?;
        }
        let (shift, skip) = match chunk.len() {
            4 => (0, 1_usize),
            3 => (2, 2),
            2 => (4, 3),
            _ => return None,
        };
        if bits.trailing_zeros() < shift {
            return None;
        }
        bytes.extend((bits >> shift).to_be_bytes().into_iter().skip(skip));
    }
    Some(bytes)
}

fn value(byte: u8) -> Option<u32> {
    let offset =
        |first: u8, base: u32| u32::from(byte).checked_sub(first.into())?.checked_add(base);
    match byte {
        b'A'..=b'Z' => offset(b'A', 0),
        b'a'..=b'z' => offset(b'a', 26),
        b'0'..=b'9' => offset(b'0', 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
