//! What happened on the ledger. Every event names its record and who acted; the block gives the
//! time.

use crate::messages::{ErrorReason, Role};
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

/// An event of trade was recorded.
#[event]
pub struct EventCaptured {
    /// The event.
    pub event: Hash,
    /// When it happened.
    pub time: UnixSeconds,
    /// It was recorded late.
    pub is_late: bool,
    /// Who recorded it.
    pub by: Address,
}

/// A recorded event was declared erroneous.
#[event]
pub struct ErrorDeclared {
    /// The event.
    pub event: Hash,
    /// Why.
    pub reason: ErrorReason,
    /// Who recorded it and declares this.
    pub by: Address,
}

/// Parts were reported for an item.
#[event]
pub struct BomReported {
    /// The item.
    pub item: Hash,
    /// How many parts.
    pub parts: u32,
    /// Who reported them.
    pub by: Address,
}

/// A quality authority blocked an item, or released it.
#[event]
pub struct QuarantineSet {
    /// The item.
    pub item: Hash,
    /// The case.
    pub case: Hash,
    /// Blocked from now on.
    pub is_blocked: bool,
    /// The authority.
    pub by: Address,
}

/// A lot was recalled.
#[event]
pub struct RecallStarted {
    /// The recall.
    pub recall: Hash,
    /// The lot.
    pub lot: Hash,
    /// The authority.
    pub by: Address,
}

/// Steps of a recall were taken.
#[event]
pub struct RecallContinued {
    /// The recall.
    pub recall: Hash,
    /// Items blocked so far.
    pub blocked: u64,
    /// Something is left to look at.
    pub is_running: bool,
    /// Who took the steps.
    pub by: Address,
}

/// A recall was closed. What it blocked stays blocked.
#[event]
pub struct RecallResolved {
    /// The recall.
    pub recall: Hash,
    /// The authority.
    pub by: Address,
}
