//! Steps of deciding a claim: everything is checked before anything is stored.

use super::ClaimAdjudication;
use crate::errors::Error;
use crate::events::ClaimAdjudicated;
use crate::key::service_key;
use crate::lifecycle::{Step, after};
use crate::messages::{AdjudicateRequest, Line, LineDecision, ReasonCode};
use crate::payment::{Payable, due};
use crate::records::{Adjudication, Claim, Decided, Live};
use crate::{coverage, lines, preauthorisation, services};
use sandpact_sdk::prelude::*;

impl ClaimAdjudication {
    /// Decides a claim whose request is right by itself.
    pub(super) fn decide(
        &mut self,
        request: &AdjudicateRequest,
        payable: &Payable,
    ) -> Result<Decided, Error> {
        let content = Hash(crypto::sha3_256(&request.encode()));
        let (key, mut status) = self.own(&request.claim, Step::Adjudicate)?;
        if let Some(live) = status.decision.as_ref().filter(|live| live.content == content) {
            return decided(key, live, status.paid_minor);
        }
        status.state = after(status.state, Step::Adjudicate)?;
        let claim = self.claims.get(&key).ok_or(Common::UnknownId)?;
        lines::check_against(request, &claim)?;
        due(payable.payable_minor, status.paid_minor)?;
        let prior = status.decision.take();
        let old = prior.as_ref().map_or(0, |prior| prior.payable_minor);
        let change = (old, payable.payable_minor);
        self.check_and_use_coverage(request, &claim, change)?;
        self.use_preauthorisation(request, &claim, change)?;
        self.grant_services(request, &claim, self.lines_of(&key, prior.as_ref()).as_deref())?;
        if request.lines.iter().any(|line| line.benefit_minor == 0) {
            self.note_duplicates(&key, &claim, &mut status);
        }
        self.count_decision(request, &claim, change, prior.is_none())?;
        let live = self.keep_decision(&key, request, payable, content, prior, &claim)?;
        let result = decided(key, &live, status.paid_minor)?;
        status.decision = Some(live);
        self.statuses.set(&key, &status);
        Ok(result)
    }

    /// Lines of a decision.
    fn lines_of(&self, key: &Hash, live: Option<&Live>) -> Option<Vec<LineDecision>> {
        let decision = self.decisions.get(&(*key, live?.number))?;
        Some(decision.lines)
    }

    /// Keeps the new decision beside the one before, and refers to that (K4).
    fn keep_decision(
        &mut self,
        key: &Hash,
        request: &AdjudicateRequest,
        payable: &Payable,
        content: Hash,
        prior: Option<Live>,
        claim: &Claim,
    ) -> Result<Live, Error> {
        let number = prior.as_ref().map_or(0, |prior| prior.number);
        let number = number.checked_add(1).ok_or(Common::Overflow)?;
        let decision = Adjudication {
            content,
            number,
            prior: prior.map(|prior| prior.content),
            lines: request.lines.clone(),
            benefit_minor: request.benefit_minor,
            adjustment_minor: payable.adjustment_minor,
            adjustment_reason: payable.reason,
            payable_minor: payable.payable_minor,
            commitment: request.commitment,
            decided_at: env::time(),
        };
        self.decisions.set(&(*key, number), &decision);
        let (prior, benefit_minor) = (decision.prior, decision.benefit_minor);
        let (payable_minor, by) = (payable.payable_minor, claim.payer);
        let claim_key = *key;
        self.emit(ClaimAdjudicated {
            claim: claim_key,
            number,
            prior,
            benefit_minor,
            payable_minor,
            by,
        });
        let from = granted(request, claim).map(|line| line.from).min();
        let to = granted(request, claim).map(|line| line.to).max();
        Ok(Live { content, number, payable_minor, granted: from.zip(to) })
    }

    /// K9 and K7. A decision that grants nothing needs no coverage.
    fn check_and_use_coverage(
        &mut self,
        request: &AdjudicateRequest,
        claim: &Claim,
        change: (i128, i128),
    ) -> Result<(), Error> {
        let found = self.coverages.get(&claim.coverage);
        if request.benefit_minor > 0 {
            coverage::check_lines(found.as_ref(), claim, granted(request, claim))?;
        }
        let Some(mut found) = found else { return Ok(()) };
        if coverage::use_limit(&mut found, claim, change)? {
            self.coverages.set(&claim.coverage, &found);
        }
        Ok(())
    }

    /// K8. A decision that grants nothing, and granted nothing, uses nothing.
    fn use_preauthorisation(
        &mut self,
        request: &AdjudicateRequest,
        claim: &Claim,
        change: (i128, i128),
    ) -> Result<(), Error> {
        let Some(alias) = claim.preauthorisation.filter(|_| change != (0, 0)) else {
            return Ok(());
        };
        let key = self.aliases.get(&alias).unwrap_or(alias);
        let preauth = self.preauthorisations.get(&key).ok_or(Error::PreauthMismatch)?;
        let drawn = preauthorisation::draw(preauth, claim, granted(request, claim), change)?;
        self.preauthorisations.set(&key, &drawn);
        Ok(())
    }

    /// K5 and K6, line by line.
    fn grant_services(
        &mut self,
        request: &AdjudicateRequest,
        claim: &Claim,
        prior: Option<&[LineDecision]>,
    ) -> Result<(), Error> {
        for (line, decision) in claim.lines.iter().zip(&request.lines) {
            let change = (benefit_of(prior, line.sequence), decision.benefit_minor);
            if change.0 == change.1 {
                continue;
            }
            let key = service_key(&claim.provider, &claim.patient, line);
            let service = self.services.get(&key);
            let granted = services::grant(service, claim, line, change, prior.is_none())?;
            self.services.set(&key, &granted);
        }
        Ok(())
    }

    fn count_decision(
        &mut self,
        request: &AdjudicateRequest,
        claim: &Claim,
        (old, new): (i128, i128),
        is_first: bool,
    ) -> Result<(), Error> {
        let is_denial = is_first && request.benefit_minor == 0;
        let added = new.checked_sub(old).ok_or(Common::Overflow)?;
        self.count((claim.payer, claim.currency), |totals| {
            let counter =
                if is_first { &mut totals.adjudicated } else { &mut totals.readjudicated };
            *counter = counter.saturating_add(1);
            totals.denied = totals.denied.saturating_add(u64::from(is_denial));
            totals.payable_minor = totals.payable_minor.saturating_add(added);
        });
        if is_denial {
            let reason = request.lines.iter().find_map(|line| line.reason);
            let key = (claim.payer, reason.map_or_else(no_reason, Ok)?);
            let count = self.denials.get(&key).unwrap_or(0);
            self.denials.set(&key, &count.saturating_add(1));
        }
        Ok(())
    }
}

/// The key under which denials without a reason are counted.
pub(super) fn no_reason() -> Result<ReasonCode, Error> {
    Ok(ReasonCode::parse("0")?)
}

fn benefit_of(prior: Option<&[LineDecision]>, sequence: u32) -> i128 {
    let is_it = |line: &&LineDecision| line.sequence == sequence;
    let line = prior.and_then(|lines| lines.iter().find(is_it));
    line.map_or(0, |line| line.benefit_minor)
}

/// Lines of a claim that a decision grants something for. Both have the same lines.
fn granted<'a>(request: &'a AdjudicateRequest, claim: &'a Claim) -> impl Iterator<Item = &'a Line> {
    let pairs = claim.lines.iter().zip(&request.lines);
    pairs.filter(|(_, decision)| decision.benefit_minor > 0).map(|(line, _)| line)
}

fn decided(key: Hash, live: &Live, paid_minor: i128) -> Result<Decided, Error> {
    let due_minor = due(live.payable_minor, paid_minor)?;
    Ok(Decided { key, number: live.number, payable_minor: live.payable_minor, due_minor })
}
