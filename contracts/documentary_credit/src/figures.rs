//! Running figures for the regulator. Pure rules.

use crate::credit::Credit;
use crate::drawing::remaining_minor;
use sandpact_sdk::prelude::*;

/// What an issuing bank has open in a currency at the end of a day, minor units.
#[message]
pub struct Exposure {
    /// What can still be drawn under credits that are live.
    pub undrawn_minor: i128,
    /// What it has undertaken to pay later and has not paid.
    pub undertaken_minor: i128,
}

/// One row of the list of exposures.
#[message]
pub struct ExposureRow {
    /// The issuing bank.
    pub bank: Address,
    /// The currency.
    pub currency: Currency,
    /// The exposure.
    pub exposure: Exposure,
}

/// The last row that a reader of the list of exposures has seen.
#[message]
pub struct ExposureCursor {
    /// Its bank.
    pub bank: Address,
    /// Its currency.
    pub currency: Currency,
}

/// What a bank has decided. The share precluded is `precluded` out of `decisions` and
/// `precluded`; the average days to a decision are `decision_days` over `decisions`.
#[message]
pub struct BankFigures {
    /// Examinations that it decided in time: complying, refused, or paid after a waiver.
    pub decisions: u32,
    /// Calendar days from presentation to decision, all together.
    pub decision_days: u64,
    /// Notices of refusal among the decisions.
    pub refusals: u32,
    /// Examinations that it let go past the deadline, as far as they are on record.
    pub precluded: u32,
}

/// One row of the list of banks.
#[message]
pub struct BankRow {
    /// The bank.
    pub bank: Address,
    /// Its figures.
    pub figures: BankFigures,
}

/// One row of the list of transferred credits.
#[message]
pub struct TransferRow {
    /// The credit that was transferred.
    pub from: Hash,
    /// The transferred credit.
    pub credit: Hash,
}

impl Exposure {
    /// Nothing.
    pub const NONE: Self = Self { undrawn_minor: 0, undertaken_minor: 0 };
}

impl BankFigures {
    /// No decisions.
    pub const NONE: Self = Self { decisions: 0, decision_days: 0, refusals: 0, precluded: 0 };

    /// With one examination more.
    #[must_use]
    pub const fn with(mut self, days: u64, is_refusal: bool, is_precluded: bool) -> Self {
        if is_precluded {
            self.precluded = self.precluded.saturating_add(1);
            return self;
        }
        self.decisions = self.decisions.saturating_add(1);
        self.decision_days = self.decision_days.saturating_add(days);
        if is_refusal {
            self.refusals = self.refusals.saturating_add(1);
        }
        self
    }
}

/// What can still be drawn under a credit while it is live, minor units.
///
/// # Errors
/// [`Common::Overflow`].
pub fn open_minor(credit: &Credit) -> Result<i128, Common> {
    if credit.is_live() { remaining_minor(credit) } else { Ok(0) }
}

/// Key of a day that sorts the newest first.
#[must_use]
pub const fn newest_first(day: CivilDate) -> u32 {
    u32::MAX.saturating_sub(day.days().cast_unsigned() ^ (1 << 31))
}
