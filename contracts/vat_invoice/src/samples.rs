//! Documents for the tests of the rules.
#![allow(clippy::unwrap_used)]

use crate::messages::{
    Candidate, Category, CategoryAmount, Effect, Fingerprint, Invoice, IssueRequest, Kind, Party,
    Reference, Remaining, ReversalStatus, State, Totals,
};
use crate::position::{Booking, open};
use sandpact_sdk::prelude::*;

/// The day on which the samples are issued.
pub const TODAY: &str = "2025-12-01";
/// The seller of every sample.
pub const SELLER: Address = Address([1; 32]);
/// The buyer of every sample.
pub const BUYER: Address = Address([2; 32]);

/// A line of a breakdown.
pub fn line(
    category: Category,
    rate_bp: u32,
    taxable_minor: i128,
    tax_minor: i128,
) -> CategoryAmount {
    CategoryAmount { category, rate_bp, taxable_minor, tax_minor }
}

/// What remains of a line without reverse charge.
pub fn remaining(
    category: Category,
    rate_bp: u32,
    taxable_minor: i128,
    tax_minor: i128,
) -> Remaining {
    Remaining { category, rate_bp, taxable_minor, tax_minor, moved_tax_minor: 0 }
}

/// A reference without a date that may mean one of so many invoices.
pub fn to_one_of(count: usize) -> Option<Reference> {
    let candidate = Candidate { kind: Kind::Invoice, fingerprint: Hash([7; 32]) };
    Some(Reference { candidates: vec![candidate; count], issue_date: None })
}

/// An invoice from seller to buyer whose totals follow from its breakdown.
pub fn request(breakdown: Vec<CategoryAmount>) -> IssueRequest {
    let net_minor: i128 = breakdown.iter().map(|line| line.taxable_minor).sum();
    let tax_minor: i128 = breakdown.iter().map(|line| line.tax_minor).sum();
    let gross_minor = net_minor.checked_add(tax_minor).unwrap();
    IssueRequest {
        fingerprint: Fingerprint { epoch: 1, hash: Hash([7; 32]) },
        previous_fingerprint: None,
        kind: Kind::Invoice,
        issue_date: CivilDate::parse(TODAY).unwrap(),
        tax_point: CivilDate::parse(TODAY).unwrap(),
        currency: Currency::new(*b"EUR").unwrap(),
        breakdown,
        totals: Totals {
            line_sum_minor: net_minor,
            allowances_minor: 0,
            charges_minor: 0,
            net_minor,
            tax_minor,
            gross_minor,
            paid_minor: 0,
            rounding_minor: 0,
            due_minor: gross_minor,
        },
        preceding: None,
        seller: SELLER,
        buyer: Party::Account { address: BUYER },
        commitment: Hash([8; 32]),
    }
}

/// The record of such an invoice.
pub fn invoice(breakdown: Vec<CategoryAmount>, reverse_charge_rate_bp: u32) -> Invoice {
    let request = request(breakdown);
    Invoice {
        content: Hash([9; 32]),
        epoch: request.fingerprint.epoch,
        kind: request.kind,
        effect: Effect::Original,
        issue_date: request.issue_date,
        tax_point: request.tax_point,
        currency: request.currency,
        remaining: open(&request.breakdown, reverse_charge_rate_bp).unwrap(),
        breakdown: request.breakdown,
        totals: request.totals,
        reverse_charge_rate_bp,
        preceding: None,
        seller: request.seller,
        buyer: request.buyer,
        commitment: request.commitment,
        state: State::Issued,
        reversal: ReversalStatus::NotReversed,
        frozen: false,
        deducted_minor: 0,
        recorded_at: UnixSeconds(0),
        regime: None,
        terms_version: 0,
        red_letter: None,
    }
}

/// The record after the buyer has deducted all its tax.
pub fn deducted(mut invoice: Invoice) -> Invoice {
    invoice.deducted_minor = Booking::of(&invoice.remaining).unwrap().deductible_minor().unwrap();
    invoice.state = State::DeductionConfirmed;
    invoice
}
