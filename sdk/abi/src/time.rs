//! Block time and calendar dates. Arithmetic only; no clock.

use core::fmt;
use parity_scale_codec::{Decode, Encode, Input, MaxEncodedLen};

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, MaxEncodedLen,
)]
pub struct UnixSeconds(pub u64);

const SECONDS_PER_DAY: u64 = 86_400;

impl UnixSeconds {
    /// The UTC calendar date of this instant; the last supported date when beyond it.
    #[must_use]
    pub fn date(self) -> CivilDate {
        let day = i64::try_from(self.0 / SECONDS_PER_DAY).unwrap_or(i64::MAX);
        CivilDate(i32::try_from(day).map_or(MAX_DAY, |day| day.min(MAX_DAY)))
    }

    /// The instant this many seconds later, or `None` beyond the last one.
    #[must_use]
    pub const fn checked_add(self, seconds: u64) -> Option<Self> {
        match self.0.checked_add(seconds) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Seconds since an earlier instant; `None` when that one is later.
    #[must_use]
    pub const fn seconds_since(self, earlier: Self) -> Option<u64> {
        self.0.checked_sub(earlier.0)
    }
}

impl fmt::Display for UnixSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A day of the proleptic Gregorian calendar between 0001-01-01 and
/// 9999-12-31, held as days since 1970-01-01 (SCALE: i32).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen)]
pub struct CivilDate(i32);

/// 0001-01-01 as days since 1970-01-01.
const MIN_DAY: i32 = -719_162;
/// 9999-12-31 as days since 1970-01-01.
const MAX_DAY: i32 = 2_932_896;

/// Why a text or a triple is no [`CivilDate`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateError;

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a calendar date between 0001-01-01 and 9999-12-31")
    }
}

impl core::error::Error for DateError {}

impl CivilDate {
    /// The date `days` after 1970-01-01, or `None` outside the supported years.
    #[must_use]
    pub const fn from_days(days: i32) -> Option<Self> {
        if days < MIN_DAY || days > MAX_DAY { None } else { Some(Self(days)) }
    }

    /// Days since 1970-01-01; negative before.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The date of a year, month (1 to 12) and day of month (1 to 31).
    ///
    /// # Errors
    /// [`DateError`] when there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Result<Self, DateError> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return Err(DateError);
        }
        if day > days_in_month(year, month) {
            return Err(DateError);
        }
        Ok(Self(days_from_civil(year, month, day)))
    }

    /// Reads `YYYY-MM-DD` (ISO 8601 calendar date, extended form).
    ///
    /// # Errors
    /// [`DateError`] for any other form or a day that does not exist.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().map_err(|_| DateError)?;
        if bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(DateError);
        }
        let number = |part: &str| {
            if part.bytes().all(|byte| byte.is_ascii_digit()) {
                part.parse::<u32>().map_err(|_| DateError)
            } else {
                Err(DateError)
            }
        };
        let part = |range: core::ops::Range<usize>| number(text.get(range).ok_or(DateError)?);
        let year = i32::try_from(part(0..4)?).map_err(|_| DateError)?;
        Self::from_ymd(year, part(5..7)?, part(8..10)?)
    }

    /// `(year, month, day)`.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Day of the week, Monday = 0 to Sunday = 6 (ISO 8601 number less one).
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday (3).
        let index = i64::from(self.0).wrapping_add(3).rem_euclid(7);
        u8::try_from(index).expect("a remainder modulo 7 fits in u8")
    }

    /// The date `days` later (earlier when negative), or `None` out of range.
    #[must_use]
    pub fn checked_add_days(self, days: i32) -> Option<Self> {
        self.0.checked_add(days).and_then(Self::from_days)
    }

    /// The same day of the month `months` later (earlier when negative), or the month's last
    /// day when it has no such day: a month after 31 January is 28 or 29 February. `None` out
    /// of range.
    ///
    /// ```
    /// use sandpact_abi::CivilDate;
    ///
    /// let end_of_january = CivilDate::parse("2024-01-31").unwrap();
    /// let later = |months| end_of_january.checked_add_months(months).unwrap().to_string();
    /// assert_eq!((later(1), later(2), later(-2)), (
    ///     "2024-02-29".to_owned(), "2024-03-31".to_owned(), "2023-11-30".to_owned(),
    /// ));
    /// ```
    #[must_use]
    pub fn checked_add_months(self, months: i32) -> Option<Self> {
        let (year, month, day) = self.ymd();
        // Months since the year 0, as one number.
        let place = year.checked_mul(12)?.checked_add_unsigned(month)?.checked_sub(1)?;
        let place = place.checked_add(months)?;
        let (year, month) = (place.div_euclid(12), place.rem_euclid(12).unsigned_abs());
        let month = month.checked_add(1)?;
        Self::from_ymd(year, month, day.min(days_in_month(year, month))).ok()
    }

    /// The same day `years` later (earlier when negative); 29 February becomes the 28th in a
    /// year without one. `None` out of range.
    #[must_use]
    pub fn checked_add_years(self, years: i32) -> Option<Self> {
        self.checked_add_months(years.checked_mul(12)?)
    }

    /// Days from this date to another; negative when that one is earlier.
    #[must_use]
    pub const fn days_until(self, other: Self) -> i32 {
        // Two supported dates are less than four million days apart.
        other.0.saturating_sub(self.0)
    }

    /// The last day of the date's month.
    #[must_use]
    pub fn last_of_month(self) -> Self {
        let (year, month, _) = self.ymd();
        Self(days_from_civil(year, month, days_in_month(year, month)))
    }

    /// Midnight UTC at which the day begins; `None` before 1970.
    #[must_use]
    pub fn starts_at(self) -> Option<UnixSeconds> {
        let days = u64::try_from(self.0).ok()?;
        days.checked_mul(SECONDS_PER_DAY).map(UnixSeconds)
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
/// Operands are bounded by the callers: years 1 to 9999.
#[allow(clippy::arithmetic_side_effects)]
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = ((153 * shifted_month + 2) / 5 + day - 1).cast_signed();
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse, `civil_from_days` of the same paper.
#[allow(clippy::arithmetic_side_effects)]
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month.cast_unsigned(), day.cast_unsigned())
}

/// Refuses days outside the supported years, so that every value has one text.
impl Decode for CivilDate {
    fn decode<I: Input>(input: &mut I) -> Result<Self, parity_scale_codec::Error> {
        Self::from_days(i32::decode(input)?).ok_or_else(|| "date out of range".into())
    }
}

/// `YYYY-MM-DD`.
impl fmt::Display for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for CivilDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CivilDate({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn every_day_has_one_text_and_back() {
        for days in MIN_DAY..=MAX_DAY {
            let date = CivilDate::from_days(days).expect("in range");
            let (year, month, day) = date.ymd();
            assert_eq!(CivilDate::from_ymd(year, month, day), Ok(date));
        }
        assert_eq!(CivilDate(MIN_DAY).to_string(), "0001-01-01");
        assert_eq!(CivilDate(MAX_DAY).to_string(), "9999-12-31");
        assert_eq!(CivilDate::from_days(MIN_DAY - 1), None);
        assert_eq!(CivilDate::from_days(MAX_DAY + 1), None);
    }

    #[test]
    fn parses_only_the_extended_calendar_form() {
        assert_eq!(CivilDate::parse("1970-01-01").map(CivilDate::days), Ok(0));
        assert_eq!(CivilDate::parse("2024-02-29").map(CivilDate::days), Ok(19_782));
        for bad in [
            "2023-02-29",
            "2024-13-01",
            "2024-1-01",
            "20240101",
            "+024-01-01",
            "2024-01-01Z",
            "0000-01-01",
        ] {
            assert_eq!(CivilDate::parse(bad), Err(DateError), "{bad}");
        }
    }

    #[test]
    fn months_end_where_they_end() {
        let date = |text| CivilDate::parse(text).expect("a date");
        for (from, months, to) in [
            ("2024-01-31", 1, "2024-02-29"),
            ("2023-01-31", 1, "2023-02-28"),
            ("2024-03-31", -1, "2024-02-29"),
            ("2024-11-30", 3, "2025-02-28"),
            ("2024-12-15", 1, "2025-01-15"),
            ("2024-01-15", -1, "2023-12-15"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-05-05", 0, "2024-05-05"),
            ("0001-01-01", 9_999 * 12 - 1, "9999-12-01"),
        ] {
            assert_eq!(date(from).checked_add_months(months), Some(date(to)), "{from} {months}");
        }
        assert_eq!(date("9999-12-01").checked_add_months(1), None);
        assert_eq!(date("0001-01-31").checked_add_months(-1), None);
        assert_eq!(date("2024-01-01").checked_add_months(i32::MAX), None);
        assert_eq!(date("2024-01-01").checked_add_months(i32::MIN), None);
        assert_eq!(date("2024-02-29").checked_add_years(-4), Some(date("2020-02-29")));
        assert_eq!(date("2024-02-29").checked_add_years(1), Some(date("2025-02-28")));
        assert_eq!(date("2024-02-29").checked_add_years(i32::MAX), None);
        assert_eq!(date("2023-02-03").last_of_month(), date("2023-02-28"));
        assert_eq!(date("2024-12-31").last_of_month(), date("2024-12-31"));
    }

    #[test]
    fn days_and_seconds_between() {
        let date = |text| CivilDate::parse(text).expect("a date");
        assert_eq!(date("2024-02-28").days_until(date("2024-03-01")), 2);
        assert_eq!(date("9999-12-31").days_until(date("0001-01-01")), MIN_DAY - MAX_DAY);
        assert_eq!(date("1970-01-02").starts_at(), Some(UnixSeconds(86_400)));
        assert_eq!(date("1969-12-31").starts_at(), None);
        assert_eq!(UnixSeconds(5).checked_add(6), Some(UnixSeconds(11)));
        assert_eq!(UnixSeconds(5).checked_add(u64::MAX), None);
        assert_eq!(UnixSeconds(5).seconds_since(UnixSeconds(2)), Some(3));
        assert_eq!(UnixSeconds(2).seconds_since(UnixSeconds(5)), None);
    }

    #[test]
    fn weekdays_and_block_dates() {
        let monday = CivilDate::parse("2024-01-08").expect("a date");
        assert_eq!(monday.weekday(), 0);
        assert_eq!(CivilDate::parse("1969-12-31").expect("a date").weekday(), 2);
        assert_eq!(UnixSeconds(86_399).date().to_string(), "1970-01-01");
        assert_eq!(UnixSeconds(86_400).date().to_string(), "1970-01-02");
        assert_eq!(UnixSeconds(u64::MAX).date().to_string(), "9999-12-31");
    }
}
