//! What calls cost. A transaction that does nothing takes `floor`, most of it for its signature
//! and for setting the instance up.

use super::world::{ONE, S, World, day, eur, hash};
use sandpact_testing::prelude::*;
use vat_invoice::messages::{IssueRequest, Kind, Role};

/// An invoice of the month of the block, as most are.
fn of_today(w: &World, number: u8) -> IssueRequest {
    let today = day("2026-01-05");
    IssueRequest { issue_date: today, tax_point: today, ..w.document(number, Kind::Invoice, &ONE) }
}

fn of_today_credit(w: &World) -> IssueRequest {
    let today = day("2026-01-05");
    IssueRequest { issue_date: today, tax_point: today, ..w.credit(2, 1, &[(S, 1_900, 100, 19)]) }
}

#[sandpact::test]
fn ordinary_calls_stay_within_their_gas(ledger: &Ledger) {
    let w = World::new(ledger);
    let floor = w.contract.by(&w.seller).has_role(Role::Seller, w.seller.address).gas();
    let above = |gas: Gas| gas.0.saturating_sub(floor.0);
    w.issue(&of_today(&w, 8));
    let plain = w.contract.by(&w.seller).issue(of_today(&w, 9)).gas();
    w.regime(|_| ());
    w.contract.by(&w.office).set_quota(w.seller.address, 202_601, eur(1_000_000)).ok();
    let issue = w.contract.by(&w.seller).issue(of_today(&w, 1));
    let regime = issue.gas();
    let key = issue.ok().key;
    let accept = w.contract.by(&w.buyer).accept(key).gas();
    let deduct = w.contract.by(&w.buyer).confirm_deduction(key).gas();
    let credit = w.contract.by(&w.seller).issue(of_today_credit(&w)).gas();
    let credits = w.document(0, Kind::Invoice, &[(S, 1_900, 100, 19)]).breakdown;
    let ask = w.contract.by(&w.seller).request_red_letter(key, credits, hash(1)).gas();
    let confirm = w.contract.by(&w.buyer).confirm_red_letter(key).gas();
    let receivable = w.contract.by(&w.buyer).receivable(key).gas();
    let all = [
        ("issue", above(plain), 500_000),
        ("issue under a regime and quota", above(regime), 500_000),
        ("accept", above(accept), 200_000),
        ("confirm_deduction", above(deduct), 300_000),
        ("issue of a credit note", above(credit), 700_000),
        ("request_red_letter", above(ask), 300_000),
        ("confirm_red_letter", above(confirm), 300_000),
        ("receivable", above(receivable), 60_000),
    ];
    println!("floor {floor}, above it {all:?}");
    for (name, gas, most) in all {
        assert!(gas <= most, "{name} took {gas} above the floor");
    }
}
