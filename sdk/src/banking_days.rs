//! Banking days.

use crate::Common;
use sandpact_abi::CivilDate;

/// The banking days of a place: all days but its weekends and its holidays. It holds nothing
/// of its own; the holidays are those that a contract has stored or an oracle has published.
///
/// A search costs a look into the list for each day that it passes, and passes no more closed
/// days than the list and the weekends have; [`add`](Self::add) passes the days that it adds too.
///
/// ```
/// use sandpact_sdk::prelude::*;
///
/// let date = |text| CivilDate::parse(text).unwrap();
/// let holidays = [date("2024-03-29"), date("2024-04-01")]; // Good Friday, Easter Monday
/// let days = BankingDays::new(&BankingDays::SATURDAY_SUNDAY, &holidays)?;
/// assert!(!days.is_banking_day(date("2024-03-30")));
/// assert_eq!(days.following(date("2024-03-29"))?, date("2024-04-02"));
/// assert_eq!(days.modified_following(date("2024-03-29"))?, date("2024-03-28"));
/// assert_eq!(days.add(date("2024-03-28"), 2)?, date("2024-04-03"));
/// # Ok::<(), Common>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankingDays<'a> {
    weekend: &'a [u8],
    holidays: &'a [CivilDate],
}

impl<'a> BankingDays<'a> {
    /// The weekend of most countries, as [`CivilDate::weekday`] counts.
    pub const SATURDAY_SUNDAY: [u8; 2] = [5, 6];
    /// The weekend of most countries in the Gulf.
    pub const FRIDAY_SATURDAY: [u8; 2] = [4, 5];

    /// The days of a place with this weekend (0 for Monday to 6) and these holidays, ascending.
    ///
    /// # Errors
    /// [`Common::BadFormat`] for a number that is no weekday or a weekend of the whole week,
    /// [`Common::DateOrder`] for holidays that do not ascend.
    pub fn new(weekend: &'a [u8], holidays: &'a [CivilDate]) -> Result<Self, Common> {
        let is_whole_week = (0..7).all(|day| weekend.contains(&day));
        if is_whole_week || weekend.iter().any(|day| *day > 6) {
            return Err(Common::BadFormat);
        }
        if !holidays.is_sorted_by(|a, b| a < b) {
            return Err(Common::DateOrder);
        }
        Ok(Self { weekend, holidays })
    }

    /// Whether banks are open.
    #[must_use]
    pub fn is_banking_day(&self, date: CivilDate) -> bool {
        !self.weekend.contains(&date.weekday()) && self.holidays.binary_search(&date).is_err()
    }

    /// The date itself if it is a banking day, else the first banking day after it.
    ///
    /// # Errors
    /// [`Common::Overflow`] beyond the year 9999.
    pub fn following(&self, date: CivilDate) -> Result<CivilDate, Common> {
        self.search(date, 1)
    }

    /// The date itself if it is a banking day, else the last banking day before it.
    ///
    /// # Errors
    /// [`Common::Overflow`] before the year 1.
    pub fn preceding(&self, date: CivilDate) -> Result<CivilDate, Common> {
        self.search(date, -1)
    }

    /// The following banking day, or the preceding one when that would be in another month:
    /// the convention of interest periods ("modified following", ISDA 2006 section 4.12).
    ///
    /// # Errors
    /// [`Common::Overflow`] out of the supported years.
    pub fn modified_following(&self, date: CivilDate) -> Result<CivilDate, Common> {
        let following = self.following(date)?;
        if following > date.last_of_month() { self.preceding(date) } else { Ok(following) }
    }

    /// The first banking day after the date.
    ///
    /// # Errors
    /// [`Common::Overflow`] beyond the year 9999.
    pub fn next(&self, date: CivilDate) -> Result<CivilDate, Common> {
        self.search(step(date, 1)?, 1)
    }

    /// The last banking day before the date.
    ///
    /// # Errors
    /// [`Common::Overflow`] before the year 1.
    pub fn previous(&self, date: CivilDate) -> Result<CivilDate, Common> {
        self.search(step(date, -1)?, -1)
    }

    /// The date so many banking days later, or earlier when negative. The day itself does not
    /// count: one banking day after a Friday is a Monday. Zero is the date itself.
    ///
    /// # Errors
    /// [`Common::Overflow`] out of the supported years.
    pub fn add(&self, date: CivilDate, banking_days: i32) -> Result<CivilDate, Common> {
        let forward = banking_days > 0;
        (0..banking_days.unsigned_abs())
            .try_fold(date, |date, _| if forward { self.next(date) } else { self.previous(date) })
    }

    /// Banking days after `from`, up to and with `to`; zero when `to` is not later.
    #[must_use]
    pub fn between(&self, from: CivilDate, to: CivilDate) -> u32 {
        let days = 1..=from.days_until(to);
        let dates = days.filter_map(|days| from.checked_add_days(days));
        let open = dates.filter(|date| self.is_banking_day(*date)).count();
        // There are fewer than four million dates.
        u32::try_from(open).unwrap_or(u32::MAX)
    }

    fn search(&self, from: CivilDate, days: i32) -> Result<CivilDate, Common> {
        let mut date = from;
        while !self.is_banking_day(date) {
            date = step(date, days)?;
        }
        Ok(date)
    }
}

fn step(date: CivilDate, days: i32) -> Result<CivilDate, Common> {
    date.checked_add_days(days).ok_or(Common::Overflow)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> CivilDate {
        CivilDate::parse(text).expect("a date")
    }

    /// Weekends and the holidays of the euro payment system TARGET from 2024 to 2025.
    fn target() -> [CivilDate; 12] {
        [
            "2024-01-01",
            "2024-03-29",
            "2024-04-01",
            "2024-05-01",
            "2024-12-25",
            "2024-12-26",
            "2025-01-01",
            "2025-04-18",
            "2025-04-21",
            "2025-05-01",
            "2025-12-25",
            "2025-12-26",
        ]
        .map(date)
    }

    #[test]
    fn each_convention_finds_its_day() {
        let holidays = target();
        let days = BankingDays::new(&BankingDays::SATURDAY_SUNDAY, &holidays).expect("sound");
        for (from, following, preceding, modified) in [
            ("2024-03-28", "2024-03-28", "2024-03-28", "2024-03-28"),
            ("2024-03-29", "2024-04-02", "2024-03-28", "2024-03-28"),
            ("2024-03-31", "2024-04-02", "2024-03-28", "2024-03-28"),
            ("2024-04-01", "2024-04-02", "2024-03-28", "2024-04-02"),
            ("2024-12-25", "2024-12-27", "2024-12-24", "2024-12-27"),
            ("2025-05-31", "2025-06-02", "2025-05-30", "2025-05-30"),
        ] {
            let from = date(from);
            assert_eq!(days.following(from), Ok(date(following)), "{from}");
            assert_eq!(days.preceding(from), Ok(date(preceding)), "{from}");
            assert_eq!(days.modified_following(from), Ok(date(modified)), "{from}");
        }
        assert_eq!(days.next(date("2024-12-24")), Ok(date("2024-12-27")));
        assert_eq!(days.previous(date("2024-12-27")), Ok(date("2024-12-24")));
        assert_eq!(days.add(date("2024-12-24"), 0), Ok(date("2024-12-24")));
        assert_eq!(days.add(date("2024-12-25"), 3), Ok(date("2024-12-31")));
        assert_eq!(days.add(date("2025-01-02"), -3), Ok(date("2024-12-27")));
        assert_eq!(days.between(date("2024-01-01"), date("2024-12-31")), 256);
    }

    #[test]
    fn a_place_without_banking_days_is_refused() {
        let whole_week = [6, 5, 4, 3, 2, 1, 0];
        assert_eq!(BankingDays::new(&whole_week, &[]), Err(Common::BadFormat));
        assert_eq!(BankingDays::new(&[7], &[]), Err(Common::BadFormat));
        assert!(BankingDays::new(&whole_week[1..], &[]).is_ok());
        let mut holidays = target();
        holidays.reverse();
        assert_eq!(BankingDays::new(&[], &holidays), Err(Common::DateOrder));
        assert_eq!(BankingDays::new(&[], &[holidays[0]; 2]), Err(Common::DateOrder));
    }

    #[test]
    fn the_ends_of_time_are_overflows() {
        let days = BankingDays::new(&BankingDays::FRIDAY_SATURDAY, &[]).expect("sound");
        let (first, last) = (date("0001-01-01"), date("9999-12-31"));
        assert_eq!(last.weekday(), 4); // a Friday
        assert_eq!(days.following(last), Err(Common::Overflow));
        assert_eq!(days.previous(first), Err(Common::Overflow));
        assert_eq!(days.add(first, i32::MAX), Err(Common::Overflow));
        assert_eq!(days.add(first, i32::MIN), Err(Common::Overflow));
        assert_eq!(days.between(last, first), 0);
    }

    proptest! {
        #[test]
        fn adding_and_counting_agree(start in -20_000..20_000, n in 0..60_i32, closed: [u8; 20]) {
            let from = CivilDate::from_days(start).expect("in range");
            let mut closed = closed.map(|offset| from.checked_add_days(offset.into()).expect("in range"));
            closed.sort_unstable();
            let mut holidays = std::vec::Vec::from(closed);
            holidays.dedup();
            let days = BankingDays::new(&BankingDays::SATURDAY_SUNDAY, &holidays).expect("sound");
            let to = days.add(from, n).expect("in range");
            prop_assert_eq!(days.between(from, to), n.unsigned_abs());
            prop_assert!(n == 0 || days.is_banking_day(to));
            let back = if n == 0 { Ok(from) } else { days.preceding(from) };
            prop_assert_eq!(days.add(to, -n), back);
        }
    }
}
