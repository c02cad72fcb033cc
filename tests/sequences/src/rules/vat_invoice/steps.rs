//! What happens to invoices, as values. A document has one line of 10 %, and its amounts are
//! units of 10.00, so that every tax is exact.

use proptest::prelude::*;
use vat_invoice::messages::Kind;

/// A document of a sequence.
pub type Name = (u8, Kind);

/// One call, or time that passes.
#[derive(Clone, Debug)]
pub enum Step {
    /// A document that stands for itself, of today or of last December.
    Issue { name: Name, units: i128, is_of_december: bool },
    /// A credit note.
    Credit { number: u8, of: Name, units: i128 },
    /// A corrected invoice.
    Replace { number: u8, of: Name, units: i128 },
    /// The other side agrees.
    Accept { of: Name },
    /// The other side objects.
    Dispute { of: Name },
    /// The issuer voids.
    Void { of: Name },
    /// The buyer deducts.
    Deduct { of: Name },
    /// The buyer claims an export refund.
    Refund { of: Name },
    /// The employer reimburses.
    Reimburse { of: Name },
    /// The authority freezes or unfreezes.
    Freeze { of: Name, frozen: bool },
    /// The seller asks for a red letter.
    Ask { of: Name, units: i128 },
    /// The buyer confirms it.
    Confirm { of: Name },
    /// The seller withdraws it.
    Withdraw { of: Name },
    /// Time passes.
    Wait { hours: u64 },
    /// The authority closes last month.
    Close,
}

/// Calls that meet: few numbers, and most of them of invoices.
pub fn sequence() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![3 => any_order().boxed(), 2 => flow().boxed()]
}

fn any_order() -> impl Strategy<Value = Vec<Step>> {
    (issue(), proptest::collection::vec(step(), 2..9))
        .prop_map(|(first, rest)| [vec![first], rest].concat())
}

/// What usually happens to one invoice, with anything in between.
fn flow() -> impl Strategy<Value = Vec<Step>> {
    (original(), 2..5_i128, 1..4_i128, proptest::collection::vec((0..8_usize, step()), 0..4))
        .prop_map(|(of, units, part, others)| {
            let mut steps = vec![
                Step::Issue { name: of, units, is_of_december: false },
                Step::Accept { of },
                Step::Deduct { of },
                Step::Ask { of, units: part },
                Step::Confirm { of },
                Step::Credit { number: 3, of, units: part },
                Step::Replace { number: 3, of, units },
            ];
            for (at, other) in others {
                steps.insert(at.min(steps.len()), other);
            }
            steps
        })
}

fn name() -> impl Strategy<Value = Name> {
    let kind = prop_oneof![
        6 => Just(Kind::Invoice), 2 => Just(Kind::SelfBilled), 1 => Just(Kind::Corrected),
        1 => Just(Kind::CreditNote),
    ];
    (0..3_u8, kind)
}

/// A document that stands for itself.
fn original() -> impl Strategy<Value = Name> {
    (0..3_u8, prop_oneof![3 => Just(Kind::Invoice), 1 => Just(Kind::SelfBilled)])
}

fn issue() -> impl Strategy<Value = Step> {
    (original(), 1..5_i128, proptest::bool::weighted(0.3))
        .prop_map(|(name, units, is_of_december)| Step::Issue { name, units, is_of_december })
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => issue(),
        3 => (0..3_u8, name(), 1..5_i128)
            .prop_map(|(number, of, units)| Step::Credit { number, of, units }),
        2 => (0..3_u8, name(), 1..5_i128)
            .prop_map(|(number, of, units)| Step::Replace { number, of, units }),
        4 => name().prop_map(|of| Step::Accept { of }),
        1 => name().prop_map(|of| Step::Dispute { of }),
        2 => name().prop_map(|of| Step::Void { of }),
        3 => name().prop_map(|of| Step::Deduct { of }),
        1 => name().prop_map(|of| Step::Refund { of }),
        2 => name().prop_map(|of| Step::Reimburse { of }),
        1 => (name(), any::<bool>()).prop_map(|(of, frozen)| Step::Freeze { of, frozen }),
        2 => (name(), 1..5_i128).prop_map(|(of, units)| Step::Ask { of, units }),
        2 => name().prop_map(|of| Step::Confirm { of }),
        1 => name().prop_map(|of| Step::Withdraw { of }),
        1 => prop_oneof![Just(71_u64), Just(72), Just(24 * 28)].prop_map(|hours| Step::Wait { hours }),
        1 => Just(Step::Close),
    ]
}
