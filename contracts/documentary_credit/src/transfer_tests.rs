//! Tests of transfer.

use super::*;
use crate::samples::{BENEFICIARY, STRANGER, TODAY, advised, date};
use crate::terms::{DocumentKind, RequiredDocument};

const SECOND: Address = Address([8; 32]);

fn transferable() -> Credit {
    let mut credit = advised();
    credit.terms.conditions.is_transferable = true;
    credit.terms.period_days = Some(15);
    credit
}

fn request() -> TransferRequest {
    TransferRequest {
        id: Hash([20; 32]),
        credit: Hash([12; 32]),
        beneficiary: SECOND,
        beneficiary_bank: None,
        amount_minor: 80_000,
        expiry: date("2024-03-31"),
        latest_shipment: Some(date("2024-03-20")),
        period_days: Some(15),
        insurance_bp: None,
        commitment: Hash([21; 32]),
    }
}

fn outcome(credit: &Credit, request: &TransferRequest) -> Result<Option<Terms>, Error> {
    check_transfer(credit, None, request, date(TODAY))
}

fn changed(change: impl FnOnce(&mut TransferRequest)) -> Result<Option<Terms>, Error> {
    let mut request = request();
    change(&mut request);
    outcome(&transferable(), &request)
}

#[test]
fn a17_the_transferred_credit_differs_where_it_may() {
    let old = transferable().terms;
    let new = changed(|_| {}).ok().flatten();
    let expected = Terms {
        beneficiary: SECOND,
        beneficiary_bank: None,
        amount_minor: 80_000,
        commitment: Hash([21; 32]),
        ..old
    };
    assert_eq!(new, Some(expected));
}

#[test]
fn a17_only_a_transferable_credit_is_transferred() {
    let mut plain = transferable();
    plain.terms.conditions.is_transferable = false;
    assert_eq!(outcome(&plain, &request()), Err(Error::TransferNotAllowed));
    for state in [CreditState::Issued, CreditState::Expired, CreditState::Exhausted] {
        let credit = Credit { state, ..transferable() };
        assert_eq!(outcome(&credit, &request()), Err(Common::WrongState.into()));
    }
}

#[test]
fn a17_a_second_beneficiary_transfers_to_the_first_alone() {
    let credit = Credit { parent: Some(Hash([1; 32])), ..transferable() };
    let to = |beneficiary, amount_minor| {
        let request = TransferRequest { beneficiary, amount_minor, ..request() };
        check_transfer(&credit, Some(&BENEFICIARY), &request, date(TODAY))
    };
    assert_eq!(to(STRANGER, 80_000), Err(Error::AlreadyTransferred));
    assert_eq!(to(BENEFICIARY, 80_000), Ok(None));
    assert_eq!(to(BENEFICIARY, 0), Err(Common::AmountNotPositive.into()));
    let over = Err(Error::Overdrawn { payable_minor: 100_000 });
    assert_eq!((to(BENEFICIARY, 100_000), to(BENEFICIARY, 100_001)), (Ok(None), over));
}

#[test]
fn a17_without_partial_shipments_there_is_one_transfer() {
    let mut credit = Credit { transferred_minor: 10_000, ..transferable() };
    assert!(outcome(&credit, &request()).is_ok());
    credit.terms.partial_shipments = PartialShipments::NotAllowed;
    assert_eq!(outcome(&credit, &request()), Err(Error::AlreadyTransferred));
}

#[test]
fn a17_transfers_and_drawings_stay_within_the_credit() {
    for (drawn_minor, transferred_minor, expected) in
        [(20_000, 0, None), (0, 20_000, None), (20_000, 1, Some(79_999)), (0, 20_001, Some(79_999))]
    {
        let credit = Credit { drawn_minor, transferred_minor, ..transferable() };
        let refused = expected.map(|payable_minor| Error::Overdrawn { payable_minor });
        assert_eq!(outcome(&credit, &request()).err(), refused);
    }
    // The tolerance goes with the amount, and is counted.
    let mut credit = Credit { transferred_minor: 17_000, ..transferable() };
    credit.terms.plus_tolerance_bp = 1_000;
    // 80 000 and a tenth are 88 000, of 110 000 less 17 000.
    assert!(outcome(&credit, &request()).is_ok());
    credit.transferred_minor = 22_001;
    assert_eq!(outcome(&credit, &request()), Err(Error::Overdrawn { payable_minor: 87_999 }));
}

#[test]
fn a17_amount_dates_and_period_shrink_only() {
    let allowed = |change: &dyn Fn(&mut TransferRequest)| changed(change).map(|_| ());
    let refused = Err(Error::TransferNotAllowed);
    assert_eq!(allowed(&|it| it.expiry = date("2024-03-21")), Ok(()));
    assert_eq!(allowed(&|it| it.expiry = date("2024-04-01")), refused);
    assert_eq!(allowed(&|it| it.latest_shipment = Some(date("2024-03-19"))), Ok(()));
    assert_eq!(allowed(&|it| it.latest_shipment = Some(date("2024-03-21"))), refused);
    assert_eq!(allowed(&|it| it.latest_shipment = None), refused);
    assert_eq!(allowed(&|it| it.period_days = Some(14)), Ok(()));
    assert_eq!(allowed(&|it| it.period_days = Some(16)), refused);
    // Twenty-one days, which is what a credit without a period has.
    assert_eq!(allowed(&|it| it.period_days = None), refused);
    assert_eq!(allowed(&|it| it.amount_minor = 100_001), refused);
    assert_eq!(allowed(&|it| it.amount_minor = 0), Err(Common::AmountNotPositive.into()));
}

#[test]
fn a17_insurance_cover_grows_only() {
    let mut credit = transferable();
    let kind = DocumentKind::Insurance;
    credit.terms.documents.push(RequiredDocument { kind, originals: 1, copies: 0 });
    let with = |old, new| {
        let mut credit = credit.clone();
        credit.terms.conditions.insurance_bp = old;
        outcome(&credit, &TransferRequest { insurance_bp: new, ..request() }).map(|_| ())
    };
    let refused = Err(Error::TransferNotAllowed);
    assert_eq!(with(None, Some(11_000)), Ok(()));
    assert_eq!(with(None, Some(12_500)), Ok(()));
    assert_eq!(with(None, Some(10_999)), refused);
    assert_eq!(with(Some(12_000), Some(12_000)), Ok(()));
    assert_eq!(with(Some(12_000), None), refused);
}
