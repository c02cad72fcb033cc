//! What happened. Every event names what it concerns and who acted; the block gives the time.

use crate::messages::{Endorsement, Purpose, Role};
use crate::records::BlockKind;
use sandpact_sdk::prelude::*;

/// A role was given to an account.
#[event]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The admin.
    pub by: Address,
}

/// A role was taken from an account.
#[event]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The admin.
    pub by: Address,
}

/// A signature was checked off the ledger.
#[event]
pub struct Attested {
    /// What was signed.
    pub subject: Hash,
    /// The key whose signature holds.
    pub key: Hash,
    /// The oracle.
    pub by: Address,
}

/// A bill was issued.
#[event]
pub struct BillIssued {
    /// The bill.
    pub bill: Hash,
    /// The transport document's key.
    pub document: Hash,
    /// Number of the version.
    pub version: u64,
    /// The first possessor's key.
    pub possessor: Hash,
    /// The carrier.
    pub by: Address,
}

/// Title went on.
#[event]
pub struct Endorsed {
    /// The bill.
    pub bill: Hash,
    /// The block.
    pub block: Hash,
    /// To whom.
    pub endorsement: Endorsement,
    /// Who handed it in.
    pub by: Address,
}

/// Possession went on.
#[event]
pub struct PossessionMoved {
    /// The bill.
    pub bill: Hash,
    /// The block.
    pub block: Hash,
    /// How.
    pub kind: BlockKind,
    /// The key that it came from.
    pub from: Hash,
    /// The key that it went to.
    pub to: Hash,
    /// Who handed it in.
    pub by: Address,
}

/// An exporting platform counter-signed a block.
#[event]
pub struct Countersigned {
    /// The block, whose id stays.
    pub block: Hash,
    /// The platform.
    pub by: Address,
}

/// A platform reported a block that contradicts the chain of a bill.
#[event]
pub struct ChainDisputed {
    /// The bill.
    pub bill: Hash,
    /// The contradicting block.
    pub block: Hash,
    /// The accepted successor of the block that both follow.
    pub accepted: Hash,
    /// The platform's disputes so far.
    pub count: u64,
    /// The platform.
    pub by: Address,
}

/// A bill was surrendered; the carrier has not answered.
#[event]
pub struct SurrenderRequested {
    /// The bill.
    pub bill: Hash,
    /// The request's reference.
    pub reference: Hash,
    /// What for.
    pub purpose: Purpose,
    /// Who handed it in.
    pub by: Address,
}

/// The carrier answered a surrender.
#[event]
pub struct SurrenderAnswered {
    /// The bill.
    pub bill: Hash,
    /// The request's reference.
    pub reference: Hash,
    /// Whether it was accepted.
    pub is_accepted: bool,
    /// The carrier.
    pub by: Address,
}

/// A bill was pledged.
#[event]
pub struct Pledged {
    /// The bill.
    pub bill: Hash,
    /// The bank.
    pub bank: Address,
    /// Who handed it in.
    pub by: Address,
}

/// A bank released a bill.
#[event]
pub struct PledgeReleased {
    /// The bill.
    pub bill: Hash,
    /// The bank.
    pub by: Address,
}
