//! From files to a view and two tries.

use super::{
    Manifest, OnProgress, Progress, SnapshotError,
    chunk::{self, Pair},
};
use crate::{
    StateError, Store,
    code::CodeParts,
    disk::Disk,
    layout,
    state::{LeafChanges, Writes, leaves_of},
    trie::Trie,
};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::Hash;

/// What a snapshot held, its roots compared with its block's.
pub struct Loaded {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The trie of contracts' values.
    pub values: Trie,
    /// The trie of accounts.
    pub accounts: Trie,
}

/// Reads the snapshot in a folder of a disk and writes its entries into a view, if one is
/// given. The view then says how far it is ([`layout::IMPORT_KEY`]), so that the same
/// snapshot goes on where it was interrupted. Memory is bounded by the tries and a chunk.
///
/// # Errors
/// [`StateError::Snapshot`], and those of the view.
pub fn load(
    disk: &dyn Disk,
    folder: &str,
    view: Option<&dyn Store>,
    on_progress: OnProgress<'_>,
) -> Result<Loaded, StateError> {
    let manifest = Manifest::read(disk, folder)?;
    let hash = manifest.hash();
    let resumed = view.map_or(Ok(0), |view| next_chunk(view, &hash))?;
    let mut loading = Loading::default();
    for (number, expected) in manifest.chunks.iter().enumerate() {
        let name = chunk::name(folder, number);
        let last = loading.last.as_deref();
        let pairs = chunk::read(disk, &name, *expected, last)?;
        loading.add(&pairs, &name)?;
        if let Some(view) = view.filter(|_| number >= resumed) {
            write(view, &pairs, &(hash, number.saturating_add(1)))?;
        }
        let total = manifest.entries;
        on_progress(Progress { done: loading.entries.min(total), total });
    }
    loading.finish(manifest)
}

/// The chunk that a view goes on with.
fn next_chunk(view: &dyn Store, hash: &Hash) -> Result<usize, StateError> {
    let Some(bytes) = view.get(layout::IMPORT_KEY)? else { return Ok(0) };
    let (other, next) = <(Hash, u64)>::decode_all(&mut &bytes[..])
        .map_err(|_| SnapshotError::Manifest { what: "an import was interrupted and damaged" })?;
    if other != *hash {
        let what = "an import of another snapshot was interrupted here";
        return Err(SnapshotError::Manifest { what }.into());
    }
    Ok(usize::try_from(next).unwrap_or(usize::MAX))
}

/// Writes a chunk's entries, which are in order, and then how far the import is.
fn write(view: &dyn Store, pairs: &[Pair], state: &(Hash, usize)) -> Result<(), StateError> {
    let next = u64::try_from(state.1).unwrap_or(u64::MAX);
    let progress = (state.0, next).encode();
    let entries = pairs.iter().map(|(key, value)| (key.as_slice(), Some(value.as_slice())));
    let progress = (layout::IMPORT_KEY, Some(progress.as_slice()));
    Ok(view.write_each(&mut entries.chain([progress]))?)
}

#[derive(Default)]
struct Loading {
    values: Trie,
    accounts: Trie,
    entries: u64,
    last: Option<Vec<u8>>,
    code: CodeParts,
}

impl Loading {
    fn add(&mut self, pairs: &[Pair], name: &str) -> Result<(), StateError> {
        let mut writes = Writes::new();
        for (key, value) in pairs {
            match layout::split_code(key) {
                Some((code_hash, part)) if self.code.add(code_hash, part, value) => {}
                Some(_) => return Err(wrong_code(name).into()),
                None => drop(writes.insert(key.clone(), Some(value.clone()))),
            }
        }
        let (values, accounts): (LeafChanges, LeafChanges) = leaves_of(&writes)?;
        self.values.apply(&values)?;
        self.accounts.apply(&accounts)?;
        let count = u64::try_from(pairs.len()).unwrap_or(u64::MAX);
        self.entries = self.entries.saturating_add(count);
        self.last = pairs.last().map(|(key, _)| key.clone()).or(self.last.take());
        Ok(())
    }

    fn finish(mut self, manifest: Manifest) -> Result<Loaded, StateError> {
        if !self.code.end() {
            return Err(wrong_code("with the last code").into());
        }
        let Self { values, accounts, entries, .. } = self;
        if entries != manifest.entries {
            return Err(
                SnapshotError::Manifest { what: "it names another number of entries" }.into()
            );
        }
        for (what, expected, found) in [
            ("state root", manifest.head.state_root, values.root()),
            ("account root", manifest.head.account_root, accounts.root()),
        ] {
            if expected != found {
                return Err(SnapshotError::Root { what, expected, found }.into());
            }
        }
        Ok(Loaded { manifest, values, accounts })
    }
}

fn wrong_code(name: &str) -> SnapshotError {
    SnapshotError::Chunk { name: name.to_owned(), what: "has code with another hash" }
}
