//! The snapshot that a ledger starts from, when its log does not begin with the genesis:
//! an imported ledger, or one whose old blocks were pruned.

use super::{
    checkpoint, entry, fold,
    reader::Reader,
    writer::{self, Writer},
};
use crate::{
    Batch, Head, Place, StateError, Store,
    anchor::Anchor,
    disk::Disk,
    layout,
    log::{Log, LogOptions},
    snapshot::{self, Loaded, Manifest, OnProgress, SnapshotError},
};
use parity_scale_codec::Encode as _;
use sandpact_abi::{Hash, Height};
use std::io;

/// Says which folder holds the snapshot.
const POINTER_FILE: &str = "base";
const POINTER_UNFINISHED_FILE: &str = "base-unfinished";

fn folder(height: Height) -> String {
    format!("base-{:020}", height.0)
}

fn failed(action: &'static str) -> impl FnOnce(io::Error) -> SnapshotError {
    move |error| SnapshotError::Io {
        action,
        name: POINTER_FILE.to_owned(),
        reason: error.to_string(),
    }
}

/// The folder of the snapshot that a ledger starts from, if it does from one.
///
/// # Errors
/// [`StateError`].
pub fn pointer(disk: &dyn Disk) -> Result<Option<String>, StateError> {
    let Some(file) = disk.open(POINTER_FILE).map_err(failed("open"))? else { return Ok(None) };
    let mut digits = [0; 20];
    file.read_at(0, &mut digits).map_err(failed("read"))?;
    let height = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok());
    let height = height.ok_or(SnapshotError::Manifest { what: "the file base is damaged" })?;
    Ok(Some(folder(Height(height))))
}

/// Whether a ledger starts from a snapshot.
///
/// # Errors
/// [`StateError`].
pub fn exists(disk: &dyn Disk) -> Result<bool, StateError> {
    Ok(pointer(disk)?.is_some())
}

fn point_to(disk: &dyn Disk, height: Height) -> Result<(), SnapshotError> {
    if disk.open(POINTER_UNFINISHED_FILE).map_err(failed("look for"))?.is_some() {
        disk.remove(POINTER_UNFINISHED_FILE).map_err(failed("remove"))?;
    }
    let file = disk.create(POINTER_UNFINISHED_FILE).map_err(failed("create"))?;
    let digits = format!("{:020}", height.0);
    file.write_at(0, digits.as_bytes()).map_err(failed("write"))?;
    file.sync().map_err(failed("sync"))?;
    disk.rename(POINTER_UNFINISHED_FILE, POINTER_FILE).map_err(failed("name"))?;
    disk.sync_folder("").map_err(failed("sync the folder of"))
}

/// Removes the files of a snapshot that nothing points to.
fn clear(disk: &dyn Disk, folder: &str) -> Result<(), SnapshotError> {
    // The manifest first: without it the rest is no snapshot.
    let mut names = disk.list(folder).map_err(failed("list"))?;
    names.sort_unstable_by_key(|name| name != "manifest");
    for name in names {
        disk.remove(&format!("{folder}/{name}")).map_err(failed("remove the old"))?;
    }
    Ok(())
}

/// Tries of the base, and its entries in `view` when one is given.
///
/// # Errors
/// [`StateError::Damaged`] when there is no base.
pub fn load(disk: &dyn Disk, view: Option<&dyn Store>) -> Result<Loaded, StateError> {
    let Some(folder) = pointer(disk)? else {
        return Err(StateError::Damaged {
            what: "the log does not begin with the genesis, and there is no snapshot before it",
        });
    };
    let loaded = snapshot::load(disk, &folder, view, &mut |_| {})?;
    if let Some(view) = view {
        finish(view, &loaded.manifest.head, None)?;
    }
    Ok(loaded)
}

/// The view holds the whole snapshot.
fn finish(view: &dyn Store, head: &Head, index: Option<Vec<u8>>) -> Result<(), StateError> {
    let mut batch = Batch::default();
    batch.remove(layout::IMPORT_KEY);
    batch.set(layout::HEAD_KEY, head.encode());
    let code_parts = fold::count(view, layout::CODE_COLUMN, |_| true)?;
    batch.set(layout::CODE_PARTS_KEY, code_parts.encode());
    if let Some(index) = index {
        batch.set(layout::block(head.height), index);
    }
    view.write(batch)?;
    view.sync()?;
    let mut batch = Batch::default();
    batch.set(layout::SYNCED_KEY, head.height.encode());
    Ok(view.write(batch)?)
}

/// Fills a place with the ledger of a snapshot, which is kept as the base. What an
/// interrupted import of the same snapshot did is not done again.
///
/// # Errors
/// [`StateError`].
pub fn import(
    place: &dyn Place,
    from: &dyn Disk,
    on_progress: OnProgress<'_>,
) -> Result<Head, StateError> {
    let disk = place.disk();
    let disk = disk.as_ref();
    let view = place.open_view()?;
    let loaded = snapshot::load(from, "", Some(view.as_ref()), on_progress)?;
    let Loaded { manifest, values, accounts } = loaded;
    let head = manifest.head;
    let base = folder(head.height);
    copy(from, disk, &base, &manifest)?;
    point_to(disk, head.height)?;
    checkpoint::write_tries(disk, head.height, &values, &accounts)?;
    clear_log(disk)?;
    let nothing = entry::Writes::new();
    let bytes = entry::encode(&head, &manifest.record, &manifest.body, &nothing);
    let mut log = Log::create(place.disk(), LogOptions::new(manifest.ledger_id), head.height)?;
    let position = log.append(head.height, &bytes)?;
    log.syncer().sync_to(head.height)?;
    let record = writer::anchor_record(manifest.ledger_id, &head, &position);
    Anchor::create(disk, &record)?;
    finish(view.as_ref(), &head, Some(super::index::encode(&position)))?;
    view.close()?;
    Ok(head)
}

/// What an interrupted import left of a log; its one block is written again.
fn clear_log(disk: &dyn Disk) -> Result<(), SnapshotError> {
    for name in disk.list("log").map_err(failed("list the log before"))? {
        disk.remove(&format!("log/{name}")).map_err(failed("remove the log of"))?;
    }
    if disk.open("anchor").map_err(failed("look for the anchor of"))?.is_some() {
        disk.remove("anchor").map_err(failed("remove the anchor of"))?;
    }
    Ok(())
}

/// Copies a snapshot, the manifest last.
fn copy(
    from: &dyn Disk,
    to: &dyn Disk,
    folder: &str,
    manifest: &Manifest,
) -> Result<(), StateError> {
    to.create_folder(folder).map_err(failed("create the folder of"))?;
    clear(to, folder)?;
    snapshot::copy(from, to, folder, manifest)?;
    Ok(())
}

/// Exports the head as the new base and removes the log's whole segments before it. Blocks
/// that are removed can be read no more.
///
/// # Errors
/// [`StateError`].
pub fn prune(
    writer: &Writer,
    reader: &Reader,
    place: &dyn Place,
    ledger_id: Hash,
    on_progress: OnProgress<'_>,
) -> Result<Pruned, StateError> {
    let disk = place.disk();
    let disk = disk.as_ref();
    let old = pointer(disk)?;
    let version = reader.version();
    let height = version.head().height;
    let new = folder(height);
    if old.as_ref() != Some(&new) {
        disk.create_folder(&new).map_err(failed("create the folder of"))?;
        clear(disk, &new)?;
        snapshot::export(&version, ledger_id, disk, &new, on_progress)?;
        point_to(disk, height)?;
        if let Some(old) = old {
            clear(disk, &old)?;
        }
    }
    let removed_segments = writer.truncate_before(height)?;
    Ok(Pruned { height, removed_segments, first: reader.0.log.first() })
}

/// What pruning did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The block whose state the ledger now starts from.
    pub height: Height,
    /// Segments of the log that were removed.
    pub removed_segments: usize,
    /// The first block that can still be read.
    pub first: Height,
}
