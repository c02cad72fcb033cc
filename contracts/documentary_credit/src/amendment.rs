//! Amendments and cancellation (article 10, A10). Pure rules.
//!
//! The issuing bank agrees by proposing (article 10(b)). A change takes effect once the confirming
//! bank and the beneficiary have agreed; until then, and when nobody answers, the old terms stay
//! in force, whatever day the text says that silence is consent (article 10(c), 10(f)).

use crate::credit::Credit;
use crate::drawing::maximum_minor;
use crate::errors::Error;
use crate::terms::Terms;
use sandpact_sdk::prelude::*;

/// What one who is asked says.
#[message]
pub enum Answer {
    /// Accepts all of it.
    Accepted,
    /// Accepts a part, which is a rejection (article 10(e)).
    AcceptedInPart,
    /// Rejects it.
    Rejected,
}

/// Where an amendment stands.
#[message]
pub enum AmendmentState {
    /// Somebody has still to answer.
    Proposed,
    /// In force.
    Effective,
    /// Rejected.
    Rejected,
    /// Rejected by a partial acceptance.
    RejectedInPart,
}

/// An amendment.
#[message]
pub struct Amendment {
    /// SHA3-256 of the proposal.
    ///
    /// SCALE-encoded; tells a repeated one from another one.
    pub content: Hash,
    /// The credit.
    pub credit: Hash,
    /// Version of the terms that it changes.
    pub version: u32,
    /// The new terms; when `None`, the credit is to end.
    pub terms: Option<Terms>,
    /// When silence would be consent; disregarded.
    ///
    /// Article 10(f).
    pub deemed_accepted_on: Option<CivilDate>,
    /// Whether the confirming bank has accepted.
    pub is_confirmed: bool,
    /// Whether the beneficiary has accepted.
    pub is_accepted: bool,
    /// Where it stands.
    pub state: AmendmentState,
}

/// Checks that new terms keep the parties to the credit and all that was drawn or transferred.
///
/// # Errors
/// [`Error::PartyChanged`], [`Error::BelowDrawn`], [`Common::Overflow`].
pub fn check_new_terms(credit: &Credit, new: &Terms) -> Result<(), Error> {
    let old = &credit.terms;
    let is_same = new.applicant == old.applicant
        && new.beneficiary == old.beneficiary
        && new.issuing_bank == old.issuing_bank
        && new.currency == old.currency
        && (!credit.confirmed || new.confirming_bank == old.confirming_bank);
    if !is_same {
        return Err(Error::PartyChanged);
    }
    let used = credit.drawn_minor.checked_add(credit.transferred_minor).ok_or(Common::Overflow)?;
    if maximum_minor(new)? < used { Err(Error::BelowDrawn) } else { Ok(()) }
}

/// Records an answer; returns whether the amendment is in force with it.
///
/// # Errors
/// [`Common::NotAuthorised`] for one who is not asked, [`Error::AmendmentPartialAcceptance`] when
/// a part was accepted before, [`Common::WrongState`] when it is settled otherwise or the credit
/// has closed, [`Common::StaleVersion`] when the terms have changed since.
pub fn answer(
    credit: &Credit,
    amendment: &mut Amendment,
    by: &Address,
    answer: Answer,
) -> Result<bool, Error> {
    let confirming = credit.terms.confirming_bank.as_ref().filter(|_| credit.confirmed);
    let is_confirming = confirming.is_some_and(|bank| bank.account == *by);
    let is_beneficiary = credit.terms.beneficiary == *by;
    if !is_confirming && !is_beneficiary {
        return Err(Common::NotAuthorised.into());
    }
    match amendment.state {
        AmendmentState::Proposed if credit.is_live() => {}
        AmendmentState::RejectedInPart => return Err(Error::AmendmentPartialAcceptance),
        _ => return Err(Common::WrongState.into()),
    }
    if amendment.version != credit.version {
        return Err(Common::StaleVersion.into());
    }
    match answer {
        Answer::Rejected => amendment.state = AmendmentState::Rejected,
        Answer::AcceptedInPart => amendment.state = AmendmentState::RejectedInPart,
        Answer::Accepted => {
            amendment.is_confirmed |= is_confirming;
            amendment.is_accepted |= is_beneficiary;
            if amendment.is_accepted && (amendment.is_confirmed || confirming.is_none()) {
                amendment.state = AmendmentState::Effective;
            }
        }
    }
    Ok(amendment.state == AmendmentState::Effective)
}

#[cfg(test)]
#[path = "amendment_tests.rs"]
mod tests;
