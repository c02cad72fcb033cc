//! Everything that happens outside the ledger: reading real documents into
//! contract calls, commitments and fingerprints, keys, building and signing
//! transactions, and turning named arguments into SCALE by a contract's ABI.
//!
//! This crate knows nothing of the runtime, of stores or of wasm.

pub mod builder;
pub mod commitment;
pub mod document;
pub mod fhir;
pub mod key;
pub mod ubl;
pub mod value;
