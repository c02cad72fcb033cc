//! Claims at two payers: what a simple model allows, the contract does, and nothing else; and
//! the numbered rules hold after each step.

mod model;
mod steps;

use crate::{Tally, drive};
use claim_adjudication::contract::ClaimAdjudication;
use claim_adjudication::errors::Error;
use claim_adjudication::messages::{
    AdjudicateRequest, ClaimRef, CoverageRequest, Line, LineDecision, PaymentTerms, ReasonCode,
    Role, SubmitRequest,
};
use model::{COVERED, LIMIT, Model, UNCOVERED};
use sandpact_sdk::prelude::{CivilDate, Currency, Hash, Money};
use sandpact_testing::{Account, Calls, Deployed, Failure, Ledger};
use steps::{Bill, Decision, Step};

/// Sequences that check the rules.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("claim_adjudication", (count, seed), each, steps::sequence(), |steps, tally| {
        let world = World::new();
        let mut model = Model::default();
        for step in &steps {
            world.take(step, &mut model, tally);
            model.check();
        }
        world.compare(&model, tally);
    })
}

/// First day of the coverages, and their last one once they are ended.
const START: &str = "2026-01-01";

struct World {
    contract: Deployed<ClaimAdjudication>,
    provider: Account,
    payers: [Account; 2],
}

const fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("is a date")
}

const fn usd(amount_minor: i128) -> Money {
    Money { amount_minor, currency: Currency::USD }
}

impl World {
    fn new() -> Self {
        let ledger = Ledger::new();
        let [admin, provider, first, second] =
            ledger.accounts(["admin", "provider", "first", "second"]);
        let contract = ledger.deploy(&admin, Calls::<ClaimAdjudication>::create(admin.address));
        contract.by(&admin).grant(Role::Provider, provider.address).ok();
        for payer in [first, second] {
            contract.by(&admin).grant(Role::Payer, payer.address).ok();
            let coverage = CoverageRequest {
                coverage: hash(1),
                epoch: 1,
                beneficiary: hash(2),
                start: Some(date(START)),
                end: None,
                commitment: hash(3),
            };
            contract.by(&payer).register_coverage(coverage).ok();
        }
        let (from, until) = (date("2025-01-01"), date("2026-12-31"));
        contract.by(&first).set_limit(hash(1), from, until, usd(LIMIT)).ok();
        Self { contract, provider, payers: [first, second] }
    }

    fn payer(&self, payer: u8) -> &Account {
        &self.payers[usize::from(payer)]
    }

    fn named(&self, payer: u8, number: u8) -> ClaimRef {
        let (payer, provider) = (self.payer(payer).address, self.provider.address);
        ClaimRef { payer, provider, claim: hash(number) }
    }

    /// Takes a step in both, which agree whether it may be taken.
    fn take(&self, step: &Step, model: &mut Model, tally: &mut Tally) {
        let expected = model.take(step);
        let result = match *step {
            Step::Submit { payer, number, ref bill } => {
                let call = self.contract.by(&self.provider).submit(self.bill(payer, number, bill));
                tally.count(call).map(|_| None)
            }
            Step::Adjudicate { payer, number, ref decision } => {
                let request = self.decision(payer, number, decision, model);
                let call = self.contract.by(self.payer(payer)).adjudicate(request);
                tally.count(call).map(|decided| Some(decided.payable_minor))
            }
            Step::Pay { payer, number, payment, amount } => {
                let claim = self.named(payer, number);
                let contract = self.contract.by(self.payer(payer));
                let call = contract.issue_payment(claim, hash(payment), usd(amount));
                tally.count(call).map(Some)
            }
            Step::EndCoverage { payer } => {
                let contract = self.contract.by(self.payer(payer));
                let call = contract.end_coverage(hash(1), date(START));
                tally.count(call).map(|_| None)
            }
            ref other => tally.count(self.simple(other)).map(|()| None),
        };
        match (result, expected) {
            (Ok(amount), Ok(modelled)) => assert_eq!(amount, modelled, "{step:?}"),
            (Err(Failure::Refused(_)), Err(_)) => {}
            (result, expected) => panic!("{step:?} gave {result:?}, expected {expected:?}"),
        }
    }

    fn simple(&self, step: &Step) -> sandpact_testing::Outcome<(), Error> {
        let contract = |account| self.contract.by(account);
        match *step {
            Step::Accept { payer, number } => {
                contract(self.payer(payer)).accept(self.named(payer, number))
            }
            Step::Reject { payer, number } => {
                let reason = ReasonCode::parse("a002").expect("is a code");
                contract(self.payer(payer)).reject(self.named(payer, number), reason)
            }
            Step::Pend { payer, number } => {
                contract(self.payer(payer)).pend(self.named(payer, number))
            }
            Step::Cancel { payer, number } => {
                contract(&self.provider).cancel(self.named(payer, number))
            }
            Step::Reconcile { payer, number } => {
                contract(&self.provider).reconcile(self.named(payer, number))
            }
            Step::Appeal { payer, number } => {
                contract(&self.provider).appeal(self.named(payer, number))
            }
            ref other => unreachable!("{other:?} is taken elsewhere"),
        }
    }

    fn bill(&self, payer: u8, number: u8, bill: &Bill) -> SubmitRequest {
        let day = date(if bill.is_covered { COVERED } else { UNCOVERED });
        let line = Line {
            sequence: 1,
            service: hash(bill.service),
            from: day,
            to: day,
            submitted_minor: bill.submitted,
        };
        SubmitRequest {
            number: hash(number),
            reference: None,
            epoch: 1,
            payer: self.payer(payer).address,
            provider: self.provider.address,
            coverage: hash(1),
            order: payer.saturating_add(1),
            patient: hash(4),
            beneficiary: hash(2),
            created: date("2026-01-04"),
            currency: Currency::USD,
            lines: vec![line],
            total_minor: bill.submitted,
            preauthorisation: None,
            commitment: hash(5),
        }
    }

    /// A document of its own for each decision of a claim, as the model counts them.
    fn decision(
        &self,
        payer: u8,
        number: u8,
        decision: &Decision,
        model: &Model,
    ) -> AdjudicateRequest {
        let line = LineDecision {
            sequence: 1,
            submitted_minor: None,
            eligible_minor: None,
            deductible_minor: None,
            copay_minor: None,
            benefit_minor: decision.benefit,
            reason: None,
        };
        let reason = ReasonCode::parse("a001").ok().filter(|_| decision.has_reason);
        let payment = PaymentTerms {
            amount_minor: decision.payment,
            adjustment_minor: decision.adjustment,
            reason,
        };
        AdjudicateRequest {
            claim: self.named(payer, number),
            currency: if decision.is_in_euros { Currency::EUR } else { Currency::USD },
            lines: vec![line],
            submitted_minor: None,
            benefit_minor: decision.total,
            payment: Some(payment),
            commitment: hash(model.documents()),
        }
    }

    /// State and payments of each claim are those of the model.
    fn compare(&self, model: &Model, tally: &mut Tally) {
        for ((payer, number), claim) in model.claims() {
            let view = self.contract.by(&self.provider).claim(self.named(*payer, *number));
            let view = tally.count(view).expect("the provider sees it");
            assert_eq!(view.status.state, claim.state);
            assert_eq!(view.status.paid_minor, claim.paid());
            let decided = view.status.decision.map(|live| (live.number, live.payable_minor));
            assert_eq!(decided, claim.live());
        }
    }
}
