//! What is stored and shown. Nothing here names a person, a ship or a good.

use crate::messages::Purpose;
use sandpact_sdk::prelude::*;

/// Who has title.
#[message]
pub enum Title {
    /// Straight bill: consigned to a key, not negotiable (`isToOrder` is false).
    Straight {
        /// The original shipper's key.
        shipper: Hash,
        /// The consignee's key.
        consignee: Hash,
    },
    /// With a named holder.
    Named {
        /// The holder's key.
        holder: Hash,
        /// Whether the holder may endorse.
        to_order: bool,
    },
    /// In blank: with whoever possesses the bill.
    Blank,
}

/// Where a bill stands.
#[message]
pub enum BillState {
    /// With the party that it was issued to.
    Issued,
    /// Transferred or endorsed since.
    InCirculation,
    /// With the carrier, who has not answered.
    SurrenderRequested,
    /// Back with who surrendered it: the carrier rejected.
    Returned,
    /// Surrendered for delivery. The end.
    Surrendered,
    /// Void: an amended version takes its place. The end.
    Amended,
    /// Void: a paper bill takes its place. The end.
    SwitchedToPaper,
}

impl BillState {
    /// Whether nothing can happen to the bill any more (B9).
    #[must_use]
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Surrendered | Self::Amended | Self::SwitchedToPaper)
    }
}

/// A bill of lading. Possessor and title are single values: never none, never two (B1).
#[message]
pub struct Bill {
    /// SHA3-256 of the request that issued it.
    pub content: Hash,
    /// The transport document's key; see `document_key`.
    pub document: Hash,
    /// Number of the version of the transport document, from 1.
    pub version: u64,
    /// The carrier's account.
    pub carrier: Address,
    /// The carrier's key.
    pub carrier_key: Hash,
    /// SHA-256 of the document's canonical form, RFC 8785.
    pub checksum: Hash,
    /// Who has title.
    pub title: Title,
    /// The newest title block.
    pub title_head: Hash,
    /// The key of who possesses the bill.
    pub possessor: Hash,
    /// The newest possession block.
    pub possession_head: Hash,
    /// The first possession block.
    pub possession_root: Hash,
    /// The registry key that an export has announced, until the import.
    pub announced: Option<Hash>,
    /// Where it stands.
    pub state: BillState,
    /// Reference of the surrender that waits for an answer, or that ended the bill.
    pub surrender: Option<Hash>,
    /// The bank that it is pledged to.
    pub pledgee: Option<Pledgee>,
    /// Time of the newest action, milliseconds since 1970.
    pub last_at_ms: u64,
    /// Number of actions so far.
    pub actions: u32,
    /// The amended bill that it succeeds.
    pub replaces: Option<Hash>,
    /// The bill that succeeds it.
    pub replaced_by: Option<Hash>,
    /// Time of the block that recorded it.
    pub issued_at: UnixSeconds,
}

/// A bank that holds a bill in pledge.
#[message]
pub struct Pledgee {
    /// The bank's account.
    pub bank: Address,
    /// The only key that possession may go to meanwhile.
    pub key: Hash,
    /// Number of the pledge in the bank's list.
    pub number: u64,
}

/// What an action did.
#[message]
pub enum BlockKind {
    /// An endorsement.
    Endorsement,
    /// A transfer of possession.
    Transfer,
    /// An export to another platform.
    Export,
    /// An import from another platform.
    Import,
    /// Possession goes to the carrier with a surrender.
    Surrender,
    /// A pledge to a bank.
    Pledge,
    /// A second successor of a block, which was reported.
    Disputed,
}

/// An accepted block after the first ones, a request, or a reported contradiction.
#[message]
pub struct Entry {
    /// The bill.
    pub bill: Hash,
    /// SHA3-256 of the block as it was handed in.
    pub content: Hash,
    /// What it did.
    pub kind: BlockKind,
    /// The block before in its chain.
    pub previous: Hash,
    /// The key that signed it.
    pub signer: Hash,
    /// The key that it goes to; the zero hash for an endorsement in blank.
    pub transferee: Hash,
    /// Its time, milliseconds since 1970.
    pub at_ms: u64,
    /// Whether an oracle attested the signature; else the signer's own account called.
    pub is_attested: bool,
    /// The exporting platform that counter-signed it.
    pub countersigned_by: Option<Address>,
    /// Who handed it in.
    pub by: Address,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
}

/// Both registers after an action.
#[message]
pub struct Holding {
    /// Since when, milliseconds since 1970.
    pub since_ms: u64,
    /// The block or request, or the surrender's reference.
    pub action: Hash,
    /// The possessor's key.
    pub possessor: Hash,
    /// Who has title.
    pub title: Title,
    /// Where the bill stood.
    pub state: BillState,
}

/// A surrender and its answer.
#[message]
pub struct Surrender {
    /// SHA3-256 of the request.
    pub content: Hash,
    /// The bill.
    pub bill: Hash,
    /// What for.
    pub purpose: Purpose,
    /// The key of who surrendered.
    pub requester: Hash,
    /// Whether the carrier accepted; none while it has not answered.
    pub is_accepted: Option<bool>,
    /// Time of the block that recorded it.
    pub requested_at: UnixSeconds,
    /// Time of the block that recorded the answer.
    pub answered_at: Option<UnixSeconds>,
}

/// What issuing gives back, whenever it was done.
#[message]
pub struct Issued {
    /// The bill's id.
    pub bill: Hash,
    /// Number of the version of the transport document.
    pub version: u64,
    /// Time of the block that recorded it.
    pub issued_at: UnixSeconds,
}

/// A row of a list.
#[message]
pub struct Row {
    /// Its number: the version, or the number of the dispute or pledge.
    pub number: u64,
    /// The bill, or the disputed block.
    pub id: Hash,
}
