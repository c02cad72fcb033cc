//! Documents of the model, in units.

use super::steps::Name;
use vat_invoice::messages::Kind;

/// Whose amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Seller,
    Buyer,
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Issued,
    Accepted,
    Disputed,
    Deducted,
    Refunded,
    Reimbursed,
    Voided,
}

/// Month and second of a call.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    pub day: i32,
    pub month: u32,
    pub second: u64,
}

/// A red letter that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct RedLetter {
    pub deadline: u64,
    pub is_confirmed: bool,
    pub units: i128,
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// What its request said, to know it again.
    pub said: (i128, i32, Option<Name>),
    pub left: i128,
    pub state: State,
    pub used: i128,
    pub frozen: bool,
    pub tax_month: u32,
    pub recorded_month: u32,
    pub is_original: bool,
    pub red_letter: Option<RedLetter>,
    pub units: i128,
}

/// Units of one side in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    pub output: i128,
    pub input: i128,
    pub deducted: i128,
    pub issued: i128,
}

impl Document {
    /// Whether it counts: a self-billed one once its seller has agreed.
    pub fn is_booked(&self, kind: Kind) -> bool {
        kind != Kind::SelfBilled
            || !matches!(self.state, State::Issued | State::Disputed | State::Voided)
    }

    /// Whether a red letter stands in the way.
    pub fn is_pending(&self, second: u64) -> bool {
        self.red_letter.is_some_and(|it| it.is_confirmed || second <= it.deadline)
    }
}

/// A document as it is recorded.
pub fn new(units: i128, said: (i128, i32, Option<Name>), month: u32, now: Now) -> Document {
    Document {
        said,
        left: units,
        state: State::Issued,
        used: 0,
        frozen: false,
        tax_month: month,
        recorded_month: now.month,
        is_original: false,
        red_letter: None,
        units,
    }
}
