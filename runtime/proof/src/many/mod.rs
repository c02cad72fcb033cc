//! One proof of many keys, of values and of absences, under one root.
//!
//! The proof is the part of the trie that the keys touch, in pre-order: each node before
//! those below it, children in order of their digits. The verifier brings the keys, sorts
//! them by key hash and knows at each branch under which children some of them lie.
//!
//! | bytes | meaning |
//! |---|---|
//! | 1 | format, [`VERSION`] |
//! | the rest | the node that is the whole trie |
//!
//! | node | meaning |
//! |---|---|
//! | `00` | nothing: every key here is absent |
//! | `01` | the leaf of that key here which has a value; the others are absent |
//! | `02`, key hash, value hash | the leaf of another key: every key here is absent |
//! | `1m`, hashes, nodes | a branch: 32 bytes for each bit of `m`, then the nodes of the children under which keys lie |
//!
//! Bit `i` of `m` says that child `i`, under which no key lies, is not empty; the bits of
//! the other children are zero, and so is no stated hash. Nothing may follow.

mod encode;
mod verify;
mod writer;

pub use encode::{Node, Nodes, encode_many};
pub use verify::{Claim, verify_many};
pub use writer::ManyWriter;

use crate::commitment::{self, ARITY};
use sandpact_abi::Hash;

/// The format of this module.
const VERSION: u8 = 2;

const EMPTY_NODE: u8 = 0x00;
const OWN_LEAF: u8 = 0x01;
const OTHER_LEAF: u8 = 0x02;
/// With the mask in the lower four bits.
const BRANCH: u8 = 0x10;

/// The bits of a branch's mask, in order of the digits.
const BITS: [u8; ARITY] = [1, 2, 4, 8];

/// Cuts off those of the sorted keys that have the first one's digit at `depth`.
fn split_group<T>(keys: &[T], depth: usize, key_hash: impl Fn(&T) -> &Hash) -> (usize, &[T], &[T]) {
    let digit_of = |key: &T| commitment::digit(key_hash(key), depth);
    let digit = keys.first().map_or(0, digit_of);
    let (group, rest) = keys.split_at(keys.partition_point(|key| digit_of(key) <= digit));
    (digit, group, rest)
}
