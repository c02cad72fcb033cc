//! Statements B1 to B6 of `bill_of_lading`, natively and as wasm.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod lading;

use bill_of_lading::{
    BillIssued, BillState, BlockKind, ChainDisputed, Countersigned, DisputeReport, Endorsed,
    Endorsement, IssueRequest, PossessionBlock, PossessionMoved, Row, Step, Title, TitleBlock,
};
use lading::{AT_MS, P1, T1, World, hash, refused};
use sandpact_testing::prelude::*;

/// Most gas of a typical call. A transaction that does nothing takes 170,000: its signature, the
/// module's start and its first page of memory.
const GAS_MAX: Gas = Gas(450_000);

#[sandpact::test]
fn b1_a_live_bill_has_one_possessor_and_one_title_position(ledger: &Ledger) {
    let world = World::new(ledger);
    let request = world.request();
    let (shipper, buyer) = (request.possessor, world.key(&world.buyer));
    let issued = world.issue(&request);
    println!("gas issue {}", issued.gas());
    let document = world.contract.query().bill(T1).ok().document;
    let event = BillIssued {
        bill: T1,
        document,
        version: 1,
        possessor: shipper,
        by: world.carrier.address,
    };
    let issued = issued.gas_at_most(GAS_MAX).emits(&event).ok();
    assert_eq!((issued.bill, issued.version), (T1, 1));
    assert_eq!((world.bill().possessor, world.bill().title), (shipper, request.title.clone()));

    // Possession alone moves: title stays, and the other way round.
    let block = world.to(10, &world.buyer);
    let moved = world.contract.by(&world.shipper).transfer(block);
    println!("gas transfer {}", moved.gas());
    let event = PossessionMoved {
        bill: T1,
        block: hash(10),
        kind: BlockKind::Transfer,
        from: shipper,
        to: buyer,
        by: world.shipper.address,
    };
    moved.gas_at_most(GAS_MAX).emits(&event).ok();
    assert_eq!((world.bill().possessor, world.bill().title), (buyer, request.title));
    let back = world.to(11, &world.shipper);
    world.contract.by(&world.buyer).transfer(back).ok();
    let endorsement = Endorsement::ToOrder { holder: buyer };
    let block = world.endorsement(12, endorsement.clone());
    let outcome = world.contract.by(&world.shipper).endorse(block);
    println!("gas endorse {}", outcome.gas());
    let event = Endorsed { bill: T1, block: hash(12), endorsement, by: world.shipper.address };
    outcome.gas_at_most(GAS_MAX).emits(&event).ok();
    let bill = world.bill();
    assert_eq!(bill.title, Title::Named { holder: buyer, to_order: true });
    assert_eq!((bill.possessor, bill.state), (shipper, BillState::InCirculation));
}

#[sandpact::test]
fn b2_only_the_possessors_key_causes_the_next_change(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let block = world.to(10, &world.buyer);
    for caller in [&world.buyer, &world.carrier, &world.bank, &world.platform, &world.admin] {
        refused(ledger, 102, || world.contract.by(caller).transfer(block.clone()));
    }
    // What a platform hands in needs the possessor's signature, attested.
    world.attest(hash(10), world.key(&world.buyer));
    refused(ledger, 102, || world.contract.by(&world.platform).transfer(block.clone()));
    world.attest(hash(10), world.key(&world.shipper));
    refused(ledger, 102, || world.contract.by(&world.buyer).transfer(block.clone()));
    let entry = world.contract.by(&world.platform).transfer(block).ok();
    assert_eq!((entry.signer, entry.is_attested), (world.key(&world.shipper), true));
    assert_eq!(entry.by, world.platform.address);
}

#[sandpact::test]
fn b2_after_an_export_only_the_announced_registry_key_signs(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let (shipper, registry) = (world.key(&world.shipper), hash(90));
    let import = |id| PossessionBlock { step: Step::Import, ..world.block(id, shipper) };
    refused(ledger, 118, || world.contract.by(&world.shipper).transfer(import(10)));
    let export = PossessionBlock { step: Step::Export { registry }, ..world.block(10, shipper) };
    assert_eq!(world.contract.by(&world.shipper).transfer(export).ok().kind, BlockKind::Export);

    // The possessor's own key is not enough now, whatever it signs.
    let onward = world.to(11, &world.buyer);
    refused(ledger, 117, || world.contract.by(&world.shipper).transfer(onward));
    let blank = world.endorsement(11, Endorsement::Blank);
    refused(ledger, 117, || world.contract.by(&world.shipper).endorse(blank));
    let surrender = world.surrender(70, &world.shipper);
    refused(ledger, 117, || world.contract.by(&world.shipper).request_surrender(surrender));
    refused(ledger, 117, || world.contract.by(&world.shipper).pledge(world.pledge(80)));
    refused(ledger, 102, || world.contract.by(&world.shipper).transfer(import(11)));
    world.attest(hash(11), registry);
    let elsewhere = PossessionBlock { step: Step::Import, ..world.to(11, &world.buyer) };
    refused(ledger, 119, || world.contract.by(&world.other_platform).transfer(elsewhere));
    let entry = world.contract.by(&world.other_platform).transfer(import(11)).ok();
    assert_eq!(
        (entry.kind, entry.signer, entry.transferee),
        (BlockKind::Import, registry, shipper)
    );

    // From here on the possessor's key counts again.
    let onward = world.to(12, &world.buyer);
    assert_eq!(world.contract.by(&world.shipper).transfer(onward).ok().signer, shipper);
}

#[sandpact::test]
fn b3_an_id_is_fixed_before_a_counter_signature(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let (shipper, registry) = (world.key(&world.shipper), hash(90));
    let export = PossessionBlock { step: Step::Export { registry }, ..world.block(10, shipper) };
    let entry = world.contract.by(&world.shipper).transfer(export.clone()).ok();
    let event = Countersigned { block: hash(10), by: world.platform.address };
    world.contract.by(&world.platform).countersign(hash(10)).emits(&event).ok();
    let signed = world.contract.query().entry(hash(10)).ok();
    assert_eq!(signed.countersigned_by, Some(world.platform.address));
    assert_eq!(world.bill().possession_head, hash(10), "the id stays");
    let root = ledger.state_root();
    world.contract.by(&world.platform).countersign(hash(10)).ok();
    // Handed in again without the counter-signature, it is the same block.
    let again = world.contract.by(&world.shipper).transfer(export).ok();
    assert_eq!((again.content, again.recorded_at), (entry.content, entry.recorded_at));
    assert_eq!(ledger.state_root(), root);
    refused(ledger, 3, || world.contract.by(&world.other_platform).countersign(hash(10)));
    refused(ledger, 2, || world.contract.by(&world.platform).countersign(P1));
    let import = PossessionBlock { step: Step::Import, ..world.block(11, shipper) };
    world.attest(hash(11), registry);
    world.contract.by(&world.platform).transfer(import).ok();
    refused(ledger, 127, || world.contract.by(&world.platform).countersign(hash(11)));
}

#[sandpact::test]
fn b4_a_second_successor_is_refused(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let (buyer, bank) = (world.key(&world.buyer), world.key(&world.bank));
    let first = world.block(10, buyer);
    let second = world.block(11, bank);
    let title = |id| world.endorsement(id, Endorsement::ToOrder { holder: buyer });
    let (title_first, title_second) = (title(20), title(21));
    world.contract.by(&world.shipper).endorse(title_first).ok();
    refused(ledger, 100, || world.contract.by(&world.shipper).endorse(title_second));
    let first = PossessionBlock { title_block: hash(20), at_ms: AT_MS + 5_000, ..first };
    let second = PossessionBlock { title_block: hash(20), at_ms: AT_MS + 5_000, ..second };
    world.contract.by(&world.shipper).transfer(first).ok();
    refused(ledger, 100, || world.contract.by(&world.shipper).transfer(second.clone()));
    // An unknown block before is no fork, and a title block has no successor in possession.
    for previous in [hash(99), T1] {
        let block = PossessionBlock { previous, ..second.clone() };
        refused(ledger, 101, || world.contract.by(&world.shipper).transfer(block));
    }
}

#[sandpact::test]
fn b4_a_contradiction_is_reported_and_counted(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let report = DisputeReport { id: hash(11), accepted: hash(10) };
    let by = |account: &Account| world.contract.by(account).report_dispute(report.clone());
    refused(ledger, 122, || by(&world.platform));
    world.contract.by(&world.shipper).transfer(world.to(10, &world.buyer)).ok();
    refused(ledger, 102, || by(&world.platform));
    world.attest(hash(11), world.key(&world.shipper));
    let (block, accepted) = (hash(11), hash(10));
    let event = ChainDisputed { bill: T1, block, accepted, count: 1, by: world.platform.address };
    assert_eq!(by(&world.platform).emits(&event).ok(), 1);
    let root = ledger.state_root();
    assert_eq!(by(&world.platform).ok(), 1);
    assert_eq!(by(&world.other_platform).ok(), 0, "counted once");
    assert_eq!(ledger.state_root(), root, "the same report changes nothing");
    let other = DisputeReport { id: hash(11), accepted: T1 };
    refused(ledger, 13, || world.contract.by(&world.platform).report_dispute(other));
    let accepted = DisputeReport { id: hash(10), accepted: hash(10) };
    refused(ledger, 13, || world.contract.by(&world.platform).report_dispute(accepted));
    let of_dispute = DisputeReport { id: hash(12), accepted: hash(11) };
    refused(ledger, 122, || world.contract.by(&world.platform).report_dispute(of_dispute));

    let regulator = world.contract.by(&world.regulator);
    assert_eq!(regulator.dispute_count(world.platform.address).ok(), 1);
    assert_eq!(regulator.dispute_count(world.bank.address).ok(), 0);
    let rows = regulator.disputes(world.platform.address, None, 10).ok();
    assert_eq!(rows, [Row { number: 1, id: hash(11) }]);
    assert_eq!(regulator.disputes(world.platform.address, Some(1), 10).ok(), []);
    let disputed = world.contract.query().entry(hash(11)).ok();
    assert_eq!((disputed.bill, disputed.previous, disputed.kind), (T1, P1, BlockKind::Disputed));
}

#[sandpact::test]
fn b5_the_same_again_returns_what_was_accepted(ledger: &Ledger) {
    let world = World::new(ledger);
    let request = world.request();
    let issued = world.issue(&request).ok();
    let endorsement = world.endorsement(20, Endorsement::Blank);
    let endorsed = world.contract.by(&world.shipper).endorse(endorsement.clone()).ok();
    let block = world.to(10, &world.buyer);
    let moved = world.contract.by(&world.shipper).transfer(block.clone()).ok();
    let surrender = world.surrender_by_block(70, &world.buyer, 11);
    let asked = world.contract.by(&world.buyer).request_surrender(surrender.clone()).ok();
    let root = ledger.state_root();
    ledger.advance_seconds(60);
    // By whomever, whatever has happened since.
    assert_eq!(world.issue(&request).ok(), issued);
    assert_eq!(world.contract.by(&world.platform).endorse(endorsement.clone()).ok(), endorsed);
    let duplicate = world.contract.by(&world.bank).transfer(block.clone());
    assert!(duplicate.events().is_empty());
    assert_eq!(duplicate.ok(), moved);
    assert_eq!(world.contract.by(&world.buyer).request_surrender(surrender).ok(), asked);
    assert_eq!(ledger.state_root(), root);

    let other = PossessionBlock { at_ms: block.at_ms + 1, ..block };
    refused(ledger, 13, || world.contract.by(&world.shipper).transfer(other));
    let other = TitleBlock { at_ms: endorsement.at_ms + 1, ..endorsement };
    refused(ledger, 13, || world.contract.by(&world.shipper).endorse(other));
    let other = IssueRequest { checksum: hash(52), ..request };
    refused(ledger, 13, || world.issue(&other));
}

#[sandpact::test]
fn b6_a_straight_bill_is_surrendered_by_shipper_or_consignee(ledger: &Ledger) {
    let world = World::with_title(ledger, |it| Title::Straight {
        shipper: it.key(&it.shipper),
        consignee: it.key(&it.buyer),
    });
    for endorsement in [Endorsement::Blank, Endorsement::To { holder: world.key(&world.bank) }] {
        let block = world.endorsement(20, endorsement);
        refused(ledger, 103, || world.contract.by(&world.shipper).endorse(block));
    }
    world.contract.by(&world.shipper).transfer(world.to(10, &world.bank)).ok();
    let request = world.surrender(70, &world.bank);
    refused(ledger, 106, || world.contract.by(&world.bank).request_surrender(request));
    world.contract.by(&world.bank).transfer(world.to(11, &world.buyer)).ok();
    let request = world.surrender(70, &world.buyer);
    world.contract.by(&world.buyer).request_surrender(request).ok();
}

#[sandpact::test]
fn b6_a_bill_to_order_is_surrendered_by_its_named_holder(ledger: &Ledger) {
    let world = World::with_bill(ledger);
    let bank = world.key(&world.bank);
    world.contract.by(&world.shipper).transfer(world.to(10, &world.buyer)).ok();
    // The title holder has nothing to write on, the possessor has no title.
    let block = world.endorsement(20, Endorsement::Blank);
    refused(ledger, 105, || world.contract.by(&world.shipper).endorse(block.clone()));
    refused(ledger, 105, || world.contract.by(&world.buyer).endorse(block));
    let request = world.surrender(70, &world.buyer);
    refused(ledger, 106, || world.contract.by(&world.buyer).request_surrender(request));
    world.contract.by(&world.buyer).transfer(world.to(11, &world.shipper)).ok();
    let block = world.endorsement(20, Endorsement::To { holder: bank });
    world.contract.by(&world.shipper).endorse(block).ok();
    world.contract.by(&world.shipper).transfer(world.to(12, &world.bank)).ok();
    // Endorsed to the bank, and not to its order.
    let block = world.endorsement(21, Endorsement::Blank);
    refused(ledger, 104, || world.contract.by(&world.bank).endorse(block));
    let request = world.surrender(70, &world.bank);
    world.contract.by(&world.bank).request_surrender(request).ok();
}

#[sandpact::test]
fn b6_of_a_blank_bill_possession_suffices(ledger: &Ledger) {
    let world = World::with_title(ledger, |_| Title::Blank);
    world.contract.by(&world.shipper).transfer(world.to(10, &world.buyer)).ok();
    let request = world.surrender(70, &world.shipper);
    refused(ledger, 108, || world.contract.by(&world.shipper).request_surrender(request));
    let request = world.surrender(70, &world.buyer);
    world.contract.by(&world.buyer).request_surrender(request).ok();
}
