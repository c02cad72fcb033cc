//! Drawings, deadlines, notices and undertakings: A1 to A9, A11, A16, A18, A19.

use super::world::*;
use documentary_credit::{
    Availability, BankAt, CreditState, Disposal, DocumentKind, Error, PresentRequest, Standing,
    Tenor, TenorStart, Terms,
};
use sandpact_testing::prelude::*;

fn standing(trade: &Trade) -> Standing {
    trade.contract.query().presentation(PRESENTATION).ok().banks[0].standing
}

fn deadline(trade: &Trade) -> CivilDate {
    trade.contract.query().presentation(PRESENTATION).ok().banks[0].deadline.unwrap()
}

fn notice(trade: &Trade, by: Account) -> Outcome<(), Error> {
    trade.contract.by(&by).refuse(PRESENTATION, vec![101], Disposal::Returning, NOTICE)
}

#[sandpact::test]
fn a1_drawings_stay_within_amount_and_tolerance(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(Terms { plus_tolerance_bp: 500, ..trade.terms() });
    trade.day("2026-01-12");
    for (mark, claimed, paid) in [(21, 60_000, 60_000), (22, 60_000, 45_000)] {
        let id = Hash([mark; 32]);
        trade.present(trade.request(id, "2026-01-10", claimed));
        trade.contract.by(&trade.nominated).comply(id).ok();
        let over = || trade.contract.by(&trade.nominated).honour(id, paid + 1);
        assert_eq!(trade.refused(over), Error::Overdrawn { payable_minor: paid });
        trade.contract.by(&trade.nominated).honour(id, paid).ok();
    }
    let credit = trade.contract.query().credit(CREDIT).ok();
    assert_eq!((credit.drawn_minor, credit.state), (105_000, CreditState::Exhausted));
}

#[sandpact::test]
fn a2_an_invoice_above_the_credit_pays_the_remainder(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.day("2026-01-12");
    trade.present(trade.request(PRESENTATION, "2026-01-10", 130_000));
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    let over = || trade.contract.by(&trade.nominated).honour(PRESENTATION, 130_000);
    assert_eq!(trade.refused(over), Error::Overdrawn { payable_minor: 100_000 });
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
}

/// Shipment, expiry, closed days, last day, the day after it.
#[sandpact::test]
fn a3_the_last_day_is_the_earlier_of_two_and_moves_over_closed_days_only(ledger: &Ledger) {
    for (index, (shipped, expiry, closed, last_day, day_after)) in [
        ("2026-02-02", "2026-03-31", vec![], "2026-02-23", "2026-02-24"),
        ("2026-03-20", "2026-03-29", vec![], "2026-03-30", "2026-03-31"),
        ("2026-03-20", "2026-03-29", vec![holiday("2026-03-30")], "2026-03-31", "2026-04-01"),
        // Force majeure extends nothing (article 36).
        ("2026-03-20", "2026-03-29", vec![strike("2026-03-30")], "2026-03-30", "2026-03-31"),
    ]
    .into_iter()
    .enumerate()
    {
        // One ledger for each: its days only go on.
        let ledger = if index == 0 { ledger.clone() } else { Ledger::new() };
        let trade = Trade::closed(&ledger, closed);
        trade.issue(Terms { expiry: date(expiry), ..trade.terms() });
        trade.day(last_day);
        trade.present(trade.request(PRESENTATION, shipped, 1_000));
        trade.day(day_after);
        let late = trade.request(Hash([22; 32]), shipped, 1_000);
        let call = || trade.contract.by(&trade.beneficiary).present(late);
        assert_eq!(trade.refused(call), Error::PresentationLate { last_day: date(last_day) });
    }
}

#[sandpact::test]
fn a4_the_latest_shipment_date_is_not_extended(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    // A Saturday.
    trade.issue(Terms { latest_shipment: Some(date("2026-03-07")), ..trade.terms() });
    trade.day("2026-03-10");
    trade.present(trade.request(PRESENTATION, "2026-03-07", 1_000));
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    let late = Hash([22; 32]);
    trade.present(trade.request(late, "2026-03-08", 1_000));
    assert_eq!(
        trade.refused(|| trade.contract.by(&trade.nominated).comply(late)),
        Error::ShippedLate
    );
}

#[sandpact::test]
fn a5_each_bank_has_five_banking_days_of_its_own(ledger: &Ledger) {
    let closed = vec![holiday("2026-01-14"), strike("2026-01-15")];
    for (index, (closed, last, next)) in
        [(vec![], "2026-01-19", "2026-01-20"), (closed, "2026-01-21", "2026-01-22")]
            .into_iter()
            .enumerate()
    {
        let ledger = if index == 0 { ledger.clone() } else { Ledger::new() };
        let trade = Trade::closed(&ledger, closed);
        trade.issue(trade.terms());
        trade.presented();
        assert_eq!(deadline(&trade), date(last));
        trade.day("2026-01-19");
        trade.contract.by(&trade.nominated).forward(PRESENTATION, trade.issuing.address).ok();
        trade.day(last);
        trade.contract.by(&trade.nominated).take_up(PRESENTATION).ok();
        trade.day(next);
        let deadline = date(last);
        assert_eq!(
            trade.refused(|| notice(&trade, trade.nominated)),
            Error::NoticeAfterDeadline { deadline }
        );
        // The issuing bank has had the documents since the 19th.
        trade.day("2026-01-26");
        notice(&trade, trade.issuing).ok();
    }
}

#[sandpact::test]
fn a6_expiry_does_not_shorten_an_examination(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(Terms { expiry: date("2026-01-12"), ..trade.terms() });
    trade.presented();
    trade.day("2026-01-13");
    trade.contract.by(&trade.issuing).close(CREDIT).ok();
    trade.day("2026-01-19");
    assert_eq!(standing(&trade), Standing::Received);
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
}

#[sandpact::test]
fn a7_a_refusal_is_one_notice_in_time_with_a_discrepancy_and_a_disposal(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.presented();
    let empty = || {
        let by = trade.contract.by(&trade.nominated);
        by.refuse(PRESENTATION, vec![], Disposal::Returning, NOTICE)
    };
    assert_eq!(trade.refused(empty), Error::NoticeWithoutDiscrepancy);
    for (mark, disposal) in [
        (31, Disposal::HoldPendingPresenter),
        (32, Disposal::Returning),
        (33, Disposal::PriorInstructions),
    ] {
        let id = Hash([mark; 32]);
        trade.present(trade.request(id, "2026-01-10", 10));
        trade.contract.by(&trade.nominated).refuse(id, vec![1, 2], disposal, NOTICE).ok();
    }
    notice(&trade, trade.nominated).ok();
    assert_eq!(trade.refused(|| notice(&trade, trade.nominated)), Error::SecondNotice);
    let wording = b"SCALE";
    let raw = trade.contract.call_raw(&trade.nominated, "refuse", wording.to_vec());
    assert!(raw.result().is_err(), "there is no notice without its parts");
}

#[sandpact::test]
fn a8_a_bank_that_missed_its_deadline_pays(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.presented();
    trade.day("2026-01-19");
    assert_eq!(standing(&trade), Standing::Received);
    let early = || trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000);
    assert_eq!(trade.refused(early), Common::WrongState.into());
    trade.day("2026-01-20");
    assert_eq!(standing(&trade), Standing::Precluded);
    let deadline = date("2026-01-19");
    let late = trade.refused(|| notice(&trade, trade.nominated));
    assert_eq!(late, Error::NoticeAfterDeadline { deadline });
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
}

#[sandpact::test]
fn a9_a_waiver_that_is_sought_moves_no_deadline(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.day("2026-01-12");
    let to = trade.issuing.address;
    trade.present(PresentRequest { to, ..trade.request(PRESENTATION, "2026-01-10", 100_000) });
    trade.contract.by(&trade.issuing).seek_waiver(PRESENTATION).ok();
    assert_eq!(deadline(&trade), date("2026-01-19"));
    trade.day("2026-01-20");
    let late = trade.refused(|| notice(&trade, trade.issuing));
    assert_eq!(late, Error::NoticeAfterDeadline { deadline: date("2026-01-19") });
}

#[sandpact::test]
fn a11_a_document_that_is_not_required_changes_nothing(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.day("2026-01-12");
    let mut more = trade.request(PRESENTATION, "2026-01-10", 50_000);
    let mut extra = more.documents[1].clone();
    (extra.kind, extra.commitment) = (DocumentKind::SeaWaybill, Hash([77; 32]));
    more.documents.push(extra.clone());
    trade.present(more);
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    // The same one again, with a presentation that lacks a required document.
    let mut fewer = trade.request(Hash([22; 32]), "2026-01-10", 50_000);
    fewer.documents[0] = extra;
    trade.present(fewer);
    let missing = || trade.contract.by(&trade.nominated).comply(Hash([22; 32]));
    let kind = DocumentKind::CommercialInvoice;
    assert_eq!(trade.refused(missing), Error::DocumentMissing { kind });
}

#[sandpact::test]
fn a16_an_invoice_is_of_the_credits_currency_and_parties(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.day("2026-01-12");
    let currency = Currency::new(*b"EUR").unwrap();
    let euro = PresentRequest { currency, ..trade.request(PRESENTATION, "2026-01-10", 100_000) };
    let call = || trade.contract.by(&trade.beneficiary).present(euro);
    assert_eq!(trade.refused(call), Common::CurrencyMismatch.into());
    trade.present(trade.request(PRESENTATION, "2026-01-10", 100_000));
    let mut read = readings();
    read.is_invoice_to_applicant = false;
    trade.contract.by(&trade.nominated).examine(PRESENTATION, read).ok();
    let comply = || trade.contract.by(&trade.nominated).comply(PRESENTATION);
    assert_eq!(trade.refused(comply), Error::InvoiceParties);
    // A bank may look again.
    trade.contract.by(&trade.nominated).examine(PRESENTATION, readings()).ok();
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
}

#[sandpact::test]
fn a18_a_credit_states_expiry_place_availability_and_bank_and_draws_on_no_applicant(
    ledger: &Ledger,
) {
    let trade = Trade::new(ledger);
    let refused =
        |terms: Terms| trade.refused(|| trade.contract.by(&trade.issuing).issue(CREDIT, terms));
    let drawee = trade.applicant.address;
    let tenor = Tenor { days: 30, from: TenorStart::Shipment };
    for availability in [
        Availability::Acceptance { tenor, drawee },
        Availability::Negotiation { drawee: Some(drawee) },
    ] {
        let terms = Terms { availability, ..trade.terms() };
        assert_eq!(refused(terms), Error::DraftOnApplicant);
    }
    let past = Terms { expiry: date("2026-01-04"), ..trade.terms() };
    assert_eq!(refused(past), Common::DateOrder.into());
    let nobody = BankAt { account: Address([0; 32]), place: PLACE };
    let no_bank = Terms { nominated_bank: nobody, ..trade.terms() };
    assert_eq!(refused(no_bank), Error::NotABank);
    for place in [[0; 5], *b"cnsha", *b"CN  A", *b"C1SHA", *b"CNSH1"] {
        let nominated_bank = BankAt { account: trade.nominated.address, place };
        let nowhere = Terms { nominated_bank, ..trade.terms() };
        assert_eq!(refused(nowhere), Common::BadFormat.into());
    }
    trade.issue(trade.terms());
}

#[sandpact::test]
fn a19_an_undertaking_is_paid_on_its_day_and_never_refused(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let tenor = Tenor { days: 30, from: TenorStart::Shipment };
    trade.issue(Terms { availability: Availability::DeferredPayment { tenor }, ..trade.terms() });
    trade.presented();
    let nominated = || trade.contract.by(&trade.nominated);
    nominated().comply(PRESENTATION).ok();
    // Thirty days after 2026-01-10.
    let maturity = date("2026-02-09");
    assert_eq!(nominated().undertake(PRESENTATION, 100_000).ok(), maturity);
    assert_eq!(trade.refused(|| notice(&trade, trade.nominated)), Common::WrongState.into());
    trade.day("2026-02-08");
    assert_eq!(trade.refused(|| nominated().pay(PRESENTATION)), Error::NotMatured { maturity });
    trade.day("2026-02-09");
    assert_eq!(nominated().pay(PRESENTATION).ok(), 100_000);
    assert_eq!(standing(&trade), Standing::Paid);
}
