//! A tree as it would be after changes, beside the one it starts from: the nodes on the paths
//! that are asked for are copied, all others stay where they are.

use super::{
    Change, Trie, TrieError,
    arena::{Arena, ROOT, Slot},
    link::{Kind, Link, digit},
    outside::{Fetch, Outside, load_fringe, open},
    update::{Scratch, apply},
};
use sandpact_abi::Hash;
use sandpact_proof::{Siblings, Terminal, commitment::EMPTY};

/// See the module.
pub struct Delta<'a> {
    base: &'a Trie,
    arena: Arena,
}

/// What lies on the paths of some keys; parents come before children, children in order of
/// their digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A branch, with the hashes of its children (zero where there is none).
    Branch {
        /// Branches above it.
        depth: usize,
        /// Hashes by digit.
        children: [Hash; 4],
        /// Bit `i`: steps of the child of digit `i` follow, since keys go there.
        followed: u8,
    },
    /// A path's end.
    End {
        /// Branches above it.
        depth: usize,
        /// Key hash and value hash of the only leaf there, if there is one.
        leaf: Option<(Hash, Hash)>,
    },
}

impl<'a> Delta<'a> {
    /// The tree itself, before changes.
    pub fn new(base: &'a Trie) -> Self {
        let mut arena = Arena::default();
        let root = *base.arena.slot(ROOT);
        if !root.link.is_empty() {
            let link = arena.new_outside(Outside::Base(root.link));
            arena.set(ROOT, root.hash, link);
        }
        Self { base, arena }
    }

    /// The root now.
    pub fn root(&self) -> Hash {
        self.arena.slot(ROOT).hash
    }

    /// Makes sorted changes.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), TrieError> {
        self.open(changes, |(key_hash, _)| key_hash)?;
        self.arena.check_room(changes.len())?;
        apply(&mut self.arena, &mut Scratch::default(), changes);
        Ok(())
    }

    /// The encoded proof that a key has its value or none.
    pub fn prove(&mut self, key_hash: &Hash) -> Result<Vec<u8>, TrieError> {
        let mut levels: Vec<Siblings> = Vec::new();
        let mut terminal = Terminal::Empty;
        self.visit(&[*key_hash], &mut |step| match step {
            Step::Branch { depth, children, .. } => {
                levels.push(siblings(children, digit(key_hash, depth)));
            }
            Step::End { leaf: None, .. } => terminal = Terminal::Empty,
            Step::End { leaf: Some((key, _)), .. } if key == *key_hash => {
                terminal = Terminal::Present;
            }
            Step::End { leaf: Some((key_hash, value_hash)), .. } => {
                terminal = Terminal::OtherLeaf { key_hash, value_hash };
            }
        })?;
        levels.reverse();
        Ok(sandpact_proof::encode(&terminal, &levels))
    }

    /// Shows what lies on the paths of sorted keys, from the root.
    pub fn visit(&mut self, keys: &[Hash], see: &mut dyn FnMut(Step)) -> Result<(), TrieError> {
        self.open(keys, |key_hash| key_hash)?;
        let mut stack = vec![(*self.arena.slot(ROOT), 0_usize, keys)];
        while let Some((slot, depth, keys)) = stack.pop() {
            let branch = match slot.link.kind() {
                Kind::Branch(branch) => branch,
                Kind::Leaf(leaf) => {
                    let leaf = self.arena.leaf(leaf);
                    see(Step::End { depth, leaf: Some((leaf.key_hash, leaf.value_hash)) });
                    continue;
                }
                Kind::Empty | Kind::Outside(_) => {
                    see(Step::End { depth, leaf: None });
                    continue;
                }
            };
            let (mut children, mut followed) = ([EMPTY; 4], 0_u8);
            for (child, hash) in children.iter_mut().enumerate().filter(|(at, _)| branch.has(*at)) {
                *hash = self.arena.slots[branch.slot(child)].hash;
            }
            let mut rest = keys;
            let below = stack.len();
            for child in 0..4 {
                let len = rest.partition_point(|key_hash| digit(key_hash, depth) <= child);
                let (own, others) = rest.split_at(len);
                rest = others;
                if own.is_empty() {
                    continue;
                }
                followed |= 1 << child;
                let slot = if branch.has(child) {
                    self.arena.slots[branch.slot(child)]
                } else {
                    Slot::EMPTY
                };
                stack.push((slot, depth.wrapping_add(1), own));
            }
            stack[below..].reverse();
            see(Step::Branch { depth, children, followed });
        }
        Ok(())
    }

    fn open<T>(&mut self, items: &[T], key: impl Fn(&T) -> &Hash) -> Result<(), TrieError> {
        let base = self.base;
        let fetch: Fetch<'_> =
            &|arena, slot, depth, outside| fetch(base, arena, slot, depth, outside);
        open(&mut self.arena, items, key, fetch)
    }
}

/// Copies one node of the tree below.
fn fetch(
    base: &Trie,
    arena: &mut Arena,
    slot: u32,
    depth: usize,
    outside: Outside,
) -> Result<(), TrieError> {
    let link = match outside {
        Outside::Nothing => return Ok(()),
        Outside::Fringe(fringe) => {
            return load_fringe(arena, slot, depth, fringe, base.checkpoint.as_deref());
        }
        Outside::Base(link) => link,
    };
    let copied = match link.kind() {
        Kind::Empty => link,
        Kind::Outside(outside) => {
            let outside = base.arena.outside[outside as usize];
            return fetch(base, arena, slot, depth, outside);
        }
        Kind::Leaf(leaf) => {
            let leaf = base.arena.leaf(leaf);
            arena.new_leaf(leaf.key_hash, leaf.value_hash)
        }
        Kind::Branch(branch) => {
            arena.check_room(1)?;
            let copy = arena.new_branch(branch.mask);
            for (from, to) in branch.slots().zip(copy.slots()) {
                let child = base.arena.slots[from];
                let link = arena.new_outside(Outside::Base(child.link));
                arena.slots[to] = Slot { hash: child.hash, link };
            }
            Link::branch(copy)
        }
    };
    arena.slots[slot as usize].link = copied;
    Ok(())
}

/// The other three children, in order.
pub fn siblings([a, b, c, d]: [Hash; 4], own: usize) -> Siblings {
    match own {
        0 => [b, c, d],
        1 => [a, c, d],
        2 => [a, b, d],
        _ => [a, b, c],
    }
}
