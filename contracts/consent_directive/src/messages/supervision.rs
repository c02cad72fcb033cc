//! Proposals, and what privacy officers and regulators look at.

use super::Outcome;
use crate::directive::Purpose;
use sandpact_sdk::prelude::*;

/// A consent that a patient was asked for. Its content stays with whoever asked: one that is not
/// agreed to is nobody's business.
#[message]
pub struct Proposal {
    /// SHA3-256 of the SCALE-encoded request.
    pub content: Hash,
    /// The patient's pseudonym.
    pub patient: Hash,
    /// Who asked.
    pub by: Address,
    /// When.
    pub time: UnixSeconds,
    /// Where it stands.
    pub state: ProposalState,
}

/// Where a proposal stands.
#[message]
pub enum ProposalState {
    /// The patient has not answered.
    Proposed,
    /// The patient's side said no, for good.
    Rejected,
    /// The patient's side registered it.
    Registered,
}

/// How often an account was let in and turned away, for one purpose.
#[message]
#[derive(Copy)]
pub struct AccessCounts {
    /// Permitted.
    pub permitted: u64,
    /// Denied.
    pub denied: u64,
    /// Let in against the consent, in an emergency.
    pub emergencies: u64,
}

/// The same with whose and for what.
#[message]
pub struct AccessCountRow {
    /// The requester's account.
    pub account: Address,
    /// The purpose.
    pub purpose: Purpose,
    /// How often.
    pub counts: AccessCounts,
}

/// The requester and purpose of the last row that a reader has seen.
#[message]
pub struct AccessCountCursor {
    /// The requester's account.
    pub account: Address,
    /// The purpose.
    pub purpose: Purpose,
}

/// A consent that ends on a day.
#[message]
pub struct EndingConsent {
    /// Its last day.
    pub last_day: CivilDate,
    /// The consent.
    pub id: Hash,
    /// The version.
    pub version: u32,
}

/// A withdrawal. The call that withdraws ends the consent: what is decided after it, in the same
/// block or a later one, is decided without.
#[message]
pub struct Withdrawal {
    /// When.
    pub time: UnixSeconds,
    /// The consent.
    pub id: Hash,
    /// The version that it ended.
    pub version: u32,
    /// Height of the block in which it had effect.
    pub height: Height,
    /// Receipts in the patient's log at that time; those of later numbers came after it.
    pub receipts: u64,
}

/// The last withdrawal that a reader has seen.
#[message]
pub struct WithdrawalCursor {
    /// When it was.
    pub time: UnixSeconds,
    /// The consent.
    pub id: Hash,
}

impl AccessCounts {
    /// Nothing yet.
    pub const ZERO: Self = Self { permitted: 0, denied: 0, emergencies: 0 };

    /// One more.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn plus(mut self, outcome: Outcome) -> Result<Self, Common> {
        let counter = match outcome {
            Outcome::Permit => &mut self.permitted,
            Outcome::Deny => &mut self.denied,
            Outcome::EmergencyPermit => &mut self.emergencies,
        };
        *counter = counter.checked_add(1).ok_or(Common::Overflow)?;
        Ok(self)
    }
}
