//! Checkpoints of both tries on the disk: written now and then and when a ledger is closed,
//! read when it is opened. They are derived; one that is missing or damaged costs time and
//! nothing else.

use super::{leaves::Column, reader::Reader};
use crate::{
    Head, StateError,
    disk::{Disk, DiskFile},
    trie::{
        Checkpoint, Trie, TrieError,
        checkpoint::{self, CheckpointFile, Header},
    },
};
use sandpact_abi::{Hash, Height};
use std::{
    io::{self, Write},
    sync::Arc,
};

const VALUES_FILE: &str = "checkpoint-values";
const ACCOUNTS_FILE: &str = "checkpoint-accounts";
const UNFINISHED_FILE: &str = "checkpoint-unfinished";

/// Tries of one height.
pub struct Loaded {
    pub height: Height,
    pub values: Trie,
    pub accounts: Trie,
}

/// The tries of the last checkpoint; `None` when there is none that is whole.
pub fn load(disk: &dyn Disk) -> Option<Loaded> {
    let (height, values) = load_one(disk, VALUES_FILE)?;
    let (accounts_height, accounts) = load_one(disk, ACCOUNTS_FILE)?;
    (height == accounts_height).then_some(Loaded { height, values, accounts })
}

fn load_one(disk: &dyn Disk, name: &str) -> Option<(Height, Trie)> {
    let file = disk.open(name).ok()??;
    let len_bytes = file.len().ok()?;
    let read_at = move |offset, into: &mut [u8]| file.read_at(offset, into);
    let file = CheckpointFile::open(read_at, len_bytes).ok()?;
    Some((file.header().height, file.load().ok()?))
}

/// The values' checkpoint, for subtrees that are left to it.
pub fn values(disk: &dyn Disk) -> Option<Arc<dyn Checkpoint>> {
    let file = disk.open(VALUES_FILE).ok()??;
    let len_bytes = file.len().ok()?;
    let read_at = move |offset, into: &mut [u8]| file.read_at(offset, into);
    Some(Arc::new(CheckpointFile::open(read_at, len_bytes).ok()?))
}

/// Leaves that are taken from a trie at once, while blocks wait.
const PAGE_LEAVES: usize = 4_096;

/// Writes the tries after a block that the view holds, and replaces the last checkpoint.
/// Blocks may be committed meanwhile. It is no later than the view, so that opening finds
/// the way back from the tries to the view in the blocks that it replays.
///
/// # Errors
/// [`StateError`].
pub fn write(disk: &dyn Disk, reader: &Reader, head: &Head) -> Result<(), StateError> {
    // While somebody reads it, the tries lead back to it.
    let _pinned = reader.pinned(head)?;
    let (values, accounts) = reader.0.tries.len_at(head.height);
    for (name, column, leaves, root) in [
        (VALUES_FILE, Column::Values, values, head.state_root),
        (ACCOUNTS_FILE, Column::Accounts, accounts, head.account_root),
    ] {
        let header = Header { height: head.height, leaves, root };
        let pages = pages(reader, head.height, column);
        replace(disk, name, |writer| checkpoint::write_leaves(&header, pages, writer))?;
    }
    Ok(())
}

fn pages(
    reader: &Reader,
    height: Height,
    column: Column,
) -> impl Iterator<Item = Result<(Hash, Hash), TrieError>> {
    let (mut last, mut is_ended) = (None, false);
    let pages = std::iter::from_fn(move || {
        if is_ended {
            return None;
        }
        let page = reader.0.tries.leaves_at(height, column, last, PAGE_LEAVES);
        last = page.as_ref().ok().and_then(|page| page.last()).map(|(key, _)| *key);
        is_ended = last.is_none();
        Some(page)
    });
    pages.flat_map(|page| match page {
        Ok(leaves) => leaves.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    })
}

/// Writes the tries of a height, and replaces the last checkpoint.
///
/// # Errors
/// [`StateError`].
pub fn write_tries(
    disk: &dyn Disk,
    height: Height,
    values: &Trie,
    accounts: &Trie,
) -> Result<(), StateError> {
    replace(disk, VALUES_FILE, |writer| checkpoint::write(values, height, writer))?;
    replace(disk, ACCOUNTS_FILE, |writer| checkpoint::write(accounts, height, writer))
}

/// Writes a file and gives it its name when it is whole and on the disk.
fn replace(
    disk: &dyn Disk,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), TrieError>,
) -> Result<(), StateError> {
    let failed = |error: io::Error| StateError::Checkpoint { reason: error.to_string() };
    if disk.open(UNFINISHED_FILE).map_err(failed)?.is_some() {
        disk.remove(UNFINISHED_FILE).map_err(failed)?;
    }
    let file = disk.create(UNFINISHED_FILE).map_err(failed)?;
    let mut writer = io::BufWriter::with_capacity(BUFFER_LEN_BYTES, Appender::new(file.as_ref()));
    write(&mut writer)?;
    writer.flush().map_err(failed)?;
    drop(writer);
    file.sync().map_err(failed)?;
    disk.rename(UNFINISHED_FILE, name).map_err(failed)?;
    disk.sync_folder("").map_err(failed)
}

/// Removes the last checkpoint.
///
/// # Errors
/// [`StateError`].
pub fn remove(disk: &dyn Disk) -> Result<(), StateError> {
    let failed = |error: io::Error| StateError::Checkpoint { reason: error.to_string() };
    for name in [VALUES_FILE, ACCOUNTS_FILE] {
        if disk.open(name).map_err(failed)?.is_some() {
            disk.remove(name).map_err(failed)?;
        }
    }
    Ok(())
}

/// Bytes of one write.
const BUFFER_LEN_BYTES: usize = 1 << 20;

/// Writes to a file one after the other.
struct Appender<'a> {
    file: &'a dyn DiskFile,
    offset: u64,
}

impl<'a> Appender<'a> {
    const fn new(file: &'a dyn DiskFile) -> Self {
        Self { file, offset: 0 }
    }
}

impl Write for Appender<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_at(self.offset, bytes)?;
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.offset = self.offset.saturating_add(len);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
