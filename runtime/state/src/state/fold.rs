//! Making the view hold a block: in slices, each one batch, so that a crash between two of
//! them leaves a view from which the same block can be folded again.

use super::{entry::Writes, history, index, leaves, tries::Tries, versions::Delta, view::View};
use crate::{Batch, StateError, layout, log::Position};
use parity_scale_codec::Encode as _;
use sandpact_abi::Height;

/// Writes of a slice. With each goes what it overwrites, in chunks of 16 KiB: of values of
/// 16 KiB that is one chunk a write and a little more, so that a batch stays below
/// [`BATCH_WRITES_MAX`](crate::store::BATCH_WRITES_MAX).
const SLICE_WRITES: usize = 450;

/// Folds one block. What it overwrites is published first if `is_read_below`, and also kept
/// in the view if `history_heights` is not zero.
///
/// # Errors
/// [`StateError`]; the block can be folded again.
pub fn fold(
    view: &View,
    tries: &Tries,
    delta: &Delta,
    history_heights: u64,
    is_read_below: bool,
) -> Result<(), StateError> {
    let height = delta.head.height;
    let keeps_history = history_heights > 0;
    let overwritten = if keeps_history || is_read_below {
        let overwritten = overwritten(view, delta, keeps_history)?;
        // What is read here goes into the history, which no root covers afterwards.
        if !tries.is_overwritten(height, &leaves::of(&overwritten)?) {
            let reason = "a value to be overwritten is not the one of the root".to_owned();
            return Err(StateError::ViewDamaged { reason });
        }
        overwritten
    } else {
        Writes::new()
    };
    let overwritten = delta.overwritten.get_or_init(|| overwritten);
    let writes: Vec<_> = delta.writes.iter().collect();
    let last = writes.len().div_ceil(SLICE_WRITES).max(1).saturating_sub(1);
    for number in 0..=last {
        let start = number.saturating_mul(SLICE_WRITES);
        let slice = writes.get(start..).unwrap_or(&[]);
        let slice = slice.get(..SLICE_WRITES).unwrap_or(slice);
        let mut batch = Batch::default();
        for (key, value) in slice {
            batch.writes.insert(key.to_vec(), (*value).clone());
        }
        if keeps_history {
            let old = slice.iter().filter_map(|(key, _)| overwritten.get_key_value(*key));
            history::save(&mut batch, height, number, &old.collect::<Vec<_>>());
        }
        if number == last {
            batch.set(layout::block(height), index::encode(&delta.position));
            batch.set(layout::HEAD_KEY, delta.head.encode());
        }
        view.write(batch)?;
    }
    history::prune(view, height, history_heights)
}

/// Writes once more what a block has in the view that no root covers: code, and where the
/// block is. After a power cut sled can lack them although it has later writes.
///
/// # Errors
/// [`StateError`].
pub fn write_unchecked(
    view: &View,
    height: Height,
    writes: &Writes,
    position: &Position,
) -> Result<(), StateError> {
    let mut batch = Batch::default();
    batch.set(layout::block(height), index::encode(position));
    for (key, value) in writes.iter().filter(|(key, _)| layout::split_code(key).is_some()) {
        batch.writes.insert(key.clone(), value.clone());
    }
    batch.slices().try_for_each(|batch| view.write(batch))
}

/// What the view holds under the keys that a block writes, before it.
fn overwritten(view: &View, delta: &Delta, keeps_history: bool) -> Result<Writes, StateError> {
    // A fold that was interrupted has saved what it overwrote; the view has it no more.
    let mut overwritten =
        if keeps_history { history::load(view, delta.head.height)? } else { Writes::new() };
    for key in delta.writes.keys().filter(|key| is_versioned(key)) {
        if !overwritten.contains_key(key) {
            overwritten.insert(key.clone(), view.get(key)?);
        }
    }
    Ok(overwritten)
}

/// Values and nonces have versions; code never changes.
fn is_versioned(key: &[u8]) -> bool {
    matches!(key.first(), Some(&(layout::VALUE_COLUMN | layout::ACCOUNT_COLUMN)))
}

/// The height above what the view holds.
pub fn after(height: Height) -> Height {
    Height(height.0.saturating_add(1))
}
