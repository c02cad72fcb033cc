//! A credit as it is stored.

use crate::terms::Terms;
use sandpact_sdk::prelude::*;

/// What an account may do. Parties of a credit act because the credit names them.
#[message]
pub enum Role {
    /// Grants and takes roles; writes no business state.
    Authority,
    /// Issues credits and can be named as a bank in one.
    Bank,
    /// Reads the lists.
    Regulator,
}

/// Where a credit stands. A closed one takes no new presentation; what was presented before
/// runs on (article 14(b)).
#[message]
pub enum CreditState {
    /// Issued: the issuing bank is bound (article 7(b)).
    Issued,
    /// Advised to the beneficiary.
    Advised,
    /// Closed: nothing more can be drawn.
    Exhausted,
    /// Closed: the last day for presentation has passed.
    Expired,
}

/// A credit.
#[message]
pub struct Credit {
    /// SHA3-256 of the SCALE-encoded terms: tells a repeated request from another one.
    pub content: Hash,
    /// What the issuing bank undertook.
    pub terms: Terms,
    /// Date of the block in which it was issued, UTC (31C).
    pub issued_on: CivilDate,
    /// Where it stands.
    pub state: CreditState,
    /// Whether the confirming bank added its confirmation (article 8).
    pub confirmed: bool,
    /// Honoured, undertaken and negotiated, minor units. Reimbursement among banks of what
    /// one of them has paid is not drawn again.
    pub drawn_minor: i128,
    /// Number of drawings.
    pub drawings: u32,
}

impl Credit {
    /// Whether new presentations may come.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self.state, CreditState::Issued | CreditState::Advised)
    }
}
