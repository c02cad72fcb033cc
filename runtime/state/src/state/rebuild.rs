//! Everything that is derived, made anew from the log by an operator's command.

use super::{checkpoint, entry, recover, writer};
use crate::{
    Place, StateError,
    anchor::{Anchor, AnchorError},
    log::{self, Log, LogOptions},
};
use sandpact_abi::Height;

/// Prepares a place so that opening it builds the tries and the view from the log. An
/// anchor that cannot be read is written anew: it then says what the log says, and a log
/// that was set back is no longer noticed.
///
/// # Errors
/// [`StateError`]; a log that is damaged stays as it is.
pub fn prepare(place: &dyn Place) -> Result<bool, StateError> {
    let disk = place.disk();
    let is_anchor_new = match Anchor::open(disk.as_ref()) {
        Ok(_) => false,
        Err(AnchorError::Missing | AnchorError::Damaged) => {
            write_anchor(place)?;
            true
        }
        Err(error) => return Err(error.into()),
    };
    checkpoint::remove(disk.as_ref())?;
    recover::mark_view_damaged(disk.as_ref())?;
    Ok(is_anchor_new)
}

fn write_anchor(place: &dyn Place) -> Result<(), StateError> {
    let disk = place.disk();
    let ledger_id = log::ledger_id(disk.as_ref())?;
    let (log, _) = Log::open(place.disk(), LogOptions::new(ledger_id), None)?;
    let reader = log.reader();
    let last = Height(reader.end().next.0.saturating_sub(1));
    let position = reader.position_of(last)?;
    let head = entry::decode(&reader.read(&position)?)?.head;
    Anchor::set_aside(disk.as_ref())?;
    Anchor::create(disk.as_ref(), &writer::anchor_record(ledger_id, &head, &position))?;
    Ok(())
}
