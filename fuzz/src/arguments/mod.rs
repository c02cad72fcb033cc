//! Bytes and texts that a stranger sends as a transaction, a description, arguments or a
//! proof: whatever decodes encodes to the same bytes, and nothing else decodes.

mod description;
mod methods;
mod proofs;
mod transaction;
mod values;

use crate::memory::Bound;

pub use methods::readable;

/// What decoding into our own types may take. A type of one byte in a description takes 80,
/// in a list that doubles as it grows: 150 were measured; and each of 32 nested lists is made
/// room for before its items are read: 490 kB were.
const MEMORY: Bound = Bound { per_byte: 192, fixed: 768 * 1024 };

/// The first byte names the decoder of the rest.
///
/// # Panics
/// On a finding.
pub fn check(bytes: &[u8]) {
    let Some((decoder, rest)) = bytes.split_first() else { return };
    match decoder.checked_rem(6) {
        Some(0) => transaction::check(rest),
        Some(1) => description::check(rest),
        Some(2) => values::check_bytes(rest),
        Some(3) => values::check_text(rest),
        Some(4) => methods::check(rest),
        _ => proofs::check(rest),
    }
}
