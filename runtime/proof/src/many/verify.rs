//! From a proof of many keys to its root, with a stack of our own.

use super::{BITS, BRANCH, EMPTY_NODE, OTHER_LEAF, OWN_LEAF, VERSION, split_group};
use crate::{
    ProofError,
    commitment::{self, ARITY, DEPTH_MAX, EMPTY},
    reader::Reader,
    verify::shares_path,
};
use alloc::vec::Vec;
use sandpact_abi::{Address, Hash};

/// What is said of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim<'a> {
    /// Whose key it is.
    pub contract: &'a Address,
    /// The key.
    pub key: &'a [u8],
    /// Its value; `None` says that it has none.
    pub value: Option<&'a [u8]>,
}

/// Checks that under `root` every claim holds. The claims may be in any order; a proof
/// of other keys, of more or of fewer, is not accepted.
///
/// Takes memory for the claims and, whatever the proof says, for [`DEPTH_MAX`] branches;
/// hashes each byte of the proof once.
///
/// # Errors
/// [`ProofError`] when this proof does not show it: [`ProofError::NoKeys`] and
/// [`ProofError::DuplicateKey`] for claims that no proof is for.
pub fn verify_many(root: &Hash, claims: &[Claim<'_>], proof: &[u8]) -> Result<(), ProofError> {
    let keys = sorted(claims)?;
    let mut reader = Reader::new(proof);
    let version = reader.byte()?;
    if version != VERSION {
        return Err(ProofError::UnknownVersion { version });
    }
    let hash = hash_of(&mut reader, &keys)?;
    reader.end()?;
    if hash == *root { Ok(()) } else { Err(ProofError::WrongRoot) }
}

/// A claim as the trie knows it.
struct Key<'a> {
    hash: Hash,
    value: Option<&'a [u8]>,
}

fn sorted<'a>(claims: &[Claim<'a>]) -> Result<Vec<Key<'a>>, ProofError> {
    if claims.is_empty() {
        return Err(ProofError::NoKeys);
    }
    let key = |claim: &Claim<'a>| Key {
        hash: commitment::key_hash(claim.contract, claim.key),
        value: claim.value,
    };
    let mut keys: Vec<_> = claims.iter().map(key).collect();
    keys.sort_unstable_by_key(|key| key.hash);
    if keys.is_sorted_by(|a, b| a.hash < b.hash) { Ok(keys) } else { Err(ProofError::DuplicateKey) }
}

/// The hash of the whole trie. Each turn reads at least one byte.
fn hash_of(reader: &mut Reader<'_>, keys: &[Key<'_>]) -> Result<Hash, ProofError> {
    let mut branches: Vec<Branch<'_>> = Vec::new();
    let mut group = keys;
    loop {
        let kind = reader.byte()?;
        let ended = if kind & !0xf == BRANCH {
            if branches.len() >= DEPTH_MAX {
                return Err(reader.malformed());
            }
            branches.push(Branch::read(reader, kind & 0xf, group, branches.len())?);
            None
        } else {
            Some(end(reader, kind, group, branches.len())?)
        };
        match next_group(&mut branches, ended) {
            Next::Group(next) => group = next,
            Next::Root(hash) => return Ok(hash),
        }
    }
}

/// What comes after a node.
enum Next<'a> {
    /// The node of these keys.
    Group(&'a [Key<'a>]),
    /// Nothing.
    Root(Hash),
}

/// Hashes every branch that the node `ended` completes; none does when it is a branch.
fn next_group<'a>(branches: &mut Vec<Branch<'a>>, mut ended: Option<Hash>) -> Next<'a> {
    loop {
        let depth = branches.len().saturating_sub(1);
        let Some(branch) = branches.last_mut() else { return Next::Root(ended.unwrap_or(EMPTY)) };
        if let Some(hash) = ended {
            branch.set_walked(hash);
        }
        if let Some(group) = branch.walk(depth) {
            return Next::Group(group);
        }
        ended = Some(commitment::branch(&branch.children));
        branches.pop();
    }
}

/// A branch whose children are being walked.
struct Branch<'a> {
    children: [Hash; ARITY],
    /// The child that is being walked.
    digit: usize,
    /// The keys under children that are still to be walked.
    rest: &'a [Key<'a>],
}

impl<'a> Branch<'a> {
    /// Reads the hashes of the children under which no key lies.
    fn read(
        reader: &mut Reader<'_>,
        mask: u8,
        keys: &'a [Key<'a>],
        depth: usize,
    ) -> Result<Self, ProofError> {
        if mask & walked(keys, depth) != 0 {
            return Err(reader.malformed());
        }
        let mut children = [EMPTY; ARITY];
        for (bit, child) in BITS.into_iter().zip(&mut children) {
            if mask & bit != 0 {
                *child = reader.subtree()?;
            }
        }
        Ok(Self { children, digit: 0, rest: keys })
    }

    /// Goes on to the next child under which keys lie.
    fn walk(&mut self, depth: usize) -> Option<&'a [Key<'a>]> {
        if self.rest.is_empty() {
            return None;
        }
        let (digit, group, rest) = split_group(self.rest, depth, |key| &key.hash);
        (self.digit, self.rest) = (digit, rest);
        Some(group)
    }

    fn set_walked(&mut self, hash: Hash) {
        if let Some(child) = self.children.get_mut(self.digit) {
            *child = hash;
        }
    }
}

/// The mask of the children under which keys lie.
fn walked(keys: &[Key<'_>], depth: usize) -> u8 {
    let (mut mask, mut rest) = (0, keys);
    while !rest.is_empty() {
        let (digit, _, others) = split_group(rest, depth, |key| &key.hash);
        mask |= BITS.get(digit).copied().unwrap_or(0);
        rest = others;
    }
    mask
}

/// The hash of a node with nothing below it, in which `keys` lie: at most one of them is
/// there.
fn end(
    reader: &mut Reader<'_>,
    kind: u8,
    keys: &[Key<'_>],
    depth: usize,
) -> Result<Hash, ProofError> {
    let mut present = keys.iter().filter_map(|key| Some((&key.hash, key.value?)));
    match (kind, present.next(), present.next()) {
        (EMPTY_NODE, None, _) => Ok(EMPTY),
        (OWN_LEAF, Some((hash, value)), None) => {
            Ok(commitment::leaf(hash, &commitment::value_hash(value)))
        }
        (OTHER_LEAF, None, _) => other_leaf(reader, keys, depth),
        (EMPTY_NODE | OWN_LEAF | OTHER_LEAF, ..) => Err(ProofError::WrongKind),
        _ => Err(reader.malformed()),
    }
}

fn other_leaf(reader: &mut Reader<'_>, keys: &[Key<'_>], depth: usize) -> Result<Hash, ProofError> {
    let (key_hash, value_hash) = (reader.hash()?, reader.hash()?);
    // All keys here share their first digits, so one stands for all.
    let on_path = keys.first().is_some_and(|key| shares_path(&key.hash, &key_hash, depth));
    if !on_path || keys.binary_search_by_key(&key_hash, |key| key.hash).is_ok() {
        return Err(ProofError::OtherPath);
    }
    Ok(commitment::leaf(&key_hash, &value_hash))
}
