//! From a place of the deployed code to that of the linked code, which debug information counts.

use crate::shorten::Place;
use parity_scale_codec::{Compact, Decode as _, Encode as _};

/// Name of the section of a symbol file.
pub const PLACES: &str = "places";

/// The contents of the section: how far each place is from the one before, in both.
pub fn encode(places: &[Place]) -> Vec<u8> {
    let mut before = (0_u32, 0_u32);
    let mut step = |place: &Place| {
        let (short, linked) = (place.0.saturating_sub(before.0), place.1.saturating_sub(before.1));
        before = *place;
        (Compact(short), Compact(linked))
    };
    places.iter().map(&mut step).collect::<Vec<_>>().encode()
}

/// The places of a symbol file.
pub struct Places(Vec<Place>);

impl Places {
    /// Reads the section. Without it, or when it is no such section, both codes count alike.
    pub fn decode(mut section: &[u8]) -> Self {
        let steps = Vec::<(Compact<u32>, Compact<u32>)>::decode(&mut section).unwrap_or_default();
        let mut at: Place = (0, 0);
        let mut place = |(short, linked): (Compact<u32>, Compact<u32>)| {
            at = (at.0.saturating_add(short.0), at.1.saturating_add(linked.0));
            at
        };
        Self(steps.into_iter().map(&mut place).collect())
    }

    /// The linked code's place of an operator of the deployed code.
    pub fn linked(&self, short: u32) -> u32 {
        let behind = self.0.partition_point(|place| place.0 <= short);
        match behind.checked_sub(1).and_then(|last| self.0.get(last)) {
            Some(place) => place.1.saturating_add(short.saturating_sub(place.0)),
            None => short,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_and_the_last_before_one_counts() {
        let places = Places::decode(&encode(&[(0, 0), (4, 9), (200, 70_000)]));
        assert_eq!(places.0, [(0, 0), (4, 9), (200, 70_000)]);
        let linked = [0, 3, 4, 199, 200, 201].map(|short| places.linked(short));
        assert_eq!(linked, [0, 3, 9, 204, 70_000, 70_001]);
        assert_eq!(Places::decode(&[]).linked(7), 7);
    }
}
