//! One proof of many keys.

use super::{
    Change, Trie, TrieError,
    delta::{Delta, Step},
};
use sandpact_abi::Hash;
use sandpact_proof::ManyWriter;

impl Trie {
    /// The encoded proof of many keys, their hashes sorted and each there once, after changes
    /// as for [`Trie::prove_after`].
    ///
    /// # Errors
    /// [`TrieError`].
    pub fn prove_many_after(
        &self,
        changes: &[Change],
        key_hashes: &[Hash],
    ) -> Result<Vec<u8>, TrieError> {
        if !key_hashes.is_sorted_by(|a, b| a < b) {
            return Err(TrieError::Unsorted);
        }
        self.after(changes)?.prove_many(key_hashes)
    }
}

impl Delta<'_> {
    fn prove_many(&mut self, key_hashes: &[Hash]) -> Result<Vec<u8>, TrieError> {
        let mut writer = ManyWriter::new();
        self.visit(key_hashes, &mut |step| match step {
            Step::Branch { children, followed, .. } => {
                let mut stated = children.iter().zip([1, 2, 4, 8]);
                writer.branch(std::array::from_fn(|_| {
                    stated.next().filter(|(_, bit)| followed & bit == 0).map(|(hash, _)| hash)
                }));
            }
            Step::End { leaf: None, .. } => writer.empty(),
            Step::End { leaf: Some((key_hash, value_hash)), .. } => {
                if key_hashes.binary_search(&key_hash).is_ok() {
                    writer.own_leaf();
                } else {
                    writer.other_leaf(&key_hash, &value_hash);
                }
            }
        })?;
        Ok(writer.into_bytes())
    }
}
