//! What readers see beside the records.

use super::{Kind, Period, ReversalStatus, State};
use sandpact_sdk::prelude::*;

/// One row of the authority's list.
#[message]
pub struct InvoiceRow {
    /// Key.
    pub key: Hash,
    /// Issue date.
    pub issue_date: CivilDate,
    /// Kind.
    pub kind: Kind,
    /// The seller's account.
    pub seller: Address,
    /// Currency.
    pub currency: Currency,
    /// Tax as issued, minor units.
    pub tax_minor: i128,
    /// Tax deducted and not given back, minor units.
    pub deducted_minor: i128,
    /// Where it stands.
    pub state: State,
    /// How much was taken back.
    pub reversal: ReversalStatus,
    /// Frozen by the authority.
    pub frozen: bool,
}

/// The last row a reader has seen.
#[message]
pub struct Cursor {
    /// Its issue date.
    pub issue_date: CivilDate,
    /// Its key.
    pub key: Hash,
}

/// A taxpayer's running totals in one currency, minor units, net of reversals.
#[message]
#[derive(Copy)]
pub struct Position {
    /// Tax owed on own supplies and on reverse charge purchases.
    pub output_minor: i128,
    /// Tax on purchases, deducted or not.
    pub input_minor: i128,
    /// Tax on purchases that was deducted or claimed as an export refund; never above `input_minor`.
    pub deducted_minor: i128,
    /// Taxable amount supplied under reverse charge: the seller's side.
    pub reverse_charge_supplied_minor: i128,
    /// Taxable amount bought under reverse charge: the buyer's side.
    pub reverse_charge_bought_minor: i128,
}

/// The reverse charge rate from a day on, until the next entry.
#[message]
pub struct RatePeriod {
    /// First tax point for which it holds.
    pub from: CivilDate,
    /// Rate in basis points.
    pub rate_bp: u32,
}

/// What one taxpayer's documents came to in one period and currency, minor units.
#[message]
pub struct PeriodRow {
    /// The taxpayer.
    pub account: Address,
    /// The currency.
    pub currency: Currency,
    /// The period.
    pub period: Period,
    /// Tax owed.
    pub output_minor: i128,
    /// Tax on purchases.
    pub input_minor: i128,
    /// Tax deducted.
    pub deducted_minor: i128,
    /// Tax owed less tax deducted.
    pub net_minor: i128,
    /// What counts against the quota.
    pub issued_minor: i128,
    /// Whether a return was filed.
    pub is_filed: bool,
}

/// The taxpayer and currency of the last row that a reader has seen.
#[message]
pub struct PeriodCursor {
    /// The taxpayer.
    pub account: Address,
    /// The currency.
    pub currency: Currency,
}

/// An invoice at a time.
#[message]
pub struct InvoiceAt {
    /// The time.
    pub time: UnixSeconds,
    /// The invoice.
    pub key: Hash,
}

/// A deduction that was taken back.
#[message]
pub struct ReversedDeduction {
    /// When.
    pub time: UnixSeconds,
    /// The document that took it back.
    pub later: Hash,
    /// The invoice.
    pub key: Hash,
    /// How much, minor units.
    pub deduction_minor: i128,
}

/// How far an issuer's quota is used.
#[message]
pub struct QuotaRow {
    /// The issuer.
    pub account: Address,
    /// The currency.
    pub currency: Currency,
    /// The quota of the period, minor units.
    pub limit_minor: i128,
    /// What was issued in it, minor units.
    pub used_minor: i128,
}

/// What the buyer of an invoice still owes for it, for whoever finances it.
#[message]
pub struct Receivable {
    /// The seller's account.
    pub seller: Address,
    /// The currency.
    pub currency: Currency,
    /// Amount due (BT-115) less what later documents took back, minor units; never below zero.
    pub open_minor: i128,
    /// Where the invoice stands.
    pub state: State,
    /// Frozen by the authority.
    pub frozen: bool,
}
