//! Refusals of `bill_of_lading` that no statement's test has: roles, forms, placeholders.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod lading;

use bill_of_lading::{
    Answer, DisputeReport, Endorsement, IssueRequest, PledgeRequest, PossessionBlock, Role, Step,
    SurrenderRequest, Title,
};
use lading::{AT_MS, P1, T1, World, hash, refused};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn who_lacks_a_role_is_refused(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let by = world.contract.by(&world.shipper);
    let request = IssueRequest { reference: hash(55), title_block: hash(7), ..world.request() };
    refused(ledger, 1, || by.issue(request));
    refused(ledger, 1, || by.grant(Role::Carrier, world.shipper.address));
    refused(ledger, 1, || by.revoke(Role::Carrier, world.carrier.address));
    refused(ledger, 1, || by.attest(hash(10), hash(11)));
    refused(ledger, 1, || by.countersign(P1));
    refused(ledger, 1, || by.report_dispute(DisputeReport { id: hash(9), accepted: P1 }));
    refused(ledger, 1, || by.answer_surrender(hash(70), Answer::Rejected));
    refused(ledger, 1, || by.release_pledge(T1));
    refused(ledger, 1, || by.holdings(T1, None, 1));
    refused(ledger, 1, || by.versions(world.carrier.address, hash(50), None, 1));
    refused(ledger, 1, || by.dispute_count(world.platform.address));
    refused(ledger, 1, || by.disputes(world.platform.address, None, 1));
    refused(ledger, 1, || by.pledged_to(world.bank.address, None, 1));
}

#[sandpact::test]
fn the_admin_writes_no_business_state(ledger: &Ledger) {
    let world = World::new(ledger);
    let by = world.contract.by(&world.admin);
    for role in [Role::Carrier, Role::Platform, Role::Oracle, Role::Bank] {
        refused(ledger, 125, || by.grant(role, world.admin.address));
    }
    refused(ledger, 125, || by.grant(Role::Admin, world.carrier.address));
    refused(ledger, 4, || by.revoke(Role::Admin, world.admin.address));
    refused(ledger, 2, || by.revoke(Role::Bank, world.carrier.address));
    by.grant(Role::Court, world.regulator.address).ok();
    by.revoke(Role::Carrier, world.carrier.address).ok();
    assert!(!world.contract.query().has_role(Role::Carrier, world.carrier.address).ok());
    refused(ledger, 1, || world.issue(&world.request()));
}

#[sandpact::test]
fn placeholders_are_no_values(ledger: &Ledger) {
    let world = World::new(ledger);
    let request = world.request();
    let zero = Hash::ZERO;
    for wrong in [
        IssueRequest { reference: zero, ..request.clone() },
        IssueRequest { checksum: zero, ..request.clone() },
        IssueRequest { carrier_key: zero, ..request.clone() },
        IssueRequest { title_block: zero, ..request.clone() },
        IssueRequest { possession_block: zero, ..request.clone() },
        IssueRequest { possessor: zero, ..request.clone() },
        IssueRequest { title: Title::Named { holder: zero, to_order: true }, ..request.clone() },
        IssueRequest { possession_block: T1, ..request.clone() },
    ] {
        refused(ledger, 9, || world.issue(&wrong));
    }
    world.issue(&request).ok();
    let by = world.contract.by(&world.shipper);
    refused(ledger, 9, || by.transfer(world.block(10, zero)));
    let step = Step::Export { registry: zero };
    refused(ledger, 9, || by.transfer(PossessionBlock { step, ..world.block(10, hash(30)) }));
    refused(ledger, 9, || by.transfer(world.block(0, hash(30))));
    let to = Endorsement::To { holder: zero };
    refused(ledger, 9, || by.endorse(world.endorsement(20, to)));
    refused(ledger, 9, || by.request_surrender(world.surrender(0, &world.shipper)));
    refused(ledger, 9, || by.pledge(PledgeRequest { bank_key: zero, ..world.pledge(80) }));
    refused(ledger, 9, || world.contract.by(&world.oracle).attest(zero, hash(1)));
}

#[sandpact::test]
fn a_reference_is_issued_once_by_each_carrier(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let request =
        IssueRequest { title_block: hash(7), possession_block: hash(8), ..world.request() };
    refused(ledger, 115, || world.issue(&request));
    let fresh = IssueRequest { reference: hash(53), ..request.clone() };
    world.contract.by(&world.shipper).transfer(world.to(10, &world.buyer)).ok();
    let taken = IssueRequest { possession_block: hash(10), ..fresh.clone() };
    refused(ledger, 13, || world.issue(&taken));
    world.issue(&fresh).ok();
    // Another carrier has references of its own; another's bill it cannot have.
    world.contract.by(&world.admin).grant(Role::Carrier, world.bank.address).ok();
    let carrier_key = world.key(&world.bank);
    let own = IssueRequest { carrier_key, title_block: T1, ..request };
    refused(ledger, 13, || world.contract.by(&world.bank).issue(own.clone()));
    let own = IssueRequest { title_block: hash(17), possession_block: hash(18), ..own };
    world.contract.by(&world.bank).issue(own).ok();
}

#[sandpact::test]
fn a_carrier_signs_what_it_issues(ledger: &Ledger) {
    let world = World::new(ledger);
    let request = IssueRequest { carrier_key: hash(40), ..world.request() };
    refused(ledger, 102, || world.issue(&request));
    world.attest(T1, hash(40));
    refused(ledger, 102, || world.issue(&request));
    world.attest(P1, hash(40));
    world.issue(&request).ok();
    assert_eq!(world.bill().carrier_key, hash(40));
}

#[sandpact::test]
fn dates_and_parties_of_an_issue_are_checked(ledger: &Ledger) {
    let world = World::new(ledger);
    let request = world.request();
    let wrong = IssueRequest { possession_at_ms: AT_MS - 1, ..request.clone() };
    refused(ledger, 113, || world.issue(&wrong));
    let wrong = IssueRequest { title_at_ms: u64::MAX, ..request.clone() };
    refused(ledger, 114, || world.issue(&wrong));
    let consignee = world.key(&world.buyer);
    let title = Title::Straight { shipper: hash(30), consignee };
    let wrong = IssueRequest { title, ..request };
    refused(ledger, 126, || world.issue(&wrong));
}

#[sandpact::test]
fn a_possession_block_names_the_title_in_force(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let stale = world.to(10, &world.buyer);
    world.contract.by(&world.shipper).endorse(world.endorsement(20, Endorsement::Blank)).ok();
    let stale = PossessionBlock { at_ms: stale.at_ms + 5_000, ..stale };
    refused(ledger, 116, || world.contract.by(&world.shipper).transfer(stale));
}

#[sandpact::test]
fn a_surrender_names_a_bill_and_a_free_block(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let by = world.contract.by(&world.shipper);
    let request = world.surrender(70, &world.shipper);
    let unknown = SurrenderRequest { document: hash(59), ..request.clone() };
    refused(ledger, 2, || by.request_surrender(unknown));
    let unknown = SurrenderRequest { carrier: world.bank.address, ..request };
    refused(ledger, 2, || by.request_surrender(unknown));
    refused(ledger, 13, || by.request_surrender(world.surrender_by_block(70, &world.shipper, 2)));
    let stale = world.surrender_by_block(70, &world.shipper, 12);
    by.transfer(world.to(10, &world.shipper)).ok();
    let stale = SurrenderRequest { at_ms: stale.at_ms + 5_000, ..stale };
    refused(ledger, 100, || by.request_surrender(stale));
    // A stranger cannot surrender in the possessor's name.
    let request = world.surrender(70, &world.shipper);
    refused(ledger, 102, || world.contract.by(&world.buyer).request_surrender(request.clone()));
    world.attest(hash(70), request.requester);
    world.contract.by(&world.platform).request_surrender(request).ok();
}

#[sandpact::test]
fn a_pledge_is_to_a_bank_by_who_may_surrender(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let by = world.contract.by(&world.shipper);
    let wrong = PledgeRequest { bank: world.buyer.address, ..world.pledge(80) };
    refused(ledger, 1, || by.pledge(wrong));
    let wrong = PledgeRequest { bill: hash(9), ..world.pledge(80) };
    refused(ledger, 2, || by.pledge(wrong));
    refused(ledger, 102, || world.contract.by(&world.buyer).pledge(world.pledge(80)));
    let request = world.pledge(80);
    by.pledge(request.clone()).ok();
    let other = PledgeRequest { at_ms: request.at_ms + 1, ..request };
    refused(ledger, 13, || by.pledge(other));
}

/// Actions have times in milliseconds, blocks in seconds.
#[sandpact::test]
fn a_block_time_that_fits_no_milliseconds_is_refused(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let request = world.surrender(70, &world.shipper);
    world.contract.by(&world.shipper).request_surrender(request).ok();
    ledger.set_time(UnixSeconds(u64::MAX / 1_000 + 1));
    let by = world.contract.by(&world.carrier);
    refused(ledger, 7, || by.answer_surrender(hash(70), Answer::Surrendered));
}
