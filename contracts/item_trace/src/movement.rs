//! Who moves what (M2, M4, D1, D3, D4). Pure rules.

use crate::containment::earlier;
use crate::errors::Error;
use crate::records::{Item, State};
use sandpact_sdk::prelude::*;

/// An item with what the ledger knows of it beside its record.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its key.
    pub key: &'a Hash,
    /// The item.
    pub item: &'a Item,
    /// Its outermost parent, or itself.
    pub outermost: &'a Item,
    /// Its lot was recalled.
    pub is_lot_recalled: bool,
}

impl Subject<'_> {
    /// Blocked by itself, by its lot, or by what is in it.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.is_lot_recalled || self.item.blocked_by.is_some() || self.item.blocked_inside > 0
    }
}

/// The item still exists (M5, D3).
///
/// # Errors
/// [`Error::Ended`].
pub fn check_exists(key: &Hash, item: &Item) -> Result<(), Error> {
    match item.state {
        State::Active | State::InTransit => Ok(()),
        State::Consumed | State::Dispensed | State::Decommissioned => {
            Err(Error::Ended { item: *key })
        }
    }
}

/// The item is at the caller's, who holds it (M2, D1).
///
/// # Errors
/// [`Error::Ended`], [`Error::InTransit`], [`Error::NotTheHolder`].
pub fn check_held(of: &Subject<'_>, caller: &Address) -> Result<(), Error> {
    check_exists(of.key, of.item)?;
    if of.outermost.state == State::InTransit {
        return Err(Error::InTransit { item: *of.key });
    }
    if of.outermost.holder == *caller { Ok(()) } else { Err(Error::NotTheHolder { item: *of.key }) }
}

/// The item moves by itself (M4, D6).
///
/// # Errors
/// [`Error::Contained`].
pub fn check_free(of: &Subject<'_>) -> Result<(), Error> {
    if of.item.parent.is_none() { Ok(()) } else { Err(Error::Contained { item: *of.key }) }
}

/// The item, and all that is in it, is neither blocked nor expired (D4). `today` is the date of the
/// event, UTC, which is not after the block nor before the item's last event (M7): what was sent in
/// time may be recorded later, and is on the list of late events. On its last day an item may
/// still be used.
///
/// # Errors
/// [`Error::Blocked`], [`Error::Expired`].
pub fn check_fit(of: &Subject<'_>, today: CivilDate) -> Result<(), Error> {
    if of.is_blocked() {
        return Err(Error::Blocked { item: *of.key });
    }
    let expiry = earlier(of.item.expiry, of.item.soonest_expiry);
    if expiry.is_some_and(|last| last < today) {
        return Err(Error::Expired { item: *of.key });
    }
    Ok(())
}

/// The caller may receive the item: as the receiver that its shipment names, or, where it is
/// not on its way, as its holder, at another place (M2).
///
/// # Errors
/// [`Error::Ended`], [`Error::Contained`], [`Error::NotTheReceiver`], [`Error::NotTheHolder`].
pub fn check_receive(of: &Subject<'_>, caller: &Address) -> Result<(), Error> {
    check_exists(of.key, of.item)?;
    check_free(of)?;
    match of.item.state {
        State::InTransit if of.item.receiver == Some(*caller) => Ok(()),
        State::InTransit => Err(Error::NotTheReceiver { item: *of.key }),
        _ => check_held(of, caller),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{HOLDER, OTHER, date, hash, item};

    fn subject(item: &Item) -> Subject<'_> {
        Subject { key: &Hash([1; 32]), item, outermost: item, is_lot_recalled: false }
    }

    #[test]
    fn m2_the_holder_acts_and_the_named_receiver_receives() {
        let held = item();
        assert_eq!(check_held(&subject(&held), &HOLDER), Ok(()));
        let refused = Err(Error::NotTheHolder { item: hash(1) });
        assert_eq!(check_held(&subject(&held), &OTHER), refused);
        let sent = Item { state: State::InTransit, receiver: Some(OTHER), ..item() };
        assert_eq!(check_receive(&subject(&sent), &OTHER), Ok(()));
        let refused = Err(Error::NotTheReceiver { item: hash(1) });
        assert_eq!(check_receive(&subject(&sent), &HOLDER), refused);
        assert_eq!(check_receive(&subject(&held), &HOLDER), Ok(()));
    }

    #[test]
    fn m4_a_contained_item_is_where_its_outermost_parent_is_and_moves_with_it() {
        let inner = Item { parent: Some(hash(2)), ..item() };
        let outer = Item { state: State::InTransit, ..item() };
        let of = Subject { outermost: &outer, ..subject(&inner) };
        assert_eq!(check_held(&of, &HOLDER), Err(Error::InTransit { item: hash(1) }));
        assert_eq!(check_free(&of), Err(Error::Contained { item: hash(1) }));
        let refused = Err(Error::Contained { item: hash(1) });
        assert_eq!(check_receive(&of, &HOLDER), refused);
    }

    #[test]
    fn d1_what_is_on_its_way_is_not_sent_again() {
        let sent = Item { state: State::InTransit, receiver: Some(OTHER), ..item() };
        for caller in [HOLDER, OTHER] {
            let refused = Err(Error::InTransit { item: hash(1) });
            assert_eq!(check_held(&subject(&sent), &caller), refused);
        }
    }

    #[test]
    fn d3_m5_what_has_ended_is_gone() {
        for state in [State::Consumed, State::Dispensed, State::Decommissioned] {
            let gone = Item { state, ..item() };
            assert_eq!(check_held(&subject(&gone), &HOLDER), Err(Error::Ended { item: hash(1) }));
            let refused = Err(Error::Ended { item: hash(1) });
            assert_eq!(check_receive(&subject(&gone), &HOLDER), refused);
        }
    }

    #[test]
    fn d4_neither_expired_nor_recalled() {
        let today = date("2026-01-05");
        for (expiry, inside, expected) in [
            (None, None, Ok(())),
            (Some("2026-01-05"), None, Ok(())),
            (Some("2026-01-04"), None, Err(Error::Expired { item: hash(1) })),
            (Some("2026-01-05"), Some("2026-01-04"), Err(Error::Expired { item: hash(1) })),
        ] {
            let dated =
                Item { expiry: expiry.map(date), soonest_expiry: inside.map(date), ..item() };
            assert_eq!(check_fit(&subject(&dated), today), expected);
        }
        let blocked = Err(Error::Blocked { item: hash(1) });
        let by_lot = item();
        let of = Subject { is_lot_recalled: true, ..subject(&by_lot) };
        assert_eq!(check_fit(&of, today), blocked);
        for bad in
            [Item { blocked_by: Some(hash(9)), ..item() }, Item { blocked_inside: 1, ..item() }]
        {
            assert_eq!(check_fit(&subject(&bad), today), blocked);
        }
    }
}
