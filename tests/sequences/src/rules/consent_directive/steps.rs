//! What patients, requesters and officers do, as values.

use proptest::prelude::*;

/// Who asks or is named.
pub type Who = u8;

/// Requesters of a sequence.
pub const REQUESTERS: Who = 2;

/// A directive that is simple enough for a model: a base, perhaps a last day, perhaps for
/// treatment alone, perhaps with an exception for one requester.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Base.
    pub permits: bool,
    /// Days from the first one to the last one.
    pub last_day: Option<i32>,
    /// For treatment alone.
    pub is_for_treatment: bool,
    /// Whom an exception is about, and whether it permits.
    pub exception: Option<(Who, bool)>,
}

/// One call, or time that passes.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A consent, by the patient or by the custodian.
    Register { id: u8, rules: Rules, is_by_patient: bool },
    /// A next version.
    Supersede { id: u8, expected: u32, rules: Rules },
    /// A withdrawal, by the patient or by the custodian.
    Withdraw { id: u8, is_by_patient: bool },
    /// A consent was entered in error.
    EnterInError { id: u8 },
    /// A requester asks, for treatment or for payment.
    Ask { who: Who, is_for_treatment: bool },
    /// A clinician asks in an emergency.
    Emergency,
    /// An officer reviews a receipt.
    Review { number: u64 },
    /// The custodian discloses on a receipt.
    Disclose { number: u64 },
    /// A requester proposes.
    Propose { id: u8, rules: Rules },
    /// The patient says no.
    Reject { id: u8 },
    /// Days pass.
    Wait { days: u32 },
}

/// Sequences that begin with a consent.
pub fn sequence() -> impl Strategy<Value = Vec<Step>> {
    let first = (rules(), any::<bool>()).prop_map(|(rules, is_proposed)| {
        let register = Step::Register { id: 0, rules, is_by_patient: true };
        if is_proposed { vec![Step::Propose { id: 0, rules }, register] } else { vec![register] }
    });
    (first, proptest::collection::vec(step(), 3..11))
        .prop_map(|(first, rest)| [first, rest].concat())
}

fn rules() -> impl Strategy<Value = Rules> {
    let last_day = prop_oneof![2 => Just(None), 1 => (0..3_i32).prop_map(Some)];
    let exception = proptest::option::of((0..REQUESTERS, any::<bool>()));
    (any::<bool>(), last_day, any::<bool>(), exception).prop_map(
        |(permits, last_day, is_for_treatment, exception)| Rules {
            permits,
            last_day,
            is_for_treatment,
            exception,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let by_patient = || proptest::bool::weighted(0.8);
    prop_oneof![
        2 => (0..3_u8, rules(), by_patient())
            .prop_map(|(id, rules, is_by_patient)| Step::Register { id, rules, is_by_patient }),
        2 => (0..2_u8, 1..3_u32, rules())
            .prop_map(|(id, expected, rules)| Step::Supersede { id, expected, rules }),
        1 => (0..2_u8, by_patient())
            .prop_map(|(id, is_by_patient)| Step::Withdraw { id, is_by_patient }),
        1 => (0..2_u8).prop_map(|id| Step::EnterInError { id }),
        6 => (0..REQUESTERS, any::<bool>())
            .prop_map(|(who, is_for_treatment)| Step::Ask { who, is_for_treatment }),
        2 => Just(Step::Emergency),
        1 => (0..4_u64).prop_map(|number| Step::Review { number }),
        2 => (0..4_u64).prop_map(|number| Step::Disclose { number }),
        1 => (0..3_u8, rules()).prop_map(|(id, rules)| Step::Propose { id, rules }),
        1 => (0..3_u8).prop_map(|id| Step::Reject { id }),
        1 => (1..3_u32).prop_map(|days| Step::Wait { days }),
    ]
}
