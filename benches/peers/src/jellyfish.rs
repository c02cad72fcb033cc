//! jmt: the Jellyfish Merkle tree, on memory and on sled 0.34.7.
//!
//! Only the newest version is kept: nodes that a batch makes stale are removed with it, and a
//! value takes the place of the one before.

use crate::{
    common::{Failure, Key, Proofs, System, Task, Write, process_time, thread_time},
    flat::open_sled,
    hasher::Sha3,
};
use jmt::{
    JellyfishMerkleTree, KeyHash, OwnedValue, Version,
    storage::{LeafNode, Node, NodeKey, TreeReader, TreeUpdateBatch},
};
use std::fs::File;

/// Writes of one batch while loading.
const LOAD_BATCH: u64 = 10_000;

/// Where nodes and values are kept.
pub trait Nodes: TreeReader {
    /// Writes what a batch changed.
    ///
    /// # Errors
    /// The store's own.
    fn write(&mut self, changes: TreeUpdateBatch) -> Result<(), Failure>;

    /// Makes it durable.
    ///
    /// # Errors
    /// The store's own.
    fn sync(&self) -> Result<(), Failure>;
}

/// A tree over a store of nodes.
pub struct Jellyfish<N> {
    nodes: N,
    next: Version,
}

impl<N: Nodes> Jellyfish<N> {
    /// A tree without entries.
    pub fn new(nodes: N) -> Self {
        Self { nodes, next: 0 }
    }

    fn tree(&self) -> JellyfishMerkleTree<'_, N, Sha3> {
        JellyfishMerkleTree::new(&self.nodes)
    }
}

impl<N: Nodes> System for Jellyfish<N> {
    fn load_batch(&self) -> u64 {
        LOAD_BATCH
    }

    fn load(&mut self, writes: &[Write]) -> Result<(), Failure> {
        let mut writes: Vec<_> =
            writes.iter().map(|write| (KeyHash(write.key), Some(write.value.clone()))).collect();
        writes.sort_unstable_by_key(|(key, _)| *key);
        let (_root, changes) = self.tree().put_value_set(writes, self.next)?;
        self.next += 1;
        self.nodes.write(changes)
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.load(writes)?;
        self.nodes.sync()
    }

    fn settle(&mut self) -> Result<(), Failure> {
        self.nodes.sync()
    }

    fn prove(&mut self, keys: &[Key]) -> Result<Option<Proofs>, Failure> {
        let newest = self.next.saturating_sub(1);
        let tree = self.tree();
        let root = tree.get_root_hash(newest)?;
        let begun = process_time();
        let proofs = keys
            .iter()
            .map(|key| tree.get_with_proof(KeyHash(*key), newest))
            .collect::<Result<Vec<_>, _>>()?;
        let making = process_time() - begun;
        let begun = thread_time();
        for (key, (value, proof)) in keys.iter().zip(&proofs) {
            let value = value.as_ref().ok_or("an entry is missing")?;
            proof.verify_existence(root, KeyHash(*key), value)?;
        }
        let verifying = thread_time() - begun;
        let mut len_bytes = 0;
        for (_, proof) in &proofs {
            len_bytes += borsh::object_length(proof)?;
        }
        Ok(Some(Proofs::mean(keys.len(), len_bytes, making, verifying)))
    }
}

/// Nodes in memory, in the maps that jmt's own store for tests has.
#[derive(Default)]
#[expect(clippy::disallowed_types, reason = "no order is needed, and a peer is not slowed down")]
pub struct Memory {
    nodes: std::collections::HashMap<NodeKey, Node>,
    values: std::collections::HashMap<KeyHash, OwnedValue>,
}

impl TreeReader for Memory {
    fn get_node_option(&self, key: &NodeKey) -> anyhow::Result<Option<Node>> {
        Ok(self.nodes.get(key).cloned())
    }

    fn get_value_option(&self, _: Version, key: KeyHash) -> anyhow::Result<Option<OwnedValue>> {
        Ok(self.values.get(&key).cloned())
    }

    /// Only asked for when a tree is restored from a copy.
    fn get_rightmost_leaf(&self) -> anyhow::Result<Option<(NodeKey, LeafNode)>> {
        Ok(None)
    }
}

impl Nodes for Memory {
    fn write(&mut self, changes: TreeUpdateBatch) -> Result<(), Failure> {
        for (key, node) in changes.node_batch.nodes() {
            self.nodes.insert(key.clone(), node.clone());
        }
        for ((_, key), value) in changes.node_batch.values() {
            match value {
                Some(value) => self.values.insert(*key, value.clone()),
                None => self.values.remove(key),
            };
        }
        for stale in &changes.stale_node_index_batch {
            self.nodes.remove(&stale.node_key);
        }
        Ok(())
    }

    fn sync(&self) -> Result<(), Failure> {
        Ok(())
    }
}

/// Nodes in one tree of sled. A node lies under `n`, its version with the highest byte first, and
/// its path; a value under `v` and its key.
pub struct Sled {
    tree: sled::Db,
    log: File,
}

impl Sled {
    /// A new store.
    ///
    /// # Errors
    /// sled's own.
    pub fn open(task: &Task) -> Result<Self, Failure> {
        let tree = open_sled(task)?;
        Ok(Self { tree, log: File::open(task.folder.join("db"))? })
    }
}

impl TreeReader for Sled {
    fn get_node_option(&self, key: &NodeKey) -> anyhow::Result<Option<Node>> {
        let bytes = self.tree.get(node_name(key)?)?;
        Ok(bytes.map(|bytes| borsh::from_slice(&bytes)).transpose()?)
    }

    fn get_value_option(&self, _: Version, key: KeyHash) -> anyhow::Result<Option<OwnedValue>> {
        Ok(self.tree.get(value_name(&key))?.map(|bytes| bytes.to_vec()))
    }

    /// Only asked for when a tree is restored from a copy.
    fn get_rightmost_leaf(&self) -> anyhow::Result<Option<(NodeKey, LeafNode)>> {
        Ok(None)
    }
}

impl Nodes for Sled {
    fn write(&mut self, changes: TreeUpdateBatch) -> Result<(), Failure> {
        let mut batch = sled::Batch::default();
        for (key, node) in changes.node_batch.nodes() {
            batch.insert(node_name(key)?, borsh::to_vec(node)?);
        }
        for ((_, key), value) in changes.node_batch.values() {
            match value {
                Some(value) => batch.insert(value_name(key), value.as_slice()),
                None => batch.remove(value_name(key)),
            }
        }
        for stale in &changes.stale_node_index_batch {
            batch.remove(node_name(&stale.node_key)?);
        }
        Ok(self.tree.apply_batch(batch)?)
    }

    /// sled's flush is no `fsync`, so the log is synced as well.
    fn sync(&self) -> Result<(), Failure> {
        self.tree.flush()?;
        Ok(self.log.sync_data()?)
    }
}

fn node_name(key: &NodeKey) -> std::io::Result<Vec<u8>> {
    let mut name = vec![b'n'];
    name.extend(key.version().to_be_bytes());
    borsh::to_writer(&mut name, key.nibble_path())?;
    Ok(name)
}

fn value_name(key: &KeyHash) -> Vec<u8> {
    [b"v".as_slice(), &key.0].concat()
}
