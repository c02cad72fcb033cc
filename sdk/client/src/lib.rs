//! Everything that happens outside the ledger: reading real documents into
//! contract calls, commitments and fingerprints, keys, building and signing
//! transactions, turning named arguments into SCALE by a contract's ABI, and
//! what else is made of an ABI: JSON Schema, readable storage, typed clients.
//!
//! This crate knows nothing of the runtime, of stores or of wasm.

pub mod builder;
pub mod catenax;
pub mod commitment;
pub mod dcsa;
pub mod document;
pub mod entry;
pub mod epcis;
pub mod fhir;
pub mod fiscal;
pub mod generate;
pub mod gobl;
#[cfg(test)]
mod golden;
mod invoice;
pub mod key;
pub mod layout;
#[cfg(test)]
mod samples;
pub mod schema;
pub mod secret_file;
pub mod typed;
pub mod types;
pub mod ubl;
pub mod value;
mod xml;
