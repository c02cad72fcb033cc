//! Electronic bills of lading: one possessor and one title position per bill, moved only by
//! whoever holds it, surrendered once.
//!
//! The rules are plain functions, one file for each; `contract` loads, asks a rule, stores and
//! tells. Possession and title are two registers (UNCITRAL MLETR articles 10 and 11: singularity
//! and exclusive control; DCSA endorsement chain: title and possession blocks). Documents, names,
//! goods and public keys stay off the ledger: it holds digests of blocks, checksums of documents
//! and pseudonymous ids of keys that a holder makes new for every bill.
//!
//! Statement numbers B1 to B12 in the comments:
//!
//! | statement | where |
//! |---|---|
//! | B1 one possessor, one title position | `records`, `contract::chain` |
//! | B2 only the holder's key causes the next change; import by the announced key | `signing`, `chain` |
//! | B3 an id is fixed before a counter-signature | `contract::chain` |
//! | B4 a second successor is disputed | `chain` |
//! | B5 the same again is a duplicate | `contract::chain` |
//! | B6 who may endorse and surrender | `title` |
//! | B7 surrender by the sole possessor; nobody transfers meanwhile | `chain`, `surrender` |
//! | B8 one answer to a surrender | `surrender` |
//! | B9 nothing after the end | `chain` |
//! | B10 a document presented later has the checksum | `issue` |
//! | B11 a surrender reference is used once | `surrender` |
//! | B12 action times do not decrease | `chain` |
#![no_std]

mod chain;
mod contract;
mod errors;
mod events;
mod issue;
mod messages;
mod pledge;
mod records;
mod signing;
mod surrender;
mod title;

pub use contract::BillOfLading;
pub use errors::Error;
pub use events::{
    Attested, BillIssued, ChainDisputed, Countersigned, Endorsed, PledgeReleased, Pledged,
    PossessionMoved, RoleGranted, RoleRevoked, SurrenderAnswered, SurrenderRequested,
};
pub use messages::{
    Amendment, Answer, DisputeReport, Endorsement, IssueRequest, PAGE_LEN_MAX, PledgeRequest,
    PossessionBlock, Purpose, Role, Step, SurrenderBlock, SurrenderRequest, TitleBlock,
};
pub use records::{
    Bill, BillState, BlockKind, Entry, Holding, Issued, Pledgee, Row, Surrender, Title,
};
pub use signing::{document_key, key_id};
