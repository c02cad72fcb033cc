//! Invoices to records of `fiscal_record_chain`.
//!
//! | document | call |
//! |---|---|
//! | GOBL invoice in JSON with the VeriFactu addon | `register` |
//! | UBL invoice of ZATCA with its counter (ICV) and previous hash (PIH) | `append_document` |
//!
//! A GOBL invoice has no place in a chain: the device adds it, and the hash is computed here from
//! the record's texts, as the contract computes it again for whoever verifies them. The texts stay
//! off the ledger: a call has the hash, and fingerprints of tax number and invoice under a key that
//! the issuer's devices share for the life of the chain. A ZATCA invoice says its own place. Its hash is that of a
//! canonical form which leaves out the signature; it is taken from the signature's reference, or
//! from the device that computed it, and not computed here.

mod base64;
mod gobl;
#[cfg(test)]
mod tests;
mod zatca;

use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::DocumentRefusal;
use fiscal_record_chain::{
    Cancellation, Entry, EventEntry, EventRecord, InvoiceId, Place, Registration, TaxId, TimeText,
};
use sandpact_abi::Hash;
use sandpact_sdk::prelude::Code;

pub use gobl::{is_verifactu, map_registration, read_registration};
pub use zatca::{GENESIS, is_zatca, map_document};

/// Name of the contract.
const CONTRACT: &str = "fiscal_record_chain";

/// What a device adds to an invoice that it registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link<'a> {
    /// Hash of the newest record of the chain; none for the first one.
    pub previous: Option<Hash>,
    /// Number of the new record.
    pub counter: u64,
    /// When it is made, `yyyy-mm-ddThh:mm:ss+hh:mm`.
    pub time: &'a str,
    /// Whether it corrects an earlier registration of the invoice.
    pub is_correction: bool,
}

/// What a call has of a registration: its place, and fingerprints.
#[must_use]
pub fn registration_entry(registration: &Registration, key: &FingerprintKey) -> Entry {
    entry(&registration.place, &registration.invoice, key)
}

/// What a call has of a cancellation.
#[must_use]
pub fn cancellation_entry(cancellation: &Cancellation, key: &FingerprintKey) -> Entry {
    entry(&cancellation.place, &cancellation.invoice, key)
}

/// What a call has of an event.
#[must_use]
pub fn event_entry(event: &EventRecord, key: &FingerprintKey) -> EventEntry {
    EventEntry { place: event.place.clone(), taxpayer: taxpayer_fingerprint(&event.issuer, key) }
}

/// By which a chain knows its taxpayer.
#[must_use]
pub fn taxpayer_fingerprint(issuer: &TaxId, key: &FingerprintKey) -> Hash {
    fingerprint(key, &["fiscal record, taxpayer", issuer.as_str()])
}

/// By which a chain knows an invoice.
#[must_use]
pub fn invoice_fingerprint(invoice: &InvoiceId, key: &FingerprintKey) -> Hash {
    let InvoiceId { issuer, number, date } = invoice;
    let fields = ["fiscal record, invoice", issuer.as_str(), number.as_str(), date.as_str()];
    fingerprint(key, &fields)
}

fn entry(place: &Place, invoice: &InvoiceId, key: &FingerprintKey) -> Entry {
    Entry {
        place: place.clone(),
        taxpayer: taxpayer_fingerprint(&invoice.issuer, key),
        invoice: invoice_fingerprint(invoice, key),
    }
}

/// A text of at most `N` printable characters.
fn code<const N: usize>(path: &str, text: &str) -> Result<Code<N>, DocumentRefusal> {
    Code::parse(text).map_err(|_| {
        DocumentRefusal::bad_identifier(format!("{path} is no text of 1 to {N} characters"))
    })
}

/// A time with an offset.
fn time(path: &str, text: &str) -> Result<TimeText, DocumentRefusal> {
    match fiscal_record_chain::parse_time(text) {
        Ok(_) => code(path, text),
        Err(_) => Err(DocumentRefusal::bad_date(format!("{path} is no time with an offset"))),
    }
}
