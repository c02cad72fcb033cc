//! What calls of `vat_invoice` do to both sides' positions (T1, T4, T6, T8, T14).

use super::tax::{BUYER, Line, SELLER, Tax, after, document};
use sandpact_abi::Hash;
use sandpact_sdk::prelude::*;
use sandpact_tests::key_of;
use vat_invoice::messages::{Category, Kind, Position, Role, State};

const NOTHING: Position = Position::ZERO;

fn standard(taxable: i128, tax: i128) -> [Line; 1] {
    [(Category::Standard, 1_900, taxable, tax)]
}

fn reverse_charge(taxable: i128) -> [Line; 1] {
    [(Category::ReverseCharge, 0, taxable, 0)]
}

fn deduct(tax: &mut Tax, key: Hash) -> i128 {
    tax.accept::<()>(BUYER, "accept", &key);
    tax.accept(BUYER, "confirm_deduction", &key)
}

#[test]
fn reverse_charge_tax_goes_to_the_buyer_and_back() {
    let mut tax = Tax::new();
    let rate = (CivilDate::parse("2025-01-01").unwrap(), 1_900_u32);
    tax.accept::<()>("tax office", "set_reverse_charge_rate", &rate);
    let key = tax.issue(SELLER, &document(1, Kind::Invoice, &reverse_charge(1_000_000)));
    let supplied = |taxable| Position { reverse_charge_supplied_minor: taxable, ..NOTHING };
    let bought = |taxable, moved, deducted_minor| Position {
        output_minor: moved,
        input_minor: moved,
        deducted_minor,
        reverse_charge_supplied_minor: 0,
        reverse_charge_bought_minor: taxable,
    };
    assert_eq!(tax.position(SELLER), supplied(1_000_000));
    assert_eq!(tax.position(BUYER), bought(1_000_000, 190_000, 0));
    assert_eq!(deduct(&mut tax, key), 190_000);
    assert_eq!(tax.position(BUYER), bought(1_000_000, 190_000, 190_000));
    let credit = document(2, Kind::CreditNote, &reverse_charge(400_000));
    tax.issue(SELLER, &after(credit, &[(1, Kind::Invoice)]));
    assert_eq!(tax.position(SELLER), supplied(600_000));
    assert_eq!(tax.position(BUYER), bought(600_000, 114_000, 114_000));
    assert_eq!(tax.invoice(key).deducted_minor, 114_000);
}

#[test]
fn a_credit_and_a_replacement_take_the_deduction_back() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &document(1, Kind::Invoice, &standard(1_000_000, 190_000)));
    let owed = |output_minor| Position { output_minor, ..NOTHING };
    let paid = |input_minor, deducted_minor| Position { input_minor, deducted_minor, ..NOTHING };
    assert_eq!((tax.position(SELLER), tax.position(BUYER)), (owed(190_000), paid(190_000, 0)));
    assert_eq!(deduct(&mut tax, key), 190_000);
    assert_eq!(tax.position(BUYER), paid(190_000, 190_000));
    let credit = document(2, Kind::CreditNote, &standard(400_000, 76_000));
    tax.issue(SELLER, &after(credit, &[(1, Kind::Invoice)]));
    let positions = (tax.position(SELLER), tax.position(BUYER));
    assert_eq!(positions, (owed(114_000), paid(114_000, 114_000)));
    let corrected = document(3, Kind::Corrected, &standard(500_000, 95_000));
    let corrected = tax.issue(SELLER, &after(corrected, &[(1, Kind::Invoice)]));
    assert_eq!((tax.position(SELLER), tax.position(BUYER)), (owed(95_000), paid(95_000, 0)));
    assert_eq!(tax.invoice(key).deducted_minor, 0);
    assert_eq!(deduct(&mut tax, corrected), 95_000);
    let positions = (tax.position(SELLER), tax.position(BUYER));
    assert_eq!(positions, (owed(95_000), paid(95_000, 95_000)));
}

#[test]
fn a_self_billed_invoice_counts_once_its_seller_accepts() {
    let mut tax = Tax::new();
    let invoice = document(1, Kind::SelfBilled, &standard(10_000, 1_900));
    tax.refuse(SELLER, "issue", &invoice, Common::NotAuthorised.code());
    let key = tax.issue(BUYER, &invoice);
    assert_eq!((tax.position(SELLER), tax.position(BUYER)), (NOTHING, NOTHING));
    tax.refuse(BUYER, "accept", &key, Common::NotAuthorised.code());
    tax.refuse(BUYER, "confirm_deduction", &key, Common::WrongState.code());
    tax.accept::<()>(SELLER, "accept", &key);
    assert_eq!(tax.position(SELLER), Position { output_minor: 1_900, ..NOTHING });
    assert_eq!(tax.position(BUYER), Position { input_minor: 1_900, ..NOTHING });
    assert_eq!(tax.accept::<i128>(BUYER, "confirm_deduction", &key), 1_900);
    assert_eq!(tax.position(BUYER).deducted_minor, 1_900);
}

#[test]
fn a_disputed_invoice_is_neither_deducted_nor_reimbursed() {
    let mut tax = Tax::new();
    let key = tax.issue(SELLER, &document(1, Kind::Invoice, &standard(10_000, 1_900)));
    tax.refuse(SELLER, "dispute", &key, Common::NotAuthorised.code());
    tax.accept::<()>(BUYER, "dispute", &key);
    assert_eq!(tax.invoice(key).state, State::Disputed);
    for (by, method) in
        [(BUYER, "dispute"), (BUYER, "confirm_deduction"), ("employer", "reimburse")]
    {
        tax.refuse(by, method, &key, Common::WrongState.code());
    }
    assert_eq!(deduct(&mut tax, key), 1_900);
    tax.refuse(BUYER, "dispute", &key, Common::WrongState.code());
}

#[test]
fn nobody_is_reimbursed_twice_not_even_through_corrections() {
    let mut tax = Tax::new();
    let other = (Role::Employer, key_of("other employer").address());
    tax.accept::<()>("tax office", "grant", &other);
    let key = tax.issue(SELLER, &document(1, Kind::Invoice, &standard(10_000, 1_900)));
    tax.accept::<()>(BUYER, "accept", &key);
    tax.accept::<()>("employer", "reimburse", &key);
    for (by, method) in
        [("employer", "reimburse"), ("other employer", "reimburse"), (BUYER, "confirm_deduction")]
    {
        tax.refuse(by, method, &key, 114);
    }
    let corrected = |number| {
        let corrected = document(number, Kind::Corrected, &standard(12_000, 2_280));
        after(corrected, &[(1, Kind::Invoice)])
    };
    let replacement = tax.issue(SELLER, &corrected(2));
    tax.refuse("other employer", "reimburse", &replacement, 114);
    tax.refuse(SELLER, "issue", &corrected(3), 124);
    assert_eq!(tax.position(BUYER), Position { input_minor: 2_280, ..NOTHING });
}
