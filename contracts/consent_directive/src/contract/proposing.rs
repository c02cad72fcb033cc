//! Steps of the methods around proposals.

use super::ConsentDirective;
use crate::errors::Error;
use crate::events::{ConsentProposed, ProposalRejected};
use crate::messages::{Proposal, ProposalState, RegisterRequest};
use crate::proposal::{check_proposing, check_registering, check_rejecting};
use sandpact_sdk::prelude::*;

impl ConsentDirective {
    /// Notes that somebody asks a patient for a consent of this content.
    pub(super) fn ask_for(&mut self, id: Hash, patient: Hash, content: Hash) -> Result<(), Error> {
        let by = env::caller();
        if !self.patients.contains(&patient) {
            return Err(Error::PatientNotBound);
        }
        if self.latest.get(&id).is_some() {
            return Err(Common::AlreadyExists.into());
        }
        if !check_proposing(self.proposals.get(&id).as_ref(), &content, &by)? {
            return Ok(());
        }
        let state = ProposalState::Proposed;
        self.proposals.set(&id, &Proposal { content, patient, by, time: env::time(), state });
        self.emit(ConsentProposed { id, patient, content, by });
        Ok(())
    }

    /// The patient's side says no.
    pub(super) fn decline(&mut self, id: Hash) -> Result<(), Error> {
        let mut proposal = self.proposals.get(&id).ok_or(Common::UnknownId)?;
        self.check_change(&self.patient(&proposal.patient)?)?;
        check_rejecting(&proposal)?;
        proposal.state = ProposalState::Rejected;
        self.proposals.set(&id, &proposal);
        self.emit(ProposalRejected { id, by: env::caller() });
        Ok(())
    }

    /// What is registered under an id that was proposed is what was proposed.
    pub(super) fn fulfil(&mut self, request: &RegisterRequest) -> Result<(), Error> {
        let Some(mut proposal) = self.proposals.get(&request.id) else { return Ok(()) };
        let content = Hash(crypto::sha3_256(&request.encode()));
        check_registering(&proposal, &content)?;
        proposal.state = ProposalState::Registered;
        self.proposals.set(&request.id, &proposal);
        Ok(())
    }
}
