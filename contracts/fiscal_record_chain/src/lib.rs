//! Fiscal records of invoicing systems: each hashed with the hash of the one before, none ever
//! changed or left out.
//!
//! The rules are plain functions, one file for each; `contract` loads, asks a rule, stores and
//! tells. Calls and state hold hashes, keyed fingerprints, counters and times only. The exact field
//! texts of a record, tax numbers and amounts among them, are arguments of questions: whoever has
//! them learns from the ledger whether they are a record's.
//!
//! Statement numbers F1 to F9 in the comments:
//!
//! | statement | where |
//! |---|---|
//! | F1 the hash is SHA-256 of the exact field string, in upper-case hexadecimal | `fingerprint`, `contract` |
//! | F2 the record before is the newest one | `link` |
//! | F3 the counter rises by one; registrations and cancellations share one chain | `link` |
//! | F4 times have an offset and do not decrease | `timestamp`, `link` |
//! | F5 a cancellation names a registration that is not cancelled | `invoice` |
//! | F6 nothing is overwritten; a correction is a new record | `invoice`, `contract` |
//! | F7 of two writers one wins | `link` |
//! | F8 one first record, with nothing before it | `link` |
//! | F9 amounts are hashed as the texts that they are | `fingerprint`, `fields` |
#![no_std]

mod contract;
mod errors;
mod events;
mod fields;
mod fingerprint;
mod invoice;
mod link;
mod messages;
mod records;
mod timestamp;

pub use contract::FiscalRecordChain;
pub use errors::Error;
pub use events::{DeviceBound, DeviceReleased, RecordAppended, RoleGranted, RoleRevoked};
pub use fingerprint::{cancellation_text, event_text, registration_text};
pub use messages::{
    Amount, Cancellation, DateText, DocumentRecord, Entry, EventEntry, EventRecord, InvoiceId,
    InvoiceNumber, InvoiceType, Place, Registration, Role, System, TaxId, TimeText,
};
pub use records::{Chain, ChainKind, PAGE_LEN_MAX, Record, RecordKind, Recorded};
pub use timestamp::parse_time;
