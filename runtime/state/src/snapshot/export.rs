//! From a version to files.

use super::{
    Manifest, OnProgress, Progress, SnapshotError,
    chunk::{self, FULL_LEN_BYTES},
    error::io,
};
use crate::{StateError, Version, disk::Disk, layout};
use sandpact_abi::Hash;
use std::ops::Bound;

/// Entries that are read at once.
const PAGE: usize = 1_000;

/// Writes a version into an empty folder of a disk, "" for the disk's own. Blocks may be
/// committed meanwhile. The snapshot is there when this returns, and not before.
///
/// # Errors
/// [`StateError::Snapshot`], and those of reading.
pub fn export(
    version: &Version,
    ledger_id: Hash,
    disk: &dyn Disk,
    folder: &str,
    on_progress: OnProgress<'_>,
) -> Result<Manifest, StateError> {
    disk.create_folder(folder).map_err(io("create the folder", folder))?;
    if let Some(name) = disk.list(folder).map_err(io("list the folder", folder))?.pop() {
        return Err(SnapshotError::Exists { name }.into());
    }
    let entry = version.entry()?;
    let mut chunks = Chunks { disk, folder, bytes: Vec::new(), written: Vec::new(), entries: 0 };
    let total = version.leaf_count();
    for column in layout::STATE_COLUMNS {
        let mut last: Option<Vec<u8>> = None;
        loop {
            let start = last.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
            let page = version.page(start, &[column], PAGE)?;
            for (key, value) in &page {
                chunks.push(key, value)?;
            }
            on_progress(Progress { done: chunks.entries.min(total), total });
            match page.into_iter().next_back() {
                Some((key, _)) => last = Some(key),
                None => break,
            }
        }
    }
    let (written, entries) = chunks.finish()?;
    let (head, record, body) = (entry.head, entry.record, entry.body);
    let manifest = Manifest { ledger_id, head, record, body, entries, chunks: written };
    manifest.write(disk, folder)?;
    Ok(manifest)
}

struct Chunks<'a> {
    disk: &'a dyn Disk,
    folder: &'a str,
    bytes: Vec<u8>,
    written: Vec<(u32, Hash)>,
    entries: u64,
}

impl Chunks<'_> {
    fn push(&mut self, key: &[u8], value: &[u8]) -> Result<(), SnapshotError> {
        chunk::push(&mut self.bytes, key, value);
        self.entries = self.entries.saturating_add(1);
        if self.bytes.len() >= FULL_LEN_BYTES { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), SnapshotError> {
        let name = chunk::name(self.folder, self.written.len());
        self.written.push(chunk::write(self.disk, &name, &self.bytes)?);
        self.bytes.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<(u32, Hash)>, u64), SnapshotError> {
        if !self.bytes.is_empty() {
            self.write()?;
        }
        Ok((self.written, self.entries))
    }
}

/// Copies a snapshot into an empty folder of another disk, the manifest last. Each chunk is
/// compared with the manifest on the way.
///
/// # Errors
/// [`SnapshotError`].
pub fn copy(
    from: &dyn Disk,
    to: &dyn Disk,
    folder: &str,
    manifest: &Manifest,
) -> Result<(), SnapshotError> {
    for (number, expected) in manifest.chunks.iter().enumerate() {
        let bytes = chunk::bytes(from, &chunk::name("", number), *expected)?;
        chunk::write(to, &chunk::name(folder, number), &bytes)?;
    }
    manifest.write(to, folder)
}
