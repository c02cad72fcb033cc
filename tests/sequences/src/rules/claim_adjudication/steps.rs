//! What providers and payers do, mostly in an order that leads to a payment.

use proptest::collection;
use proptest::prelude::*;

/// A claim of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// What was done.
    pub service: u8,
    /// Net amount.
    pub submitted: i128,
    /// On a day on which the coverage was in force.
    pub is_covered: bool,
}

/// A decision on that line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Benefit of the line.
    pub benefit: i128,
    /// Stated total benefit.
    pub total: i128,
    /// Stated adjustment.
    pub adjustment: i128,
    /// The adjustment has a reason.
    pub has_reason: bool,
    /// Stated payment.
    pub payment: i128,
    /// In another currency than the claim.
    pub is_in_euros: bool,
}

/// A step.
#[allow(missing_docs)]
#[derive(Clone, Debug)]
pub enum Step {
    Submit { payer: u8, number: u8, bill: Bill },
    Accept { payer: u8, number: u8 },
    Reject { payer: u8, number: u8 },
    Pend { payer: u8, number: u8 },
    Cancel { payer: u8, number: u8 },
    Adjudicate { payer: u8, number: u8, decision: Decision },
    Pay { payer: u8, number: u8, payment: u8, amount: i128 },
    Reconcile { payer: u8, number: u8 },
    Appeal { payer: u8, number: u8 },
    EndCoverage { payer: u8 },
}

/// Amounts that meet: multiples of fifty.
fn amount() -> impl Strategy<Value = i128> {
    prop_oneof![6 => (0..4_i128).prop_map(|units| units.saturating_mul(50)), 1 => Just(-50_i128)]
}

fn bill() -> impl Strategy<Value = Bill> {
    (0..2_u8, prop_oneof![4 => Just(100_i128), 2 => amount()], prop::bool::weighted(0.9))
        .prop_map(|(service, submitted, is_covered)| Bill { service, submitted, is_covered })
}

/// Right, or wrong in one place.
fn decision() -> impl Strategy<Value = Decision> {
    let fault = prop_oneof![
        6 => Just((0, 0, false)),
        1 => (Just(50), Just(0), Just(false)),
        1 => (Just(0), prop_oneof![Just(50), Just(-50)], Just(false)),
        1 => Just((0, 0, true)),
    ];
    (amount(), prop_oneof![4 => Just(0_i128), 1 => Just(50_i128)], any::<bool>(), fault).prop_map(
        |(benefit, adjustment, has_reason, (total_off, payment_off, is_in_euros))| Decision {
            benefit,
            total: benefit.saturating_add(total_off),
            adjustment,
            has_reason,
            payment: benefit
                .saturating_add(total_off)
                .saturating_sub(adjustment)
                .saturating_add(payment_off),
            is_in_euros,
        },
    )
}

/// A claim from its submission to its payment, by right amounts, up to some step.
fn story() -> impl Strategy<Value = Vec<Step>> {
    (place(), 0..2_u8, 1..3_i128, 2..6_usize).prop_map(|((payer, number), service, units, len)| {
        let benefit = units.saturating_mul(50);
        let bill = Bill { service, submitted: 100, is_covered: true };
        let decision = Decision {
            benefit,
            total: benefit,
            adjustment: 0,
            has_reason: false,
            payment: benefit,
            is_in_euros: false,
        };
        let mut steps = vec![
            Step::Submit { payer, number, bill },
            Step::Accept { payer, number },
            Step::Adjudicate { payer, number, decision },
            Step::Pay { payer, number, payment: 0, amount: benefit },
            Step::Appeal { payer, number },
        ];
        steps.truncate(len);
        steps
    })
}

/// Stories, and steps that fit or do not.
pub fn sequence() -> impl Strategy<Value = Vec<Step>> {
    let part = prop_oneof![1 => story(), 1 => collection::vec(step(), 1..4)];
    collection::vec(part, 1..4).prop_map(|parts| parts.concat())
}

/// A payer and a number, often the same.
fn place() -> impl Strategy<Value = (u8, u8)> {
    (prop_oneof![2 => Just(0_u8), 1 => Just(1_u8)], prop_oneof![3 => Just(0_u8), 1 => Just(1_u8)])
}

/// One step.
fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (place(), bill()).prop_map(|((payer, number), bill)| {
            Step::Submit { payer, number, bill }
        }),
        4 => place().prop_map(|(payer, number)| Step::Accept { payer, number }),
        5 => (place(), decision()).prop_map(|((payer, number), decision)| {
            Step::Adjudicate { payer, number, decision }
        }),
        3 => (place(), 0..2_u8, amount()).prop_map(|((payer, number), payment, amount)| {
            Step::Pay { payer, number, payment, amount }
        }),
        2 => place().prop_map(|(payer, number)| Step::Appeal { payer, number }),
        1 => place().prop_map(|(payer, number)| Step::Reconcile { payer, number }),
        1 => place().prop_map(|(payer, number)| Step::Pend { payer, number }),
        1 => place().prop_map(|(payer, number)| Step::Reject { payer, number }),
        1 => place().prop_map(|(payer, number)| Step::Cancel { payer, number }),
        1 => (0..2_u8).prop_map(|payer| Step::EndCoverage { payer }),
    ]
}
