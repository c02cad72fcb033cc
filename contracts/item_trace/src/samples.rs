//! Values that the tests of several files use.
#![allow(clippy::unwrap_used)]

use crate::messages::{Act, EventRequest, LotQuantity};
use crate::records::{Item, State};
use sandpact_sdk::prelude::*;

pub const HOLDER: Address = Address([1; 32]);
pub const OTHER: Address = Address([2; 32]);

pub fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub const fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

pub const fn quantity(lot: u8, amount: i128) -> LotQuantity {
    LotQuantity { lot: hash(lot), amount: Decimal::integer(amount), unit: None }
}

pub const fn event(act: Act) -> EventRequest {
    EventRequest { id: hash(90), time: UnixSeconds(10), place: None, act, commitment: hash(91) }
}

pub const fn item() -> Item {
    Item {
        class: hash(80),
        lot: None,
        expiry: None,
        maker: HOLDER,
        state: State::Active,
        holder: HOLDER,
        receiver: None,
        place: None,
        parent: None,
        children: 0,
        height: 0,
        blocked_inside: 0,
        soonest_expiry: None,
        blocked_by: None,
        last_event: hash(90),
        last_time: UnixSeconds(0),
    }
}
