//! What is counted for the regulator. Pure rules.

use crate::records::PayerTotals;
use sandpact_sdk::prelude::*;

/// Days from submission to payment that are told apart; more count as this many.
pub const DAYS_TO_PAY_MAX: usize = 90;

const DAY_SECONDS: u64 = 86_400;

impl PayerTotals {
    /// A payer that has done nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            rejected: 0,
            adjudicated: 0,
            denied: 0,
            readjudicated: 0,
            payable_minor: 0,
            payments: 0,
            paid_minor: 0,
            days_to_pay: Vec::new(),
        }
    }

    /// Counts a claim's first payment so many seconds after its submission.
    pub fn count_first_payment(&mut self, seconds: u64) {
        let days = seconds.checked_div(DAY_SECONDS).and_then(|days| usize::try_from(days).ok());
        let day = days.unwrap_or(DAYS_TO_PAY_MAX).min(DAYS_TO_PAY_MAX);
        if self.days_to_pay.len() <= day {
            self.days_to_pay.resize(day.saturating_add(1), 0);
        }
        if let Some(count) = self.days_to_pay.get_mut(day) {
            *count = count.saturating_add(1);
        }
    }

    /// The lower median of days from submission to first payment; none before a payment.
    #[must_use]
    pub fn median_days_to_pay(&self) -> Option<u32> {
        let total =
            self.days_to_pay.iter().fold(0_u64, |sum, count| sum.saturating_add((*count).into()));
        let mut seen = 0_u64;
        for (day, count) in (0_u32..).zip(&self.days_to_pay) {
            seen = seen.saturating_add((*count).into());
            if seen.saturating_mul(2) >= total && seen > 0 {
                return Some(day);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_that_of_whole_days() {
        let mut totals = PayerTotals::empty();
        assert_eq!(totals.median_days_to_pay(), None);
        for (seconds, median) in [
            (DAY_SECONDS.saturating_mul(3), 3),
            (DAY_SECONDS.saturating_mul(20), 3),
            (DAY_SECONDS.saturating_sub(1), 3),
            (u64::MAX, 3),
            (DAY_SECONDS.saturating_mul(21), 20),
        ] {
            totals.count_first_payment(seconds);
            assert_eq!(totals.median_days_to_pay(), Some(median), "{seconds}");
        }
        assert_eq!(totals.days_to_pay.len(), DAYS_TO_PAY_MAX.saturating_add(1));
    }
}
