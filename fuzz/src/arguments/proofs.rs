//! Proofs: bytes prove nothing by chance, and what proves something has one encoding.

use arbitrary::{Arbitrary, Result, Unstructured};
use sandpact_abi::{Address, Hash};
use sandpact_proof::{
    Claim, ManyWriter, ProofError, Siblings, Terminal,
    commitment::{self, DEPTH_MAX},
    encode, verify_absence, verify_inclusion, verify_many,
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
    let keys = [1_u8, 2, 3, 4, 5, 6, 7, 8].map(|byte| [byte]);
    let claims = keys.each_ref().map(|key| {
        let value = (key[0] < 4).then_some(VALUE);
        Claim { contract: &CONTRACT, key, value }
    });
    assert!(verify_many(&root, &claims, proof).is_err());
    assert!(verify_many(&root, claims.split_at(3).1, proof).is_err());
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
    unchangeable(source, &encode(&terminal, &levels), |proof| verify(&terminal, &root, proof))?;
    let many = encode_as_many(&own, &terminal, &levels);
    unchangeable(source, &many, |proof| {
        let value = (terminal == Terminal::Present).then_some(VALUE);
        verify_many(&root, &[Claim { contract: &CONTRACT, key: KEY, value }], proof)
    })
}

/// A true proof is accepted, and none with one other bit or one byte more.
fn unchangeable(
    source: &mut Unstructured<'_>,
    proof: &[u8],
    verify: impl Fn(&[u8]) -> core::result::Result<(), ProofError>,
) -> Result<()> {
    assert_eq!(verify(proof), Ok(()), "a true proof is refused");
    let bit = source.int_in_range(0..=proof.len().saturating_mul(8).saturating_sub(1))?;
    let mut changed = proof.to_vec();
    if let Some(byte) = changed.get_mut(bit >> 3) {
        *byte ^= 1 << (bit & 7);
    }
    assert!(verify(&changed).is_err(), "bit {bit} means nothing");
    assert!(verify(&[proof, &[0]].concat()).is_err(), "a byte too many");
    Ok(())
}

/// The same path as a proof of many keys, from the root down.
fn encode_as_many(own: &Hash, terminal: &Terminal, levels: &[Siblings]) -> Vec<u8> {
    let mut proof = ManyWriter::new();
    for (depth, [a, b, c]) in levels.iter().rev().enumerate() {
        proof.branch(match commitment::digit(own, depth) {
            0 => [None, Some(a), Some(b), Some(c)],
            1 => [Some(a), None, Some(b), Some(c)],
            2 => [Some(a), Some(b), None, Some(c)],
            _ => [Some(a), Some(b), Some(c), None],
        });
    }
    match terminal {
        Terminal::Present => proof.own_leaf(),
        Terminal::Empty => proof.empty(),
        Terminal::OtherLeaf { key_hash, value_hash } => proof.other_leaf(key_hash, value_hash),
    }
    proof.into_bytes()
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
