//! What invoices of all formats become: the head of a document, and how a ledger of `vat_invoice`
//! knows it and the one that it corrects. How a format says so is the format's own room.

use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::MappingContext;
use crate::ubl::TaxId;
use sandpact_abi::{CivilDate, Hash};
use std::iter;
use vat_invoice::messages::{Candidate, Fingerprint, Kind, Reference};

/// First field of an invoice key's fingerprint.
const KEY_TAG: &str = "sandpact/vat_invoice/key/1";
/// What a preceding invoice may be: everything but a credit note.
pub const PRECEDING_KINDS: [Kind; 4] =
    [Kind::Invoice, Kind::Corrected, Kind::Prepayment, Kind::SelfBilled];

/// The document without amounts and parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Kind (EN 16931 BT-3).
    pub kind: Kind,
    /// Number (BT-1), normalised.
    pub number: String,
    /// Issue date (BT-2).
    pub issue_date: CivilDate,
    /// When the tax becomes chargeable.
    pub tax_point: CivilDate,
    /// The preceding invoice (BG-3).
    pub preceding: Option<Preceding>,
}

/// A reference to a preceding invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preceding {
    /// Number (BT-25), normalised.
    pub number: String,
    /// Issue date (BT-26).
    pub issue_date: Option<CivilDate>,
}

impl Header {
    /// What a person calls the document.
    pub fn title(&self) -> String {
        let kind = match self.kind {
            Kind::Invoice => "invoice",
            Kind::CreditNote => "credit note",
            Kind::Corrected => "corrected invoice",
            Kind::Prepayment => "prepayment invoice",
            Kind::SelfBilled => "self-billed invoice",
        };
        format!("{kind} {}", self.number)
    }

    /// How the ledger knows the document under a key.
    pub fn fingerprint(&self, key: &FingerprintKey, seller: &TaxId) -> Fingerprint {
        let hash = number(key, seller, self.kind, &self.number, self.issue_date.year());
        Fingerprint { epoch: key.epoch(), hash }
    }

    /// What the reference may mean: it says too little of the kind, without a date the preceding
    /// invoice may be of this year or the one before, and it may be recorded under either key.
    pub fn reference(&self, seller: &TaxId, context: &MappingContext) -> Option<Reference> {
        let reference = self.preceding.as_ref()?;
        let this_year = self.issue_date.year();
        let years = match reference.issue_date {
            Some(date) => vec![date.year()],
            None => vec![this_year, this_year.saturating_sub(1)],
        };
        let mut candidates = Vec::new();
        for key in iter::once(&context.fingerprint_key).chain(&context.previous_fingerprint_key) {
            let meant = years.iter().flat_map(|year| PRECEDING_KINDS.map(|kind| (kind, *year)));
            for (kind, year) in meant {
                let fingerprint = number(key, seller, kind, &reference.number, year);
                candidates.push(Candidate { kind, fingerprint });
            }
        }
        Some(Reference { candidates, issue_date: reference.issue_date })
    }
}

/// Fingerprint by which the ledger knows a document (T2): of seller, kind, number and fiscal
/// year, which is the year of issue.
pub fn number(key: &FingerprintKey, seller: &TaxId, kind: Kind, number: &str, year: i32) -> Hash {
    let (kind, year) = (kind.code().to_string(), year.to_string());
    fingerprint(key, &[KEY_TAG, seller.as_str(), &kind, number, &year])
}
