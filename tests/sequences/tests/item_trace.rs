//! The numbered rules of `item_trace`, one test each, and its refusals: each with its code, and
//! with the state as it was.
#![allow(clippy::arithmetic_side_effects)]

use item_trace::contract::ItemTrace;
use item_trace::errors::Error;
use item_trace::messages::{
    Act, BomPart, ErrorDeclaration, ErrorReason, EventRequest, LotQuantity, NewItem, Role, UnitCode,
};
use item_trace::records::{Captured, Node, State};
use sandpact_sdk::Refusal as _;
use sandpact_testing::prelude::*;
use std::cell::Cell;

struct World {
    ledger: Ledger,
    contract: Deployed<ItemTrace>,
    admin: Account,
    maker: Account,
    buyer: Account,
    carrier: Account,
    quality: Account,
    authority: Account,
    regulator: Account,
    next: Cell<u8>,
}

const fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).expect("is a date")
}

const LOT: Hash = hash(200);

fn world(ledger: &Ledger) -> World {
    let [admin, maker, buyer, carrier, quality, authority, regulator] = ledger.accounts([
        "admin",
        "maker",
        "buyer",
        "carrier",
        "quality",
        "authority",
        "regulator",
    ]);
    let contract = ledger.deploy(&admin, Calls::<ItemTrace>::create(admin.address));
    for (role, account) in [
        (Role::Manufacturer, maker),
        (Role::Receiver, buyer),
        (Role::Carrier, carrier),
        (Role::QualityAuthority, quality),
        (Role::RecallAuthority, authority),
        (Role::Regulator, regulator),
    ] {
        contract.by(&admin).grant(role, account.address).ok();
    }
    let (ledger, next) = (ledger.clone(), Cell::new(1));
    World { ledger, contract, admin, maker, buyer, carrier, quality, authority, regulator, next }
}

fn new(key: u8, lot: Option<Hash>) -> NewItem {
    NewItem { key: hash(key), class: hash(201), lot }
}

fn keys(items: &[u8]) -> Vec<Hash> {
    items.iter().map(|byte| hash(*byte)).collect()
}

fn quantity(lot: u8, amount: i128) -> LotQuantity {
    LotQuantity { lot: hash(lot), amount: Decimal::integer(amount), unit: None }
}

impl World {
    /// An event of its own id at the time of the newest block.
    fn event(&self, act: Act) -> EventRequest {
        let id = self.next.get();
        self.next.set(id + 1);
        let mut bytes = [250; 32];
        bytes[0] = id;
        EventRequest {
            id: Hash(bytes),
            time: self.ledger.time(),
            place: None,
            act,
            commitment: hash(9),
        }
    }

    fn capture(&self, by: &Account, act: Act) -> Outcome<Captured, Error> {
        self.contract.by(by).capture(self.event(act))
    }

    fn commission(&self, items: &[u8], lot: Option<Hash>) {
        let items = items.iter().map(|key| new(*key, lot)).collect();
        let act = Act::Commission { items, quantities: vec![], expiry: None };
        self.capture(&self.maker, act).ok();
    }

    fn pack(&self, parent: u8, children: &[u8]) -> Outcome<Captured, Error> {
        let (parent, children) = (hash(parent), keys(children));
        self.capture(&self.maker, Act::Pack { parent, children, quantities: vec![] })
    }

    fn unpack(&self, by: &Account, parent: u8, children: &[u8]) -> Outcome<Captured, Error> {
        let (parent, children) = (hash(parent), keys(children));
        self.capture(by, Act::Unpack { parent, children, quantities: vec![] })
    }

    fn ship(&self, by: &Account, items: &[u8], to: &Account) -> Outcome<Captured, Error> {
        let (items, to) = (keys(items), to.address);
        let destination = Some(hash(210));
        self.capture(by, Act::Ship { items, quantities: vec![], to, destination })
    }

    fn receive(&self, by: &Account, items: &[u8]) -> Outcome<Captured, Error> {
        self.capture(by, Act::Receive { items: keys(items), quantities: vec![] })
    }

    fn observe(&self, by: &Account, items: &[u8]) -> Outcome<Captured, Error> {
        self.capture(by, Act::Observe { items: keys(items), quantities: vec![] })
    }

    fn transform(&self, inputs: &[u8], outputs: &[u8]) -> Outcome<Captured, Error> {
        let act = Act::Transform {
            inputs: keys(inputs),
            input_quantities: vec![],
            outputs: outputs.iter().map(|key| new(*key, None)).collect(),
            output_quantities: vec![],
            expiry: None,
            yield_max: None,
        };
        self.capture(&self.maker, act)
    }

    fn recall(&self, lot: Hash) -> Hash {
        let recall = Hash([lot.0[0] ^ 0x5a; 32]);
        self.contract.by(&self.authority).start_recall(recall, lot, hash(9)).ok();
        recall
    }

    /// Works a recall through, five steps a call; returns the number of calls.
    fn work(&self, recall: Hash) -> u32 {
        let mut calls = 0;
        loop {
            calls += 1;
            assert!(calls < 100, "it ends");
            if !self.contract.by(&self.carrier).continue_recall(recall, 5).ok() {
                return calls;
            }
        }
    }

    fn seen(&self, item: u8) -> (State, Address, bool) {
        let view = self.contract.by(&self.regulator).item(hash(item)).ok();
        (view.state, view.holder, view.is_blocked)
    }

    /// A call is refused with this error and leaves the state as it was.
    #[track_caller]
    fn refuses<T>(&self, expected: impl Into<Error>, call: impl FnOnce() -> Outcome<T, Error>) {
        let (expected, root) = (expected.into(), self.ledger.state_root());
        assert_eq!(call().code(), expected.code(), "{expected:?}");
        assert_eq!(self.ledger.state_root(), root, "{expected:?}");
    }
}

const fn item(byte: u8) -> Hash {
    hash(byte)
}

#[sandpact::test]
fn m1_an_item_is_commissioned_once(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2], Some(LOT));
    let again = Act::Commission { items: vec![new(2, None)], quantities: vec![], expiry: None };
    w.refuses(Error::AlreadyCommissioned { item: item(2) }, || w.capture(&w.buyer, again.clone()));
    let act = Act::Decommission { items: keys(&[2]), quantities: vec![] };
    w.capture(&w.maker, act).ok();
    w.refuses(Error::AlreadyCommissioned { item: item(2) }, || w.capture(&w.maker, again));
    // More of a lot comes from who began it.
    let foreign =
        Act::Commission { items: vec![new(3, Some(LOT))], quantities: vec![], expiry: None };
    w.refuses(Error::NotTheHolder { item: LOT }, || w.capture(&w.buyer, foreign));
    let dated = Act::Commission {
        items: vec![new(3, Some(LOT))],
        quantities: vec![],
        expiry: Some(date("2027-01-01")),
    };
    w.refuses(Common::DuplicateRequestDifferentContent, || w.capture(&w.maker, dated));
}

#[sandpact::test]
fn m2_only_the_holder_ships_and_only_the_named_receiver_receives(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], None);
    w.refuses(Error::NotTheHolder { item: item(1) }, || w.ship(&w.buyer, &[1], &w.buyer));
    w.ship(&w.maker, &[1], &w.buyer).ok();
    w.refuses(Error::NotTheReceiver { item: item(1) }, || w.receive(&w.maker, &[1]));
    w.receive(&w.buyer, &[1]).ok();
    assert_eq!(w.seen(1), (State::Active, w.buyer.address, false));
    w.refuses(Error::NotTheHolder { item: item(1) }, || w.receive(&w.maker, &[1]));
    w.receive(&w.buyer, &[1]).ok();
    w.refuses(Common::UnknownId, || w.ship(&w.maker, &[9], &w.buyer));
}

#[sandpact::test]
fn m3_one_parent_and_no_cycle(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2, 3, 4], None);
    w.pack(2, &[1]).ok();
    w.refuses(Error::HasParent { item: item(1) }, || w.pack(3, &[1]));
    w.pack(3, &[2]).ok();
    w.refuses(Error::ContainmentCycle, || w.pack(1, &[3]));
    w.refuses(Error::ContainmentCycle, || w.pack(4, &[4]));
    w.refuses(Error::NotInParent { item: item(1) }, || w.unpack(&w.maker, 3, &[1]));
    w.unpack(&w.maker, 2, &[1]).ok();
    w.pack(3, &[1]).ok();
    // Nine in a row are as many as there are.
    let row: Vec<u8> = (20..30).collect();
    w.commission(&row, None);
    for pair in row.windows(2).take(8) {
        w.pack(pair[1], &pair[..1]).ok();
    }
    w.refuses(Error::TooDeep, || w.pack(29, &[28]));
}

#[sandpact::test]
fn m4_a_parent_moves_its_contents_which_do_not_move_alone(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2, 3], None);
    w.pack(2, &[1]).ok();
    w.pack(3, &[2]).ok();
    for inner in [1, 2] {
        let refused = Error::Contained { item: item(inner) };
        w.refuses(refused, || w.ship(&w.maker, &[inner], &w.buyer));
    }
    w.ship(&w.maker, &[3], &w.buyer).ok();
    assert_eq!(w.seen(1).0, State::InTransit);
    w.refuses(Error::InTransit { item: item(2) }, || w.unpack(&w.maker, 2, &[1]));
    w.receive(&w.buyer, &[3]).ok();
    assert_eq!(w.seen(1), (State::Active, w.buyer.address, false));
    w.refuses(Error::NotTheHolder { item: item(2) }, || w.unpack(&w.maker, 2, &[1]));
    w.unpack(&w.buyer, 2, &[1]).ok();
    w.ship(&w.buyer, &[1], &w.maker).ok();
    assert_eq!(w.seen(1).0, State::InTransit);
    assert_eq!(w.seen(2).0, State::Active);
}

#[sandpact::test]
fn m5_inputs_are_consumed_for_good_and_the_yield_holds(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2], None);
    w.transform(&[1], &[10]).ok();
    assert_eq!(w.seen(1).0, State::Consumed);
    w.refuses(Error::Ended { item: item(1) }, || w.transform(&[1], &[11]));
    w.refuses(Error::Ended { item: item(1) }, || w.ship(&w.maker, &[1], &w.buyer));
    w.refuses(Error::AlreadyCommissioned { item: item(1) }, || w.transform(&[2], &[1]));
    w.refuses(Error::AlreadyCommissioned { item: item(2) }, || w.transform(&[2], &[2]));
    let quantities = vec![quantity(202, 10)];
    w.capture(&w.maker, Act::Commission { items: vec![], quantities, expiry: None }).ok();
    let out = |amount| Act::Transform {
        inputs: vec![],
        input_quantities: vec![quantity(202, 10)],
        outputs: vec![],
        output_quantities: vec![quantity(203, amount)],
        expiry: None,
        yield_max: Decimal::parse("0.8").ok(),
    };
    w.refuses(Error::YieldExceeded, || w.capture(&w.maker, out(9)));
    w.capture(&w.maker, out(8)).ok();
    let own = w.contract.by(&w.maker).own_stock(hash(203), None).ok();
    assert_eq!(own, Decimal::integer(8));
}

#[sandpact::test]
fn m6_no_quantity_is_negative(ledger: &Ledger) {
    let w = world(ledger);
    let act = |quantities| Act::Commission { items: vec![], quantities, expiry: None };
    w.capture(&w.maker, act(vec![quantity(202, 10)])).ok();
    let ship = |amount| Act::Ship {
        items: vec![],
        quantities: vec![quantity(202, amount)],
        to: w.buyer.address,
        destination: None,
    };
    let receive = |amount| Act::Receive { items: vec![], quantities: vec![quantity(202, amount)] };
    let refused = Error::StockNegative { lot: hash(202) };
    w.refuses(refused.clone(), || w.capture(&w.maker, ship(11)));
    w.capture(&w.maker, ship(7)).ok();
    w.refuses(refused.clone(), || w.capture(&w.maker, ship(4)));
    w.refuses(refused.clone(), || w.capture(&w.buyer, receive(8)));
    w.capture(&w.buyer, receive(7)).ok();
    w.refuses(refused, || w.capture(&w.buyer, receive(1)));
    let of = |account| w.contract.by(account).own_stock(hash(202), None).ok();
    assert_eq!((of(&w.maker), of(&w.buyer)), (Decimal::integer(3), Decimal::integer(7)));
    let kilograms = LotQuantity { unit: UnitCode::parse("KGM").ok(), ..quantity(202, 1) };
    let refused = Error::UnitMismatch { lot: hash(202) };
    w.refuses(refused, || w.capture(&w.maker, act(vec![kilograms])));
    w.refuses(Common::AmountNotPositive, || w.capture(&w.maker, act(vec![quantity(204, 0)])));
}

#[sandpact::test]
fn m7_events_are_neither_in_the_future_nor_out_of_order(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], None);
    let act = || Act::Observe { items: keys(&[1]), quantities: vec![] };
    let at = |seconds: i64| {
        let time = UnixSeconds(ledger.time().0.checked_add_signed(seconds).expect("is a time"));
        EventRequest { time, ..w.event(act()) }
    };
    w.refuses(Error::FutureEvent, || w.contract.by(&w.maker).capture(at(3_600)));
    let refused = Error::EventOutOfOrder { item: item(1) };
    w.refuses(refused, || w.contract.by(&w.maker).capture(at(-3_600)));
    w.contract.by(&w.maker).capture(at(0)).ok();
    // What is old is taken where nothing follows it, and listed as late.
    let items = vec![new(2, None)];
    let old = w.event(Act::Commission { items, quantities: vec![], expiry: None });
    let old = EventRequest { time: UnixSeconds(1_000_000), ..old };
    w.contract.by(&w.maker).capture(old.clone()).ok();
    let late = w.contract.by(&w.regulator).late_events(None, 100).ok();
    assert_eq!(late.iter().map(|row| row.event).collect::<Vec<_>>(), [old.id]);
    assert!(w.contract.by(&w.regulator).late_events(late.last().cloned(), 100).ok().is_empty());
}

#[sandpact::test]
fn m8_an_error_declaration_names_its_event_and_the_correction(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], None);
    let event = w.event(Act::Observe { items: keys(&[1]), quantities: vec![] });
    w.contract.by(&w.maker).capture(event.clone()).ok();
    let declaration = ErrorDeclaration {
        event: event.id,
        time: ledger.time(),
        reason: ErrorReason::IncorrectData,
        corrections: vec![hash(240)],
        commitment: hash(9),
    };
    let declare = |by: &Account, declaration: &ErrorDeclaration| {
        w.contract.by(by).declare_error(declaration.clone())
    };
    let unknown = ErrorDeclaration { event: hash(241), ..declaration.clone() };
    w.refuses(Common::UnknownId, || declare(&w.maker, &unknown));
    w.refuses(Error::NotTheRecorder, || declare(&w.buyer, &declaration));
    let bare = ErrorDeclaration { corrections: vec![], ..declaration.clone() };
    w.refuses(Error::CorrectionMissing, || declare(&w.maker, &bare));
    declare(&w.maker, &declaration).ok();
    let root = ledger.state_root();
    declare(&w.maker, &declaration).ok();
    assert_eq!(ledger.state_root(), root);
    let other = ErrorDeclaration { reason: ErrorReason::DidNotOccur, ..declaration.clone() };
    w.refuses(Common::DuplicateRequestDifferentContent, || declare(&w.maker, &other));
    let kept = w.contract.by(&w.regulator).event(event.id).ok();
    assert_eq!(kept.error.map(|error| error.corrections), Some(declaration.corrections));
    let rows = w.contract.by(&w.regulator).corrected_events(w.maker.address, None, 100).ok();
    assert_eq!(rows.len(), 1);
}

/// Lot 200 is in a case, in a product, in a product of that, and in a machine.
#[sandpact::test]
fn m9_a_recall_reaches_units_contents_and_products_in_bounded_steps(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2, 3, 4, 5], Some(LOT));
    w.commission(&[50, 51, 60, 61], None);
    w.pack(50, &[1]).ok();
    w.pack(51, &[50]).ok();
    // Unit 5 of the lot is a box itself, and 60 is in it.
    w.pack(5, &[60]).ok();
    w.transform(&[2, 3], &[10, 11]).ok();
    w.transform(&[10], &[12]).ok();
    let part = BomPart { part: hash(12), partner: w.maker.address, amount: Decimal::integer(1) };
    w.contract.by(&w.maker).report_bom(hash(61), vec![part.clone()]).ok();
    let recall = w.recall(LOT);
    // Units at once, without a step.
    w.refuses(Error::Blocked { item: item(4) }, || w.ship(&w.maker, &[4], &w.buyer));
    w.refuses(Error::RecallRunning, || w.ship(&w.maker, &[51], &w.buyer));
    let calls = w.work(recall);
    assert!(calls > 1, "{calls}");
    for reached in [1, 2, 3, 4, 5, 10, 11, 12, 60, 61] {
        assert!(w.seen(reached).2, "{reached}");
    }
    for shown_outside in [50, 51] {
        let refused = Error::Blocked { item: item(shown_outside) };
        let outer = w.contract.by(&w.regulator).item(item(shown_outside)).ok();
        assert!(outer.is_blocked && outer.item.blocked_by.is_none());
        if shown_outside == 51 {
            w.refuses(refused, || w.ship(&w.maker, &[51], &w.buyer));
        }
    }
    let found = w.contract.by(&w.regulator).recall(recall).ok();
    assert_eq!(found.blocked, 10);
    // Without the unit the case is free.
    w.unpack(&w.maker, 50, &[1]).ok();
    w.ship(&w.maker, &[51], &w.buyer).ok();
    // What is made of it later is reached, too.
    w.contract.by(&w.authority).resolve_recall(recall).ok();
    w.commission(&[62], None);
    w.contract.by(&w.maker).report_bom(hash(62), vec![part]).ok();
    let open = w.contract.by(&w.regulator).unresolved_recalls(None, 100).ok();
    assert_eq!(open, [recall]);
    w.work(recall);
    assert!(w.seen(62).2);
    w.refuses(Error::Blocked { item: item(11) }, || w.transform(&[11], &[70]));
    w.refuses(Error::Blocked { item: item(4) }, || w.pack(62, &[4]));
}

#[sandpact::test]
fn m9_a_recall_goes_through_lots_without_serial_numbers(ledger: &Ledger) {
    let w = world(ledger);
    let quantities = vec![quantity(202, 10)];
    w.capture(&w.maker, Act::Commission { items: vec![], quantities, expiry: None }).ok();
    let act = Act::Transform {
        inputs: vec![],
        input_quantities: vec![quantity(202, 4)],
        outputs: vec![new(1, Some(hash(204)))],
        output_quantities: vec![quantity(203, 2)],
        expiry: None,
        yield_max: None,
    };
    w.capture(&w.maker, act).ok();
    w.commission(&[50], None);
    let act = Act::Pack { parent: hash(50), children: vec![], quantities: vec![quantity(203, 1)] };
    w.capture(&w.maker, act).ok();
    let recall = w.recall(hash(202));
    w.work(recall);
    assert!(w.seen(1).2 && w.seen(50).2);
    let ship = |lot| Act::Ship {
        items: vec![],
        quantities: vec![quantity(lot, 1)],
        to: w.buyer.address,
        destination: None,
    };
    for lot in [202, 203] {
        w.refuses(Error::Blocked { item: hash(lot) }, || w.capture(&w.maker, ship(lot)));
    }
    let rows = w.contract.by(&w.regulator).products_of(hash(202), None, 100).ok();
    assert_eq!(rows.iter().map(|row| row.node).collect::<Vec<_>>(), [Node::Step]);
    let made = w.contract.by(&w.regulator).products_of(rows[0].key, None, 100).ok();
    assert_eq!(made.len(), 2);
    let sources = w.contract.by(&w.regulator).sources_of(hash(1), None, 100).ok();
    assert_eq!((sources[0].key, sources[0].node), (rows[0].key, Node::Step));
}

#[sandpact::test]
fn m10_a_part_is_its_stated_partners(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2], None);
    let part = |part, partner: Address, amount| BomPart {
        part: hash(part),
        partner,
        amount: Decimal::integer(amount),
    };
    let report = |by: &Account, item, part| w.contract.by(by).report_bom(hash(item), vec![part]);
    let (maker, buyer) = (w.maker.address, w.buyer.address);
    w.refuses(Error::PartnerMismatch { item: item(2) }, || report(&w.maker, 1, part(2, buyer, 1)));
    w.refuses(Common::UnknownId, || report(&w.maker, 1, part(9, maker, 1)));
    w.refuses(Error::ContainmentCycle, || report(&w.maker, 1, part(1, maker, 1)));
    w.refuses(Common::AmountNotPositive, || report(&w.maker, 1, part(2, maker, 0)));
    w.refuses(Common::NotAuthorised, || report(&w.buyer, 1, part(2, maker, 1)));
    report(&w.maker, 1, part(2, maker, 1)).ok();
    let root = ledger.state_root();
    report(&w.maker, 1, part(2, maker, 1)).ok();
    assert_eq!(ledger.state_root(), root, "the same parts again change nothing");
}

#[sandpact::test]
fn d1_what_is_on_its_way_is_not_sold_again(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], None);
    w.ship(&w.maker, &[1], &w.buyer).ok();
    w.refuses(Error::InTransit { item: item(1) }, || w.ship(&w.maker, &[1], &w.buyer));
    let act = Act::Dispense { items: keys(&[1]) };
    w.refuses(Error::InTransit { item: item(1) }, || w.capture(&w.buyer, act));
    w.receive(&w.buyer, &[1]).ok();
    w.refuses(Error::NotTheHolder { item: item(1) }, || w.ship(&w.maker, &[1], &w.buyer));
}

#[sandpact::test]
fn d2_only_authorised_partners_trade(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], None);
    w.refuses(Error::NotATradingPartner, || w.ship(&w.maker, &[1], &w.carrier));
    w.refuses(Common::NotAuthorised, || w.observe(&w.regulator, &[1]));
    let items = vec![new(2, None)];
    let act = Act::Commission { items, quantities: vec![], expiry: None };
    w.refuses(Common::NotAuthorised, || w.capture(&w.carrier, act));
    w.observe(&w.carrier, &[1]).ok();
    w.refuses(Error::NotTheHolder { item: item(1) }, || w.observe(&w.buyer, &[1]));
    w.contract.by(&w.admin).revoke(Role::Receiver, w.buyer.address).ok();
    w.refuses(Error::NotATradingPartner, || w.ship(&w.maker, &[1], &w.buyer));
}

#[sandpact::test]
fn d3_a_dispensed_or_decommissioned_unit_is_gone(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2, 3, 4], None);
    let dispense = |items: &[u8]| w.capture(&w.maker, Act::Dispense { items: keys(items) });
    dispense(&[1]).ok();
    let act = Act::Decommission { items: keys(&[2]), quantities: vec![] };
    w.capture(&w.maker, act).ok();
    for gone in [1, 2] {
        let refused = || Error::Ended { item: item(gone) };
        w.refuses(refused(), || w.ship(&w.maker, &[gone], &w.buyer));
        w.refuses(refused(), || dispense(&[gone]));
        w.refuses(refused(), || w.pack(3, &[gone]));
        w.refuses(refused(), || w.observe(&w.maker, &[gone]));
        assert!(!w.contract.query().verify(hash(gone), None, None).ok());
    }
    w.pack(3, &[4]).ok();
    w.refuses(Error::NotEmpty { item: item(3) }, || dispense(&[3]));
    w.refuses(Error::Contained { item: item(4) }, || dispense(&[4]));
}

#[sandpact::test]
fn d4_expired_and_recalled_units_are_neither_shipped_nor_dispensed(ledger: &Ledger) {
    let w = world(ledger);
    let dated = |key, expiry| {
        let act = Act::Commission {
            items: vec![new(key, None)],
            quantities: vec![],
            expiry: Some(date(expiry)),
        };
        w.capture(&w.maker, act).ok();
    };
    dated(1, "2026-01-05");
    dated(2, "2026-01-04");
    w.refuses(Error::Expired { item: item(2) }, || w.ship(&w.maker, &[2], &w.buyer));
    let act = Act::Dispense { items: keys(&[2]) };
    w.refuses(Error::Expired { item: item(2) }, || w.capture(&w.maker, act));
    w.ship(&w.maker, &[1], &w.buyer).ok();
    w.commission(&[50, 51], None);
    w.pack(50, &[2]).ok();
    w.pack(51, &[50]).ok();
    w.refuses(Error::Expired { item: item(51) }, || w.ship(&w.maker, &[51], &w.buyer));
    w.unpack(&w.maker, 50, &[2]).ok();
    w.unpack(&w.maker, 51, &[50]).ok();
    w.ship(&w.maker, &[50, 51], &w.buyer).ok();

    w.commission(&[3, 4], Some(LOT));
    w.ship(&w.maker, &[4], &w.buyer).ok();
    w.recall(LOT);
    let dispense = |by: &Account, key| w.capture(by, Act::Dispense { items: keys(&[key]) });
    w.refuses(Error::Blocked { item: item(3) }, || w.ship(&w.maker, &[3], &w.buyer));
    w.refuses(Error::Blocked { item: item(3) }, || dispense(&w.maker, 3));
    // It is received, and goes nowhere but out of trade.
    w.receive(&w.buyer, &[4]).ok();
    w.refuses(Error::Blocked { item: item(4) }, || dispense(&w.buyer, 4));
    let act = Act::Decommission { items: keys(&[4]), quantities: vec![] };
    w.capture(&w.buyer, act).ok();
}

#[sandpact::test]
fn d5_verification_says_yes_or_no_and_nothing_else(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], Some(LOT));
    let verify = |key, lot| w.contract.query().verify(hash(key), lot, None).ok();
    assert!(verify(1, Some(LOT)));
    assert!(!verify(1, None) && !verify(1, Some(hash(199))) && !verify(9, Some(LOT)));
    let stated = Some(date("2027-01-01"));
    assert!(!w.contract.query().verify(hash(1), Some(LOT), stated).ok());
    w.contract.by(&w.quality).quarantine(hash(1), hash(77)).ok();
    assert!(!verify(1, Some(LOT)));
    w.contract.by(&w.quality).release(hash(1), hash(77)).ok();
    assert!(verify(1, Some(LOT)));
    w.recall(LOT);
    assert!(!verify(1, Some(LOT)));
    // Who and where is for the parties only.
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.buyer).item(hash(1)));
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.carrier).item(hash(1)));
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.buyer).units_of(LOT, None, 100));
}

#[sandpact::test]
fn d6_a_pallet_moves_every_unit_in_it(ledger: &Ledger) {
    let w = world(ledger);
    let units: Vec<u8> = (1..=12).collect();
    w.commission(&units, Some(LOT));
    w.commission(&[50, 51, 52, 60], None);
    for (case, units) in [50, 51, 52].into_iter().zip(units.chunks(4)) {
        w.pack(case, units).ok();
    }
    w.pack(60, &[50, 51, 52]).ok();
    w.ship(&w.maker, &[60], &w.buyer).ok();
    let rows = w.contract.by(&w.regulator).units_of(LOT, None, 100).ok();
    assert_eq!(rows.len(), 12);
    assert!(rows.iter().all(|row| row.state == State::InTransit));
    assert!(rows.iter().all(|row| row.place == Some(hash(210))));
    let page = w.contract.by(&w.regulator).units_of(LOT, Some(rows[9].item), 100).ok();
    assert_eq!(page, rows[10..]);
    w.receive(&w.buyer, &[60]).ok();
    let rows = w.contract.by(&w.regulator).units_of(LOT, None, 100).ok();
    assert!(rows.iter().all(|row| (row.state, row.holder) == (State::Active, w.buyer.address)));
    let inside = w.contract.by(&w.regulator).contents_of(hash(60), None, 2).ok();
    assert_eq!(inside, keys(&[50, 51]));
}

#[sandpact::test]
fn the_same_event_changes_nothing_and_another_one_of_its_id_is_refused(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], None);
    let event = w.event(Act::Observe { items: keys(&[1]), quantities: vec![] });
    let first = w.contract.by(&w.maker).capture(event.clone()).ok();
    let root = ledger.state_root();
    assert_eq!(w.contract.by(&w.maker).capture(event.clone()).ok(), first);
    assert_eq!(ledger.state_root(), root);
    let other = EventRequest { commitment: hash(8), ..event.clone() };
    w.refuses(Error::DuplicateEvent, || w.contract.by(&w.maker).capture(other));
    w.refuses(Error::DuplicateEvent, || w.contract.by(&w.carrier).capture(event.clone()));
    w.refuses(Common::NotAuthorised, || w.contract.by(&w.buyer).event(event.id));
    w.refuses(Error::NothingInEvent, || w.observe(&w.maker, &[]));
    w.refuses(Error::InTransit { item: item(1) }, || w.ship(&w.maker, &[1, 1], &w.buyer));
}

#[sandpact::test]
fn parts_of_an_asset_are_linked_and_stay_items(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1, 2], None);
    let associate = |parent: u8, child: u8| Act::Associate {
        parent: hash(parent),
        children: keys(&[child]),
        lots: vec![],
    };
    w.capture(&w.maker, associate(1, 2)).ok();
    assert_eq!(w.seen(2).0, State::Active);
    let rows = w.contract.by(&w.regulator).products_of(hash(2), None, 100).ok();
    assert_eq!((rows[0].key, rows[0].node), (hash(1), Node::Item));
    w.refuses(Error::NotTheHolder { item: item(1) }, || w.capture(&w.buyer, associate(1, 2)));
}

#[sandpact::test]
fn authorities_keep_to_their_roles(ledger: &Ledger) {
    let w = world(ledger);
    w.commission(&[1], Some(LOT));
    let by = |account: &Account| w.contract.by(account);
    w.refuses(Error::RoleConflict, || by(&w.admin).grant(Role::Manufacturer, w.admin.address));
    w.refuses(Error::RoleConflict, || by(&w.admin).grant(Role::Admin, w.maker.address));
    w.refuses(Common::WrongState, || by(&w.admin).revoke(Role::Admin, w.admin.address));
    w.refuses(Common::UnknownId, || by(&w.admin).revoke(Role::Carrier, w.maker.address));
    w.refuses(Common::NotAuthorised, || by(&w.maker).start_recall(hash(1), LOT, hash(9)));
    w.refuses(Common::UnknownId, || by(&w.authority).start_recall(hash(1), hash(199), hash(9)));
    let recall = w.recall(LOT);
    w.refuses(Common::AlreadyExists, || by(&w.authority).start_recall(recall, hash(199), hash(9)));
    w.refuses(Common::WrongState, || by(&w.authority).resolve_recall(recall));
    w.work(recall);
    w.refuses(Common::WrongState, || by(&w.quality).release(hash(1), recall));
    w.refuses(Common::WrongState, || by(&w.quality).quarantine(hash(1), hash(77)));
    by(&w.authority).resolve_recall(recall).ok();
    w.refuses(Common::WrongState, || by(&w.authority).resolve_recall(recall));
    w.refuses(Common::UnknownId, || by(&w.maker).continue_recall(hash(199), 1));
    assert!(!by(&w.maker).continue_recall(recall, 1).ok());
}

/// What calls cost. A transaction that does nothing takes `floor`, most of it for its signature
/// and for setting the instance up.
#[sandpact::test]
fn ordinary_calls_stay_within_their_gas(ledger: &Ledger) {
    let w = world(ledger);
    let floor = w.contract.by(&w.maker).has_role(Role::Carrier, w.maker.address).gas();
    let above = |gas: Gas| gas.0.saturating_sub(floor.0);
    let items = vec![new(1, Some(LOT))];
    let make = w.capture(&w.maker, Act::Commission { items, quantities: vec![], expiry: None });
    w.commission(&[50], None);
    let pack = w.pack(50, &[1]);
    let ship = w.ship(&w.maker, &[50], &w.buyer);
    let receive = w.receive(&w.buyer, &[50]);
    let verify = w.contract.by(&w.buyer).verify(hash(1), Some(LOT), None);
    let all = [
        ("commission", above(make.gas()), 260_000),
        ("pack", above(pack.gas()), 340_000),
        ("ship", above(ship.gas()), 230_000),
        ("receive", above(receive.gas()), 200_000),
        ("verify", above(verify.gas()), 55_000),
    ];
    println!("floor {floor}, above it {all:?}");
    for (name, gas, most) in all {
        assert!(gas <= most, "{name} took {gas} above the floor");
    }
}

/// A quantity that does not fit, and an event of more items than one takes.
#[sandpact::test]
fn quantities_and_lists_have_their_limits(ledger: &Ledger) {
    let w = world(ledger);
    let commission = |items: Vec<NewItem>, quantities| {
        let act = Act::Commission { items, quantities, expiry: None };
        w.capture(&w.maker, act)
    };
    commission(vec![], vec![quantity(60, i128::MAX)]).ok();
    w.refuses(Common::Overflow, || commission(vec![], vec![quantity(60, 1)]));
    let many = item_trace::messages::ITEMS_LEN_MAX + 1;
    let item = |number: usize| {
        let mut item = new(1, None);
        item.key.0[..8].copy_from_slice(&(number as u64).to_be_bytes());
        item
    };
    w.refuses(Common::TooLarge, || commission((0..many).map(item).collect(), vec![]));
}
