//! Credits that are amended, transferred, presented under, examined and paid, and whoever tries
//! what he may not.
#![allow(clippy::arithmetic_side_effects)] // small figures; an overflow fails the run

mod cast;
mod changes;
mod checks;
mod clerk;
mod days;
mod model;
mod steps;

use crate::{Tally, drive};
use cast::Cast;
use checks::{check, check_closed_states};
use model::{Model, Read};
use sandpact_testing::Failure;
use steps::{Said, Sequence, Step, sequences};

/// Runs sequences and checks the rules after each step.
pub fn run(count: u32, seed: u64, each: &dyn Fn()) -> Tally {
    drive("documentary_credit", (count, seed), each, sequences(), |sequence, tally| {
        let Sequence { kind, steps } = sequence;
        let cast = Cast::new(&kind);
        let mut model = Model::new(kind);
        for step in steps.iter().flat_map(parts) {
            if let Some(step) = step.resolved(&model) {
                model = run_step(&cast, &model, &step, tally);
            }
        }
    })
}

/// The calls of a step.
fn parts(step: &Step) -> Vec<Step> {
    match *step {
        Step::Through { papers, bank } => vec![
            Step::Examine { papers, bank, read: Read::Good },
            Step::Ask { papers, bank },
            Step::Comply { papers, bank },
            Step::Settle { papers, bank, more: 0 },
        ],
        Step::Amend { change } => {
            let (proposal, said) = (0, Said::Yes);
            let answer = |by_beneficiary| Step::Answer { proposal, by_beneficiary, said };
            vec![Step::Propose { by_issuing: true, change }, answer(true), answer(false)]
        }
        Step::PassOn { amount } => vec![
            Step::AskTransfer { amount, is_stranger: false },
            Step::Transfer { is_back: false, by_bank: true },
        ],
        ref other => vec![other.clone()],
    }
}

/// Tries a step on the ledger and in the books, which must agree; returns the books after it.
fn run_step(cast: &Cast, before: &Model, step: &Step, tally: &mut Tally) -> Model {
    if let Step::Days { count } = step {
        let mut model = before.clone();
        model.today = before.today.checked_add_days(*count).expect("a day of this year");
        cast.ledger.set_day(model.today);
        check(cast, before, &model, step);
        return model;
    }
    let root = cast.ledger.state_root();
    let failure = match *step {
        Step::Settle { papers, bank, more } if before.kind.is_deferred => {
            tally.count(cast.undertake(before, (papers, bank, more))).err()
        }
        Step::Ask { papers, bank } => tally.count(cast.ask(before, papers, bank)).err(),
        Step::Pay { papers, bank } => tally.count(cast.pay(papers, bank)).err(),
        _ => tally.count(cast.call(before, step)).err(),
    };
    if let Some(Failure::Halted { why }) = &failure {
        panic!("halted: {why}");
    }
    let expected = clerk::apply(before, step);
    assert_eq!(failure.is_none(), expected.is_some(), "{step:?}: {failure:?} in {before:?}");
    if failure.is_some() {
        assert_eq!(cast.ledger.state_root(), root, "a refusal changes nothing");
    }
    let model = expected.unwrap_or_else(|| before.clone());
    check(cast, before, &model, step);
    check_closed_states(before, &model);
    model
}
