//! Which steps a claim may take. Pure rules.

use crate::errors::Error;
use crate::records::State;
use sandpact_sdk::prelude::*;

/// What somebody wants to do with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The payer takes it in.
    Accept,
    /// The payer cannot take it in (FHIR R4 outcome `error`).
    Reject,
    /// The payer waits.
    Pend,
    /// The payer decides.
    Adjudicate,
    /// The payer pays what is due.
    Pay,
    /// The provider has found the payment.
    Reconcile,
    /// Provider or patient object.
    Appeal,
    /// The provider takes it back.
    Cancel,
}

/// The state after a step.
///
/// A claim that was rejected at intake has no decision (K10) and a cancelled one is not paid
/// (K12), as no step leads away from either. Pending is optional: most claims are decided as
/// they come. An appeal may follow a payment, too, since it is about what was not paid (K4).
///
/// # Errors
/// [`Common::WrongState`].
pub fn after(state: State, step: Step) -> Result<State, Error> {
    use State::{Accepted, Adjudicated, Appealed, Pended, Readjudicated, Reconciled, Submitted};
    match (step, state) {
        (Step::Accept, Submitted) => Ok(Accepted),
        (Step::Reject, Submitted) => Ok(State::RejectedAtIntake),
        (Step::Pend, Accepted) => Ok(Pended),
        (Step::Adjudicate, Accepted | Pended) => Ok(Adjudicated),
        (Step::Adjudicate, Appealed) => Ok(Readjudicated),
        (Step::Pay, Adjudicated | Readjudicated) => Ok(State::PaymentIssued),
        (Step::Reconcile, State::PaymentIssued) => Ok(Reconciled),
        (Step::Appeal, Adjudicated | Readjudicated | State::PaymentIssued | Reconciled) => {
            Ok(Appealed)
        }
        (Step::Cancel, Submitted | Accepted | Pended) => Ok(State::Cancelled),
        _ => Err(Common::WrongState.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::*;

    const STATES: [State; 10] = [
        Submitted,
        Accepted,
        RejectedAtIntake,
        Pended,
        Adjudicated,
        PaymentIssued,
        Reconciled,
        Appealed,
        Readjudicated,
        Cancelled,
    ];

    #[test]
    fn every_step_is_allowed_from_its_states_only() {
        let table: [(Step, &[(State, State)]); 8] = [
            (Step::Accept, &[(Submitted, Accepted)]),
            (Step::Reject, &[(Submitted, RejectedAtIntake)]),
            (Step::Pend, &[(Accepted, Pended)]),
            (
                Step::Adjudicate,
                &[(Accepted, Adjudicated), (Pended, Adjudicated), (Appealed, Readjudicated)],
            ),
            (Step::Pay, &[(Adjudicated, PaymentIssued), (Readjudicated, PaymentIssued)]),
            (Step::Reconcile, &[(PaymentIssued, Reconciled)]),
            (
                Step::Appeal,
                &[
                    (Adjudicated, Appealed),
                    (Readjudicated, Appealed),
                    (PaymentIssued, Appealed),
                    (Reconciled, Appealed),
                ],
            ),
            (Step::Cancel, &[(Submitted, Cancelled), (Accepted, Cancelled), (Pended, Cancelled)]),
        ];
        for (step, allowed) in table {
            for state in STATES {
                let to = allowed.iter().find(|(from, _)| *from == state).map(|(_, to)| *to);
                let expected = to.ok_or(Error::Common(Common::WrongState));
                assert_eq!(after(state, step), expected, "{step:?} from {state:?}");
            }
        }
    }

    #[test]
    fn k10_k12_no_step_leads_away_from_a_rejected_or_cancelled_claim() {
        for step in [
            Step::Accept,
            Step::Reject,
            Step::Pend,
            Step::Adjudicate,
            Step::Pay,
            Step::Reconcile,
            Step::Appeal,
            Step::Cancel,
        ] {
            for state in [RejectedAtIntake, Cancelled] {
                assert_eq!(after(state, step), Err(Common::WrongState.into()), "{step:?}");
            }
        }
    }
}
