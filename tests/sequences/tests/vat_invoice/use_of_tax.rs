//! T7, T8, T14: who uses an invoice's tax, once; voiding and freezing.

use super::world::{AE, ONE, S, World, code, day, hash};
use sandpact_testing::prelude::*;
use vat_invoice::events::{ExportRefundClaimed, Voided};
use vat_invoice::messages::{Kind, Party, Position, ReversalStatus, Role, State};

#[sandpact::test]
fn t7_the_named_buyer_deducts_once_and_not_while_disputed_or_frozen(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.issue(&w.document(1, Kind::Invoice, &ONE));
    let deduct = |by: &Account| w.refused(|| w.contract.by(by).confirm_deduction(key));
    assert_eq!(deduct(&w.buyer), code(Common::WrongState), "not accepted");
    assert_eq!(deduct(&w.seller), 113);
    assert_eq!(deduct(&w.employer), code(Common::NotAuthorised));
    w.contract.by(&w.buyer).dispute(key).ok();
    assert_eq!(deduct(&w.buyer), code(Common::WrongState), "disputed");
    w.contract.by(&w.buyer).accept(key).ok();
    w.contract.by(&w.office).freeze(key).ok();
    assert_eq!(deduct(&w.buyer), code(Common::Frozen));
    w.contract.by(&w.office).unfreeze(key).ok();
    assert_eq!(w.contract.by(&w.buyer).confirm_deduction(key).ok(), 1_900);
    assert_eq!(deduct(&w.buyer), 112);
    let credit = w.issue(&w.credit(2, 1, &[(S, 1_900, 100, 19)]));
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(credit)), 115);
}

#[sandpact::test]
fn t7_an_export_refund_is_one_use_of_the_tax_among_three(ledger: &Ledger) {
    let w = World::new(ledger);
    let key = w.accepted(1);
    assert_eq!(w.refused(|| w.contract.by(&w.seller).claim_export_refund(key)), 113);
    let claim = w.contract.by(&w.buyer).claim_export_refund(key);
    let event = ExportRefundClaimed { key, tax_minor: 1_900, by: w.buyer.address };
    assert_eq!(claim.emits(&event).ok(), 1_900);
    assert_eq!(w.invoice(key).state, State::ExportRefundClaimed);
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).claim_export_refund(key)), 135);
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(key)), 135);
    assert_eq!(w.refused(|| w.contract.by(&w.employer).reimburse(key)), 135);
    w.issue(&w.credit(2, 1, &[(S, 1_900, 4_000, 760)]));
    assert_eq!(w.position(&w.buyer).deducted_minor, 1_140, "the claim goes back with the tax");
    w.contract.by(&w.office).set_reverse_charge_rate(day("2025-01-01"), 1_900).ok();
    let moved = w.issue(&w.document(3, Kind::Invoice, &[(AE, 0, 10_000, 0)]));
    w.contract.by(&w.buyer).accept(moved).ok();
    assert_eq!(w.refused(|| w.contract.by(&w.buyer).claim_export_refund(moved)), 115);
}

#[sandpact::test]
fn t8_one_reimbursement_across_all_employers(ledger: &Ledger) {
    let w = World::new(ledger);
    let other = ledger.account("other employer");
    w.grant(Role::Employer, &other);
    let mut ticket = w.document(1, Kind::Invoice, &ONE);
    ticket.buyer = Party::Pseudonym { hash: hash(7) };
    let key = w.issue(&ticket);
    w.contract.by(&w.employer).reimburse(key).ok();
    for employer in [&w.employer, &other] {
        assert_eq!(w.refused(|| w.contract.by(employer).reimburse(key)), 114);
    }
    // Nor through a correction of it.
    let mut corrected = w.document(2, Kind::Corrected, &[(S, 1_900, 12_000, 2_280)]);
    corrected.buyer = Party::Pseudonym { hash: hash(8) };
    let corrected = w.issue(&w.after(corrected, (1, Kind::Invoice)));
    assert_eq!(w.refused(|| w.contract.by(&other).reimburse(corrected)), 114);
}

#[sandpact::test]
fn t14_the_buyer_issues_a_self_billed_invoice_and_the_seller_accepts_it(ledger: &Ledger) {
    let w = World::new(ledger);
    let invoice = w.document(1, Kind::SelfBilled, &ONE);
    let by_seller = || w.contract.by(&w.seller).issue(invoice.clone());
    assert_eq!(w.refused(by_seller), code(Common::NotAuthorised));
    let key = w.issue(&invoice);
    assert_eq!(w.position(&w.seller), Position::ZERO, "no invoice before it is accepted");
    let early = w.refused(|| w.contract.by(&w.buyer).confirm_deduction(key));
    assert_eq!(early, code(Common::WrongState));
    let own = w.refused(|| w.contract.by(&w.buyer).accept(key));
    assert_eq!(own, code(Common::NotAuthorised));
    w.contract.by(&w.seller).accept(key).ok();
    assert_eq!(w.position(&w.seller).output_minor, 1_900);
    assert_eq!(w.contract.by(&w.buyer).confirm_deduction(key).ok(), 1_900);
}

#[sandpact::test]
fn a_voided_invoice_counts_nothing_and_keeps_its_number(ledger: &Ledger) {
    let w = World::new(ledger);
    let request = w.document(1, Kind::Invoice, &ONE);
    let key = w.issue(&request);
    let by_buyer = w.refused(|| w.contract.by(&w.buyer).void(key));
    assert_eq!(by_buyer, code(Common::NotAuthorised));
    let voided = w.contract.by(&w.seller).void(key);
    voided.emits(&Voided { key, by: w.seller.address }).ok();
    assert_eq!((w.position(&w.seller), w.position(&w.buyer)), (Position::ZERO, Position::ZERO));
    let invoice = w.invoice(key);
    assert_eq!((invoice.state, invoice.reversal), (State::Voided, ReversalStatus::FullyReversed));
    for outcome in [
        w.refused(|| w.contract.by(&w.buyer).accept(key)),
        w.refused(|| w.contract.by(&w.seller).void(key)),
        w.refused(|| w.contract.by(&w.employer).reimburse(key)),
    ] {
        assert_eq!(outcome, code(Common::WrongState));
    }
    assert_eq!(w.refuse_issue(&w.credit(2, 1, &[(S, 1_900, 100, 19)])), 109);
    let again = vat_invoice::messages::IssueRequest { commitment: hash(9), ..request };
    assert_eq!(w.refuse_issue(&again), 100);
    // After acceptance there are only corrections, and those are corrected, not voided.
    let key = w.accepted(3);
    let accepted = w.refused(|| w.contract.by(&w.seller).void(key));
    let credit = w.issue(&w.credit(4, 3, &[(S, 1_900, 100, 19)]));
    let correction = w.refused(|| w.contract.by(&w.seller).void(credit));
    assert_eq!((accepted, correction), (code(Common::WrongState), code(Common::WrongState)));
}

#[sandpact::test]
fn the_authority_freezes_from_any_state(ledger: &Ledger) {
    let w = World::new(ledger);
    let issued = w.issue(&w.document(1, Kind::Invoice, &ONE));
    let disputed = w.issue(&w.document(2, Kind::Invoice, &ONE));
    w.contract.by(&w.buyer).dispute(disputed).ok();
    let (accepted, deducted) = (w.accepted(3), w.accepted(4));
    w.contract.by(&w.buyer).confirm_deduction(deducted).ok();
    let voided = w.issue(&w.document(5, Kind::Invoice, &ONE));
    w.contract.by(&w.seller).void(voided).ok();
    let frozen = code(Common::Frozen);
    for key in [issued, disputed, accepted, deducted, voided] {
        let stranger = w.refused(|| w.contract.by(&w.buyer).freeze(key));
        assert_eq!(stranger, code(Common::NotAuthorised));
        w.contract.by(&w.office).freeze(key).ok();
        assert_eq!(w.refused(|| w.contract.by(&w.buyer).accept(key)), frozen);
        assert_eq!(w.refused(|| w.contract.by(&w.seller).void(key)), frozen);
        assert_eq!(w.refused(|| w.contract.by(&w.buyer).confirm_deduction(key)), frozen);
        assert_eq!(w.refused(|| w.contract.by(&w.buyer).claim_export_refund(key)), frozen);
        let again = w.refused(|| w.contract.by(&w.office).freeze(key));
        assert_eq!(again, code(Common::WrongState));
        w.contract.by(&w.office).unfreeze(key).ok();
    }
    w.contract.by(&w.buyer).accept(issued).ok();
}
