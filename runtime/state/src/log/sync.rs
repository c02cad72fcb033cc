//! Making records durable, several with one call of the disk.

use super::{LogEnd, LogError, segment::Segment};
use sandpact_abi::Height;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Waits until records are durable; any number of threads may, while another one appends.
///
/// The first to come syncs the file for all records that are written by then; who comes
/// meanwhile waits, and one of them syncs for all the others. After a failed write or sync all
/// calls fail: what is on the disk is unknown then, and a second try could succeed falsely.
pub struct Syncer {
    state: Mutex<State>,
    turn: Condvar,
}

struct State {
    segment: Arc<Segment>,
    /// Up to here records are written.
    end: LogEnd,
    /// Records below this height are durable.
    durable_below: Height,
    is_syncing: bool,
    failed: Option<LogError>,
}

impl Syncer {
    /// All that is written is durable.
    pub(super) fn new(segment: Arc<Segment>, end: LogEnd) -> Self {
        let state =
            State { segment, durable_below: end.next, end, is_syncing: false, failed: None };
        Self { state: Mutex::new(state), turn: Condvar::new() }
    }

    /// Returns when the record of `height` and all before it are durable.
    ///
    /// # Errors
    /// [`LogError::Unknown`] when it is not appended yet; otherwise what went wrong first in
    /// this log, then and ever after.
    pub fn sync_to(&self, height: Height) -> Result<(), LogError> {
        let mut state = self.state();
        if height >= state.end.next {
            let first = state.segment.header.first;
            return Err(LogError::Unknown { height, first, next: state.end.next });
        }
        loop {
            if let Some(error) = &state.failed {
                return Err(error.clone());
            }
            if height < state.durable_below {
                return Ok(());
            }
            state = if state.is_syncing {
                self.turn.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                self.lead(state)
            };
        }
    }

    /// Height below which all records are durable.
    #[must_use]
    pub fn durable_below(&self) -> Height {
        self.state().durable_below
    }

    /// One sync for all that is written now, without holding up who appends.
    fn lead<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        state.is_syncing = true;
        let below = state.end.next;
        let segment = Arc::clone(&state.segment);
        drop(state);
        let result = segment.sync();
        let mut state = self.state();
        state.is_syncing = false;
        match result {
            Ok(()) => state.durable_below = state.durable_below.max(below),
            Err(error) => {
                state.failed.get_or_insert(error);
            }
        }
        self.turn.notify_all();
        state
    }

    /// What went wrong, if anything did.
    pub(super) fn check(&self) -> Result<(), LogError> {
        self.state().failed.clone().map_or(Ok(()), Err)
    }

    /// From now on everything fails with the first such error, which is returned.
    pub(super) fn fail(&self, error: LogError) -> LogError {
        let first = self.state().failed.get_or_insert(error).clone();
        self.turn.notify_all();
        first
    }

    /// Up to `end` records are written; they are in `segment`.
    pub(super) fn written(&self, segment: &Arc<Segment>, end: LogEnd) {
        let mut state = self.state();
        state.segment = Arc::clone(segment);
        state.end = end;
    }

    /// The last segment, and up to where records are written.
    pub(super) fn last(&self) -> (Arc<Segment>, LogEnd) {
        let state = self.state();
        (Arc::clone(&state.segment), state.end)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
