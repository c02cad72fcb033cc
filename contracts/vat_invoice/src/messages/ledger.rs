//! What is kept beside the invoices: periods, quotas, returns and red letters.

use super::{CategoryAmount, Position};
use sandpact_sdk::prelude::*;

/// A filing period: a calendar month as `YYYYMM`, 202601 for January 2026.
pub type Period = u32;

/// What one taxpayer's documents came to in one period and currency, minor units.
#[message]
#[derive(Copy)]
pub struct PeriodTotals {
    /// Tax owed, by the period of the tax point. A correction counts in its own.
    pub output_minor: i128,
    /// Tax on purchases, likewise.
    pub input_minor: i128,
    /// Tax deducted, by the period in which it was (Directive 2006/112/EC art. 179).
    pub deducted_minor: i128,
    /// What was issued, by the period in which it was recorded (T9).
    pub issued_minor: i128,
}

/// A taxpayer's amounts in one currency: all of them, and those of the newest period that has
/// begun, which most documents belong to.
#[message]
#[derive(Copy)]
pub struct Standing {
    /// All of them.
    pub position: Position,
    /// The newest period of which there is anything; 0 before the first.
    pub period: Period,
    /// Its totals. Those of earlier and later periods are kept by period.
    pub totals: PeriodTotals,
}

/// What an issuer may issue in a period, from one on.
#[message]
pub struct QuotaFrom {
    /// The currency.
    pub currency: Currency,
    /// The first period.
    pub from: Period,
    /// What may be issued in each, minor units.
    pub limit_minor: i128,
}

/// A return that a taxpayer filed for a period.
#[message]
pub struct Filing {
    /// Salted commitment to the return.
    pub commitment: Hash,
    /// Time of the block.
    pub filed_at: UnixSeconds,
}

/// Where a red letter stands, as its invoice shows it.
#[message]
#[derive(Copy)]
pub struct RedLetterMark {
    /// Last second in which the other side may confirm.
    pub deadline: UnixSeconds,
    /// Whether it has.
    pub is_confirmed: bool,
}

/// A red letter: what one side asks to take back from an invoice, and the other confirms.
#[message]
pub struct RedLetter {
    /// What is to be taken back, as positive amounts.
    pub credits: Vec<CategoryAmount>,
    /// Salted commitment to the reason and whatever else was sent.
    pub commitment: Hash,
    /// Who asked.
    pub by: Address,
    /// When.
    pub requested_at: UnixSeconds,
    /// Where it stands.
    pub state: RedLetterState,
}

/// Where a red letter stands. Whether it has lapsed follows from the time.
#[message]
pub enum RedLetterState {
    /// The other side has not answered.
    Requested {
        /// Last second in which it may.
        deadline: UnixSeconds,
    },
    /// The other side agrees.
    Confirmed,
    /// Taken back by whoever asked.
    Withdrawn,
    /// A document took the amounts back.
    Used {
        /// The document.
        by_document: Hash,
    },
}
