//! The view as it is found.

use crate::{
    Head, Place, StateError, Store, layout,
    log::LogReader,
    state::{entry, view},
};
use parity_scale_codec::DecodeAll as _;
use std::{
    ops::{Bound, ControlFlow},
    sync::Arc,
};

/// A view that can be read, and the last block that it says it holds.
pub struct Found {
    pub store: Arc<dyn Store>,
    /// `None` of one that is empty.
    pub head: Option<Head>,
}

/// What came of opening it.
pub struct Opened {
    /// Where the one before is kept, when its entries were copied to a new one.
    pub copied: Option<String>,
    pub found: Result<Found, StateError>,
}

/// Opens the view of a place. Nothing but the view is read, so that the log can be read
/// meanwhile.
pub fn open(place: &dyn Place) -> Opened {
    match place.renew_view() {
        Ok(copied) => Opened { copied, found: read(place) },
        Err(error) => Opened { copied: None, found: Err(error.into()) },
    }
}

fn read(place: &dyn Place) -> Result<Found, StateError> {
    let store = place.open_view()?;
    if let Some(bytes) = store.get(layout::HEAD_KEY)? {
        let head = Head::decode_all(&mut &bytes[..]).map_err(|_| damaged("its head"))?;
        return Ok(Found { store, head: Some(head) });
    }
    // Whatever else it holds is not known to be of any block.
    let mut is_empty = true;
    store.scan(Bound::Unbounded, &[], &mut |_, _| {
        is_empty = false;
        ControlFlow::Break(())
    })?;
    if is_empty { Ok(Found { store, head: None }) } else { Err(damaged("it has no head")) }
}

impl Found {
    /// Whether it is of this log.
    ///
    /// # Errors
    /// [`StateError::ViewDamaged`] when it is not; [`StateError`].
    pub fn check(self, log: &LogReader) -> Result<Self, StateError> {
        let Some(head) = self.head else { return Ok(self) };
        let (first, next) = (log.first(), log.end().next);
        if head.height < first || head.height >= next {
            return Err(damaged("it is of a height that the log does not have"));
        }
        let parts = view::height(self.store.as_ref(), layout::FOLDING_KEY)?;
        if parts.is_some_and(|last| last >= next) {
            return Err(damaged("it has parts of blocks that the log does not have"));
        }
        let position = log.position_of(head.height)?;
        if entry::decode(&log.read(&position)?)?.head != head {
            return Err(damaged("it is of another ledger"));
        }
        Ok(self)
    }
}

fn damaged(reason: &str) -> StateError {
    StateError::ViewDamaged { reason: reason.to_owned() }
}
