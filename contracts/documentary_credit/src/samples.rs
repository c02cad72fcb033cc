//! Credits and presentations for the tests of the rules.
#![allow(clippy::unwrap_used)]

use crate::credit::{Credit, CreditState};
use crate::presentation::{Disposal, Examination, Notice, Presentation};
use crate::presenting::PresentRequest;
use crate::terms::{
    Availability, BankAt, Conditions, DocumentKind, PartialShipments, PresentedDocument,
    RequiredDocument, Terms,
};
use sandpact_sdk::prelude::*;

pub const APPLICANT: Address = Address([1; 32]);
pub const BENEFICIARY: Address = Address([2; 32]);
pub const BENEFICIARY_BANK: Address = Address([3; 32]);
pub const ISSUING: Address = Address([4; 32]);
pub const NOMINATED: Address = Address([5; 32]);
pub const CONFIRMING: Address = Address([6; 32]);
pub const STRANGER: Address = Address([9; 32]);

/// The day on which the sample credit is issued.
pub const TODAY: &str = "2024-01-02";
/// The day on which documents are presented under it.
pub const PRESENTED: &str = "2024-02-19";

/// A date as people write it.
pub fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

/// A bank in the place of all samples but the nominated bank's.
pub fn bank(account: Address) -> BankAt {
    BankAt { account, place: *b"DEHAM" }
}

fn required(kind: DocumentKind, originals: u8, copies: u8) -> RequiredDocument {
    RequiredDocument { kind, originals, copies }
}

/// 1 000.00 USD, no tolerance, at sight with the nominated bank in Shanghai.
pub fn terms() -> Terms {
    Terms {
        applicant: APPLICANT,
        beneficiary: BENEFICIARY,
        beneficiary_bank: Some(BENEFICIARY_BANK),
        issuing_bank: bank(ISSUING),
        advising_bank: NOMINATED,
        confirming_bank: Some(bank(CONFIRMING)),
        nominated_bank: BankAt { account: NOMINATED, place: *b"CNSHA" },
        amount_minor: 100_000,
        currency: Currency::new(*b"USD").unwrap(),
        plus_tolerance_bp: 0,
        minus_tolerance_bp: 0,
        availability: Availability::SightPayment,
        expiry: date("2024-03-31"),
        latest_shipment: Some(date("2024-03-20")),
        period_days: None,
        partial_shipments: PartialShipments::Allowed,
        documents: vec![
            required(DocumentKind::CommercialInvoice, 1, 2),
            required(DocumentKind::BillOfLading, 3, 1),
        ],
        conditions: Conditions::NONE,
        commitment: Hash([7; 32]),
    }
}

/// The sample credit after it was advised.
pub fn advised() -> Credit {
    let issued = Credit::new(Hash([8; 32]), terms(), date(TODAY));
    Credit { state: CreditState::Advised, ..issued }
}

/// A presented document.
pub fn document(kind: DocumentKind, originals: u8, copies: u8) -> PresentedDocument {
    PresentedDocument { kind, originals, copies, commitment: Hash([10; 32]) }
}

/// A presentation of all that the sample credit asks for, in full.
pub fn request() -> PresentRequest {
    PresentRequest {
        id: Hash([11; 32]),
        credit: Hash([12; 32]),
        to: NOMINATED,
        currency: Currency::new(*b"USD").unwrap(),
        claimed_minor: 100_000,
        shipment_date: Some(date("2024-02-10")),
        documents: vec![
            document(DocumentKind::CommercialInvoice, 1, 2),
            document(DocumentKind::BillOfLading, 3, 1),
        ],
    }
}

/// An examination that begins when the sample is presented.
pub fn examination(bank: Address) -> Examination {
    Examination::new(bank, *b"CNSHA", date(PRESENTED))
}

/// The record of the sample request, at the nominated bank.
pub fn presentation() -> Presentation {
    let request = request();
    Presentation {
        content: Hash([13; 32]),
        credit: request.credit,
        presenter: BENEFICIARY,
        claimed_minor: request.claimed_minor,
        shipment_date: request.shipment_date,
        presented_on: date(PRESENTED),
        documents: request.documents,
        examinations: vec![examination(NOMINATED)],
        drawn_minor: None,
        instalment: None,
    }
}

/// A notice with one discrepancy.
pub fn notice(disposal: Disposal) -> Notice {
    Notice { discrepancies: vec![101], disposal, commitment: Hash([14; 32]) }
}
