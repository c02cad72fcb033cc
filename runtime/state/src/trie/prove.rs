//! The proof of one key against the root as it is.

use super::{
    Trie,
    arena::ROOT,
    delta::siblings,
    link::{Branch, Kind, digit},
};
use sandpact_abi::Hash;
use sandpact_proof::{Siblings, Terminal, commitment::EMPTY};

/// Branches on most paths: those of four billion leaves.
const PATH_BRANCHES: usize = 16;

impl Trie {
    /// The encoded proof that a key has its value or none; `None` when its path leads out of
    /// memory. Copies no node, as [`super::Delta`] does.
    pub(super) fn prove_in_memory(&self, key_hash: &Hash) -> Option<Vec<u8>> {
        // Siblings are read on the way down, while memory is waited for that lies further down.
        let (mut link, mut levels) =
            (self.arena.slot(ROOT).link, Vec::with_capacity(PATH_BRANCHES));
        let terminal = loop {
            match link.kind() {
                Kind::Empty => break Terminal::Empty,
                Kind::Leaf(leaf) => {
                    let leaf = self.arena.leaf(leaf);
                    let (found, value_hash) = (leaf.key_hash, leaf.value_hash);
                    break if found == *key_hash {
                        Terminal::Present
                    } else {
                        Terminal::OtherLeaf { key_hash: found, value_hash }
                    };
                }
                Kind::Outside(_) => return None,
                Kind::Branch(branch) => {
                    let own = digit(key_hash, levels.len());
                    levels.push(self.siblings(branch, own));
                    if !branch.has(own) {
                        break Terminal::Empty;
                    }
                    link = self.arena.slots[branch.slot(own)].link;
                }
            }
        };
        levels.reverse();
        Some(sandpact_proof::encode(&terminal, &levels))
    }

    fn siblings(&self, branch: Branch, own: usize) -> Siblings {
        let mut children = [EMPTY; 4];
        for digit in branch.digits() {
            children[digit] = self.arena.slots[branch.slot(digit)].hash;
        }
        siblings(children, own)
    }
}
