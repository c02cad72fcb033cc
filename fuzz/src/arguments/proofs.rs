//! Proofs: bytes prove nothing by chance, and what proves something has one encoding.

use arbitrary::{Arbitrary, Result, Unstructured};
use sandpact_abi::{Address, Hash};
use sandpact_proof::{
    ProofError, Siblings, Terminal,
    commitment::{self, DEPTH_MAX},
    encode, verify_absence, verify_inclusion,
};

const CONTRACT: Address = Address([7; 32]);
const KEY: &[u8] = b"key";
const VALUE: &[u8] = b"value";

/// The first byte says whether the rest is a proof, or what one is made of.
pub fn check(bytes: &[u8]) {
    match bytes.split_first() {
        Some((0, proof)) => by_chance(proof),
        Some((_, rest)) => {
            // Too few bytes make no path.
            let _ = made(&mut Unstructured::new(rest));
        }
        None => {}
    }
}

fn by_chance(proof: &[u8]) {
    let root = Hash([9; 32]);
    assert!(verify_inclusion(&root, &CONTRACT, KEY, VALUE, proof).is_err());
    assert!(verify_absence(&root, &CONTRACT, KEY, proof).is_err());
}

/// Makes a path with the root that it leads to; then changes one bit of the proof.
fn made(source: &mut Unstructured<'_>) -> Result<()> {
    let levels = levels(source)?;
    let own = commitment::key_hash(&CONTRACT, KEY);
    let terminal = terminal(source, &own, levels.len())?;
    let end = match terminal {
        Terminal::Present => commitment::leaf(&own, &commitment::value_hash(VALUE)),
        Terminal::Empty => commitment::EMPTY,
        Terminal::OtherLeaf { key_hash, value_hash } => commitment::leaf(&key_hash, &value_hash),
    };
    let root = climb(&own, end, &levels);
    let proof = encode(&terminal, &levels);
    assert_eq!(verify(&terminal, &root, &proof), Ok(()), "a true proof is refused");
    let bit = source.int_in_range(0..=proof.len().saturating_mul(8).saturating_sub(1))?;
    let mut changed = proof.clone();
    if let Some(byte) = changed.get_mut(bit >> 3) {
        *byte ^= 1 << (bit & 7);
    }
    assert!(verify(&terminal, &root, &changed).is_err(), "bit {bit} means nothing");
    assert!(verify(&terminal, &root, &[&proof[..], &[0]].concat()).is_err(), "a byte too many");
    Ok(())
}

fn verify(terminal: &Terminal, root: &Hash, proof: &[u8]) -> core::result::Result<(), ProofError> {
    match terminal {
        Terminal::Present => verify_inclusion(root, &CONTRACT, KEY, VALUE, proof),
        Terminal::Empty | Terminal::OtherLeaf { .. } => verify_absence(root, &CONTRACT, KEY, proof),
    }
}

fn levels(source: &mut Unstructured<'_>) -> Result<Vec<Siblings>> {
    let depth = source.int_in_range(0..=DEPTH_MAX)?;
    (0..depth)
        .map(|_| {
            let mut siblings = [commitment::EMPTY; 3];
            for sibling in &mut siblings {
                if source.arbitrary()? {
                    sibling.0 = [source.arbitrary()?; 32];
                }
            }
            Ok(siblings)
        })
        .collect()
}

/// What lies at the end of the key's path; another leaf shares the path.
fn terminal(source: &mut Unstructured<'_>, own: &Hash, depth: usize) -> Result<Terminal> {
    Ok(match u8::arbitrary(source)?.checked_rem(3) {
        Some(0) => Terminal::Present,
        Some(1) => Terminal::Empty,
        _ => {
            let mut key_hash = *own;
            // The last digit differs: at the deepest level there is no room for another leaf.
            key_hash.0[31] ^= 1;
            if depth >= DEPTH_MAX {
                return Ok(Terminal::Empty);
            }
            Terminal::OtherLeaf { key_hash, value_hash: Hash(source.arbitrary()?) }
        }
    })
}

fn climb(own: &Hash, end: Hash, levels: &[Siblings]) -> Hash {
    let depths = (0..levels.len()).rev();
    levels.iter().zip(depths).fold(end, |hash, ([a, b, c], depth)| {
        commitment::branch(&match commitment::digit(own, depth) {
            0 => [hash, *a, *b, *c],
            1 => [*a, hash, *b, *c],
            2 => [*a, *b, hash, *c],
            _ => [*a, *b, *c, hash],
        })
    })
}
