//! Which events are well formed, and their times (M7, M8). Pure rules.

use crate::errors::Error;
use crate::messages::{
    Act, CORRECTIONS_LEN_MAX, ErrorDeclaration, EventRequest, ITEMS_LEN_MAX, LotQuantity, NewItem,
    QUANTITIES_LEN_MAX,
};
use crate::records::Item;
use sandpact_sdk::prelude::*;

/// Checks all that an event shows by itself. An item that is named twice needs no check: what
/// moves, ends, packs or makes it once cannot do so twice. `now` is the time of the block.
///
/// # Errors
/// [`Error::FutureEvent`], [`Error::NothingInEvent`], [`Error::ContainmentCycle`],
/// [`Common::TooLarge`], [`Common::AmountNotPositive`].
pub fn check(event: &EventRequest, now: UnixSeconds) -> Result<(), Error> {
    if event.time > now {
        return Err(Error::FutureEvent);
    }
    match &event.act {
        Act::Commission { items, quantities, .. } => check_what(&keys(items), quantities),
        Act::Observe { items, quantities }
        | Act::Ship { items, quantities, .. }
        | Act::Receive { items, quantities }
        | Act::Decommission { items, quantities } => check_what(items, quantities),
        Act::Dispense { items } => check_what(items, &[]),
        Act::Pack { parent, children, quantities }
        | Act::Unpack { parent, children, quantities } => {
            refuse_itself(parent, children)?;
            check_what(children, quantities)
        }
        Act::Transform { inputs, input_quantities, outputs, output_quantities, .. } => {
            check_what(inputs, input_quantities)?;
            check_what(&keys(outputs), output_quantities)
        }
        Act::Associate { parent, children, lots } => {
            refuse_itself(parent, children)?;
            let parts: Vec<Hash> = children.iter().chain(lots).copied().collect();
            check_what(&parts, &[])
        }
    }
}

fn keys(items: &[NewItem]) -> Vec<Hash> {
    items.iter().map(|item| item.key).collect()
}

fn refuse_itself(parent: &Hash, children: &[Hash]) -> Result<(), Error> {
    if children.contains(parent) { Err(Error::ContainmentCycle) } else { Ok(()) }
}

fn check_what(items: &[Hash], quantities: &[LotQuantity]) -> Result<(), Error> {
    if items.is_empty() && quantities.is_empty() {
        return Err(Error::NothingInEvent);
    }
    if items.len() > ITEMS_LEN_MAX || quantities.len() > QUANTITIES_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    if quantities.iter().any(|quantity| quantity.amount <= Decimal::integer(0)) {
        return Err(Common::AmountNotPositive.into());
    }
    Ok(())
}

/// An event is not before the last one of its item (M7).
///
/// # Errors
/// [`Error::EventOutOfOrder`].
pub fn check_order(key: &Hash, item: &Item, time: UnixSeconds) -> Result<(), Error> {
    if time < item.last_time { Err(Error::EventOutOfOrder { item: *key }) } else { Ok(()) }
}

/// Checks an error declaration by itself (M8): it is not from the future and names what
/// corrects the event, which is not the event itself.
///
/// # Errors
/// [`Error::FutureEvent`], [`Error::CorrectionMissing`], [`Common::TooLarge`].
pub fn check_declaration(declaration: &ErrorDeclaration, now: UnixSeconds) -> Result<(), Error> {
    if declaration.time > now {
        return Err(Error::FutureEvent);
    }
    let corrections = &declaration.corrections;
    if corrections.is_empty() || corrections.contains(&declaration.event) {
        return Err(Error::CorrectionMissing);
    }
    if corrections.len() > CORRECTIONS_LEN_MAX { Err(Common::TooLarge.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use crate::messages::ErrorReason;
    use crate::samples::{event, hash, item, quantity};

    const NOW: UnixSeconds = UnixSeconds(1_000);

    #[test]
    fn m7_an_event_is_neither_in_the_future_nor_before_the_last_one() {
        let mut observed = event(Act::Observe { items: vec![hash(1)], quantities: vec![] });
        for (time, expected) in [(1_000, Ok(())), (1_001, Err(Error::FutureEvent))] {
            observed.time = UnixSeconds(time);
            assert_eq!(check(&observed, NOW), expected);
        }
        let known = Item { last_time: UnixSeconds(500), ..item() };
        assert_eq!(check_order(&hash(1), &known, UnixSeconds(500)), Ok(()));
        let early = check_order(&hash(1), &known, UnixSeconds(499));
        assert_eq!(early, Err(Error::EventOutOfOrder { item: hash(1) }));
    }

    #[test]
    fn an_event_has_something_and_not_too_much() {
        let observe = |items: Vec<Hash>, quantities: Vec<LotQuantity>| {
            check(&event(Act::Observe { items, quantities }), NOW)
        };
        assert_eq!(observe(vec![], vec![]), Err(Error::NothingInEvent));
        assert_eq!(observe(vec![hash(1), hash(2)], vec![]), Ok(()));
        let many = |len: usize| {
            (0..len)
                .map(|index| {
                    let mut bytes = [0; 32];
                    bytes[..8].copy_from_slice(&index.to_le_bytes());
                    Hash(bytes)
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(observe(many(ITEMS_LEN_MAX), vec![]), Ok(()));
        assert_eq!(observe(many(ITEMS_LEN_MAX + 1), vec![]), Err(Common::TooLarge.into()));
        assert_eq!(observe(vec![], vec![quantity(1, 0)]), Err(Common::AmountNotPositive.into()));
        assert_eq!(observe(vec![], vec![quantity(1, 1); QUANTITIES_LEN_MAX]), Ok(()));
        let over = observe(vec![], vec![quantity(1, 1); QUANTITIES_LEN_MAX + 1]);
        assert_eq!(over, Err(Common::TooLarge.into()));
    }

    #[test]
    fn m3_nothing_contains_or_makes_itself() {
        let (parent, children) = (hash(1), vec![hash(2), hash(1)]);
        let pack = Act::Pack { parent, children: children.clone(), quantities: vec![] };
        assert_eq!(check(&event(pack), NOW), Err(Error::ContainmentCycle));
        let associate = Act::Associate { parent, children, lots: vec![] };
        assert_eq!(check(&event(associate), NOW), Err(Error::ContainmentCycle));
    }

    #[test]
    fn m8_a_declaration_names_what_corrects_the_event() {
        let with = |corrections: Vec<Hash>| ErrorDeclaration {
            event: hash(1),
            time: NOW,
            reason: ErrorReason::IncorrectData,
            corrections,
            commitment: Hash::ZERO,
        };
        assert_eq!(check_declaration(&with(vec![hash(2)]), NOW), Ok(()));
        for none in [vec![], vec![hash(1)]] {
            assert_eq!(check_declaration(&with(none), NOW), Err(Error::CorrectionMissing));
        }
        let many = with(vec![hash(2); CORRECTIONS_LEN_MAX + 1]);
        assert_eq!(check_declaration(&many, NOW), Err(Common::TooLarge.into()));
        let early = check_declaration(&with(vec![hash(2)]), UnixSeconds(999));
        assert_eq!(early, Err(Error::FutureEvent));
    }
}
