//! The numbered rules of `claim_adjudication`, one test each, and its refusals: each with its
//! code, and with the state as it was.
#![allow(clippy::arithmetic_side_effects)]

use claim_adjudication::contract::ClaimAdjudication;
use claim_adjudication::errors::{Error, Total};
use claim_adjudication::events::{ClaimAdjudicated, DuplicateSuspected, PaymentIssued};
use claim_adjudication::messages::{
    AdjudicateRequest, ClaimRef, CoverageRequest, Line, LineDecision, PaymentTerms,
    PreauthApproval, ReasonCode, Role, SubmitRequest,
};
use claim_adjudication::records::{Decided, PaidRow, PreauthState, State};
use sandpact_sdk::Refusal as _;
use sandpact_testing::prelude::*;

struct World {
    ledger: Ledger,
    contract: Deployed<ClaimAdjudication>,
    admin: Account,
    regulator: Account,
    provider: Account,
    payer: Account,
    second: Account,
    member: Account,
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("is a date")
}

const fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

fn reason(text: &str) -> Option<ReasonCode> {
    ReasonCode::parse(text).ok()
}

const fn usd(amount_minor: i128) -> Money {
    Money { amount_minor, currency: Currency::USD }
}

fn line(sequence: u32, service: u8, submitted_minor: i128) -> Line {
    let day = date("2026-01-02");
    Line { sequence, service: hash(service), from: day, to: day, submitted_minor }
}

fn decision(sequence: u32, benefit_minor: i128) -> LineDecision {
    LineDecision {
        sequence,
        submitted_minor: None,
        eligible_minor: None,
        deductible_minor: None,
        copay_minor: None,
        benefit_minor,
        reason: None,
    }
}

/// A ledger with both payers' coverages of the patient.
fn world(ledger: &Ledger) -> World {
    let [admin, regulator, provider, payer, second, member] =
        ledger.accounts(["admin", "regulator", "provider", "payer", "second", "member"]);
    let contract = ledger.deploy(&admin, Calls::<ClaimAdjudication>::create(admin.address));
    for (role, account) in [
        (Role::Regulator, regulator),
        (Role::Provider, provider),
        (Role::Payer, payer),
        (Role::Payer, second),
        (Role::Patient, member),
    ] {
        contract.by(&admin).grant(role, account.address).ok();
    }
    let ledger = ledger.clone();
    let world = World { ledger, contract, admin, regulator, provider, payer, second, member };
    for payer in [payer, second] {
        world.contract.by(&payer).register_coverage(world.coverage()).ok();
    }
    world
}

impl World {
    fn coverage(&self) -> CoverageRequest {
        CoverageRequest {
            coverage: hash(40),
            epoch: 1,
            beneficiary: hash(7),
            start: Some(date("2025-01-01")),
            end: Some(date("2026-12-31")),
            commitment: hash(41),
        }
    }

    fn claim_ref(&self, payer: &Account, number: u8) -> ClaimRef {
        ClaimRef { payer: payer.address, provider: self.provider.address, claim: hash(number) }
    }

    fn submission(&self, payer: &Account, number: u8, lines: Vec<Line>) -> SubmitRequest {
        SubmitRequest {
            number: hash(number),
            reference: None,
            epoch: 1,
            payer: payer.address,
            provider: self.provider.address,
            coverage: hash(40),
            order: if payer == &self.payer { 1 } else { 2 },
            patient: hash(6),
            beneficiary: hash(7),
            created: date("2026-01-04"),
            currency: Currency::USD,
            total_minor: lines.iter().map(|line| line.submitted_minor).sum(),
            lines,
            preauthorisation: None,
            commitment: hash(8),
        }
    }

    fn adjudication(
        &self,
        payer: &Account,
        number: u8,
        lines: Vec<LineDecision>,
    ) -> AdjudicateRequest {
        AdjudicateRequest {
            claim: self.claim_ref(payer, number),
            currency: Currency::USD,
            benefit_minor: lines.iter().map(|line| line.benefit_minor).sum(),
            lines,
            submitted_minor: None,
            payment: None,
            commitment: hash(9),
        }
    }

    /// Submits a claim of one line and takes it in.
    fn accepted(&self, payer: &Account, number: u8, service: u8, submitted: i128) {
        let request = self.submission(payer, number, vec![line(1, service, submitted)]);
        self.contract.by(&self.provider).submit(request).ok();
        self.contract.by(payer).accept(self.claim_ref(payer, number)).ok();
    }

    fn adjudicate(&self, payer: &Account, number: u8, benefit: i128) -> Outcome<Decided, Error> {
        let request = self.adjudication(payer, number, vec![decision(1, benefit)]);
        self.contract.by(payer).adjudicate(request)
    }

    fn pay(&self, payer: &Account, number: u8, payment: u8, amount: i128) -> Outcome<i128, Error> {
        let claim = self.claim_ref(payer, number);
        self.contract.by(payer).issue_payment(claim, hash(payment), usd(amount))
    }

    fn appeal(&self, payer: &Account, number: u8) {
        self.contract.by(&self.provider).appeal(self.claim_ref(payer, number)).ok();
    }

    fn state(&self, payer: &Account, number: u8) -> State {
        let claim = self.claim_ref(payer, number);
        self.contract.by(&self.regulator).claim(claim).ok().status.state
    }

    /// A call is refused with this error and leaves the state as it was.
    #[track_caller]
    fn refuses<T>(&self, expected: impl Into<Error>, call: impl FnOnce() -> Outcome<T, Error>) {
        let (expected, root) = (expected.into(), self.ledger.state_root());
        assert_eq!(call().code(), expected.code(), "{expected:?}");
        assert_eq!(self.ledger.state_root(), root, "{expected:?}");
    }
}

#[sandpact::test]
fn k1_a_benefit_is_not_below_zero_nor_above_what_was_submitted(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 10_000);
    for benefit in [-1, 10_001] {
        let refused = Error::BenefitOutOfRange { sequence: 1 };
        w.refuses(refused, || w.adjudicate(&w.payer, 1, benefit));
    }
    assert_eq!(w.adjudicate(&w.payer, 1, 10_000).ok().payable_minor, 10_000);
}

/// The amounts of the HL7 example ExplanationOfBenefit EB3500.
#[sandpact::test]
fn k2_a_total_that_is_not_the_sum_of_its_lines_is_refused(ledger: &Ledger) {
    let w = world(ledger);
    let lines = vec![line(1, 20, 13_557), line(2, 21, 20_000)];
    w.contract.by(&w.provider).submit(w.submission(&w.payer, 1, lines)).ok();
    w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 1)).ok();
    let good = w.adjudication(&w.payer, 1, vec![decision(1, 9_600), decision(2, 18_000)]);
    let wrong =
        AdjudicateRequest { benefit_minor: 9_600, submitted_minor: Some(13_557), ..good.clone() };
    let refused = Error::LineSumMismatch { total: Total::Benefit };
    w.refuses(refused, || w.contract.by(&w.payer).adjudicate(wrong));
    let wrong = AdjudicateRequest { submitted_minor: Some(13_557), ..good.clone() };
    let refused = Error::LineSumMismatch { total: Total::Submitted };
    w.refuses(refused, || w.contract.by(&w.payer).adjudicate(wrong));
    assert_eq!(w.contract.by(&w.payer).adjudicate(good).ok().payable_minor, 27_600);
}

/// The amounts of the HL7 examples ClaimResponse R3500 and, for the total, R3502.
#[sandpact::test]
fn k3_a_payment_is_benefit_less_an_adjustment_with_a_reason(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 23_540);
    let with = |benefit: i128, amount_minor, adjustment_minor, reason| AdjudicateRequest {
        payment: Some(PaymentTerms { amount_minor, adjustment_minor, reason }),
        ..w.adjudication(&w.payer, 1, vec![decision(1, benefit)])
    };
    for (request, refused) in [
        (with(9_047, 10_047, 0, None), Error::PaymentExceedsBenefit),
        (with(9_047, 9_000, 0, None), Error::PaymentBelowBenefit),
        (with(18_200, 10_700, 7_500, None), Error::AdjustmentWithoutReason),
        (with(18_200, 18_201, -1, reason("a001")), Error::AmountNegative),
    ] {
        w.refuses(refused, || w.contract.by(&w.payer).adjudicate(request));
    }
    let good = with(18_200, 10_700, 7_500, reason("a002"));
    assert_eq!(w.contract.by(&w.payer).adjudicate(good).ok().due_minor, 10_700);
    w.refuses(Error::PaymentExceedsBenefit, || w.pay(&w.payer, 1, 50, 10_701));
    w.refuses(Error::PaymentBelowBenefit, || w.pay(&w.payer, 1, 50, 10_699));
    assert_eq!(w.pay(&w.payer, 1, 50, 10_700).ok(), 10_700);
}

#[sandpact::test]
fn k4_a_second_decision_refers_to_the_first_and_pays_the_difference(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 10_000);
    w.adjudicate(&w.payer, 1, 6_000).ok();
    w.refuses(Common::WrongState, || w.adjudicate(&w.payer, 1, 7_000));
    w.pay(&w.payer, 1, 50, 6_000).ok();
    w.appeal(&w.payer, 1);
    w.refuses(Error::BelowPaid, || w.adjudicate(&w.payer, 1, 5_999));
    let first = w.contract.by(&w.regulator).claim(w.claim_ref(&w.payer, 1)).ok().decision;
    let outcome = w.adjudicate(&w.payer, 1, 9_000);
    let told = outcome.emitted::<ClaimAdjudicated>();
    assert_eq!(told[0].prior, first.as_ref().map(|first| first.content));
    let decided = outcome.ok();
    assert_eq!((decided.number, decided.payable_minor, decided.due_minor), (2, 9_000, 3_000));
    w.refuses(Error::PaymentExceedsBenefit, || w.pay(&w.payer, 1, 51, 9_000));
    assert_eq!(w.pay(&w.payer, 1, 51, 3_000).ok(), 9_000);
    let kept = w.contract.by(&w.regulator).decision(w.claim_ref(&w.payer, 1), 1).ok();
    assert_eq!(Some(kept), first);
}

#[sandpact::test]
fn k5_all_payers_together_pay_no_more_than_was_submitted(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 10_000);
    w.accepted(&w.second, 1, 20, 10_000);
    w.adjudicate(&w.payer, 1, 6_000).ok();
    let refused = Error::OverSubmitted { sequence: 1 };
    w.refuses(refused, || w.adjudicate(&w.second, 1, 4_001));
    assert_eq!(w.adjudicate(&w.second, 1, 4_000).ok().payable_minor, 4_000);
    // An appeal at the first payer finds nothing left.
    w.appeal(&w.payer, 1);
    w.refuses(Error::OverSubmitted { sequence: 1 }, || w.adjudicate(&w.payer, 1, 6_001));
}

#[sandpact::test]
fn k5_a_payer_does_not_decide_before_those_in_front_of_it(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 10_000);
    w.accepted(&w.second, 1, 20, 10_000);
    w.adjudicate(&w.second, 1, 4_000).ok();
    w.refuses(Error::PayerOutOfOrder, || w.adjudicate(&w.payer, 1, 1));
    assert_eq!(w.adjudicate(&w.payer, 1, 0).ok().payable_minor, 0);
}

#[sandpact::test]
fn k6_a_service_is_paid_under_one_claim_number(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 10_000);
    w.accepted(&w.payer, 3, 20, 10_000);
    w.adjudicate(&w.payer, 1, 6_000).ok();
    // Submitted before anything was granted: found when it is decided, and listed.
    let refused = Error::DuplicateClaim { sequence: Some(1) };
    w.refuses(refused, || w.adjudicate(&w.payer, 3, 1));
    let denied = w.adjudicate(&w.payer, 3, 0);
    assert_eq!(denied.emitted::<DuplicateSuspected>().len(), 1);
    denied.ok();
    // Submitted afterwards: listed at once, at whatever payer.
    let request = w.submission(&w.second, 4, vec![line(1, 21, 5_000), line(2, 20, 10_000)]);
    let submitted = w.contract.by(&w.provider).submit(request).ok();
    assert_eq!(submitted.duplicates, [2]);
    let listed = w.contract.by(&w.regulator).duplicate_attempts(None, 100).ok();
    assert_eq!(listed.iter().map(|row| row.sequence).collect::<Vec<_>>(), [1, 2]);
    assert!(listed.iter().all(|row| row.granted == hash(1)));
    let cursor = claim_adjudication::records::DuplicateCursor {
        at: listed[0].at,
        claim: listed[0].claim,
        sequence: listed[0].sequence,
    };
    let rest = w.contract.by(&w.regulator).duplicate_attempts(Some(cursor), 100).ok();
    assert_eq!(rest, listed[1..]);
    // Within one claim, too.
    let twice = w.submission(&w.payer, 5, vec![line(1, 22, 1), line(2, 22, 1)]);
    let refused = Error::RepeatedLine { sequence: 2 };
    w.refuses(refused, || w.contract.by(&w.provider).submit(twice));
}

#[sandpact::test]
fn k7_payments_of_a_period_stay_within_the_coverages_limit(ledger: &Ledger) {
    let w = world(ledger);
    let (from, until) = (date("2026-01-01"), date("2026-12-31"));
    let set = |limit| w.contract.by(&w.payer).set_limit(hash(40), from, until, usd(limit));
    set(10_000).ok();
    w.accepted(&w.payer, 1, 20, 8_000);
    w.accepted(&w.payer, 2, 21, 8_000);
    w.adjudicate(&w.payer, 1, 8_000).ok();
    w.refuses(Error::LimitExceeded, || w.adjudicate(&w.payer, 2, 2_001));
    assert_eq!(w.adjudicate(&w.payer, 2, 2_000).ok().payable_minor, 2_000);
    w.refuses(Error::LimitExceeded, || set(9_999));
    let euros = Money { amount_minor: 1, currency: Currency::EUR };
    w.refuses(Common::CurrencyMismatch, || {
        w.contract.by(&w.payer).set_limit(hash(40), from, until, euros)
    });
    // What a new decision gives back can be granted again.
    w.appeal(&w.payer, 1);
    w.adjudicate(&w.payer, 1, 3_000).ok();
    w.accepted(&w.payer, 3, 22, 8_000);
    w.refuses(Error::LimitExceeded, || w.adjudicate(&w.payer, 3, 5_001));
    w.adjudicate(&w.payer, 3, 5_000).ok();
}

#[sandpact::test]
fn k8_a_preauthorisation_is_not_overdrawn_and_not_used_outside_its_time(ledger: &Ledger) {
    let w = world(ledger);
    let request = w.submission(&w.payer, 60, vec![line(1, 30, 10_000)]);
    w.contract.by(&w.provider).request_preauthorisation(request).ok();
    let approval = PreauthApproval {
        request: w.claim_ref(&w.payer, 60),
        reference: hash(61),
        currency: Currency::USD,
        limit_minor: 5_000,
        from: Some(date("2026-01-01")),
        until: date("2026-01-02"),
        commitment: hash(9),
    };
    w.contract.by(&w.payer).approve_preauthorisation(approval).ok();
    let submit = |number, line: Line| {
        let mut request = w.submission(&w.payer, number, vec![line]);
        request.preauthorisation = Some(hash(61));
        w.contract.by(&w.provider).submit(request).ok();
        w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, number)).ok();
    };
    submit(1, line(1, 30, 10_000));
    w.refuses(Error::PreauthExhausted, || w.adjudicate(&w.payer, 1, 5_001));
    w.adjudicate(&w.payer, 1, 5_000).ok();
    let preauth = w.contract.by(&w.payer).preauthorisation(w.claim_ref(&w.payer, 61)).ok();
    assert_eq!((preauth.state, preauth.used_minor), (PreauthState::Used, 5_000));
    submit(2, line(1, 31, 10_000));
    w.refuses(Error::PreauthExhausted, || w.adjudicate(&w.payer, 2, 1));
    let late = Line { from: date("2026-01-03"), to: date("2026-01-03"), ..line(1, 32, 100) };
    submit(3, late);
    w.refuses(Error::PreauthExpired, || w.adjudicate(&w.payer, 3, 1));
    let mut other = w.submission(&w.payer, 4, vec![line(1, 33, 100)]);
    (other.preauthorisation, other.patient) = (Some(hash(61)), hash(66));
    w.contract.by(&w.provider).submit(other).ok();
    w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 4)).ok();
    w.refuses(Error::PreauthMismatch, || w.adjudicate(&w.payer, 4, 1));
}

#[sandpact::test]
fn k9_nothing_is_paid_where_the_coverage_was_inactive(ledger: &Ledger) {
    let w = world(ledger);
    let before = Line { from: date("2024-12-31"), to: date("2024-12-31"), ..line(1, 20, 100) };
    let request = w.submission(&w.payer, 1, vec![before, line(2, 21, 100)]);
    w.contract.by(&w.provider).submit(request).ok();
    w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 1)).ok();
    let decide = |first, second| {
        let lines = vec![decision(1, first), decision(2, second)];
        w.contract.by(&w.payer).adjudicate(w.adjudication(&w.payer, 1, lines))
    };
    w.refuses(Error::CoverageInactive, || decide(1, 100));
    decide(0, 100).ok();
    // It ends after the decision: what was decided is not paid.
    w.accepted(&w.payer, 2, 22, 500);
    w.adjudicate(&w.payer, 2, 500).ok();
    w.pay(&w.payer, 2, 50, 500).ok();
    assert!(w.contract.by(&w.payer).end_coverage(hash(40), date("2026-01-01")).ok());
    w.refuses(Error::CoverageInactive, || w.pay(&w.payer, 1, 50, 100));
    // And what was paid before is shown to the regulator.
    let paid = |after| {
        let regulator = w.contract.by(&w.regulator);
        regulator.paid_on_inactive(w.payer.address, hash(40), after, 100).ok()
    };
    let rows = paid(None);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].last_service, date("2026-01-02"));
    assert_eq!(paid(rows.first().cloned()), Vec::<PaidRow>::new());
}

#[sandpact::test]
fn k9_a_claim_under_an_unknown_or_another_persons_coverage_pays_nothing(ledger: &Ledger) {
    let w = world(ledger);
    let mut unknown = w.submission(&w.payer, 1, vec![line(1, 20, 100)]);
    unknown.coverage = hash(42);
    let mut other = w.submission(&w.payer, 2, vec![line(1, 21, 100)]);
    other.beneficiary = hash(77);
    let mut rotated = w.submission(&w.payer, 3, vec![line(1, 22, 100)]);
    rotated.epoch = 2;
    for (number, request, refused) in [
        (1, unknown, Error::CoverageInactive),
        (2, other, Error::NotTheBeneficiary),
        (3, rotated, Error::EpochMismatch),
    ] {
        w.contract.by(&w.provider).submit(request).ok();
        w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, number)).ok();
        w.refuses(refused, || w.adjudicate(&w.payer, number, 1));
        assert_eq!(w.adjudicate(&w.payer, number, 0).ok().payable_minor, 0);
    }
}

#[sandpact::test]
fn k10_an_intake_error_yields_no_decision(ledger: &Ledger) {
    let w = world(ledger);
    let request = w.submission(&w.payer, 1, vec![line(1, 20, 100)]);
    w.contract.by(&w.provider).submit(request).ok();
    let code = reason("a002").expect("is a code");
    w.contract.by(&w.payer).reject(w.claim_ref(&w.payer, 1), code).ok();
    w.refuses(Common::WrongState, || w.adjudicate(&w.payer, 1, 50));
    let claim = w.contract.by(&w.provider).claim(w.claim_ref(&w.payer, 1)).ok();
    assert_eq!((claim.status.state, claim.decision), (State::RejectedAtIntake, None));
    assert_eq!(claim.status.rejection, Some(code));
    // After intake it is too late for an intake error.
    w.accepted(&w.payer, 2, 21, 100);
    w.refuses(Common::WrongState, || {
        w.contract.by(&w.payer).reject(w.claim_ref(&w.payer, 2), code)
    });
}

#[sandpact::test]
fn k11_a_claim_has_one_currency(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 100);
    let good = w.adjudication(&w.payer, 1, vec![decision(1, 50)]);
    let euros = AdjudicateRequest { currency: Currency::EUR, ..good.clone() };
    w.refuses(Common::CurrencyMismatch, || w.contract.by(&w.payer).adjudicate(euros));
    w.contract.by(&w.payer).adjudicate(good).ok();
    let claim = w.claim_ref(&w.payer, 1);
    let euros = Money { amount_minor: 50, currency: Currency::EUR };
    w.refuses(Common::CurrencyMismatch, || {
        w.contract.by(&w.payer).issue_payment(claim, hash(50), euros)
    });
}

#[sandpact::test]
fn k12_a_cancelled_claim_pays_nothing(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 100);
    w.contract.by(&w.provider).cancel(w.claim_ref(&w.payer, 1)).ok();
    assert_eq!(w.state(&w.payer, 1), State::Cancelled);
    w.refuses(Common::WrongState, || w.adjudicate(&w.payer, 1, 50));
    w.refuses(Common::WrongState, || w.pay(&w.payer, 1, 50, 50));
    // Once decided, it is no longer taken back.
    w.accepted(&w.payer, 2, 21, 100);
    w.adjudicate(&w.payer, 2, 50).ok();
    w.refuses(Common::WrongState, || w.contract.by(&w.provider).cancel(w.claim_ref(&w.payer, 2)));
}

#[sandpact::test]
fn the_same_request_gives_the_same_result_and_another_one_is_refused(ledger: &Ledger) {
    let w = world(ledger);
    let request = w.submission(&w.payer, 1, vec![line(1, 20, 100)]);
    let first = w.contract.by(&w.provider).submit(request.clone()).ok();
    let root = ledger.state_root();
    assert_eq!(w.contract.by(&w.provider).submit(request.clone()).ok(), first);
    let other = SubmitRequest { commitment: hash(99), ..request };
    let refused = Error::DuplicateClaim { sequence: None };
    w.refuses(refused, || w.contract.by(&w.provider).submit(other));
    assert_eq!(ledger.state_root(), root);

    w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 1)).ok();
    let decided = w.adjudicate(&w.payer, 1, 60).ok();
    let root = ledger.state_root();
    assert_eq!(w.adjudicate(&w.payer, 1, 60).ok(), decided);
    assert_eq!(ledger.state_root(), root);

    assert_eq!(w.pay(&w.payer, 1, 50, 60).ok(), 60);
    let root = ledger.state_root();
    let again = w.pay(&w.payer, 1, 50, 60);
    assert!(again.emitted::<PaymentIssued>().is_empty());
    assert_eq!(again.ok(), 60);
    assert_eq!(ledger.state_root(), root);
    w.refuses(Common::DuplicateRequestDifferentContent, || w.pay(&w.payer, 1, 50, 61));

    w.contract.by(&w.payer).register_coverage(w.coverage()).ok();
    let other = CoverageRequest { commitment: hash(99), ..w.coverage() };
    w.refuses(Common::DuplicateRequestDifferentContent, || {
        w.contract.by(&w.payer).register_coverage(other)
    });
}

#[sandpact::test]
fn a_claim_is_found_by_its_reference_too(ledger: &Ledger) {
    let w = world(ledger);
    let mut request = w.submission(&w.payer, 1, vec![line(1, 20, 100)]);
    request.reference = Some(hash(11));
    w.contract.by(&w.provider).submit(request.clone()).ok();
    w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 11)).ok();
    w.adjudicate(&w.payer, 11, 60).ok();
    assert_eq!(w.state(&w.payer, 1), State::Adjudicated);
    let taken = SubmitRequest { number: hash(2), lines: vec![line(1, 21, 100)], ..request };
    let refused = Error::DuplicateClaim { sequence: None };
    w.refuses(refused, || w.contract.by(&w.provider).submit(taken));
    w.refuses(Common::UnknownId, || w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 12)));
}

#[sandpact::test]
fn malformed_claims_are_refused(ledger: &Ledger) {
    let w = world(ledger);
    let good = w.submission(&w.payer, 1, vec![line(1, 20, 100), line(2, 21, 50)]);
    let with = |change: fn(&mut SubmitRequest)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    let table: Vec<(SubmitRequest, Error)> = vec![
        (with(|it| it.total_minor = 151), Error::LineSumMismatch { total: Total::Submitted }),
        (with(|it| it.lines[1].submitted_minor = 0), Common::AmountNotPositive.into()),
        (with(|it| it.lines[1].submitted_minor = -50), Common::AmountNotPositive.into()),
        (with(|it| it.lines[1].sequence = 1), Error::RepeatedLine { sequence: 1 }),
        (with(|it| it.created = date("2026-01-06")), Error::DateAfterSubmission),
        (with(|it| it.lines[0].to = date("2026-01-05")), Error::DateAfterSubmission),
        (with(|it| it.lines[0].to = date("2026-01-01")), Common::DateOrder.into()),
        (with(|it| it.lines.clear()), Common::TooLarge.into()),
        (with(|it| it.order = 0), Common::BadFormat.into()),
        (with(|it| it.provider = it.payer), Common::NotAuthorised.into()),
        (with(|it| it.payer = it.provider), Common::NotAuthorised.into()),
    ];
    for (request, refused) in table {
        w.refuses(refused, || w.contract.by(&w.provider).submit(request));
    }
    w.contract.by(&w.provider).submit(good).ok();
}

#[sandpact::test]
fn decisions_are_on_the_lines_of_the_claim(ledger: &Ledger) {
    let w = world(ledger);
    let request = w.submission(&w.payer, 1, vec![line(1, 20, 100), line(2, 21, 50)]);
    w.contract.by(&w.provider).submit(request).ok();
    w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 1)).ok();
    for (lines, sequence) in [
        (vec![decision(1, 1)], 2),
        (vec![decision(1, 1), decision(3, 1)], 2),
        (vec![decision(1, 1), decision(2, 1), decision(3, 1)], 3),
    ] {
        let request = w.adjudication(&w.payer, 1, lines);
        let refused = Error::LineUnknown { sequence };
        w.refuses(refused, || w.contract.by(&w.payer).adjudicate(request));
    }
    let mut named = w.adjudication(&w.payer, 1, vec![decision(1, 0), decision(2, 0)]);
    named.lines[0].reason = reason("SMITH");
    w.refuses(Common::BadFormat, || w.contract.by(&w.payer).adjudicate(named));
}

#[sandpact::test]
fn states_follow_the_diagram(ledger: &Ledger) {
    let w = world(ledger);
    let claim = w.claim_ref(&w.payer, 1);
    let request = w.submission(&w.payer, 1, vec![line(1, 20, 100)]);
    w.contract.by(&w.provider).submit(request).ok();
    w.refuses(Common::WrongState, || w.adjudicate(&w.payer, 1, 60));
    w.contract.by(&w.payer).accept(claim.clone()).ok();
    w.contract.by(&w.payer).pend(claim.clone()).ok();
    w.adjudicate(&w.payer, 1, 60).ok();
    w.refuses(Common::WrongState, || w.contract.by(&w.provider).reconcile(claim.clone()));
    w.pay(&w.payer, 1, 50, 60).ok();
    w.contract.by(&w.provider).reconcile(claim.clone()).ok();
    assert_eq!(w.state(&w.payer, 1), State::Reconciled);
    w.contract.by(&w.provider).appeal(claim).ok();
    // The old document again is a repetition; a new decision is a new document.
    assert_eq!(w.adjudicate(&w.payer, 1, 60).ok().number, 1);
    assert_eq!(w.state(&w.payer, 1), State::Appealed);
    let mut upheld = w.adjudication(&w.payer, 1, vec![decision(1, 60)]);
    upheld.commitment = hash(10);
    assert_eq!(w.contract.by(&w.payer).adjudicate(upheld).ok().number, 2);
    assert_eq!(w.state(&w.payer, 1), State::Readjudicated);
    w.refuses(Common::AmountNotPositive, || w.pay(&w.payer, 1, 51, 0));
}

#[sandpact::test]
fn nobody_acts_on_the_claims_of_others(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 100);
    let claim = w.claim_ref(&w.payer, 1);
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.second).pend(claim.clone()));
    w.refuses(Common::NotAuthorised, || {
        let request = w.adjudication(&w.payer, 1, vec![decision(1, 1)]);
        w.contract.by(&w.second).adjudicate(request)
    });
    w.adjudicate(&w.payer, 1, 60).ok();
    w.refuses(Common::NotAuthorised, || {
        w.contract.by(&w.second).issue_payment(claim.clone(), hash(50), usd(60))
    });
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.second).claim(claim.clone()));
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.member).appeal(claim.clone()));
    w.contract.by(&w.payer).set_member(hash(40), w.member.address).ok();
    assert_eq!(w.contract.by(&w.member).claim(claim.clone()).ok().status.paid_minor, 0);
    w.contract.by(&w.member).coverage(w.payer.address, hash(40)).ok();
    w.contract.by(&w.member).appeal(claim).ok();
    w.refuses(Common::NotAuthorised, || {
        w.contract.by(&w.payer).set_member(hash(40), w.provider.address)
    });
    w.refuses(Common::UnknownId, || {
        w.contract.by(&w.payer).end_coverage(hash(99), date("2026-01-01"))
    });
    w.refuses(Common::NotAuthorised, || {
        w.contract.by(&w.provider).payer_totals(w.payer.address, Currency::USD)
    });
}

#[sandpact::test]
fn the_admin_grants_roles_and_nothing_else(ledger: &Ledger) {
    let w = world(ledger);
    let by = |account: &Account| w.contract.by(account);
    w.refuses(Error::RoleConflict, || by(&w.admin).grant(Role::Payer, w.admin.address));
    w.refuses(Error::RoleConflict, || by(&w.admin).grant(Role::Admin, w.payer.address));
    w.refuses(Common::WrongState, || by(&w.admin).revoke(Role::Admin, w.admin.address));
    w.refuses(Common::UnknownId, || by(&w.admin).revoke(Role::Payer, w.member.address));
    w.refuses(Common::NotAuthorised, || by(&w.payer).grant(Role::Payer, w.member.address));
    by(&w.admin).revoke(Role::Payer, w.second.address).ok();
    assert!(!w.contract.query().has_role(Role::Payer, w.second.address).ok());
}

#[sandpact::test]
fn coverages_and_preauthorisations_keep_their_rules(ledger: &Ledger) {
    let w = world(ledger);
    let mut backwards = w.coverage();
    (backwards.coverage, backwards.end) = (hash(43), Some(date("2024-12-31")));
    w.refuses(Common::DateOrder, || w.contract.by(&w.payer).register_coverage(backwards));
    let end = |day| w.contract.by(&w.payer).end_coverage(hash(40), date(day));
    w.refuses(Common::WrongState, || end("2027-01-01"));
    w.refuses(Common::DateOrder, || end("2024-12-31"));
    assert!(!end("2026-01-31").ok());

    let request = w.submission(&w.payer, 60, vec![line(1, 30, 10_000)]);
    let key = w.contract.by(&w.provider).request_preauthorisation(request.clone()).ok();
    let again = w.contract.by(&w.provider).request_preauthorisation(request.clone()).ok();
    assert_eq!(key, again);
    let other = SubmitRequest { commitment: hash(99), ..request };
    w.refuses(Common::DuplicateRequestDifferentContent, || {
        w.contract.by(&w.provider).request_preauthorisation(other)
    });
    let code = reason("ar001").expect("is a code");
    let preauth = w.claim_ref(&w.payer, 60);
    w.refuses(Common::NotAuthorised, || {
        w.contract.by(&w.second).decline_preauthorisation(preauth.clone(), code)
    });
    w.contract.by(&w.payer).decline_preauthorisation(preauth.clone(), code).ok();
    w.refuses(Common::WrongState, || {
        w.contract.by(&w.payer).decline_preauthorisation(preauth.clone(), code)
    });
    let approval = PreauthApproval {
        request: preauth,
        reference: hash(61),
        currency: Currency::USD,
        limit_minor: 1,
        from: None,
        until: date("2026-02-01"),
        commitment: hash(9),
    };
    w.refuses(Common::WrongState, || w.contract.by(&w.payer).approve_preauthorisation(approval));
}

#[sandpact::test]
fn the_regulators_questions_are_answered(ledger: &Ledger) {
    let w = world(ledger);
    w.accepted(&w.payer, 1, 20, 100);
    w.adjudicate(&w.payer, 1, 60).ok();
    ledger.advance_seconds(3 * 86_400);
    w.pay(&w.payer, 1, 50, 60).ok();
    for (number, why) in [(2, "ar001"), (3, "ar002"), (4, "ar001"), (5, "")] {
        w.accepted(&w.payer, number, 20 + number, 100);
        let mut request = w.adjudication(&w.payer, number, vec![decision(1, 0)]);
        request.lines[0].reason = reason(why);
        w.contract.by(&w.payer).adjudicate(request).ok();
    }
    let by = || w.contract.by(&w.regulator);
    let totals = by().payer_totals(w.payer.address, Currency::USD).ok();
    assert_eq!((totals.adjudicated, totals.denied), (5, 4));
    assert_eq!((totals.payments, totals.paid_minor, totals.payable_minor), (1, 60, 60));
    assert_eq!(by().median_days_to_pay(w.payer.address, Currency::USD).ok(), Some(3));
    assert_eq!(by().median_days_to_pay(w.second.address, Currency::USD).ok(), None);
    let rows = by().denials(w.payer.address, None, 100).ok();
    let rows: Vec<_> = rows.into_iter().map(|row| (row.reason, row.denied)).collect();
    assert_eq!(rows, [(None, 1), (reason("ar001"), 2), (reason("ar002"), 1)]);
    let after = by().denials(w.payer.address, reason("ar001"), 100).ok();
    assert_eq!(after.len(), 1);
}

/// What calls of one line cost. A transaction that does nothing takes `floor`, most of it for its
/// signature and for setting the instance up.
#[sandpact::test]
fn ordinary_calls_stay_within_their_gas(ledger: &Ledger) {
    let w = world(ledger);
    let floor = w.contract.by(&w.payer).has_role(Role::Payer, w.payer.address).gas();
    let above = |gas: Gas| gas.0.saturating_sub(floor.0);
    let mut request = w.submission(&w.payer, 1, vec![line(1, 20, 10_000)]);
    request.reference = Some(hash(11));
    let submit = w.contract.by(&w.provider).submit(request);
    let accept = w.contract.by(&w.payer).accept(w.claim_ref(&w.payer, 1));
    let decide = w.adjudicate(&w.payer, 1, 6_000);
    let pay = w.pay(&w.payer, 1, 50, 6_000);
    let all = [
        ("submit", above(submit.gas()), 250_000),
        ("accept", above(accept.gas()), 80_000),
        ("adjudicate", above(decide.gas()), 350_000),
        ("issue_payment", above(pay.gas()), 220_000),
    ];
    println!("floor {floor}, above it {all:?}");
    for (name, gas, most) in all {
        assert!(gas <= most, "{name} took {gas} above the floor");
    }
}

#[sandpact::test]
fn sums_beyond_their_type_and_periods_that_overlap_are_refused(ledger: &Ledger) {
    let w = world(ledger);
    let mut request = w.submission(&w.payer, 1, vec![line(1, 20, i128::MAX)]);
    request.lines.push(line(2, 21, 1));
    let submit = || w.contract.by(&w.provider).submit(request.clone());
    w.refuses(Common::Overflow, submit);
    let set = |from, until| {
        w.contract.by(&w.payer).set_limit(hash(40), date(from), date(until), usd(10_000))
    };
    set("2026-01-01", "2026-12-31").ok();
    w.refuses(Common::AlreadyExists, || set("2026-12-31", "2027-12-31"));
}
