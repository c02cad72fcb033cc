//! Blocks of the log, read and hashed by one thread while another takes them.

use crate::{
    StateError,
    log::{LogError, Position, Records},
    state::{
        entry::{self, Entry},
        leaves::{self, Leaves},
        recover::no_thread,
    },
};
use std::{sync::mpsc, thread};

/// Blocks that wait to be taken.
const READ_AHEAD_BLOCKS: usize = 4;

/// A block as the log has it.
pub struct ReadBlock {
    pub position: Position,
    pub entry: Entry,
    /// What it changes in the tries.
    pub leaves: Leaves,
}

/// Reads blocks as long as `goes_on` says so of the last one, and has them taken in order.
///
/// # Errors
/// [`StateError`] of reading or of `take`; then nothing more is taken.
pub fn read_each(
    records: &mut Records,
    mut goes_on: impl FnMut(&ReadBlock) -> bool + Send,
    mut take: impl FnMut(ReadBlock) -> Result<(), StateError>,
) -> Result<(), StateError> {
    thread::scope(|scope| {
        let (sender, blocks) = mpsc::sync_channel(READ_AHEAD_BLOCKS);
        let reading = move || {
            for record in records {
                let block = read(record);
                let is_last = block.as_ref().map_or(true, |block| !goes_on(block));
                // Nobody takes any more after an error.
                if sender.send(block).is_err() || is_last {
                    break;
                }
            }
        };
        let thread = thread::Builder::new().name("sandpact-read".to_owned());
        thread.spawn_scoped(scope, reading).map_err(no_thread)?;
        blocks.into_iter().try_for_each(|block| take(block?))
    })
}

fn read(record: Result<(Position, Vec<u8>), LogError>) -> Result<ReadBlock, StateError> {
    let (position, bytes) = record?;
    let entry = entry::decode(&bytes)?;
    if entry.head.height != position.height {
        return Err(StateError::Damaged { what: "a block lies in another's place" });
    }
    let leaves = leaves::of(&entry.writes)?;
    Ok(ReadBlock { position, entry, leaves })
}
