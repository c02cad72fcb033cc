//! What goes in. Every id of a key is its JWK thumbprint (RFC 7638, SHA-256); every id of a block
//! is SHA-256 of its minified JSON with its first signature only (B3).

use crate::records::Title;
use sandpact_sdk::prelude::*;

/// Most rows on a page of a view.
pub const PAGE_LEN_MAX: u32 = 100;

/// What an account may do. Holders need no role: their key is what counts (B2).
#[message]
pub enum Role {
    /// Grants roles and writes nothing else.
    Admin,
    /// Issues bills and answers surrenders.
    Carrier,
    /// An eBL platform: hands in what holders have signed elsewhere.
    Platform,
    /// Attests that a signature was checked off the ledger.
    Oracle,
    /// Takes bills in pledge.
    Bank,
    /// Reads everything.
    Regulator,
    /// Reads everything.
    Customs,
    /// Reads everything.
    Court,
}

/// Issuing a bill: both root blocks at once, so that no bill lacks a possessor (B1).
#[message]
pub struct IssueRequest {
    /// Keyed fingerprint of the transport document reference.
    pub reference: Hash,
    /// SHA-256 of the document's canonical form, RFC 8785 (B10).
    pub checksum: Hash,
    /// The key that the carrier signs with and that bills are surrendered to.
    pub carrier_key: Hash,
    /// Id of the first title block. It is the bill's id.
    pub title_block: Hash,
    /// Title as issued.
    pub title: Title,
    /// Time of the title block, milliseconds since 1970.
    pub title_at_ms: u64,
    /// Id of the first possession block.
    pub possession_block: Hash,
    /// The key of the first possessor.
    pub possessor: Hash,
    /// Time of the possession block, milliseconds since 1970.
    pub possession_at_ms: u64,
    /// The amended bill that this one succeeds.
    pub replaces: Option<Hash>,
}

/// To whom title goes (DCSA `ENDORSE`, `ENDORSE_TO_ORDER`, `BLANK_ENDORSE`).
#[message]
pub enum Endorsement {
    /// To this key, and no further.
    To {
        /// The endorsee's key.
        holder: Hash,
    },
    /// To the order of this key, which may endorse again.
    ToOrder {
        /// The endorsee's key.
        holder: Hash,
    },
    /// In blank: title is with whoever possesses the bill.
    Blank,
}

/// A title block that endorses.
#[message]
pub struct TitleBlock {
    /// Its id.
    pub id: Hash,
    /// The title block before.
    pub previous: Hash,
    /// To whom title goes.
    pub endorsement: Endorsement,
    /// Its time, milliseconds since 1970.
    pub at_ms: u64,
}

/// What a possession block does.
#[message]
pub enum Step {
    /// Hands possession over; to oneself it is DCSA's `SIGN`.
    Transfer,
    /// Hands possession over to a key on another platform and announces that platform's
    /// registry key.
    Export {
        /// The announced registry key.
        registry: Hash,
    },
    /// Continues an exported chain, signed by the announced registry key (B2).
    Import,
}

/// A possession block.
#[message]
pub struct PossessionBlock {
    /// Its id.
    pub id: Hash,
    /// The possession block before.
    pub previous: Hash,
    /// The title block in force.
    pub title_block: Hash,
    /// The key that possession goes to.
    pub transferee: Hash,
    /// What it does.
    pub step: Step,
    /// Its time, milliseconds since 1970.
    pub at_ms: u64,
}

/// Why a bill is surrendered for amendment (DCSA EBL_SUR 3.0.4, `reasonCode`).
#[message]
pub enum Amendment {
    /// `SWTP`, switch to paper.
    SwitchToPaper,
    /// `COD`, change of destination.
    ChangeOfDestination,
    /// `SWI`, switch bill of lading.
    SwitchBill,
    /// None of these; the words stay off the ledger.
    Other,
}

/// What a bill is surrendered for (DCSA EBL_SUR 3.0.4, `surrenderRequestCode`).
#[message]
pub enum Purpose {
    /// `SREQ`, delivery of the goods.
    Delivery,
    /// `AREQ`, an amended version.
    Amendment {
        /// Why.
        reason: Amendment,
    },
}

/// The possession block by which a bill goes to the carrier.
#[message]
pub struct SurrenderBlock {
    /// Its id.
    pub id: Hash,
    /// The possession block before.
    pub previous: Hash,
}

/// Surrendering a bill to its carrier.
#[message]
pub struct SurrenderRequest {
    /// The carrier's account.
    pub carrier: Address,
    /// Keyed fingerprint of the transport document reference.
    pub document: Hash,
    /// Keyed fingerprint of the surrender request reference (B11).
    pub reference: Hash,
    /// What for.
    pub purpose: Purpose,
    /// The key of who surrenders.
    pub requester: Hash,
    /// The block, where the platform keeps a chain of signed blocks.
    pub block: Option<SurrenderBlock>,
    /// Its time, milliseconds since 1970.
    pub at_ms: u64,
}

/// The carrier's answer (DCSA EBL_SUR 3.0.4, `action`).
#[message]
pub enum Answer {
    /// `SURR`, surrendered.
    Surrendered,
    /// `SREJ`, rejected: the bill goes back.
    Rejected,
}

/// Pledging a bill to a bank.
#[message]
pub struct PledgeRequest {
    /// Id of the request, under which an oracle attests its signature.
    pub id: Hash,
    /// The bill.
    pub bill: Hash,
    /// The bank's account.
    pub bank: Address,
    /// The key under which the bank would possess this bill.
    pub bank_key: Hash,
    /// Its time, milliseconds since 1970.
    pub at_ms: u64,
}

/// A block that contradicts the chain: a second successor of a block.
#[message]
pub struct DisputeReport {
    /// Its id.
    pub id: Hash,
    /// The accepted successor of the block that it follows.
    pub accepted: Hash,
}
