//! What is tried, and what a simple person expects of it.
#![allow(clippy::arithmetic_side_effects)] // small numbers; an overflow fails the run

use super::desk::{answer, pledge, release, surrender};
use super::model::Model;
use super::{BANK, CARRIER, Cast};
use crate::Tally;
use bill_of_lading::{
    BillState, Endorsement, Error, PossessionBlock, Step as BlockStep, Title, TitleBlock,
};
use proptest::{collection::vec, prelude::*};
use sandpact_sdk::Refusal as _;
use sandpact_sdk::prelude::Hash;
use sandpact_testing::{Failure, Outcome};

/// Most steps of a sequence.
const STEPS_MAX: usize = 7;
/// Between two actions.
pub(super) const SECOND_MS: u64 = 1_000;

/// What kind of bill is issued.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Straight,
    ToOrder,
    Blank,
}

/// A bill and what happens to it.
#[derive(Clone, Debug)]
pub struct Sequence {
    pub kind: Kind,
    pub steps: Vec<Step>,
}

/// What is wrong with a step, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    None,
    /// Somebody else than the holder calls.
    Stranger,
    /// It follows the block before the newest one.
    Fork,
    /// It is earlier than the last action.
    Early,
}

/// One step; who is meant is a place among the accounts.
#[derive(Clone, Debug)]
pub enum Step {
    Transfer { to: usize, flaw: Flaw },
    Endorse { to: Option<usize>, to_order: bool, flaw: Flaw },
    Surrender { amendment: Option<bool>, is_reference_used: bool, flaw: Flaw },
    Answer { is_accepted: bool },
    Pledge { flaw: Flaw },
    Release,
}

/// What a step did.
pub struct Did {
    /// Code of the refusal, if it was refused.
    pub code: Option<u32>,
    /// What the model expected.
    pub expected: Option<u32>,
    /// Who called.
    pub caller: Hash,
    /// The state root before.
    pub root: Hash,
}

/// Bills and steps, most of them without a flaw.
pub fn sequences() -> impl Strategy<Value = Sequence> {
    let kind = prop_oneof![
        1 => Just(Kind::Straight), 3 => Just(Kind::ToOrder), 2 => Just(Kind::Blank)
    ];
    (kind, vec(step(), 1..=STEPS_MAX)).prop_map(|(kind, steps)| Sequence { kind, steps })
}

fn step() -> impl Strategy<Value = Step> {
    let flaw = || {
        prop_oneof![
            12 => Just(Flaw::None), 1 => Just(Flaw::Stranger), 1 => Just(Flaw::Fork),
            1 => Just(Flaw::Early)
        ]
    };
    prop_oneof![
        5 => (1..=BANK, flaw()).prop_map(|(to, flaw)| Step::Transfer { to, flaw }),
        3 => (proptest::option::of(1..=BANK), proptest::bool::weighted(0.8), flaw())
            .prop_map(|(to, to_order, flaw)| Step::Endorse { to, to_order, flaw }),
        3 => (proptest::option::of(any::<bool>()), proptest::bool::weighted(0.1), flaw())
            .prop_map(|(amendment, is_reference_used, flaw)| {
                Step::Surrender { amendment, is_reference_used, flaw }
            }),
        3 => any::<bool>().prop_map(|is_accepted| Step::Answer { is_accepted }),
        2 => flaw().prop_map(|flaw| Step::Pledge { flaw }),
        1 => Just(Step::Release),
    ]
}

/// Tries a step on the ledger and in the model.
pub fn run_step(cast: &Cast, model: &mut Model, step: &Step, tally: &mut Tally) -> Did {
    match step {
        Step::Transfer { to, flaw } => transfer(cast, model, (*to, *flaw), tally),
        Step::Endorse { to, to_order, flaw } => {
            endorse(cast, model, (*to, *to_order, *flaw), tally)
        }
        Step::Surrender { amendment, is_reference_used, flaw } => {
            surrender(cast, model, (*amendment, *is_reference_used, *flaw), tally)
        }
        Step::Answer { is_accepted } => answer(cast, model, *is_accepted, tally),
        Step::Pledge { flaw } => pledge(cast, model, *flaw, tally),
        Step::Release => release(cast, model, tally),
    }
}

/// Who calls: the holder, or with a flaw somebody else.
pub(super) fn caller(cast: &Cast, model: &Model, flaw: Flaw) -> usize {
    let holder = cast.keys.iter().position(|key| *key == model.possessor).unwrap_or(CARRIER);
    if flaw == Flaw::Stranger { (holder + 1) % cast.keys.len() } else { holder }
}

pub(super) fn time(model: &Model, flaw: Flaw) -> u64 {
    if flaw == Flaw::Early { model.last_ms - 1 } else { model.last_ms + SECOND_MS }
}

/// The newest block, or with a flaw one that has a successor.
fn previous(model: &Model, head: Hash, flaw: Flaw) -> (Hash, bool) {
    let older = model.successors.iter().find(|(_, next)| **next == head);
    match older {
        Some((older, _)) if flaw == Flaw::Fork => (*older, true),
        _ => (head, false),
    }
}

pub(super) fn did<T>(
    (cast, by): (&Cast, usize),
    expected: Option<u32>,
    call: impl FnOnce() -> Outcome<T, Error>,
    tally: &mut Tally,
) -> Did {
    let root = cast.ledger.state_root();
    let code = match tally.count(call()) {
        Ok(_) => None,
        Err(Failure::Refused(error)) => Some(error.code()),
        Err(Failure::RefusedByHost { code }) => Some(code),
        Err(Failure::Denied(denied)) => Some(denied.code),
        Err(Failure::Halted { why }) => panic!("halted: {why}"),
    };
    Did { code, expected, caller: cast.keys[by], root }
}

fn transfer(cast: &Cast, model: &mut Model, (to, flaw): (usize, Flaw), tally: &mut Tally) -> Did {
    let by = caller(cast, model, flaw);
    let (previous, is_fork) = previous(model, model.possession_head, flaw);
    let (id, to, at_ms) = (model.id(), cast.keys[to], time(model, flaw));
    let is_pledged_elsewhere = model.is_pledged && to != cast.keys[BANK] && to != model.possessor;
    let expected = [
        is_fork.then_some(100),
        model.standstill(),
        (flaw == Flaw::Early).then_some(113),
        is_pledged_elsewhere.then_some(120),
        (flaw == Flaw::Stranger).then_some(102),
    ];
    let expected = expected.into_iter().flatten().next();
    let block = PossessionBlock {
        id,
        previous,
        title_block: model.title_head,
        transferee: to,
        step: BlockStep::Transfer,
        at_ms,
    };
    let call = || cast.contract.by(&cast.accounts[by]).transfer(block);
    let did = did((cast, by), expected, call, tally);
    if did.code.is_none() {
        model.successors.insert(previous, id);
        (model.possession_head, model.possessor, model.last_ms) = (id, to, at_ms);
        model.state = BillState::InCirculation;
    }
    did
}

fn endorse(
    cast: &Cast,
    model: &mut Model,
    (to, to_order, flaw): (Option<usize>, bool, Flaw),
    tally: &mut Tally,
) -> Did {
    let by = caller(cast, model, flaw);
    let (previous, is_fork) = previous(model, model.title_head, flaw);
    let (id, at_ms) = (model.id(), time(model, flaw));
    let barred = match &model.title {
        Title::Straight { .. } => Some(103),
        Title::Named { to_order: false, .. } => Some(104),
        Title::Named { holder, .. } => (*holder != model.possessor).then_some(105),
        Title::Blank => None,
    };
    let expected = [
        is_fork.then_some(100),
        model.standstill(),
        (flaw == Flaw::Early).then_some(113),
        model.is_pledged.then_some(120),
        barred,
        (flaw == Flaw::Stranger).then_some(102),
    ];
    let expected = expected.into_iter().flatten().next();
    let (endorsement, title) = match to.map(|to| cast.keys[to]) {
        None => (Endorsement::Blank, Title::Blank),
        Some(holder) if to_order => {
            (Endorsement::ToOrder { holder }, Title::Named { holder, to_order })
        }
        Some(holder) => (Endorsement::To { holder }, Title::Named { holder, to_order }),
    };
    let block = TitleBlock { id, previous, endorsement, at_ms };
    let call = || cast.contract.by(&cast.accounts[by]).endorse(block);
    let did = did((cast, by), expected, call, tally);
    if did.code.is_none() {
        model.successors.insert(previous, id);
        (model.title_head, model.title, model.last_ms) = (id, title, at_ms);
        model.state = BillState::InCirculation;
    }
    did
}
