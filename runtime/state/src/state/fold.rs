//! Making the view hold blocks, many at once and in the order of keys: of a key that several of
//! them write only the last value goes there, and a page of the view is changed once for all of
//! its keys.
//!
//! First what they overwrite is saved, with the height of the last block, and made durable.
//! Then the values are written one by one, and the head at the end. A crash before the end
//! leaves a view from which the same blocks can be folded again, whatever was written by then.

use super::{
    delta::Delta,
    entry::Writes,
    history, index, leaves,
    tries::Tries,
    view::{self, View},
};
use crate::{Batch, StateError, Store, layout, log::Position, store::Write};
use parity_scale_codec::Encode as _;
use sandpact_abi::Height;
use std::{
    collections::BTreeSet,
    ops::{Bound, ControlFlow},
    sync::Arc,
};

/// What is kept of what blocks overwrite.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// For how many heights in the view.
    pub history_heights: u64,
    /// Whether somebody reads below the blocks now.
    pub is_read_below: bool,
}

/// A write of one of several blocks.
struct Touch<'a> {
    key: &'a Vec<u8>,
    /// The number of the block among them.
    block: usize,
    value: &'a Option<Vec<u8>>,
}

/// Folds blocks that follow what the view holds up to `folded`; `None` when it has no head yet.
/// What they overwrite is published first when it is kept or read.
///
/// # Errors
/// [`StateError`]; the blocks can be folded again.
pub fn fold(
    view: &View,
    tries: &Tries,
    blocks: &[Arc<Delta>],
    folded: Option<Height>,
    keeping: Keeping,
) -> Result<(), StateError> {
    let Some(last) = blocks.last() else { return Ok(()) };
    let keeps_history = keeping.history_heights > 0;
    let interrupted = interrupted(view.store(), folded)?;
    let touches = touches(blocks);
    if keeps_history || keeping.is_read_below {
        let saved = saved(view, blocks, interrupted.filter(|_| keeps_history))?;
        publish(tries, blocks, overwritten(view, &touches, saved)?)?;
    }
    let until = interrupted.map_or(last.head.height, |height| height.max(last.head.height));
    begin(view, blocks, until, keeps_history)?;
    match folded {
        Some(folded) => view.sync(folded)?,
        None => view.flush()?,
    }
    let indices: Vec<_> = blocks
        .iter()
        .map(|delta| (layout::block(delta.head.height), index::encode(&delta.position)))
        .collect();
    let head = last.head.encode();
    let code_parts = code_parts(view, &touches)?.map(|count| count.encode());
    let values = touches.chunk_by(|left, right| left.key == right.key);
    let values = values.filter_map(<[Touch<'_>]>::last);
    let values = values.map(|touch| (touch.key.as_slice(), touch.value.as_deref()));
    let rest = indices.iter().map(|(key, index)| (key.as_slice(), Some(index.as_slice())));
    let code_parts = code_parts.iter();
    let rest = rest.chain(code_parts.map(|count| (layout::CODE_PARTS_KEY, Some(count.as_slice()))));
    let rest = rest.chain([(layout::HEAD_KEY, Some(head.as_slice()))]);
    view.write_each(&mut values.chain(rest))?;
    history::prune(view, last.head.height, keeping.history_heights)
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
    let (key, index) = (layout::block(height), index::encode(position));
    let code = writes.iter().filter(|(key, _)| layout::split_code(key).is_some());
    let code = code.map(|(key, value)| (key.as_slice(), value.as_deref()));
    let index: Write<'_> = (&key, Some(&index));
    view.write_each(&mut code.chain([index]))
}

/// Up to which block the view may hold parts of blocks above its head, which is at `folded`. One
/// that does not say so is of a time when each block was folded by itself.
///
/// # Errors
/// [`StateError`].
pub fn interrupted(view: &dyn Store, folded: Option<Height>) -> Result<Option<Height>, StateError> {
    Ok(view::height(view, layout::FOLDING_KEY)?.or(folded.map(after)))
}

/// All writes in the order of keys, those of one key in the order of blocks.
fn touches(blocks: &[Arc<Delta>]) -> Vec<Touch<'_>> {
    let touch = |block| move |(key, value)| Touch { key, block, value };
    let all = blocks.iter().enumerate();
    let mut touches: Vec<_> =
        all.flat_map(|(block, delta)| delta.writes.iter().map(touch(block))).collect();
    // Stable, and quick where parts are in order already.
    touches.sort_by(|left, right| left.key.cmp(right.key));
    touches
}

/// How many parts of modules the view has after these writes; `None` when they have none.
fn code_parts(view: &View, touches: &[Touch<'_>]) -> Result<Option<u64>, StateError> {
    let is_code = |touch: &&Touch<'_>| layout::split_code(touch.key).is_some();
    let own: BTreeSet<&[u8]> = touches.iter().filter(is_code).map(|touch| &touch.key[..]).collect();
    if own.is_empty() {
        return Ok(None);
    }
    let others = count(view.store(), layout::CODE_COLUMN, |key| !own.contains(key))?;
    Ok(Some(others.saturating_add(u64::try_from(own.len()).unwrap_or(u64::MAX))))
}

/// How many keys of a column are wanted.
///
/// # Errors
/// [`StateError`].
pub fn count(
    view: &dyn Store,
    column: u8,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> Result<u64, StateError> {
    let mut count = 0_u64;
    view.scan(Bound::Unbounded, &[column], &mut |key, _| {
        count = count.saturating_add(u64::from(is_wanted(key)));
        ControlFlow::Continue(())
    })?;
    Ok(count)
}

/// What an interrupted fold saved of what each block overwrites; the view has it no more.
fn saved(
    view: &View,
    blocks: &[Arc<Delta>],
    interrupted: Option<Height>,
) -> Result<Vec<Writes>, StateError> {
    let is_saved = |height| interrupted.is_some_and(|last| height <= last);
    let load = |delta: &Arc<Delta>| match delta.head.height {
        height if is_saved(height) => history::load(view, height),
        _ => Ok(Writes::new()),
    };
    blocks.iter().map(load).collect()
}

/// What each block overwrites: of a key's first block what was saved or what the view has, of
/// the others what the one before wrote.
fn overwritten(
    view: &View,
    touches: &[Touch<'_>],
    mut saved: Vec<Writes>,
) -> Result<Vec<Writes>, StateError> {
    for of_key in touches.chunk_by(|left, right| left.key == right.key) {
        let mut before = None;
        for Touch { key, block, value } in of_key.iter().filter(|touch| is_versioned(touch.key)) {
            let Some(overwritten) = saved.get_mut(*block) else { continue };
            let old = match before {
                _ if overwritten.contains_key(*key) => None,
                Some(before) => Some(Option::clone(before)),
                None => Some(view.get(key)?),
            };
            overwritten.extend(old.map(|old| (Vec::clone(key), old)));
            before = Some(*value);
        }
    }
    Ok(saved)
}

/// Shows readers what each block overwrites, compared with the tries: it goes into the history
/// as well, which no root covers afterwards.
fn publish(
    tries: &Tries,
    blocks: &[Arc<Delta>],
    overwritten: Vec<Writes>,
) -> Result<(), StateError> {
    for (delta, overwritten) in blocks.iter().zip(overwritten) {
        if !tries.is_overwritten(delta.head.height, &leaves::of(&overwritten)?) {
            let reason = "a value to be overwritten is not the one of the root".to_owned();
            return Err(StateError::ViewDamaged { reason });
        }
        let _ = delta.overwritten.set(overwritten);
    }
    Ok(())
}

/// Writes up to which block values may be in the view from now on, and the undo records.
fn begin(
    view: &View,
    blocks: &[Arc<Delta>],
    until: Height,
    keeps_history: bool,
) -> Result<(), StateError> {
    let (mut batch, nothing) = (Batch::default(), Writes::new());
    batch.set(layout::FOLDING_KEY, until.encode());
    for delta in blocks.iter().filter(|_| keeps_history) {
        let overwritten = delta.overwritten.get().unwrap_or(&nothing);
        history::save(view, &mut batch, delta.head.height, overwritten)?;
    }
    view.write(batch)
}

/// Values and nonces have versions; code never changes.
fn is_versioned(key: &[u8]) -> bool {
    matches!(key.first(), Some(&(layout::VALUE_COLUMN | layout::ACCOUNT_COLUMN)))
}

/// The height above what the view holds.
pub fn after(height: Height) -> Height {
    Height(height.0.saturating_add(1))
}
