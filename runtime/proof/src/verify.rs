//! From a proof's end up to the root, one level at a time.

use crate::{
    ProofError, Terminal,
    commitment::{self, ARITY, EMPTY},
    format::{Parsed, Siblings},
};
use sandpact_abi::{Address, Hash};

/// Checks that under `root` the contract's `key` holds `value`.
///
/// # Errors
/// [`ProofError`] when this proof does not show it.
pub fn verify_inclusion(
    root: &Hash,
    contract: &Address,
    key: &[u8],
    value: &[u8],
    proof: &[u8],
) -> Result<(), ProofError> {
    let key_hash = commitment::key_hash(contract, key);
    let parsed = Parsed::new(proof)?;
    match parsed.terminal {
        Terminal::Present => {
            let leaf = commitment::leaf(&key_hash, &commitment::value_hash(value));
            climb(root, &key_hash, leaf, parsed)
        }
        Terminal::Empty | Terminal::OtherLeaf { .. } => Err(ProofError::WrongKind),
    }
}

/// Checks that under `root` the contract's `key` holds no value.
///
/// # Errors
/// [`ProofError`] when this proof does not show it.
pub fn verify_absence(
    root: &Hash,
    contract: &Address,
    key: &[u8],
    proof: &[u8],
) -> Result<(), ProofError> {
    let own = commitment::key_hash(contract, key);
    let parsed = Parsed::new(proof)?;
    let end = match parsed.terminal {
        Terminal::Present => return Err(ProofError::WrongKind),
        Terminal::Empty => EMPTY,
        Terminal::OtherLeaf { key_hash, value_hash } => {
            if key_hash == own || !shares_path(&own, &key_hash, parsed.depth) {
                return Err(ProofError::OtherPath);
            }
            commitment::leaf(&key_hash, &value_hash)
        }
    };
    climb(root, &own, end, parsed)
}

/// Whether two keys have the same first `depth` digits.
pub fn shares_path(a: &Hash, b: &Hash, depth: usize) -> bool {
    (0..depth).all(|level| commitment::digit(a, level) == commitment::digit(b, level))
}

fn climb(
    root: &Hash,
    key_hash: &Hash,
    end: Hash,
    mut parsed: Parsed<'_>,
) -> Result<(), ProofError> {
    let mut hash = end;
    for level in (0..parsed.depth).rev() {
        let siblings = parsed.siblings()?;
        hash = commitment::branch(&children(commitment::digit(key_hash, level), hash, siblings));
    }
    parsed.end()?;
    if hash == *root { Ok(()) } else { Err(ProofError::WrongRoot) }
}

/// The four children: the path's own at its digit, the siblings around it.
fn children(digit: usize, own: Hash, [a, b, c]: Siblings) -> [Hash; ARITY] {
    match digit {
        0 => [own, a, b, c],
        1 => [a, own, b, c],
        2 => [a, b, own, c],
        _ => [a, b, c, own],
    }
}
