//! How a record follows the one before (F2, F3, F4, F7, F8). Pure rules.

use crate::errors::Error;
use crate::messages::Place;
use crate::records::Chain;
use crate::timestamp::parse_time;
use sandpact_sdk::prelude::*;

/// Checks that a record follows the newest one of its chain; returns its time.
///
/// There is one answer to "what comes next": of two writers who saw the same head, the second is
/// refused (F7), and a chain has one first record (F8), which is the only one with nothing before
/// it.
///
/// # Errors
/// [`Error::CounterGap`], [`Error::ForkedChain`], [`Error::BadTime`], [`Error::TimeDecreases`],
/// [`Error::FutureTime`].
pub fn check_link(
    chain: Option<&Chain>,
    place: &Place,
    now: UnixSeconds,
) -> Result<UnixSeconds, Error> {
    if place.previous != chain.map(|chain| chain.head) {
        return Err(Error::ForkedChain);
    }
    let next = chain.map_or(0, |chain| chain.counter).checked_add(1).ok_or(Common::Overflow)?;
    if place.counter != next {
        return Err(Error::CounterGap { next });
    }
    let at = parse_time(place.time.as_str())?;
    if chain.is_some_and(|chain| at < chain.last_at) {
        Err(Error::TimeDecreases)
    } else if at > now {
        Err(Error::FutureTime)
    } else {
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: Hash = Hash([1; 32]);
    const AT: u64 = 1_704_133_230;

    fn chain() -> Chain {
        let last_at = UnixSeconds(AT);
        let (cancellations, corrections, taxpayer) = (0, 0, None);
        Chain { head: HEAD, counter: 1, last_at, cancellations, corrections, taxpayer }
    }

    #[test]
    fn f2_f3_f4_and_f8_a_record_follows_the_newest_one() {
        let (before, same, later) =
            ("2024-01-01T19:20:29+01:00", "2024-01-01T19:20:30+01:00", "2024-01-01T19:20:31+01:00");
        let one = chain();
        for (chain, previous, counter, time, expected) in [
            (None, None, 1, same, Ok(AT)),
            (None, Some(HEAD), 1, same, Err(Error::ForkedChain)),
            (None, None, 2, same, Err(Error::CounterGap { next: 1 })),
            (None, None, 0, same, Err(Error::CounterGap { next: 1 })),
            (Some(&one), Some(HEAD), 2, same, Ok(AT)),
            (Some(&one), None, 1, same, Err(Error::ForkedChain)),
            (Some(&one), Some(Hash::ZERO), 2, same, Err(Error::ForkedChain)),
            (Some(&one), Some(HEAD), 1, same, Err(Error::CounterGap { next: 2 })),
            (Some(&one), Some(HEAD), 3, same, Err(Error::CounterGap { next: 2 })),
            (Some(&one), Some(HEAD), 2, before, Err(Error::TimeDecreases)),
            (Some(&one), Some(HEAD), 2, later, Err(Error::FutureTime)),
            (Some(&one), Some(HEAD), 2, "2024-01-01T19:20:30", Err(Error::BadTime)),
        ] {
            let time = Code::parse(time).unwrap();
            let place = Place { previous, counter, time, hash: Hash::ZERO };
            let checked = check_link(chain, &place, UnixSeconds(AT)).map(|at| at.0);
            assert_eq!(checked, expected, "{place:?}");
        }
    }
}
