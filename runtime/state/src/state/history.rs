//! What blocks overwrote, kept in the view for the last heights.

use super::{entry::Writes, view::View};
use crate::{
    Batch, StateError,
    layout::{self, CHUNK_LEN_BYTES},
    store::BATCH_WRITES_MAX,
};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::Height;
use std::ops::{Bound, ControlFlow};

/// Bytes of a slice's number in a key.
const NUMBER_LEN_BYTES: usize = 4;

/// Entries of a slice, whose records are written together: of values of 16 KiB one record a value
/// and a little more, so that a batch that has less than [`BATCH_BEGUN_MAX`] takes it.
const SLICE_ENTRIES: usize = 450;

/// Records of a batch after which another one is begun.
const BATCH_BEGUN_MAX: usize = 400;

/// Adds what a block overwrites to a batch, which is written and begun again when it has much.
///
/// # Errors
/// [`StateError`].
pub fn save(
    view: &View,
    batch: &mut Batch,
    height: Height,
    overwritten: &Writes,
) -> Result<(), StateError> {
    let old: Vec<_> = overwritten.iter().collect();
    // The first slice always has a record: by it one sees how far the history goes back.
    let slices = old.len().div_ceil(SLICE_ENTRIES).max(1);
    for slice in 0..slices {
        let start = slice.saturating_mul(SLICE_ENTRIES);
        let entries = old.get(start..).unwrap_or(&[]);
        let entries = entries.get(..SLICE_ENTRIES).unwrap_or(entries);
        let slice = u32::try_from(slice).unwrap_or(u32::MAX);
        let prefix = layout::part(&layout::undo(height), slice);
        for (number, chunk) in (0..).zip(entries.encode().chunks(CHUNK_LEN_BYTES)) {
            batch.set(layout::part(&prefix, number), chunk);
        }
        if batch.writes.len() > BATCH_BEGUN_MAX {
            view.write(std::mem::take(batch))?;
        }
    }
    Ok(())
}

/// What a block overwrote, as far as it was saved.
///
/// # Errors
/// [`StateError`].
pub fn load(view: &View, height: Height) -> Result<Writes, StateError> {
    let prefix = layout::undo(height);
    let number_end = prefix.len().saturating_add(NUMBER_LEN_BYTES);
    let mut slices: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    view.scan(&prefix, &mut |key, chunk| {
        let slice = key.get(..number_end).unwrap_or(key);
        match slices.last_mut() {
            Some((last, bytes)) if last == slice => bytes.extend_from_slice(chunk),
            _ => slices.push((slice.to_vec(), chunk.to_vec())),
        }
        ControlFlow::Continue(())
    })?;
    let mut overwritten = Writes::new();
    for (_, bytes) in slices {
        let old = Vec::<(Vec<u8>, Option<Vec<u8>>)>::decode_all(&mut &bytes[..]).map_err(|_| {
            StateError::ViewDamaged { reason: "an undo record cannot be read".to_owned() }
        })?;
        overwritten.extend(old);
    }
    Ok(overwritten)
}

/// What all blocks in `(version, folded]` overwrote; of each key the oldest.
///
/// # Errors
/// [`StateError`], among them [`StateError::Pruned`].
pub fn back_to(view: &View, version: Height, folded: Height) -> Result<Writes, StateError> {
    let oldest = oldest(view, folded)?;
    if version < oldest {
        return Err(StateError::Pruned { height: version, oldest });
    }
    let mut overwritten = Writes::new();
    for height in (version.0..folded.0).rev() {
        overwritten.extend(load(view, Height(height.saturating_add(1)))?);
    }
    // Records are removed from the oldest on, each block's first one first: as long as that
    // is there, none was removed while they were read.
    if version < folded && !has(view, Height(version.0.saturating_add(1)))? {
        return Err(StateError::Pruned { height: version, oldest: self::oldest(view, folded)? });
    }
    Ok(overwritten)
}

/// The oldest version that can be read, when the view holds everything up to `folded`.
///
/// # Errors
/// [`StateError`].
pub fn oldest(view: &View, folded: Height) -> Result<Height, StateError> {
    let first = first_undo(view)?;
    Ok(first.map_or(folded, |height| Height(height.0.saturating_sub(1)).min(folded)))
}

/// Whether the first record of a block is there, which every block has.
///
/// # Errors
/// [`StateError`].
pub fn has(view: &View, height: Height) -> Result<bool, StateError> {
    Ok(view.get(&layout::part(&layout::part(&layout::undo(height), 0), 0))?.is_some())
}

fn first_undo(view: &View) -> Result<Option<Height>, StateError> {
    let mut first = None;
    view.scan(layout::UNDO_PREFIX, &mut |key, _| {
        first = layout::split_undo(key);
        ControlFlow::Break(())
    })?;
    Ok(first)
}

/// Removes what leads further back than `history_heights` from `height`.
///
/// # Errors
/// [`StateError`].
pub fn prune(view: &View, height: Height, history_heights: u64) -> Result<(), StateError> {
    if kept_heights(view)? != Some(history_heights) {
        // What was removed for another number of heights first: nobody knows of it later.
        view.flush()?;
        let mut batch = Batch::default();
        batch.set(layout::HISTORY_KEY, history_heights.encode());
        view.write(batch)?;
        view.flush()?;
    }
    remove(view, Height(0), before(height, history_heights))
}

/// Ends what [`prune`] began before a crash, when the log ends with the block at `last`: after
/// a power cut sled can show some of the removed records again, and not those above them. Those
/// of blocks that the view does not hold whole stay: `folded` is the last that it does.
///
/// # Errors
/// [`StateError`].
pub fn finish_prune(view: &View, folded: Height, last: Height) -> Result<(), StateError> {
    let Some(history_heights) = kept_heights(view)? else {
        // None was ever removed.
        return Ok(());
    };
    remove(view, Height(0), before(last, history_heights).min(folded))
}

/// Removes the records of the blocks above `folded`, which the view does not hold: parts of
/// what was folded before a power cut. They are made anew with the block.
///
/// # Errors
/// [`StateError`].
pub fn remove_above(view: &View, folded: Height) -> Result<(), StateError> {
    remove(view, Height(folded.0.saturating_add(1)), Height(u64::MAX))
}

/// The number of heights that records were removed for last; `None` when none ever were.
///
/// # Errors
/// [`StateError`].
pub fn kept_heights(view: &View) -> Result<Option<u64>, StateError> {
    view.number(layout::HISTORY_KEY)
}

/// The last block whose records lead further back than `history_heights` from `height`.
fn before(height: Height, history_heights: u64) -> Height {
    Height(height.0.saturating_sub(history_heights))
}

/// Removes the records of the blocks from `first` to `last`, the oldest first.
///
/// # Errors
/// [`StateError::ViewDamaged`] when a removed record is still there: after a power cut sled can
/// show keys in order that it does not find by themselves; [`StateError`].
fn remove(view: &View, first: Height, last: Height) -> Result<(), StateError> {
    let mut removed: Option<Vec<u8>> = None;
    loop {
        let mut batch = Batch::default();
        let start = layout::undo(first);
        view.scan_from(Bound::Included(&start), layout::UNDO_PREFIX, &mut |key, _| {
            if layout::split_undo(key).is_none_or(|undo| undo > last) {
                return ControlFlow::Break(());
            }
            batch.remove(key);
            if batch.writes.len() < BATCH_WRITES_MAX {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        let Some((found, _)) = batch.writes.first_key_value() else { return Ok(()) };
        if removed.as_ref().is_some_and(|removed| found <= removed) {
            let reason = "a removed undo record is still there".to_owned();
            return Err(StateError::ViewDamaged { reason });
        }
        removed = batch.writes.last_key_value().map(|(key, _)| key.clone());
        view.write_each(&mut batch.iter())?;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Store, StoreError, store::Visit};
    use std::sync::Arc;

    /// A store that shows a key in order whatever is written, and does not find it by itself.
    struct Ghost(Vec<u8>);

    impl Store for Ghost {
        fn get(&self, _: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
            Ok(None)
        }

        fn scan(&self, _: Bound<&[u8]>, prefix: &[u8], visit: Visit<'_>) -> Result<(), StoreError> {
            if self.0.starts_with(prefix) {
                let _ = visit(&self.0, &[]);
            }
            Ok(())
        }

        fn write(&self, _: Batch) -> Result<(), StoreError> {
            Ok(())
        }

        fn sync(&self) -> Result<(), StoreError> {
            Ok(())
        }

        fn len_bytes(&self) -> Result<u64, StoreError> {
            Ok(0)
        }

        fn close(&self) -> Result<(), StoreError> {
            Ok(())
        }
    }

    #[test]
    fn a_record_that_cannot_be_removed_ends_the_removal() {
        let view = View::unchecked(Arc::new(Ghost(layout::undo(Height(3)))), None);
        assert!(remove(&view, Height(0), Height(2)).is_ok(), "it is above");
        let damaged = remove(&view, Height(0), Height(3)).unwrap_err();
        assert!(matches!(damaged, StateError::ViewDamaged { .. }), "{damaged}");
    }
}
