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
    /// Closed: issuing bank, confirming bank and beneficiary agreed so (article 10(a)).
    Cancelled,
}

/// A credit.
#[message]
pub struct Credit {
    /// SHA3-256 of the first terms.
    ///
    /// SCALE-encoded; tells a repeated request from another one.
    pub content: Hash,
    /// What the issuing bank undertook.
    pub terms: Terms,
    /// Date of the block in which it was issued, UTC (31C).
    pub issued_on: CivilDate,
    /// Where it stands.
    pub state: CreditState,
    /// Whether the confirming bank added its confirmation (article 8).
    pub confirmed: bool,
    /// Drawn, minor units.
    ///
    /// Honoured, undertaken and negotiated. Reimbursement among banks of what one of them has
    /// paid is not drawn again.
    pub drawn_minor: i128,
    /// Number of drawings.
    pub drawings: u32,
    /// The credit that it was transferred from.
    pub parent: Option<Hash>,
    /// Transferred, minor units.
    ///
    /// What second beneficiaries can draw; of a transferred credit, what went back.
    pub transferred_minor: i128,
    /// Quantity drawn for, thousandths.
    pub shipped_thousandths: u64,
    /// Instalments that have begun.
    ///
    /// For which something was shipped or drawn in time (article 32).
    pub instalments_begun: u8,
    /// How often the terms were amended.
    pub version: u32,
}

impl Credit {
    /// A credit that has just been issued.
    #[must_use]
    pub const fn new(content: Hash, terms: Terms, issued_on: CivilDate) -> Self {
        Self {
            content,
            terms,
            issued_on,
            state: CreditState::Issued,
            confirmed: false,
            drawn_minor: 0,
            drawings: 0,
            parent: None,
            transferred_minor: 0,
            shipped_thousandths: 0,
            instalments_begun: 0,
            version: 0,
        }
    }

    /// Whether the bank has to honour a complying presentation: the issuing bank (article 7) or
    /// one that has confirmed (article 8).
    #[must_use]
    pub fn is_bound(&self, bank: &Address) -> bool {
        let confirming = self.terms.confirming_bank.as_ref();
        self.terms.is_issuing_bank(bank)
            || confirming.is_some_and(|it| self.confirmed && it.account == *bank)
    }

    /// Whether new presentations may come.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        matches!(self.state, CreditState::Issued | CreditState::Advised)
    }
}
