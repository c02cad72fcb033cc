//! What is tried.

use super::model::{Bank, Kind, Model, Read};
use proptest::{collection::vec, option, prelude::*};

/// Most steps of a sequence.
const STEPS_MAX: usize = 10;

/// A credit and what happens under it.
#[derive(Clone, Debug)]
pub struct Sequence {
    pub kind: Kind,
    pub steps: Vec<Step>,
}

/// An answer to an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Yes,
    InPart,
    No,
}

/// One step. Presentations and proposals are named by a number that is taken modulo those that
/// there are; who has no documents passes the task on to the bank that got them last.
#[derive(Clone, Debug)]
pub enum Step {
    Days {
        count: i32,
    },
    Present(Present),
    TakeUp {
        papers: usize,
        bank: Bank,
    },
    Examine {
        papers: usize,
        bank: Bank,
        read: Read,
    },
    Comply {
        papers: usize,
        bank: Bank,
    },
    Refuse {
        papers: usize,
        bank: Bank,
        is_empty: bool,
        is_held: bool,
    },
    SeekWaiver {
        papers: usize,
        bank: Bank,
    },
    AnswerWaiver {
        papers: usize,
        is_given: bool,
    },
    Return {
        papers: usize,
        bank: Bank,
    },
    /// Reads, finds and pays, which is what banks do most.
    Through {
        papers: usize,
        bank: Bank,
    },
    Settle {
        papers: usize,
        bank: Bank,
        more: i128,
    },
    Pay {
        papers: usize,
        bank: Bank,
    },
    /// Asks whether another bank finances the invoice.
    Ask {
        papers: usize,
        bank: Bank,
    },
    Forward {
        papers: usize,
        from: Bank,
        to: Bank,
    },
    Preclude {
        papers: usize,
        bank: Bank,
    },
    /// Proposed, and accepted by the beneficiary and the confirming bank.
    Amend {
        change: Option<(i128, i32)>,
    },
    /// Asked for, and made.
    PassOn {
        amount: i128,
    },
    /// Without a change, cancellation.
    Propose {
        by_issuing: bool,
        change: Option<(i128, i32)>,
    },
    Answer {
        proposal: usize,
        by_beneficiary: bool,
        said: Said,
    },
    AskTransfer {
        amount: i128,
        is_stranger: bool,
    },
    AskBack {
        amount: i128,
        is_onward: bool,
    },
    Transfer {
        is_back: bool,
        by_bank: bool,
    },
    Close {
        by_issuing: bool,
    },
}

/// Documents that are presented.
#[derive(Clone, Debug)]
pub struct Present {
    pub is_child: bool,
    pub is_stranger: bool,
    pub to: Bank,
    pub is_euro: bool,
    pub claim: i128,
    pub shipped_days_ago: i32,
    pub is_complete: bool,
    /// With the bill of an earlier presentation.
    pub is_bill_used: bool,
    pub is_financed: bool,
}

fn rarely() -> impl Strategy<Value = bool> {
    proptest::bool::weighted(0.06)
}

fn kind() -> impl Strategy<Value = Kind> {
    let flags = (
        proptest::bool::weighted(0.3),
        proptest::bool::weighted(0.35),
        proptest::bool::weighted(0.5),
        proptest::bool::weighted(0.6),
        proptest::bool::weighted(0.2),
    );
    let rest = (
        prop_oneof![Just(0_u32), Just(500)],
        option::weighted(0.4, any::<bool>()),
        proptest::bool::weighted(0.25),
        proptest::bool::weighted(0.25),
        proptest::bool::weighted(0.5),
        proptest::bool::weighted(0.35),
    );
    (flags, rest).prop_map(|(flags, rest)| {
        let (is_deferred, is_single, is_confirmed, is_transferable, is_about) = flags;
        let (plus_bp, quantity, is_insured, has_instalments, has_latest_shipment, has_registry) =
            rest;
        Kind {
            is_deferred,
            is_single,
            is_confirmed,
            is_transferable,
            is_about,
            plus_bp: if is_about { 0 } else { plus_bp },
            quantity,
            is_insured,
            has_instalments: has_instalments && !is_single,
            has_latest_shipment,
            has_registry,
        }
    })
}

fn bank() -> impl Strategy<Value = Bank> {
    prop_oneof![3 => Just(Bank::Nominated), 1 => Just(Bank::Confirming), 2 => Just(Bank::Issuing)]
}

fn read() -> impl Strategy<Value = Read> {
    prop_oneof![
        6 => Just(Read::Good), 1 => Just(Read::FewerGoods), 1 => Just(Read::MoreGoods),
        1 => Just(Read::CheaperGoods), 1 => Just(Read::OtherParties), 1 => Just(Read::LittleCover),
        1 => Just(Read::LateCover),
    ]
}

fn present() -> impl Strategy<Value = Step> {
    let claim = prop_oneof![
        3 => Just(100_000_i128), 3 => Just(40_000), 1 => Just(95_000), 1 => Just(94_999),
        1 => Just(90_000), 1 => Just(60_000), 1 => Just(130_000), 1 => Just(0),
    ];
    let flaws = (
        rarely(),
        rarely(),
        rarely(),
        proptest::bool::weighted(0.15),
        proptest::bool::weighted(0.2),
    );
    let is_child = proptest::bool::weighted(0.25);
    let days = prop_oneof![12 => 0..6_i32, 2 => 14..24_i32, 1 => Just(-1)];
    let to = prop_oneof![6 => Just(Bank::Nominated), 1 => bank()];
    (is_child, to, claim, days, flaws).prop_map(|(is_child, to, claim, days, flaws)| {
        let (is_stranger, is_euro, is_incomplete, is_bill_used, is_financed) = flaws;
        Step::Present(Present {
            is_child,
            is_stranger,
            to,
            is_euro,
            claim,
            shipped_days_ago: days,
            is_complete: !is_incomplete,
            is_bill_used,
            is_financed,
        })
    })
}

fn step() -> impl Strategy<Value = Step> {
    let at = || (0..6_usize, bank());
    let days = prop_oneof![5 => 0..4_i32, 3 => 4..10_i32, 1 => 30..60_i32];
    let change = || {
        option::weighted(
            0.75,
            (
                prop_oneof![Just(150_000_i128), Just(60_000), Just(100_000)],
                prop_oneof![Just(0), Just(30)],
            ),
        )
    };
    let said = prop_oneof![4 => Just(Said::Yes), 1 => Just(Said::InPart), 1 => Just(Said::No)];
    let amount = || prop_oneof![3 => Just(80_000_i128), 1 => Just(100_000), 1 => Just(20_000), 1 => Just(100_001)];
    prop_oneof![
        6 => days.prop_map(|count| Step::Days { count }),
        8 => present(),
        1 => at().prop_map(|(papers, bank)| Step::TakeUp { papers, bank }),
        3 => (at(), read()).prop_map(|((papers, bank), read)| Step::Examine { papers, bank, read }),
        2 => at().prop_map(|(papers, bank)| Step::Comply { papers, bank }),
        3 => (at(), rarely(), any::<bool>()).prop_map(|((papers, bank), is_empty, is_held)| {
            Step::Refuse { papers, bank, is_empty, is_held }
        }),
        2 => at().prop_map(|(papers, bank)| Step::SeekWaiver { papers, bank }),
        2 => (0..3_usize, proptest::bool::weighted(0.7))
            .prop_map(|(papers, is_given)| Step::AnswerWaiver { papers, is_given }),
        1 => at().prop_map(|(papers, bank)| Step::Return { papers, bank }),
        6 => at().prop_map(|(papers, bank)| Step::Through { papers, bank }),
        4 => (at(), prop_oneof![6 => Just(0_i128), 1 => Just(1), 1 => Just(-1)])
            .prop_map(|((papers, bank), more)| Step::Settle { papers, bank, more }),
        2 => at().prop_map(|(papers, bank)| Step::Pay { papers, bank }),
        2 => at().prop_map(|(papers, bank)| Step::Ask { papers, bank }),
        3 => (at(), bank())
            .prop_map(|((papers, from), to)| Step::Forward { papers, from, to }),
        1 => at().prop_map(|(papers, bank)| Step::Preclude { papers, bank }),
        2 => change().prop_map(|change| Step::Amend { change }),
        3 => amount().prop_map(|amount| Step::PassOn { amount }),
        2 => (proptest::bool::weighted(0.95), change())
            .prop_map(|(by_issuing, change)| Step::Propose { by_issuing, change }),
        5 => (0..3_usize, any::<bool>(), said).prop_map(|(proposal, by_beneficiary, said)| {
            Step::Answer { proposal, by_beneficiary, said }
        }),
        1 => (amount(), rarely())
            .prop_map(|(amount, is_stranger)| Step::AskTransfer { amount, is_stranger }),
        1 => (amount(), rarely())
            .prop_map(|(amount, is_onward)| Step::AskBack { amount, is_onward }),
        3 => (proptest::bool::weighted(0.3), proptest::bool::weighted(0.9))
            .prop_map(|(is_back, by_bank)| Step::Transfer { is_back, by_bank }),
        1 => proptest::bool::weighted(0.9).prop_map(|by_issuing| Step::Close { by_issuing }),
    ]
}

/// Credits and steps, most of them as they should be. Documents come early.
pub fn sequences() -> impl Strategy<Value = Sequence> {
    let days = (0..4_i32).prop_map(|count| Step::Days { count });
    (kind(), days, present(), vec(step(), 2..=STEPS_MAX)).prop_map(
        |(kind, days, present, steps)| {
            let steps = [days, present].into_iter().chain(steps).collect();
            Sequence { kind, steps }
        },
    )
}

impl Step {
    /// The step with a presentation, bank and proposal that there are; `None` when there is none.
    pub fn resolved(&self, model: &Model) -> Option<Self> {
        let mut step = self.clone();
        match &mut step {
            Self::TakeUp { papers, bank }
            | Self::Examine { papers, bank, .. }
            | Self::Comply { papers, bank }
            | Self::Refuse { papers, bank, .. }
            | Self::SeekWaiver { papers, bank }
            | Self::Return { papers, bank }
            | Self::Through { papers, bank }
            | Self::Settle { papers, bank, .. }
            | Self::Pay { papers, bank }
            | Self::Ask { papers, bank }
            | Self::Forward { papers, from: bank, .. }
            | Self::Preclude { papers, bank } => {
                let may_be_wrong = *papers == 5;
                *papers = papers.checked_rem(model.papers.len())?;
                let desks = &model.papers.get(*papers)?.desks;
                if !may_be_wrong && desks.iter().all(|desk| desk.bank != *bank) {
                    *bank = desks.last()?.bank;
                }
            }
            Self::AnswerWaiver { papers, .. } => {
                *papers = papers.checked_rem(model.papers.len())?;
            }
            Self::Answer { proposal, .. } => {
                // The newest first.
                let count = model.proposals.len();
                *proposal = count.checked_sub(1)?.checked_sub(proposal.checked_rem(count)?)?;
            }
            _ => {}
        }
        Some(step)
    }
}
