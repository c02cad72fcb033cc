//! What a contract may depend on, with a fault in it.
#![no_std]
#![allow(clippy::arithmetic_side_effects)]

/// The share of `total` that each of `parts` gets.
///
/// # Panics
/// When there are no parts.
#[must_use]
pub fn share(total: u64, parts: u64) -> u64 {
    assert!(parts > 0, "there are parts"); // FAULT 17
    total / parts
}
