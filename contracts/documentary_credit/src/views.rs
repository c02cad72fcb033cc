//! What readers see beside the records.

use crate::credit::{Credit, CreditState};
use crate::presentation::{Presentation, Standing};
use sandpact_sdk::prelude::*;

/// Most records on one page.
pub const PAGE_LEN_MAX: u32 = 100;

/// One row of a list of credits.
#[message]
pub struct CreditRow {
    /// The credit.
    pub credit: Hash,
    /// The issuing bank's account.
    pub issuing_bank: Address,
    /// Amount, minor units.
    pub amount_minor: i128,
    /// Drawn so far, minor units.
    pub drawn_minor: i128,
    /// Currency of both.
    pub currency: Currency,
    /// Expiry date.
    pub expiry: CivilDate,
    /// Where it stands.
    pub state: CreditState,
}

/// The last row that a reader of the list by expiry has seen.
#[message]
pub struct ExpiryCursor {
    /// Its expiry date.
    pub expiry: CivilDate,
    /// The credit.
    pub credit: Hash,
}

/// Where one bank stands today.
#[message]
pub struct ExaminationView {
    /// The bank.
    pub bank: Address,
    /// Last day for its notice of refusal, as the calendar stands; `None` when it lies in a year
    /// that is not published.
    pub deadline: Option<CivilDate>,
    /// Where it stands at the time of the last block.
    pub standing: Standing,
}

/// A presentation and where its examinations stand.
#[message]
pub struct PresentationView {
    /// The record.
    pub presentation: Presentation,
    /// The banks, in the order of the record.
    pub banks: Vec<ExaminationView>,
}

impl CreditRow {
    /// The row of a credit.
    #[must_use]
    pub const fn new(id: Hash, credit: &Credit) -> Self {
        Self {
            credit: id,
            issuing_bank: credit.terms.issuing_bank.account,
            amount_minor: credit.terms.amount_minor,
            drawn_minor: credit.drawn_minor,
            currency: credit.terms.currency,
            expiry: credit.terms.expiry,
            state: credit.state,
        }
    }
}
