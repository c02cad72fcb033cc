//! T11: red letters are confirmed in time, or lapse without a trace on the invoice.

use super::world::{ONE, S, World, code, hash};
use sandpact_testing::prelude::*;
use vat_invoice::events::{RedLetterConfirmed, RedLetterRequested, RedLetterWithdrawn};
use vat_invoice::messages::{CategoryAmount, Invoice, Kind, RedLetterState, State};

const PART: [(vat_invoice::messages::Category, u32, i128, i128); 1] = [(S, 1_900, 4_000, 760)];

fn credits(w: &World) -> Vec<CategoryAmount> {
    w.document(0, Kind::Invoice, &PART).breakdown
}

/// Hours that the other side has.
const HOURS: u64 = 72;

#[sandpact::test]
fn t11_a_red_letter_lapses_after_its_hours_and_leaves_the_invoice_as_before(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.accepted(1);
    let before = w.invoice(key);
    let asked = w.contract.by(&w.seller).request_red_letter(key, credits(&w), hash(3));
    let deadline = UnixSeconds(ledger.time().0 + HOURS * 3_600);
    let event = RedLetterRequested { key, deadline, by: w.seller.address };
    assert_eq!(asked.emits(&event).ok(), deadline);
    // While it is pending, nothing else happens.
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(key)), 131);
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).claim_export_refund(key)), 131);
    assert_eq!(w.refused(|| w.contract.by(&w.employer).reimburse(key)), 131);
    assert_eq!(w.refuse_issue(&w.credit(2, 1, &PART)), 131);
    let again = || w.contract.by(&w.buyer).request_red_letter(key, credits(&w), hash(4));
    assert_eq!(w.refused(again), 131);
    ledger.set_time(deadline);
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(key)), 131);
    ledger.set_time(UnixSeconds(deadline.0 + 1));
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_red_letter(key)), 132);
    let withdraw = w.refused(|| w.contract.by(&w.seller).withdraw_red_letter(key));
    assert_eq!(withdraw, code(Common::WrongState));
    let after = Invoice { red_letter: None, ..w.invoice(key) };
    assert_eq!(after, before, "all but the mark of what was asked for is as before");
    assert_eq!(w.contract.by(&w.buyer).confirm_deduction(key).ok(), 1_900);
    w.contract.by(&w.buyer).request_red_letter(key, credits(&w), hash(4)).ok();
}

#[sandpact::test]
fn t11_what_the_other_side_confirms_in_the_last_second_is_taken_back_once(ledger: &Ledger) {
    let w = World::new(ledger);
    w.regime(|terms| (terms.confirms_red_letters, terms.red_letter_hours) = (true, 24));
    let key = w.accepted(1);
    w.contract.by(&w.buyer).confirm_deduction(key).ok();
    assert_eq!(w.refuse_issue(&w.credit(2, 1, &PART)), 133, "the regime demands a confirmation");
    let deadline = w.contract.by(&w.buyer).request_red_letter(key, credits(&w), hash(3)).ok();
    let own = w.refused(|| w.contract.by(&w.buyer).confirm_red_letter(key));
    assert_eq!(own, code(Common::NotAuthorised));
    ledger.set_time(deadline);
    let confirmed = w.contract.by(&w.seller).confirm_red_letter(key);
    confirmed.emits(&RedLetterConfirmed { key, by: w.seller.address }).ok();
    let twice = w.refused(|| w.contract.by(&w.seller).confirm_red_letter(key));
    assert_eq!(twice, code(Common::WrongState));
    assert_eq!(w.refuse_issue(&w.credit(2, 1, &[(S, 1_900, 4_100, 779)])), 134);
    let later = w.issue(&w.credit(2, 1, &PART));
    let letter = w.contract.query().red_letter(key).ok();
    assert_eq!(letter.state, RedLetterState::Used { by_document: later });
    assert_eq!((w.invoice(key).deducted_minor, w.invoice(key).red_letter), (1_140, None));
    assert_eq!(w.refuse_issue(&w.credit(4, 1, &PART)), 133, "each needs its own");
    let open = w.issue(&w.document(5, Kind::Invoice, &ONE));
    assert_eq!(w.invoice(open).state, State::Issued);
    w.issue(&w.credit(6, 5, &PART));
}

#[sandpact::test]
fn t11_whoever_asked_withdraws_and_nobody_else(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.accepted(1);
    let unknown = w.refused(|| w.contract.by(&w.seller).withdraw_red_letter(key));
    assert_eq!(unknown, code(Common::UnknownId));
    let stranger = || w.contract.by(&w.office).request_red_letter(key, credits(&w), hash(3));
    assert_eq!(w.refused(stranger), code(Common::NotAuthorised));
    w.contract.by(&w.seller).request_red_letter(key, credits(&w), hash(3)).ok();
    let other = w.refused(|| w.contract.by(&w.buyer).withdraw_red_letter(key));
    assert_eq!(other, code(Common::NotAuthorised));
    w.contract.by(&w.buyer).confirm_red_letter(key).ok();
    w.contract.by(&w.office).freeze(key).ok();
    let frozen = w.refused(|| w.contract.by(&w.seller).withdraw_red_letter(key));
    assert_eq!(frozen, code(Common::Frozen));
    w.contract.by(&w.office).unfreeze(key).ok();
    let withdrawn = w.contract.by(&w.seller).withdraw_red_letter(key);
    withdrawn.emits(&RedLetterWithdrawn { key, by: w.seller.address }).ok();
    assert_eq!(w.contract.query().red_letter(key).ok().state, RedLetterState::Withdrawn);
    let too_much = w.document(0, Kind::Invoice, &[(S, 1_900, 20_000, 3_800)]).breakdown;
    let more = || w.contract.by(&w.seller).request_red_letter(key, too_much, hash(3));
    assert_eq!(w.refused(more), 109);
    w.contract.by(&w.buyer).confirm_deduction(key).ok();
}
