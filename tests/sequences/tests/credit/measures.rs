//! Figures that banks read in documents: A12 to A15.

use super::world::*;
use documentary_credit::{
    Conditions, CreditState, DocumentKind, Error, GoodsQuantity, InsuranceReading,
    PartialShipments, PresentedDocument, Readings, Terms,
};
use sandpact_testing::prelude::*;

/// One drawing, for 200 units by measure.
fn single(trade: &Trade) -> Terms {
    let quantity = GoodsQuantity { thousandths: 200_000, is_counted: false, is_about: false };
    let conditions = Conditions { quantity: Some(quantity), ..Conditions::NONE };
    let partial_shipments = PartialShipments::NotAllowed;
    Terms { conditions, partial_shipments, ..trade.terms() }
}

fn shipped(quantity_thousandths: u64) -> Readings {
    Readings { quantity_thousandths: Some(quantity_thousandths), ..readings() }
}

fn comply(trade: &Trade) -> Outcome<(), Error> {
    trade.contract.by(&trade.nominated).comply(PRESENTATION)
}

#[sandpact::test]
fn a12_one_drawing_five_percent_short_at_most(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    trade.issue(single(&trade));
    trade.day("2026-01-12");
    trade.present(trade.request(PRESENTATION, "2026-01-10", 95_000));
    let least_minor = 100_000;
    let nominated = || trade.contract.by(&trade.nominated);
    for read in [shipped(199_999), Readings { is_unit_price_reduced: true, ..shipped(200_000) }] {
        nominated().examine(PRESENTATION, read).ok();
        assert_eq!(trade.refused(|| comply(&trade)), Error::DrawnShort { least_minor });
    }
    nominated().examine(PRESENTATION, shipped(200_000)).ok();
    comply(&trade).ok();
    let second = Hash([22; 32]);
    trade.present(trade.request(second, "2026-01-10", 94_999));
    nominated().examine(second, shipped(200_000)).ok();
    let short = trade.refused(|| nominated().comply(second));
    assert_eq!(short, Error::DrawnShort { least_minor });
    // One drawing: the credit is used up, and what waits draws nothing.
    nominated().honour(PRESENTATION, 95_000).ok();
    assert_eq!(trade.contract.query().credit(CREDIT).ok().state, CreditState::Exhausted);
    trade.day("2026-01-20");
    let again = trade.refused(|| nominated().honour(second, 94_999));
    assert_eq!(again, Error::PartialNotAllowed);
}

#[sandpact::test]
fn a13_about_is_ten_percent_and_a_measured_quantity_five(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let about = Conditions { is_amount_about: true, ..Conditions::NONE };
    let twice = Terms { conditions: about.clone(), plus_tolerance_bp: 500, ..trade.terms() };
    let refused = trade.refused(|| trade.contract.by(&trade.issuing).issue(CREDIT, twice));
    assert_eq!(refused, Common::BadFormat.into());
    trade.issue_as(Hash([50; 32]), Terms { conditions: about, ..trade.terms() });
    assert_eq!(trade.remaining(Hash([50; 32])), 110_000);
    trade.issue(single(&trade));
    trade.presented();
    for (quantity, is_inside) in
        [(189_999, false), (210_001, false), (190_000, true), (210_000, true)]
    {
        trade.contract.by(&trade.nominated).examine(PRESENTATION, shipped(quantity)).ok();
        if is_inside {
            continue;
        }
        assert_eq!(trade.refused(|| comply(&trade)), Error::QuantityOutside, "{quantity}");
    }
    comply(&trade).ok();
    // More goods draw no more money.
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 100_000).ok();
}

#[sandpact::test]
fn a14_a_missed_instalment_ends_that_and_all_later_ones(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let instalments = vec![
        instalment("2026-01-08", "2026-01-15", 30_000),
        instalment("2026-02-01", "2026-02-10", 30_000),
        instalment("2026-03-01", "2026-03-10", 40_000),
    ];
    let conditions = Conditions { instalments, ..Conditions::NONE };
    trade.issue(Terms { conditions, ..trade.terms() });
    trade.day("2026-01-12");
    trade.present(trade.request(PRESENTATION, "2026-01-10", 35_000));
    comply(&trade).ok();
    // An instalment draws its own amount.
    let over = trade.refused(|| trade.contract.by(&trade.nominated).honour(PRESENTATION, 35_000));
    assert_eq!(over, Error::Overdrawn { payable_minor: 30_000 });
    trade.contract.by(&trade.nominated).honour(PRESENTATION, 30_000).ok();
    trade.day("2026-03-09");
    for shipped in ["2026-02-20", "2026-03-05"] {
        let request = trade.request(Hash([22; 32]), shipped, 30_000);
        let call = || trade.contract.by(&trade.beneficiary).present(request);
        assert_eq!(trade.refused(call), Error::InstalmentMissed { number: 2 });
    }
}

#[sandpact::test]
fn a15_insurance_covers_a_hundred_and_ten_percent_from_shipment_on(ledger: &Ledger) {
    let trade = Trade::new(ledger);
    let mut terms = trade.terms();
    terms.documents.push(required(DocumentKind::Insurance));
    trade.issue(terms);
    trade.day("2026-01-12");
    let mut request = trade.request(PRESENTATION, "2026-01-10", 100_000);
    let commitment = Hash([78; 32]);
    let kind = DocumentKind::Insurance;
    request.documents.push(PresentedDocument { kind, originals: 1, copies: 0, commitment });
    trade.present(request);
    assert_eq!(trade.refused(|| comply(&trade)), Error::ReadingsMissing);
    let cover = |cover_minor, dated: &str, effective_from: Option<&str>| InsuranceReading {
        cover_minor,
        currency: Currency::new(*b"USD").unwrap(),
        value_minor: None,
        dated: date(dated),
        effective_from: effective_from.map(date),
    };
    let read = |insurance| {
        let readings = Readings { insurance: Some(insurance), ..readings() };
        trade.contract.by(&trade.nominated).examine(PRESENTATION, readings).ok();
    };
    for (insurance, refusal) in [
        (cover(109_999, "2026-01-10", None), Error::InsuranceShort { least_minor: 110_000 }),
        (cover(110_000, "2026-01-11", None), Error::InsuranceLate),
    ] {
        read(insurance);
        assert_eq!(trade.refused(|| comply(&trade)), refusal);
    }
    read(cover(110_000, "2026-01-11", Some("2026-01-10")));
    comply(&trade).ok();
}
