//! What is stored and shown.

use sandpact_sdk::prelude::*;

/// Most rows on a page: each has some 130 bytes.
pub const PAGE_LEN_MAX: u32 = 100;

/// Which of an account's chains.
#[message]
pub enum ChainKind {
    /// Registrations and cancellations of an issuer (F3).
    Invoices,
    /// Events of an issuer's systems.
    Events,
    /// Documents of one device.
    Documents,
}

/// What a record is.
#[message]
pub enum RecordKind {
    /// A registration.
    Registration,
    /// A registration that corrects an earlier one.
    Correction,
    /// A cancellation.
    Cancellation,
    /// An event.
    Event,
    /// A document.
    Document,
}

/// A chain: its newest record.
#[message]
pub struct Chain {
    /// Hash of the newest record.
    pub head: Hash,
    /// Its number.
    pub counter: u64,
    /// Its time.
    pub last_at: UnixSeconds,
    /// Number of cancellations.
    pub cancellations: u64,
    /// Number of corrections.
    pub corrections: u64,
    /// Keyed fingerprint of the tax number that all records name; none for documents.
    pub taxpayer: Option<Hash>,
}

/// A record, never changed (F6).
#[message]
pub struct Record {
    /// What it is.
    pub kind: RecordKind,
    /// Its hash (F1).
    pub hash: Hash,
    /// When it was made, as it says.
    pub at: UnixSeconds,
    /// Number of the registration that it corrects or cancels.
    pub target: Option<u64>,
    /// SHA3-256 of the request.
    pub content: Hash,
    /// The device.
    pub by: Address,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
}

/// What recording gives back, whenever it was done.
#[message]
pub struct Recorded {
    /// Number of the record.
    pub counter: u64,
    /// Its hash.
    pub hash: Hash,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
}

/// What is known of an invoice.
#[message]
pub struct Invoice {
    /// Number of its newest registration.
    pub registration: u64,
    /// Number of its cancellation.
    pub cancellation: Option<u64>,
}
