//! The simple model: claims of one line, in maps, with every rule as a question.

use super::steps::{Bill, Decision, Step};
use claim_adjudication::records::State;
use std::collections::BTreeMap;

/// A day on which the coverages are in force until they are ended.
pub const COVERED: &str = "2026-01-02";
/// A day before they began.
pub const UNCOVERED: &str = "2025-12-28";
/// What the first payer pays at most.
pub const LIMIT: i128 = 150;

/// A claim at one payer.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Where it stands.
    pub state: State,
    bill: Bill,
    /// Benefit and payable amount of each decision.
    decisions: Vec<(i128, i128)>,
    /// Payments by number and amount.
    payments: Vec<(u8, i128)>,
}

impl Claim {
    /// Sum of payments.
    pub fn paid(&self) -> i128 {
        self.payments.iter().map(|(_, amount)| *amount).fold(0, i128::saturating_add)
    }

    /// Number and payable amount of the live decision.
    pub fn live(&self) -> Option<(u32, i128)> {
        let (_, payable) = self.decisions.last()?;
        Some((u32::try_from(self.decisions.len()).unwrap_or(0), *payable))
    }

    fn benefit(&self) -> i128 {
        self.decisions.last().map_or(0, |(benefit, _)| *benefit)
    }

    fn payable(&self) -> i128 {
        self.decisions.last().map_or(0, |(_, payable)| *payable)
    }
}

/// Which rule a step would break.
type Broken = &'static str;

fn rule(holds: bool, name: Broken) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(name) }
}

/// All claims by payer and number.
#[derive(Debug, Default)]
pub struct Model {
    claims: BTreeMap<(u8, u8), Claim>,
    has_ended: [bool; 2],
    documents: u8,
}

impl Model {
    /// All claims.
    pub fn claims(&self) -> impl Iterator<Item = (&(u8, u8), &Claim)> {
        self.claims.iter()
    }

    /// Decisions asked for so far.
    pub fn documents(&self) -> u8 {
        self.documents
    }

    /// Takes a step if every rule allows it; returns the amount that the contract returns.
    pub fn take(&mut self, step: &Step) -> Result<Option<i128>, Broken> {
        use State::{Accepted, Adjudicated, Appealed, Pended, Readjudicated, Submitted};
        let (paid, found) = (State::PaymentIssued, State::Reconciled);
        match *step {
            Step::Submit { payer, number, ref bill } => self.submit((payer, number), bill),
            Step::Adjudicate { payer, number, ref decision } => {
                self.documents = self.documents.saturating_add(1);
                self.adjudicate((payer, number), decision)
            }
            Step::Pay { payer, number, payment, amount } => {
                self.pay((payer, number), payment, amount)
            }
            Step::EndCoverage { payer } => {
                let has_ended = &mut self.has_ended[usize::from(payer)];
                rule(!*has_ended, "it ended before")?;
                *has_ended = true;
                Ok(None)
            }
            Step::Accept { payer, number } => self.go((payer, number), &[Submitted], Accepted),
            Step::Reject { payer, number } => {
                self.go((payer, number), &[Submitted], State::RejectedAtIntake)
            }
            Step::Pend { payer, number } => self.go((payer, number), &[Accepted], Pended),
            Step::Cancel { payer, number } => {
                self.go((payer, number), &[Submitted, Accepted, Pended], State::Cancelled)
            }
            Step::Reconcile { payer, number } => self.go((payer, number), &[paid], found),
            Step::Appeal { payer, number } => {
                self.go((payer, number), &[Adjudicated, Readjudicated, paid, found], Appealed)
            }
        }
    }

    fn go(&mut self, at: (u8, u8), from: &[State], to: State) -> Result<Option<i128>, Broken> {
        let claim = self.claims.get_mut(&at).ok_or("no claim")?;
        rule(from.contains(&claim.state), "state")?;
        claim.state = to;
        Ok(None)
    }

    fn submit(&mut self, at: (u8, u8), bill: &Bill) -> Result<Option<i128>, Broken> {
        rule(bill.submitted > 0, "lines are positive")?;
        if let Some(known) = self.claims.get(&at) {
            return rule(known.bill == *bill, "duplicate number").map(|()| None);
        }
        let claim = Claim {
            state: State::Submitted,
            bill: bill.clone(),
            decisions: vec![],
            payments: vec![],
        };
        self.claims.insert(at, claim);
        Ok(None)
    }

    fn adjudicate(&mut self, at: (u8, u8), new: &Decision) -> Result<Option<i128>, Broken> {
        rule(new.benefit >= 0, "K1")?;
        rule(new.total == new.benefit, "K2")?;
        let payable = new.benefit.saturating_sub(new.adjustment);
        rule(new.payment == payable && payable >= 0, "K3")?;
        rule(new.adjustment == 0 || new.has_reason, "K3")?;
        let claim = self.claims.get(&at).ok_or("no claim")?;
        let to = match claim.state {
            State::Accepted | State::Pended => State::Adjudicated,
            State::Appealed => State::Readjudicated,
            _ => return Err("K4, K10, K12: state"),
        };
        rule(!new.is_in_euros, "K11")?;
        rule(new.benefit <= claim.bill.submitted, "K1")?;
        rule(payable >= claim.paid(), "K4")?;
        rule(new.benefit == 0 || self.is_covered(at.0, &claim.bill), "K9")?;
        rule(self.allows_k5_and_k6(at, claim, new.benefit), "K5, K6")?;
        rule(self.allows_k7(at, claim, payable), "K7")?;
        let claim = self.claims.get_mut(&at).ok_or("no claim")?;
        claim.decisions.push((new.benefit, payable));
        claim.state = to;
        Ok(Some(payable))
    }

    fn is_covered(&self, payer: u8, bill: &Bill) -> bool {
        bill.is_covered && !self.has_ended[usize::from(payer)]
    }

    fn allows_k5_and_k6(&self, at: (u8, u8), claim: &Claim, benefit: i128) -> bool {
        if benefit == claim.benefit() {
            return true;
        }
        let same = |other: &Claim| {
            (other.bill.service, other.bill.is_covered)
                == (claim.bill.service, claim.bill.is_covered)
        };
        let granted = |(_, other): &(&(u8, u8), &Claim)| same(other) && other.benefit() > 0;
        let others = || self.claims().filter(|(place, _)| **place != at).filter(granted);
        let is_first = claim.decisions.is_empty();
        let sum = others().map(|(_, other)| other.benefit()).fold(benefit, i128::saturating_add);
        let least = others().map(|(_, other)| other.bill.submitted).min();
        let least = least.unwrap_or(claim.bill.submitted).min(claim.bill.submitted);
        others().all(|((_, number), _)| *number == at.1)
            && others().all(|((payer, _), _)| !is_first || *payer < at.0)
            && sum <= least
    }

    fn allows_k7(&self, at: (u8, u8), claim: &Claim, payable: i128) -> bool {
        if at.0 != 0 || payable <= claim.payable() {
            return true;
        }
        let others = self.claims().filter(|((payer, number), _)| *payer == 0 && *number != at.1);
        let sum = others.map(|(_, other)| other.payable()).fold(payable, i128::saturating_add);
        sum <= LIMIT
    }

    fn pay(&mut self, at: (u8, u8), payment: u8, amount: i128) -> Result<Option<i128>, Broken> {
        let claim = self.claims.get_mut(&at).ok_or("no claim")?;
        if let Some((last, known)) = claim.payments.last().filter(|(last, _)| *last == payment) {
            return rule((*last, *known) == (payment, amount), "another payment of this number")
                .map(|()| Some(claim.paid()));
        }
        let is_decided = matches!(claim.state, State::Adjudicated | State::Readjudicated);
        rule(is_decided, "K10, K12: state")?;
        rule(amount > 0 && claim.paid().saturating_add(amount) == claim.payable(), "K3, K4")?;
        rule(!self.has_ended[usize::from(at.0)], "K9")?;
        claim.payments.push((payment, amount));
        claim.state = State::PaymentIssued;
        Ok(Some(claim.paid()))
    }

    /// The rules about what is, whatever led there.
    pub fn check(&self) {
        for (at, claim) in &self.claims {
            self.k1_k3_amounts_of_a_claim(claim);
            self.k5_payers_together_stay_within_what_was_submitted(*at, claim);
            self.k6_a_service_is_granted_under_one_number(*at, claim);
            self.k9_only_covered_services_are_granted(claim);
            self.k10_k12_rejected_and_cancelled_claims_have_neither_decision_nor_payment(claim);
        }
        self.k7_the_limit_holds();
    }

    fn k1_k3_amounts_of_a_claim(&self, claim: &Claim) {
        assert!((0..=claim.bill.submitted).contains(&claim.benefit()), "K1 {claim:?}");
        assert!((0..=claim.benefit()).contains(&claim.payable()), "K3 {claim:?}");
        assert!(claim.paid() <= claim.payable(), "K4 {claim:?}");
    }

    fn k5_payers_together_stay_within_what_was_submitted(&self, at: (u8, u8), claim: &Claim) {
        let same = |((_, number), other): &(&(u8, u8), &Claim)| {
            *number == at.1
                && (other.bill.service, other.bill.is_covered)
                    == (claim.bill.service, claim.bill.is_covered)
        };
        let paid = self.claims().filter(same).map(|(_, other)| other.paid());
        assert!(
            paid.fold(0, i128::saturating_add) <= claim.bill.submitted || claim.paid() == 0,
            "K5"
        );
    }

    fn k6_a_service_is_granted_under_one_number(&self, at: (u8, u8), claim: &Claim) {
        let is_twice = |((_, number), other): (&(u8, u8), &Claim)| {
            *number != at.1
                && other.bill.is_covered == claim.bill.is_covered
                && other.bill.service == claim.bill.service
                && other.benefit() > 0
                && claim.benefit() > 0
        };
        assert!(!self.claims().any(is_twice), "K6 {claim:?}");
    }

    fn k7_the_limit_holds(&self) {
        let first = self.claims().filter(|((payer, _), _)| *payer == 0);
        let sum = first.map(|(_, claim)| claim.payable()).fold(0, i128::saturating_add);
        assert!(sum <= LIMIT, "K7");
    }

    fn k9_only_covered_services_are_granted(&self, claim: &Claim) {
        assert!(claim.benefit() == 0 || claim.bill.is_covered, "K9 {claim:?}");
    }

    fn k10_k12_rejected_and_cancelled_claims_have_neither_decision_nor_payment(
        &self,
        claim: &Claim,
    ) {
        if matches!(claim.state, State::RejectedAtIntake | State::Cancelled) {
            assert!(claim.decisions.is_empty() && claim.payments.is_empty(), "{claim:?}");
        }
    }
}
