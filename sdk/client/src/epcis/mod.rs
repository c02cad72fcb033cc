//! GS1 EPCIS 2.0 in JSON and JSON-LD, and EPCIS 1.2 and 2.0 in XML, to calls of `item_trace`:
//! one call for each event.
//!
//! | event | act |
//! |---|---|
//! | ObjectEvent ADD | `Commission`, with lot and last day of use from `ilmd` (`cbvmda`) |
//! | ObjectEvent DELETE | `Decommission`, or `Dispense` at step `dispensing` or `retail_selling` |
//! | AggregationEvent ADD, DELETE | `Pack`, `Unpack` |
//! | TransformationEvent | `Transform` |
//! | AssociationEvent ADD | `Associate` |
//! | others at step `shipping` whose destination names a party | `Ship` to that party |
//! | others at step `receiving` | `Receive` |
//! | all others | `Observe` |
//! | any event with an error declaration | `declare_error` instead |
//!
//! An event about a parent moves the parent, and what is in it lazily (M4). One item has one key,
//! whether it is written as an EPC URN or as a GS1 Digital Link: both become the same elements of
//! GS1 application identifiers, and those a keyed fingerprint. Steps and dispositions are those of
//! CBV 2.0 or in a namespace of their own. Business transactions, sensor data and extensions are
//! in the commitment and nowhere else.

mod document;
mod event;
mod fields;
mod gs1;
mod place;
mod taken;
#[cfg(test)]
mod tests;
mod time;
mod vocabulary;
mod xml;

use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::DocumentRefusal;
use sandpact_abi::Hash;

pub use document::{is_epcis, map_document};
pub use taken::taken;

/// Longest document in bytes.
pub const DOCUMENT_LEN_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most events of a document.
pub const EVENTS_LEN_MAX: usize = 1_000;
/// Tag of the commitment to an event: SHA-256 over it, the salt and the event in the canonical
/// form of RFC 8785; of one in XML, in the form that it would have in JSON.
pub const COMMITMENT_TAG: &str = "epcis-event";
/// Who makes the calls of events that name neither a party nor a place.
pub const ACTOR_UNNAMED: &str = "self";

/// The key of an item, class, lot or place by its identifier, in whatever form it is written.
///
/// # Errors
/// `BadIdentifier`.
pub fn key_of(key: &FingerprintKey, identifier: &str) -> Result<Hash, DocumentRefusal> {
    Ok(fingerprint(key, &["epc", &gs1::normalised(identifier)?]))
}

/// The identifier of a party or place in the one form in which calls name an actor.
///
/// # Errors
/// `BadIdentifier`.
pub fn normalised(identifier: &str) -> Result<String, DocumentRefusal> {
    gs1::normalised(identifier)
}

/// The fingerprint of an event by its id.
#[must_use]
pub fn event_key(key: &FingerprintKey, id: &str) -> Hash {
    fingerprint(key, &["epcis-event", id])
}
