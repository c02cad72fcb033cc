//! What is in what (M3, M4, D6). Pure rules on the chain of parents, which is at most
//! [`DEPTH_MAX`] long: nothing ever walks over what is in a container.

use crate::errors::Error;
use crate::messages::DEPTH_MAX;
use crate::records::Item;
use sandpact_sdk::prelude::*;

/// Checks that an item may go into a parent. `chain` has the parent and all that it is in,
/// innermost first.
///
/// # Errors
/// [`Error::HasParent`], [`Error::ContainmentCycle`], [`Error::TooDeep`].
pub fn check_pack(key: &Hash, child: &Item, chain: &[(Hash, Item)]) -> Result<(), Error> {
    if child.parent.is_some() {
        return Err(Error::HasParent { item: *key });
    }
    if chain.iter().any(|(ancestor, _)| ancestor == key) {
        return Err(Error::ContainmentCycle);
    }
    let above = u32::try_from(chain.len()).map_err(|_| Error::TooDeep)?;
    match above.checked_add(child.height) {
        Some(depth) if depth <= DEPTH_MAX => Ok(()),
        _ => Err(Error::TooDeep),
    }
}

/// Puts a child into the first of a chain: heights, blocked items and dates of use of all.
pub fn put(child: &Item, chain: &mut [(Hash, Item)]) {
    let blocked = blocked_with(child);
    let expiry = earlier(child.expiry, child.soonest_expiry);
    for (height, (_, ancestor)) in (child.height.saturating_add(1)..).zip(chain.iter_mut()) {
        ancestor.height = ancestor.height.max(height);
        ancestor.blocked_inside = ancestor.blocked_inside.saturating_add(blocked);
        ancestor.soonest_expiry = earlier(ancestor.soonest_expiry, expiry);
    }
    if let Some((_, parent)) = chain.first_mut() {
        parent.children = parent.children.saturating_add(1);
    }
}

/// Takes a child out of the first of a chain. Dates of use of what is left are not known until
/// the parent is empty: until then the earliest of what was in it counts.
pub fn take(child: &Item, chain: &mut [(Hash, Item)]) {
    let blocked = blocked_with(child);
    for (_, ancestor) in chain.iter_mut() {
        ancestor.blocked_inside = ancestor.blocked_inside.saturating_sub(blocked);
    }
    if let Some((_, parent)) = chain.first_mut() {
        parent.children = parent.children.saturating_sub(1);
        if parent.children == 0 {
            (parent.height, parent.soonest_expiry) = (0, None);
        }
    }
}

fn blocked_with(child: &Item) -> u32 {
    child.blocked_inside.saturating_add(u32::from(child.blocked_by.is_some()))
}

/// The earlier of two days, if there is one.
#[must_use]
pub fn earlier(a: Option<CivilDate>, b: Option<CivilDate>) -> Option<CivilDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use crate::samples::{date, hash, item};

    fn chain(len: u8) -> Vec<(Hash, Item)> {
        (1..=len).map(|byte| (hash(byte), item())).collect()
    }

    #[test]
    fn m3_an_item_has_at_most_one_parent_and_is_not_in_itself() {
        let free = item();
        assert_eq!(check_pack(&hash(9), &free, &chain(2)), Ok(()));
        let packed = Item { parent: Some(hash(5)), ..item() };
        let refused = Err(Error::HasParent { item: hash(9) });
        assert_eq!(check_pack(&hash(9), &packed, &chain(1)), refused);
        assert_eq!(check_pack(&hash(2), &free, &chain(2)), Err(Error::ContainmentCycle));
    }

    #[test]
    fn m3_nesting_is_bounded() {
        let max = u8::try_from(DEPTH_MAX).unwrap_or(0);
        assert_eq!(check_pack(&hash(99), &item(), &chain(max)), Ok(()));
        assert_eq!(check_pack(&hash(99), &item(), &chain(max + 1)), Err(Error::TooDeep));
        let tall = Item { height: DEPTH_MAX - 1, ..item() };
        assert_eq!(check_pack(&hash(99), &tall, &chain(1)), Ok(()));
        assert_eq!(check_pack(&hash(99), &tall, &chain(2)), Err(Error::TooDeep));
    }

    #[test]
    fn d4_what_is_blocked_or_expires_inside_shows_outside() {
        let mut chain = chain(2);
        let child = Item {
            blocked_by: Some(hash(7)),
            expiry: Some(date("2026-02-01")),
            height: 1,
            ..item()
        };
        put(&child, &mut chain);
        put(&item(), &mut chain);
        for (height, (_, ancestor)) in (2..).zip(&chain) {
            assert_eq!((ancestor.height, ancestor.blocked_inside), (height, 1));
            assert_eq!(ancestor.soonest_expiry, Some(date("2026-02-01")));
        }
        assert_eq!((chain[0].1.children, chain[1].1.children), (2, 0));
        take(&child, &mut chain);
        assert_eq!((chain[0].1.blocked_inside, chain[1].1.blocked_inside), (0, 0));
        assert_eq!(chain[0].1.soonest_expiry, Some(date("2026-02-01")));
        take(&item(), &mut chain);
        assert_eq!((chain[0].1.soonest_expiry, chain[0].1.height), (None, 0));
    }
}
