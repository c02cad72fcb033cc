//! The applicant's waiver (article 16(b)).

use super::*;
use documentary_credit::{WaiverAnswered, WaiverSought};

/// Documents at the issuing bank since Monday 2024-01-08; its deadline is Monday 2024-01-15.
fn presented() -> Trade {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    let to = key_of("issuing").address();
    let request = PresentRequest { to, ..presentation("2024-01-05", 100_000) };
    trade.accept::<()>("beneficiary", "present", &request);
    trade
}

fn notice(disposal: Disposal) -> (Hash, Vec<u16>, Disposal, Hash) {
    (PRESENTATION, vec![101], disposal, Hash([3; 32]))
}

#[test]
fn a9_seeking_a_waiver_moves_no_deadline() {
    let asked_and_declined = |trade: &mut Trade| {
        trade.accept::<()>("issuing", "seek_waiver", &PRESENTATION);
        trade.accept::<()>("applicant", "answer_waiver", &(PRESENTATION, false));
        assert_eq!(trade.standing(), (date("2024-01-15"), Standing::Received));
    };
    let mut trade = presented();
    asked_and_declined(&mut trade);
    trade.ledger.set_day("2024-01-15");
    trade.accept::<()>("issuing", "refuse", &notice(Disposal::Returning));
    let mut trade = presented();
    asked_and_declined(&mut trade);
    trade.ledger.set_day("2024-01-16");
    trade.refuse("issuing", "refuse", &notice(Disposal::Returning), 115);
    assert_eq!(trade.standing().1, Standing::Precluded);
}

#[test]
fn a_waiver_lets_the_bank_pay_what_it_has_refused() {
    let mut trade = presented();
    let payment = (PRESENTATION, 100_000_i128);
    trade.accept::<()>("issuing", "refuse", &notice(Disposal::HoldPendingWaiver));
    trade.refuse("issuing", "honour", &payment, Common::WrongState.code());
    let by = |name| key_of(name).address();
    let told: Vec<WaiverSought> = trade.told("issuing", "seek_waiver", &PRESENTATION);
    assert_eq!(told, [WaiverSought { presentation: PRESENTATION, by: by("issuing") }]);
    trade.refuse("issuing", "honour", &payment, Common::WrongState.code());
    let answer = (PRESENTATION, true);
    let told: Vec<WaiverAnswered> = trade.told("applicant", "answer_waiver", &answer);
    let given = WaiverAnswered { presentation: PRESENTATION, is_given: true, by: by("applicant") };
    assert_eq!(told, [given]);
    trade.accept::<()>("issuing", "honour", &payment);
    assert_eq!(trade.standing().1, Standing::WaivedAndHonoured);
    trade.refuse("issuing", "return_documents", &PRESENTATION, Common::WrongState.code());
}

#[test]
fn the_issuing_bank_asks_and_the_applicant_answers() {
    let mut trade = presented();
    let answer = (PRESENTATION, true);
    trade.refuse("nominated", "seek_waiver", &PRESENTATION, 116);
    trade.refuse("applicant", "answer_waiver", &answer, Common::WrongState.code());
    trade.accept::<()>("issuing", "seek_waiver", &PRESENTATION);
    trade.refuse("issuing", "seek_waiver", &PRESENTATION, Common::WrongState.code());
    for other in ["issuing", "beneficiary"] {
        trade.refuse(other, "answer_waiver", &answer, Common::NotAuthorised.code());
    }
}
