//! From the root down to where a key lies or would lie.

use super::{Node, Trie};
use sandpact_abi::Hash;
use sandpact_proof::{Siblings, Terminal, commitment::digit, encode};

impl Trie {
    /// The encoded proof that `key_hash` has its value or none.
    pub fn prove(&self, key_hash: &Hash) -> Vec<u8> {
        let mut levels: Vec<Siblings> = Vec::new();
        let mut node = &self.root;
        while let Node::Branch(branch) = node {
            let own = digit(key_hash, levels.len());
            levels.push(siblings(&branch.children.each_ref().map(Node::hash), own));
            node = branch.children.get(own).unwrap_or(&Node::Empty);
        }
        levels.reverse();
        encode(&terminal(node, key_hash), &levels)
    }
}

fn terminal(node: &Node, key_hash: &Hash) -> Terminal {
    match node {
        Node::Leaf(leaf) if leaf.key_hash == *key_hash => Terminal::Present,
        Node::Leaf(leaf) => {
            Terminal::OtherLeaf { key_hash: leaf.key_hash, value_hash: leaf.value_hash }
        }
        Node::Empty | Node::Branch(_) => Terminal::Empty,
    }
}

fn siblings(&[a, b, c, d]: &[Hash; 4], own: usize) -> Siblings {
    match own {
        0 => [b, c, d],
        1 => [a, c, d],
        2 => [a, b, d],
        _ => [a, b, c],
    }
}
