//! What a regulator asks, and what calls cost.

use super::world::*;
use documentary_credit::{
    BankFigures, Disposal, Exposure, ExposureCursor, Standing, Tenor, TenorStart, Terms,
};
use sandpact_testing::prelude::*;

fn exposures(trade: &Trade, on: &str) -> Vec<(Currency, i128, i128)> {
    let by = trade.contract.by(&trade.regulator);
    let rows = by.exposures(date(on), None, 100).ok();
    assert!(rows.iter().all(|row| row.bank == trade.issuing.address));
    let figures = |it: Exposure| (it.undrawn_minor, it.undertaken_minor);
    rows.into_iter()
        .map(|row| {
            let (undrawn, undertaken) = figures(row.exposure);
            (row.currency, undrawn, undertaken)
        })
        .collect()
}

fn figures(trade: &Trade, bank: Account) -> Option<BankFigures> {
    let rows = trade.contract.by(&trade.regulator).bank_figures(None, 100).ok();
    rows.into_iter().find(|row| row.bank == bank.address).map(|row| row.figures)
}

#[sandpact::test]
fn exposure_by_bank_and_currency_is_known_for_each_day(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let (usd, eur) = (Currency::new(*b"USD").unwrap(), Currency::new(*b"EUR").unwrap());
    trade.issue(trade.transferable());
    trade.presented();
    trade.issue_as(Hash([50; 32]), Terms { currency: eur, ..trade.terms() });
    trade.day("2026-01-13");
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    trade.day("2026-01-14");
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
    assert_eq!(exposures(&trade, "2026-01-04"), [(eur, 0, 0), (usd, 0, 0)]);
    assert_eq!(exposures(&trade, "2026-01-11"), [(eur, 0, 0), (usd, 100_000, 0)]);
    assert_eq!(exposures(&trade, "2026-01-13"), [(eur, 100_000, 0), (usd, 100_000, 0)]);
    assert_eq!(exposures(&trade, "2026-01-14"), [(eur, 100_000, 0), (usd, 0, 0)]);
    // Page by page.
    let by = || trade.contract.by(&trade.regulator);
    let first = by().exposures(date("2026-01-14"), None, 1).ok();
    assert_eq!(first.len(), 1);
    let cursor = ExposureCursor { bank: first[0].bank, currency: first[0].currency };
    let second = by().exposures(date("2026-01-14"), Some(cursor), 1).ok();
    assert_eq!((first[0].currency, second[0].currency), (eur, usd));
    // A closed credit is open no more.
    trade.day("2026-04-01");
    trade.contract.by(&trade.issuing).close(Hash([50; 32])).ok();
    assert_eq!(exposures(&trade, "2026-04-01"), [(eur, 0, 0), (usd, 0, 0)]);
}

#[sandpact::test]
fn a_transfer_moves_no_exposure_and_an_undertaking_counts_until_it_is_paid(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let usd = Currency::new(*b"USD").unwrap();
    let tenor = Tenor { days: 30, from: TenorStart::Shipment };
    let availability = documentary_credit::Availability::DeferredPayment { tenor };
    trade.issue(Terms { availability, ..trade.transferable() });
    trade.transferred(trade.transfer_request());
    assert_eq!(exposures(&trade, "2026-01-05"), [(usd, 100_000, 0)]);
    trade.day("2026-01-12");
    let mut request = trade.request(PRESENTATION, "2026-01-10", 20_000);
    request.to = trade.issuing.address;
    trade.present(request);
    trade.contract.by(&trade.issuing).comply(PRESENTATION).ok();
    trade.contract.by(&trade.issuing).undertake(PRESENTATION, 20_000).ok();
    assert_eq!(exposures(&trade, "2026-01-12"), [(usd, 80_000, 20_000)]);
    trade.day("2026-02-09");
    trade.contract.by(&trade.issuing).pay(PRESENTATION).ok();
    assert_eq!(exposures(&trade, "2026-02-09"), [(usd, 80_000, 0)]);
}

#[sandpact::test]
fn decisions_refusals_and_precluded_examinations_are_counted_by_bank(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    trade.presented();
    let ids = [22, 23, 24].map(|mark| Hash([mark; 32]));
    for id in ids {
        trade.present(trade.request(id, "2026-01-10", 1_000));
    }
    let nominated = || trade.contract.by(&trade.nominated);
    trade.day("2026-01-14");
    nominated().comply(PRESENTATION).ok();
    trade.day("2026-01-19");
    nominated().refuse(ids[0], vec![1], Disposal::Returning, NOTICE).ok();
    let early = trade.refused(|| nominated().preclude(ids[1], trade.nominated.address));
    assert_eq!(early, Common::WrongState.into());
    trade.day("2026-01-20");
    // One is put on record by anyone, the other one by paying; each once.
    let anyone = || trade.contract.by(&trade.second).preclude(ids[1], trade.nominated.address);
    anyone().ok();
    assert_eq!(trade.refused(anyone), Common::WrongState.into());
    nominated().honour(ids[1], 1_000).ok();
    nominated().honour(ids[2], 1_000).ok();
    let expected = BankFigures { decisions: 2, decision_days: 2 + 7, refusals: 1, precluded: 2 };
    assert_eq!(figures(&trade, trade.nominated), Some(expected));
    assert_eq!(figures(&trade, trade.issuing), None);
    let view = trade.contract.query().presentation(ids[1]).ok();
    assert_eq!(view.banks[0].standing, Standing::Honoured);
}

#[sandpact::test]
fn lists_are_the_regulators(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(trade.terms());
    let day = date("2026-03-31");
    for by in [trade.authority, trade.issuing, trade.applicant] {
        let by = || trade.contract.by(&by);
        let codes = [
            by().exposures(day, None, 10).code(),
            by().bank_figures(None, 10).code(),
            by().transferred_credits(None, 10).code(),
            by().credits_expiring(day, day, None, 10).code(),
        ];
        assert_eq!(codes, [Common::NotAuthorised.code(); 4]);
    }
    let rows = trade.contract.by(&trade.regulator).credits_expiring(day, day, None, 10).ok();
    assert_eq!((rows.len(), rows[0].credit), (1, CREDIT));
}

/// Gas of each call, at most this much: what it takes and a twentieth. The transaction, its
/// signature and the setup of the contract are about 165 000 of it, a question to the calendar
/// about 60 000.
#[sandpact::test]
fn calls_cost_what_they_should(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let by = |account: Account| trade.contract.by(&account);
    macro_rules! cost {
        ($name:literal, $call:expr, $most:literal) => {{
            let outcome = $call;
            outcome.gas_at_most(Gas($most)).ok()
        }};
    }
    cost!("issue", by(trade.issuing).issue(CREDIT, trade.transferable()), 430_000);
    cost!("advise", by(trade.nominated).advise(CREDIT), 260_000);
    cost!("confirm", by(trade.confirming).confirm(CREDIT), 260_000);
    let new = Terms { amount_minor: 200_000, ..trade.transferable() };
    let proposal = by(trade.issuing).propose_amendment(AMENDMENT, CREDIT, Some(new), None);
    cost!("propose_amendment", proposal, 450_000);
    let accepted = documentary_credit::Answer::Accepted;
    by(trade.confirming).answer_amendment(AMENDMENT, accepted).ok();
    let answer = by(trade.beneficiary).answer_amendment(AMENDMENT, accepted);
    cost!("answer_amendment", answer, 565_000);
    let request = trade.transfer_request();
    cost!("request_transfer", by(trade.beneficiary).request_transfer(request), 325_000);
    cost!("transfer", by(trade.nominated).transfer(TRANSFERRED), 580_000);
    trade.day("2026-01-12");
    let request = trade.request(PRESENTATION, "2026-01-10", 50_000);
    cost!("present", by(trade.beneficiary).present(request), 535_000);
    cost!("take_up", by(trade.nominated).take_up(PRESENTATION), 230_000);
    cost!("examine", by(trade.nominated).examine(PRESENTATION, readings()), 240_000);
    cost!("comply", by(trade.nominated).comply(PRESENTATION), 360_000);
    cost!("honour", by(trade.nominated).honour(PRESENTATION, 50_000), 565_000);
    let issuing = trade.issuing.address;
    cost!("forward", by(trade.nominated).forward(PRESENTATION, issuing), 475_000);
    let notice =
        by(trade.issuing).refuse(PRESENTATION, vec![1], Disposal::HoldPendingWaiver, NOTICE);
    cost!("refuse", notice, 395_000);
    cost!("seek_waiver", by(trade.issuing).seek_waiver(PRESENTATION), 350_000);
    cost!("answer_waiver", by(trade.applicant).answer_waiver(PRESENTATION, true), 355_000);
    cost!("honour (reimbursement)", by(trade.issuing).honour(PRESENTATION, 50_000), 470_000);
    let other = Hash([22; 32]);
    trade.present(trade.request(other, "2026-01-10", 10_000));
    by(trade.nominated).refuse(other, vec![1], Disposal::Returning, NOTICE).ok();
    cost!("return_documents", by(trade.nominated).return_documents(other), 235_000);
    let third = Hash([23; 32]);
    trade.present(trade.request(third, "2026-01-10", 10_000));
    trade.day("2026-01-20");
    let bank = trade.nominated.address;
    cost!("preclude", by(trade.applicant).preclude(third, bank), 410_000);
    cost!("presentation", by(trade.applicant).presentation(PRESENTATION), 415_000);
    cost!("credit", by(trade.applicant).credit(CREDIT), 225_000);
    cost!("exposures", by(trade.regulator).exposures(date("2026-01-20"), None, 100), 170_000);
    trade.day("2026-04-01");
    cost!("close", by(trade.issuing).close(CREDIT), 445_000);
}
