//! The refusals that sectors list for this contract: codes, and a state root that stays.

use super::world::*;
use documentary_credit::{Disposal, DocumentReused, Error, PresentRequest, Terms};
use sandpact_sdk::Refusal as _;
use sandpact_testing::prelude::*;

#[sandpact::test]
fn terms_are_refused_by_code(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    type Change = fn(&mut Terms);
    let cases: [(&str, u32, Change); 10] = [
        ("amount not positive", 5, |it| it.amount_minor = 0),
        ("unknown currency", 102, |it| it.currency = Currency::new(*b"DEM").unwrap()),
        ("expiry before issue", 8, |it| it.expiry = date("2026-01-01")),
        ("latest shipment after expiry", 8, |it| it.latest_shipment = Some(date("2026-04-01"))),
        ("tolerance above 10 000 bp", 101, |it| it.plus_tolerance_bp = 10_001),
        ("applicant is beneficiary", 104, |it| it.beneficiary = it.applicant),
        ("a bank that is none", 105, |it| it.nominated_bank.account = it.applicant),
        ("period of no days", 106, |it| it.period_days = Some(0)),
        ("no documents", 107, |it| it.documents.clear()),
        ("instalments that make up less", 132, |it| {
            it.conditions.instalments = vec![instalment("2026-02-01", "2026-02-10", 1)];
        }),
    ];
    for (what, code, change) in cases {
        let mut terms = trade.terms();
        change(&mut terms);
        let refused = trade.refused(|| trade.contract.by(&trade.issuing).issue(CREDIT, terms));
        assert_eq!(refused.code(), code, "{what}");
    }
    trade.issue(trade.terms());
    let other = Terms { amount_minor: 1, ..trade.terms() };
    let refused = trade.refused(|| trade.contract.by(&trade.issuing).issue(CREDIT, other));
    assert_eq!(refused, Common::DuplicateRequestDifferentContent.into());
}

#[sandpact::test]
fn presentations_are_refused_by_code(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.day("2026-01-12");
    let request = || trade.request(PRESENTATION, "2026-01-10", 100_000);
    for by in [trade.applicant, trade.second, trade.nominated] {
        let refused = trade.refused(|| trade.contract.by(&by).present(request()));
        assert_eq!(refused.code(), 108, "the beneficiary or its bank presents");
    }
    let euro = Currency::new(*b"EUR").unwrap();
    type Change = Box<dyn Fn(&mut PresentRequest)>;
    let cases: [(&str, u32, Change); 7] = [
        ("unknown credit", 2, Box::new(|it| it.credit = Hash([99; 32]))),
        ("currency mismatch", 6, Box::new(move |it| it.currency = euro)),
        ("claim not positive", 5, Box::new(|it| it.claimed_minor = 0)),
        ("shipment ahead", 8, Box::new(|it| it.shipment_date = Some(date("2026-01-13")))),
        ("shipment left out", 110, Box::new(|it| it.shipment_date = None)),
        ("no documents", 10, Box::new(|it| it.documents.clear())),
        ("not a bank of the credit", 109, Box::new(|it| it.to = Address([99; 32]))),
    ];
    for (what, code, change) in cases {
        let mut request = request();
        change(&mut request);
        let refused = trade.refused(|| trade.contract.by(&trade.beneficiary).present(request));
        let code = if what == "no documents" { Common::BadFormat.code() } else { code };
        assert_eq!(refused.code(), code, "{what}");
    }
    trade.present(request());
    trade.present(request());
    let other = PresentRequest { claimed_minor: 1, ..request() };
    let refused = trade.refused(|| trade.contract.by(&trade.beneficiary).present(other));
    assert_eq!(refused, Common::DuplicateRequestDifferentContent.into());
}

/// The year after the last one that is published is never guessed.
#[sandpact::test]
fn a_calendar_that_is_missing_is_not_guessed(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(Terms { expiry: date("2026-12-31"), ..trade.terms() });
    trade.day("2026-12-29");
    let request = trade.request(PRESENTATION, "2026-12-20", 1_000);
    let refused = trade.refused(|| trade.contract.by(&trade.beneficiary).present(request));
    assert_eq!(refused, Error::CalendarMissing { place: PLACE });
}

#[sandpact::test]
fn a_bill_of_lading_of_another_live_credit_is_refused_and_an_invoice_is_told_of(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let other_credit = Hash([50; 32]);
    trade.issue(trade.terms());
    trade.issue_as(other_credit, trade.terms());
    trade.presented();
    let first = trade.request(PRESENTATION, "2026-01-10", 100_000);
    let mut again = trade.request(Hash([22; 32]), "2026-01-10", 100_000);
    again.credit = other_credit;
    let invoice = first.documents[0].commitment;
    let mut with_bill = again.clone();
    with_bill.documents[1].commitment = first.documents[1].commitment;
    let refused = trade.refused(|| trade.contract.by(&trade.beneficiary).present(with_bill));
    assert_eq!(refused, Error::BillOfLadingReused { presentation: PRESENTATION });
    again.documents[0].commitment = invoice;
    let told = DocumentReused {
        presentation: again.id,
        commitment: invoice,
        other_presentation: PRESENTATION,
        by: trade.beneficiary.address,
    };
    trade.contract.by(&trade.beneficiary).present(again).emits(&told).ok();
}

#[sandpact::test]
fn a_notice_has_no_more_than_sixty_four_discrepancies(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.presented();
    let by = || trade.contract.by(&trade.nominated);
    let notice =
        |count: u16| by().refuse(PRESENTATION, (0..count).collect(), Disposal::Returning, NOTICE);
    assert_eq!(trade.refused(|| notice(65)), Common::TooLarge.into());
    let wait = || by().refuse(PRESENTATION, vec![1], Disposal::HoldPendingWaiver, NOTICE);
    assert_eq!(trade.refused(wait), Error::NotTheIssuingBank);
    notice(64).ok();
}

#[sandpact::test]
fn roles_are_given_by_the_authority(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let role = documentary_credit::Role::Bank;
    for by in [trade.issuing, trade.regulator, trade.applicant] {
        let root = trade.ledger.state_root();
        let code = trade.contract.by(&by).grant(role, by.address).code();
        assert_eq!((code, trade.ledger.state_root()), (Common::NotAuthorised.code(), root));
    }
    let none = trade.refused(|| trade.contract.by(&trade.authority).revoke(role, Address([9; 32])));
    assert_eq!(none, Common::UnknownId.into());
    // A bank without its role issues nothing.
    trade.contract.by(&trade.authority).revoke(role, trade.issuing.address).ok();
    let code = trade.contract.by(&trade.issuing).issue(CREDIT, trade.terms()).code();
    assert_eq!(code, Common::NotAuthorised.code());
}

/// Codes 120, 122, 124 and 136, and common ones that no other test here asks for.
#[sandpact::test]
fn payments_and_ends_are_refused_by_code(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let most = Terms { amount_minor: i128::MAX, plus_tolerance_bp: 1, ..trade.terms() };
    let refused = trade.refused(|| trade.contract.by(&trade.issuing).issue(CREDIT, most));
    assert_eq!(refused, Common::Overflow.into());
    trade.issue(trade.transferable());
    trade.presented();
    let nominated = || trade.contract.by(&trade.nominated);
    nominated().comply(PRESENTATION).ok();
    assert_eq!(trade.refused(|| nominated().honour(PRESENTATION, 99_999)).code(), 120);
    assert_eq!(trade.refused(|| nominated().undertake(PRESENTATION, 100_000)).code(), 122);
    let issuing = || trade.contract.by(&trade.issuing);
    assert_eq!(trade.refused(|| issuing().close(CREDIT)).code(), 124);
    let other = Terms { applicant: trade.second.address, ..trade.transferable() };
    let propose = || issuing().propose_amendment(AMENDMENT, CREDIT, Some(other), None);
    assert_eq!(trade.refused(propose).code(), 136);
    // The id of a transfer is that of a new credit.
    let same = documentary_credit::TransferRequest { id: CREDIT, ..trade.transfer_request() };
    let asked = trade.refused(|| trade.contract.by(&trade.beneficiary).request_transfer(same));
    assert_eq!(asked, Common::AlreadyExists.into());
}
