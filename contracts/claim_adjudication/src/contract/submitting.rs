//! Steps of the methods that submit claims and move them along.

use super::ClaimAdjudication;
use crate::errors::Error;
use crate::events::{
    ClaimRejected, ClaimSubmitted, DuplicateSuspected, PreauthApproved, PreauthRequested,
};
use crate::key::{claim_key, coverage_key, service_key};
use crate::lifecycle::{Step, after};
use crate::messages::{ClaimRef, PreauthApproval, ReasonCode, Role, SubmitRequest};
use crate::records::{
    Claim, PayerTotals, PreauthState, Preauthorisation, State, Status, Submitted,
};
use crate::{preauthorisation, services};
use sandpact_sdk::prelude::*;

impl ClaimAdjudication {
    /// The caller submits as the provider, to an account that is a payer.
    pub(super) fn check_parties(&self, request: &SubmitRequest) -> Result<(), Error> {
        if request.provider == env::caller() && self.roles.has(Role::Payer, &request.payer) {
            Ok(())
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    /// Records an admitted claim.
    pub(super) fn keep_claim(&mut self, request: SubmitRequest) -> Result<Submitted, Error> {
        let content = Hash(crypto::sha3_256(&request.encode()));
        let key = claim_key(&named(&request, request.number));
        if let Some(claim) = self.claims.get(&key) {
            if claim.content != content {
                return Err(Error::DuplicateClaim { sequence: None });
            }
            let status = self.statuses.get(&key).ok_or(Common::UnknownId)?;
            return Ok(Submitted { key, duplicates: status.duplicates });
        }
        self.keep_alias(&request, key)?;
        let (claim, mut status) = record(request, content);
        self.note_duplicates(&key, &claim, &mut status);
        self.claims.set(&key, &claim);
        self.statuses.set(&key, &status);
        let (payer, by) = (claim.payer, claim.provider);
        self.emit(ClaimSubmitted { claim: key, payer, by });
        Ok(Submitted { key, duplicates: status.duplicates })
    }

    /// Lets a reference stand for a number. One reference means one claim.
    fn keep_alias(&mut self, request: &SubmitRequest, key: Hash) -> Result<(), Error> {
        let Some(reference) = request.reference else { return Ok(()) };
        let alias = claim_key(&named(request, reference));
        if self.claims.contains(&alias) || !self.aliases.insert(&alias, &key) {
            return Err(Error::DuplicateClaim { sequence: None });
        }
        Ok(())
    }

    /// Lines whose service was granted under another number, with that number.
    fn duplicate_lines(&self, claim: &Claim) -> Vec<(u32, Hash)> {
        let of = |line| {
            let service = self.services.get(&service_key(&claim.provider, &claim.patient, line))?;
            let is_duplicate = services::is_duplicate(Some(&service), &claim.number);
            is_duplicate.then_some((line.sequence, service.number))
        };
        claim.lines.iter().filter_map(of).collect()
    }

    /// Lists duplicate lines for the regulator, each once. A refusal would leave nothing to
    /// list, so that the claim is taken and the payer has to deny the line.
    pub(super) fn note_duplicates(&mut self, key: &Hash, claim: &Claim, status: &mut Status) {
        for (sequence, number) in self.duplicate_lines(claim) {
            if status.duplicates.contains(&sequence) {
                continue;
            }
            status.duplicates.push(sequence);
            self.duplicates.set(&(env::time(), *key, sequence), &number);
            self.emit(DuplicateSuspected { claim: *key, sequence, by: env::caller() });
        }
    }

    /// Where a claim stands, by its number or reference, with its key.
    pub(super) fn find(&self, claim: &ClaimRef) -> Result<(Hash, Status), Error> {
        let key = claim_key(claim);
        if let Some(status) = self.statuses.get(&key) {
            return Ok((key, status));
        }
        let key = self.aliases.get(&key).ok_or(Common::UnknownId)?;
        Ok((key, self.statuses.get(&key).ok_or(Common::UnknownId)?))
    }

    /// A claim that the caller may take a step with: as payer or provider, and appeal as the
    /// beneficiary of its coverage. The key is made of both accounts, so that what is found
    /// under it is theirs.
    pub(super) fn own(&self, claim: &ClaimRef, step: Step) -> Result<(Hash, Status), Error> {
        let (key, status) = self.find(claim)?;
        let caller = env::caller();
        let is_owner = match step {
            Step::Accept | Step::Reject | Step::Pend | Step::Adjudicate | Step::Pay => {
                caller == claim.payer
            }
            Step::Reconcile | Step::Cancel => caller == claim.provider,
            Step::Appeal => caller == claim.provider || self.is_member(&status, &caller),
        };
        if is_owner { Ok((key, status)) } else { Err(Common::NotAuthorised.into()) }
    }

    pub(super) fn is_member(&self, status: &Status, account: &Address) -> bool {
        let coverage = self.coverages.get(&status.coverage);
        coverage.is_some_and(|coverage| coverage.member == Some(*account))
    }

    /// Takes a step that changes nothing but the state; returns the claim's key.
    pub(super) fn step(&mut self, claim: &ClaimRef, step: Step) -> Result<Hash, Error> {
        let (key, mut status) = self.own(claim, step)?;
        status.state = after(status.state, step)?;
        self.statuses.set(&key, &status);
        Ok(key)
    }

    /// Rejects a claim at intake (K10).
    pub(super) fn reject_at_intake(
        &mut self,
        claim: &ClaimRef,
        reason: ReasonCode,
    ) -> Result<(), Error> {
        let (key, mut status) = self.own(claim, Step::Reject)?;
        status.state = after(status.state, Step::Reject)?;
        status.rejection = Some(reason);
        self.statuses.set(&key, &status);
        self.count((claim.payer, status.currency), |totals| {
            totals.rejected = totals.rejected.saturating_add(1);
        });
        self.emit(ClaimRejected { claim: key, reason, by: env::caller() });
        Ok(())
    }

    /// Changes what is counted of a payer in a currency.
    pub(super) fn count(&mut self, of: (Address, Currency), change: impl FnOnce(&mut PayerTotals)) {
        let mut totals = self.totals.get(&of).unwrap_or(PayerTotals::empty());
        change(&mut totals);
        self.totals.set(&of, &totals);
    }

    /// Records an admitted request for a preauthorisation; returns its key.
    pub(super) fn keep_preauthorisation(&mut self, request: &SubmitRequest) -> Result<Hash, Error> {
        let content = Hash(crypto::sha3_256(&request.encode()));
        let key = claim_key(&named(request, request.number));
        if let Some(preauth) = self.preauthorisations.get(&key) {
            let is_same = preauth.content == content;
            return if is_same {
                Ok(key)
            } else {
                Err(Common::DuplicateRequestDifferentContent.into())
            };
        }
        self.keep_alias(request, key)?;
        let preauth = Preauthorisation {
            content,
            payer: request.payer,
            provider: request.provider,
            coverage: coverage_key(&request.payer, &request.coverage),
            patient: request.patient,
            currency: request.currency,
            requested_minor: request.total_minor,
            state: PreauthState::Requested,
            approval: None,
            limit_minor: 0,
            used_minor: 0,
            from: None,
            until: None,
        };
        self.preauthorisations.set(&key, &preauth);
        self.emit(PreauthRequested { preauthorisation: key, by: env::caller() });
        Ok(key)
    }

    /// A preauthorisation by the request's number or reference, or the payer's reference.
    pub(super) fn find_preauthorisation(
        &self,
        request: &ClaimRef,
    ) -> Result<(Hash, Preauthorisation), Error> {
        let key = claim_key(request);
        let key = self.aliases.get(&key).unwrap_or(key);
        Ok((key, self.preauthorisations.get(&key).ok_or(Common::UnknownId)?))
    }

    /// A preauthorisation of the calling payer.
    pub(super) fn own_preauthorisation(
        &self,
        request: &ClaimRef,
    ) -> Result<(Hash, Preauthorisation), Error> {
        let (key, preauth) = self.find_preauthorisation(request)?;
        if preauth.payer == env::caller() {
            Ok((key, preauth))
        } else {
            Err(Common::NotAuthorised.into())
        }
    }

    /// Approves a preauthorisation and lets the payer's reference stand for it.
    pub(super) fn approve(&mut self, approval: &PreauthApproval) -> Result<(), Error> {
        let content = Hash(crypto::sha3_256(&approval.encode()));
        let (key, preauth) = self.own_preauthorisation(&approval.request)?;
        if preauth.approval == Some(content) {
            return Ok(());
        }
        let approved = preauthorisation::approve(preauth, approval, content)?;
        let alias = ClaimRef { claim: approval.reference, ..approval.request.clone() };
        let alias = claim_key(&alias);
        // A payer may answer under the number that it was asked under.
        if alias != key && !self.aliases.insert(&alias, &key) {
            return Err(Common::AlreadyExists.into());
        }
        self.preauthorisations.set(&key, &approved);
        let (limit_minor, until) = (approval.limit_minor, approval.until);
        self.emit(PreauthApproved { preauthorisation: key, limit_minor, until, by: env::caller() });
        Ok(())
    }
}

const fn named(request: &SubmitRequest, claim: Hash) -> ClaimRef {
    ClaimRef { payer: request.payer, provider: request.provider, claim }
}

fn record(request: SubmitRequest, content: Hash) -> (Claim, Status) {
    let preauthorisation = request.preauthorisation.map(|it| claim_key(&named(&request, it)));
    let coverage = coverage_key(&request.payer, &request.coverage);
    let status = Status {
        state: State::Submitted,
        coverage,
        currency: request.currency,
        submitted_at: env::time(),
        rejection: None,
        decision: None,
        paid_minor: 0,
        payment: None,
        duplicates: vec![],
    };
    let claim = Claim {
        content,
        number: request.number,
        epoch: request.epoch,
        payer: request.payer,
        provider: request.provider,
        coverage,
        order: request.order,
        patient: request.patient,
        beneficiary: request.beneficiary,
        currency: request.currency,
        lines: request.lines,
        total_minor: request.total_minor,
        preauthorisation,
        commitment: request.commitment,
    };
    (claim, status)
}
