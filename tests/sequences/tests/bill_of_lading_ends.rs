//! Statements B7 to B12 of `bill_of_lading`, pledges and what is read, natively and as wasm.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod lading;

use bill_of_lading::{
    Amendment, Answer, BillState, Endorsement, IssueRequest, PledgeReleased, Pledged,
    PossessionBlock, Purpose, Row, SurrenderAnswered, SurrenderBlock, SurrenderRequest,
    SurrenderRequested, Title,
};
use lading::{AT_MS, P1, T1, World, hash, refused};
use sandpact_testing::prelude::*;

/// Most gas of a typical call. A transaction that does nothing takes 170,000: its signature, the
/// module's start and its first page of memory.
const GAS_MAX: Gas = Gas(450_000);

#[sandpact::test]
fn b7_while_a_surrender_is_open_the_carrier_holds_the_bill(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let request = world.surrender_by_block(70, &world.shipper, 10);
    let outcome = world.contract.by(&world.shipper).request_surrender(request);
    println!("gas request_surrender {}", outcome.gas());
    let (reference, purpose) = (hash(70), Purpose::Delivery);
    let event = SurrenderRequested { bill: T1, reference, purpose, by: world.shipper.address };
    outcome.gas_at_most(GAS_MAX).emits(&event).ok();
    let bill = world.bill();
    assert_eq!((bill.possessor, bill.state), (bill.carrier_key, BillState::SurrenderRequested));
    for caller in [&world.shipper, &world.carrier] {
        let block = world.to(11, &world.buyer);
        refused(ledger, 107, || world.contract.by(caller).transfer(block));
        let block = world.endorsement(20, Endorsement::Blank);
        refused(ledger, 107, || world.contract.by(caller).endorse(block));
        refused(ledger, 107, || world.contract.by(caller).pledge(world.pledge(80)));
        let request = world.surrender(71, caller);
        refused(ledger, 107, || world.contract.by(caller).request_surrender(request));
    }
}

#[sandpact::test]
fn b7_a_chain_that_went_to_the_carrier_is_surrendered_afterwards(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let block = world.to(10, &world.carrier);
    world.contract.by(&world.shipper).transfer(block).ok();
    let request = world.surrender_by_block(70, &world.shipper, 10);
    let wrong = SurrenderRequest { requester: world.key(&world.carrier), ..request.clone() };
    refused(ledger, 106, || world.contract.by(&world.carrier).request_surrender(wrong.clone()));
    let block = Some(SurrenderBlock { id: hash(10), previous: P1 });
    let wrong = SurrenderRequest { block: block.clone(), ..wrong };
    refused(ledger, 108, || world.contract.by(&world.carrier).request_surrender(wrong));
    let request = SurrenderRequest { block, ..request };
    world.contract.by(&world.shipper).request_surrender(request).ok();
    assert_eq!(world.bill().possession_head, hash(10), "the block is there once");
    world.contract.by(&world.carrier).answer_surrender(hash(70), Answer::Rejected).ok();
    assert_eq!(world.bill().possessor, world.key(&world.shipper));
}

#[sandpact::test]
fn b8_the_carrier_answers_once(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let answer = |answer| world.contract.by(&world.carrier).answer_surrender(hash(70), answer);
    refused(ledger, 2, || answer(Answer::Rejected));
    let request = world.surrender(70, &world.shipper);
    world.contract.by(&world.shipper).request_surrender(request).ok();
    let outcome = answer(Answer::Rejected);
    println!("gas answer_surrender {}", outcome.gas());
    let (reference, is_accepted) = (hash(70), false);
    let event = SurrenderAnswered { bill: T1, reference, is_accepted, by: world.carrier.address };
    outcome.gas_at_most(GAS_MAX).emits(&event).ok();
    let answered = world.contract.query().surrender(world.carrier.address, hash(70)).ok();
    assert_eq!((answered.is_accepted, answered.answered_at), (Some(false), Some(ledger.time())));
    for again in [Answer::Rejected, Answer::Surrendered] {
        refused(ledger, 109, || answer(again));
    }
    // The bill is back, and can be handed on.
    let bill = world.bill();
    assert_eq!((bill.state, bill.possessor), (BillState::Returned, world.key(&world.shipper)));
    world.contract.by(&world.shipper).transfer(world.to(10, &world.buyer)).ok();
    assert_eq!(world.bill().state, BillState::InCirculation);
}

#[sandpact::test]
fn b9_after_the_end_nothing_happens(_ledger: &Ledger) {
    for (purpose, state) in [
        (Purpose::Delivery, BillState::Surrendered),
        (Purpose::Amendment { reason: Amendment::SwitchToPaper }, BillState::SwitchedToPaper),
        (Purpose::Amendment { reason: Amendment::ChangeOfDestination }, BillState::Amended),
    ] {
        let ledger = &Ledger::new();
        let world = World::with_bill(ledger);
        world.end(purpose, Answer::Surrendered);
        assert_eq!(world.bill().state, state);
        for caller in [&world.shipper, &world.carrier] {
            let block = world.to(11, &world.buyer);
            refused(ledger, 110, || world.contract.by(caller).transfer(block));
            let block = world.endorsement(20, Endorsement::Blank);
            refused(ledger, 110, || world.contract.by(caller).endorse(block));
            let request = world.surrender(71, caller);
            refused(ledger, 110, || world.contract.by(caller).request_surrender(request));
            refused(ledger, 110, || world.contract.by(caller).pledge(world.pledge(80)));
        }
    }
}

#[sandpact::test]
fn b9_an_amended_version_succeeds_the_one_that_it_voids(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let at_ms = AT_MS + 9_000;
    let next = IssueRequest {
        title_block: hash(3),
        possession_block: hash(4),
        title_at_ms: at_ms,
        possession_at_ms: at_ms,
        checksum: hash(52),
        replaces: Some(T1),
        ..world.request()
    };
    refused(ledger, 123, || world.issue(&next));
    world.end(Purpose::Amendment { reason: Amendment::SwitchBill }, Answer::Surrendered);
    let other = IssueRequest { possessor: world.key(&world.buyer), ..next.clone() };
    refused(ledger, 124, || world.issue(&other));
    let other = IssueRequest { replaces: None, ..next.clone() };
    refused(ledger, 115, || world.issue(&other));
    let other = IssueRequest { reference: hash(53), ..next.clone() };
    refused(ledger, 123, || world.issue(&other));
    assert_eq!(world.issue(&next).ok().version, 2);
    assert_eq!(world.bill().replaced_by, Some(hash(3)));
    let again = IssueRequest { title_block: hash(5), possession_block: hash(6), ..next };
    refused(ledger, 123, || world.issue(&again));
    let rows =
        world.contract.by(&world.regulator).versions(world.carrier.address, hash(50), None, 10);
    let expected = [Row { number: 1, id: T1 }, Row { number: 2, id: hash(3) }];
    assert_eq!(rows.ok(), expected);
}

#[sandpact::test]
fn b10_a_document_presented_later_has_the_checksum(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    world.contract.query().present(T1, hash(51)).ok();
    refused(ledger, 111, || world.contract.query().present(T1, hash(52)));
    refused(ledger, 2, || world.contract.query().present(hash(9), hash(51)));
}

#[sandpact::test]
fn b11_a_surrender_reference_is_never_used_again(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let request = world.surrender(70, &world.shipper);
    world.contract.by(&world.shipper).request_surrender(request.clone()).ok();
    world.contract.by(&world.carrier).answer_surrender(hash(70), Answer::Rejected).ok();
    let again = world.surrender(70, &world.shipper);
    refused(ledger, 112, || world.contract.by(&world.shipper).request_surrender(again));
    // The very same request is the one that was answered.
    let known = world.contract.by(&world.shipper).request_surrender(request).ok();
    assert_eq!(known.is_accepted, Some(false));
    let next = world.surrender(71, &world.shipper);
    world.contract.by(&world.shipper).request_surrender(next).ok();
}

#[sandpact::test]
fn b12_action_times_do_not_decrease(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    world.contract.by(&world.shipper).transfer(world.to(10, &world.shipper)).ok();
    let last = world.bill().last_at_ms;
    let block = PossessionBlock { at_ms: last - 1, ..world.to(11, &world.buyer) };
    refused(ledger, 113, || world.contract.by(&world.shipper).transfer(block.clone()));
    let mut title = world.endorsement(20, Endorsement::Blank);
    title.at_ms = last - 1;
    refused(ledger, 113, || world.contract.by(&world.shipper).endorse(title));
    let request = SurrenderRequest { at_ms: last - 1, ..world.surrender(70, &world.shipper) };
    refused(ledger, 113, || world.contract.by(&world.shipper).request_surrender(request));
    let mut pledge = world.pledge(80);
    pledge.at_ms = last - 1;
    refused(ledger, 113, || world.contract.by(&world.shipper).pledge(pledge));
    // Times are data: the block's time is the limit.
    let later = (ledger.time().0 + 3_600) * 1_000;
    let ahead = PossessionBlock { at_ms: later, ..block.clone() };
    refused(ledger, 114, || world.contract.by(&world.shipper).transfer(ahead));
    let same = PossessionBlock { at_ms: last, ..block };
    world.contract.by(&world.shipper).transfer(same).ok();
}

#[sandpact::test]
fn both_registers_are_known_at_any_time(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let (shipper, buyer) = (world.key(&world.shipper), world.key(&world.buyer));
    let endorsement = Endorsement::ToOrder { holder: buyer };
    world.contract.by(&world.shipper).endorse(world.endorsement(20, endorsement)).ok();
    world.contract.by(&world.shipper).transfer(world.to(10, &world.buyer)).ok();
    let last = world.bill().last_at_ms;
    let before = world.contract.by(&world.regulator).holdings(T1, Some(AT_MS - 1), 1);
    assert_eq!(before.ok(), []);
    for (at_ms, possessor, holder) in [
        (AT_MS, shipper, shipper),
        (last - 1_001, shipper, shipper),
        (last - 1_000, shipper, buyer),
        (last - 1, shipper, buyer),
        (last, buyer, buyer),
        (u64::MAX, buyer, buyer),
    ] {
        let held = world.held_at(at_ms);
        assert_eq!(held.possessor, possessor, "{at_ms}");
        assert_eq!(held.title, Title::Named { holder, to_order: true }, "{at_ms}");
    }
    let all = world.contract.by(&world.regulator).holdings(T1, None, 100).ok();
    let actions: Vec<Hash> = all.iter().map(|it| it.action).collect();
    assert_eq!(actions, [hash(10), hash(20), T1]);
}

#[sandpact::test]
fn a_pledged_bill_goes_to_the_bank_and_nowhere_else(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let request = world.pledge(80);
    let outcome = world.contract.by(&world.shipper).pledge(request.clone());
    println!("gas pledge {}", outcome.gas());
    let event = Pledged { bill: T1, bank: world.bank.address, by: world.shipper.address };
    outcome.gas_at_most(GAS_MAX).emits(&event).ok();
    let rows = world.contract.by(&world.regulator).pledged_to(world.bank.address, None, 10).ok();
    assert_eq!(rows, [Row { number: 1, id: T1 }]);
    let by_shipper = world.contract.by(&world.shipper);
    refused(ledger, 120, || by_shipper.transfer(world.to(10, &world.buyer)));
    refused(ledger, 120, || by_shipper.endorse(world.endorsement(20, Endorsement::Blank)));
    refused(ledger, 120, || by_shipper.request_surrender(world.surrender(70, &world.shipper)));
    refused(ledger, 120, || by_shipper.pledge(world.pledge(81)));
    by_shipper.transfer(world.to(10, &world.bank)).ok();
    refused(ledger, 120, || world.contract.by(&world.bank).transfer(world.to(11, &world.shipper)));
    refused(ledger, 1, || by_shipper.release_pledge(T1));
    let event = PledgeReleased { bill: T1, by: world.bank.address };
    world.contract.by(&world.bank).release_pledge(T1).emits(&event).ok();
    refused(ledger, 121, || world.contract.by(&world.bank).release_pledge(T1));
    let rows = world.contract.by(&world.regulator).pledged_to(world.bank.address, None, 10);
    assert_eq!(rows.ok(), []);
    // The request was carried out: it does not pledge the bill again.
    let root = ledger.state_root();
    by_shipper.pledge(request).ok();
    assert_eq!(ledger.state_root(), root);
    world.contract.by(&world.bank).transfer(world.to(11, &world.shipper)).ok();
}
