//! Documents that are presented again: bills of lading are refused, others are told of.

use super::*;
use documentary_credit::{DocumentReused, Presented};

const OTHER_CREDIT: Hash = Hash([3; 32]);
const OTHER: Hash = Hash([4; 32]);
const INVOICE: Hash = Hash([20; 32]);

/// Two live credits; documents for 600.00 USD were presented under the first one.
fn presented() -> Trade {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.issue_as(OTHER_CREDIT, terms());
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &first());
    trade
}

fn first() -> PresentRequest {
    presentation("2024-01-05", 60_000)
}

/// The documents of the first presentation once more.
fn again(credit: Hash) -> PresentRequest {
    PresentRequest { id: OTHER, credit, ..first() }
}

/// The same with another document of this kind.
fn with_another(kind: &DocumentKind, mut request: PresentRequest) -> PresentRequest {
    let mut replaced = request.documents.iter_mut().filter(|it| it.kind == *kind);
    replaced.next().unwrap().commitment = Hash([30; 32]);
    request
}

fn draw(trade: &mut Trade, presentation: Hash, amount_minor: i128) {
    trade.accept::<()>("nominated", "comply", &presentation);
    trade.accept::<()>("nominated", "honour", &(presentation, amount_minor));
}

fn refuse_bill(trade: &mut Trade, method: &str, by: &str, args: &impl Encode, supports: Hash) {
    let data = trade.refuse(by, method, args, 112);
    assert_eq!(Hash::decode_all(&mut &data[..]), Ok(supports));
}

#[test]
fn a_bill_of_lading_of_another_live_credit_is_refused() {
    let mut trade = presented();
    let request = again(OTHER_CREDIT);
    refuse_bill(&mut trade, "present", "beneficiary", &request, PRESENTATION);
    // Its own credit is exhausted by then, and closed.
    let rest = PresentRequest { id: Hash([5; 32]), ..presentation("2024-01-05", 45_000) };
    draw(&mut trade, PRESENTATION, 60_000);
    let mut rest = with_another(&DocumentKind::BillOfLading, rest);
    rest.documents[0].commitment = Hash([31; 32]);
    trade.accept::<()>("beneficiary", "present", &rest);
    draw(&mut trade, rest.id, 45_000);
    let remaining: Money = trade.ledger.query(&trade.credit, "remaining", &CREDIT);
    assert_eq!(remaining.amount_minor, 0);
    refuse_bill(&mut trade, "present", "beneficiary", &request, PRESENTATION);
}

#[test]
fn a_bill_of_lading_that_has_drawn_does_not_draw_again_under_its_credit() {
    let mut trade = presented();
    draw(&mut trade, PRESENTATION, 60_000);
    refuse_bill(&mut trade, "present", "beneficiary", &again(CREDIT), PRESENTATION);
}

#[test]
fn of_two_presentations_with_one_bill_of_lading_one_draws() {
    for (first, second) in [(PRESENTATION, OTHER), (OTHER, PRESENTATION)] {
        let mut trade = presented();
        trade.accept::<()>("beneficiary", "present", &again(CREDIT));
        trade.accept::<()>("nominated", "comply", &second);
        draw(&mut trade, first, 60_000);
        refuse_bill(&mut trade, "honour", "nominated", &(second, 45_000_i128), first);
        let third = PresentRequest { id: Hash([5; 32]), ..again(CREDIT) };
        refuse_bill(&mut trade, "present", "beneficiary", &third, first);
    }
}

#[test]
fn refused_documents_may_be_presented_again() {
    let mut trade = presented();
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    trade.accept::<()>("nominated", "refuse", &notice);
    let told: Vec<DocumentReused> = trade.told("beneficiary", "present", &again(CREDIT));
    assert_eq!(told, []);
    draw(&mut trade, OTHER, 60_000);
}

#[test]
fn a_bill_of_lading_is_free_when_its_credit_has_closed_undrawn() {
    let mut trade = presented();
    trade.ledger.set_day("2024-04-02");
    trade.accept::<()>("issuing", "close", &CREDIT);
    let request = |id| {
        let terms = Terms { expiry: date("2024-06-28"), ..terms() };
        (Hash([6; 32]), terms, PresentRequest { credit: Hash([6; 32]), id, ..late() })
    };
    let (credit, terms, again) = request(OTHER);
    trade.issue_as(credit, terms);
    // The bank has not decided yet; precluded as it is, it may have to pay.
    refuse_bill(&mut trade, "present", "beneficiary", &again, PRESENTATION);
    trade.accept::<()>("nominated", "forward", &(PRESENTATION, key_of("issuing").address()));
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    trade.accept::<()>("issuing", "refuse", &notice);
    let told: Vec<Presented> = trade.told("beneficiary", "present", &again);
    assert_eq!(told.len(), 1);
}

/// The bill of the first presentation with a date of shipment for a later credit.
fn late() -> PresentRequest {
    presentation("2024-03-20", 60_000)
}

#[test]
fn another_document_that_is_used_again_is_told_of() {
    let reused = |other_presentation| DocumentReused {
        presentation: OTHER,
        commitment: INVOICE,
        other_presentation,
        by: key_of("beneficiary").address(),
    };
    let bill = DocumentKind::BillOfLading;
    let mut trade = presented();
    let other_credit = with_another(&bill, again(OTHER_CREDIT));
    let told: Vec<DocumentReused> = trade.told("beneficiary", "present", &other_credit);
    assert_eq!(told, [reused(PRESENTATION)]);
    let mut trade = presented();
    draw(&mut trade, PRESENTATION, 60_000);
    let same_credit = with_another(&bill, again(CREDIT));
    let told: Vec<DocumentReused> = trade.told("beneficiary", "present", &same_credit);
    assert_eq!(told, [reused(PRESENTATION)]);
}

/// A11: what the credit does not ask for is disregarded, also when it is used again.
#[test]
fn a11_a_document_that_is_not_required_may_be_used_again() {
    let bill = DocumentKind::BillOfLading;
    let terms = || {
        let mut terms = terms();
        terms.documents.retain(|document| document.kind != bill);
        terms
    };
    let mut trade = Trade::new(vec![]);
    trade.issue_as(CREDIT, terms());
    trade.issue_as(OTHER_CREDIT, terms());
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &first());
    let request = with_another(&DocumentKind::CommercialInvoice, again(OTHER_CREDIT));
    let told: Vec<DocumentReused> = trade.told("beneficiary", "present", &request);
    assert_eq!(told, []);
}
