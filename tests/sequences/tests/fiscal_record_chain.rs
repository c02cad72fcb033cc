//! Statements F1 to F9 of `fiscal_record_chain`, one test each, and its refusals; natively and as
//! wasm.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use fiscal_record_chain::{
    Cancellation, ChainKind, DeviceBound, DeviceReleased, DocumentRecord, EventRecord,
    FiscalRecordChain, InvoiceId, Place, Record, RecordAppended, RecordKind, Recorded,
    Registration, Role, System, cancellation_text, event_text, registration_text,
};
use sandpact_client::commitment::FingerprintKey;
use sandpact_client::fiscal::{
    cancellation_entry, event_entry, invoice_fingerprint, registration_entry,
};
use sandpact_testing::prelude::*;
use sha2::{Digest as _, Sha256};

/// Most gas of a typical call. A transaction that does nothing takes 170,000: its signature, the
/// module's start and its first page of memory.
const GAS_MAX: Gas = Gas(500_000);

const TAXPAYER: &str = "89890001K";

struct World<'a> {
    ledger: &'a Ledger,
    contract: Deployed<FiscalRecordChain>,
    admin: Account,
    issuer: Account,
    other: Account,
    device: Account,
    authority: Account,
}

impl<'a> World<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let [admin, issuer, other, device, authority] =
            ledger.accounts(["admin", "issuer", "other", "device", "authority"]);
        let contract = ledger.deploy(&admin, Calls::<FiscalRecordChain>::create(admin.address));
        for (role, account) in
            [(Role::Issuer, issuer), (Role::Issuer, other), (Role::Authority, authority)]
        {
            contract.by(&admin).grant(role, account.address).ok();
        }
        contract.by(&issuer).bind_device(device.address).ok();
        Self { ledger, contract, admin, issuer, other, device, authority }
    }

    fn register(
        &self,
        registration: &Registration,
    ) -> Outcome<Recorded, fiscal_record_chain::Error> {
        self.register_by(&self.device, registration)
    }

    fn register_by(
        &self,
        by: &Account,
        registration: &Registration,
    ) -> Outcome<Recorded, fiscal_record_chain::Error> {
        let entry = registration_entry(registration, &key());
        self.contract.by(by).register(entry, registration.is_correction)
    }

    /// Whether these are the texts of a record.
    fn verify(&self, registration: &Registration) -> Outcome<Record, fiscal_record_chain::Error> {
        let issuer = self.issuer.address;
        self.contract.query().verify_registration(issuer, registration.clone())
    }

    fn verify_cancellation(
        &self,
        cancellation: &Cancellation,
    ) -> Outcome<Record, fiscal_record_chain::Error> {
        let issuer = self.issuer.address;
        self.contract.query().verify_cancellation(issuer, cancellation.clone())
    }

    fn cancel(&self, cancellation: &Cancellation) -> Outcome<Recorded, fiscal_record_chain::Error> {
        self.contract.by(&self.device).cancel(cancellation_entry(cancellation, &key()))
    }

    /// With the invoices `0`, `1` and so on registered.
    fn with_invoices(ledger: &'a Ledger, count: u64) -> (Self, Option<Hash>) {
        let world = Self::new(ledger);
        let mut head = None;
        for counter in 1..=count {
            let record = registration(counter, head, &format!("A-{counter}"));
            head = Some(world.register(&record).ok().hash);
        }
        (world, head)
    }

    /// Must be refused with this code and change nothing.
    #[track_caller]
    fn refused<T>(&self, code: u32, call: impl FnOnce() -> Outcome<T, fiscal_record_chain::Error>) {
        let before = self.ledger.state_root();
        let outcome = call();
        assert!(outcome.events().is_empty(), "a refusal tells nothing");
        assert_eq!(outcome.code(), code);
        assert_eq!(self.ledger.state_root(), before, "a refusal changes nothing");
    }
}

fn key() -> FingerprintKey {
    FingerprintKey::new([5; 32], 1)
}

fn code<const N: usize>(text: &str) -> Code<N> {
    Code::parse(text).unwrap()
}

fn sha256(text: &[u8]) -> Hash {
    Hash(Sha256::digest(text).into())
}

fn place(counter: u64, previous: Option<Hash>, time: &str) -> Place {
    Place { previous, counter, time: code(time), hash: Hash::ZERO }
}

fn invoice(number: &str) -> InvoiceId {
    InvoiceId { issuer: code(TAXPAYER), number: code(number), date: code("01-01-2024") }
}

/// With the hash that a device would compute.
fn hashed(mut registration: Registration) -> Registration {
    registration.place.hash = sha256(&registration_text(&registration));
    registration
}

fn registration(counter: u64, previous: Option<Hash>, number: &str) -> Registration {
    registration_at(counter, previous, number, "2024-01-01T19:20:30+01:00")
}

fn registration_at(counter: u64, previous: Option<Hash>, number: &str, time: &str) -> Registration {
    hashed(Registration {
        place: place(counter, previous, time),
        invoice: invoice(number),
        kind: code("F1"),
        tax: code("12.35"),
        total: code("123.45"),
        is_correction: false,
    })
}

fn cancellation(counter: u64, previous: Option<Hash>, number: &str) -> Cancellation {
    let place = place(counter, previous, "2024-01-01T19:20:30+01:00");
    let mut cancellation = Cancellation { place, invoice: invoice(number) };
    cancellation.place.hash = sha256(&cancellation_text(&cancellation));
    cancellation
}

fn hash(text: &str) -> Hash {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    let mut hash = Hash::ZERO;
    for (place, pair) in hash.0.iter_mut().zip(text.as_bytes().chunks(2)) {
        *place = digit(pair[0]) * 16 + digit(pair[1]);
    }
    hash
}

/// The published vectors (AEAT, "huella" v0.1.2): kind, number, time, hash. Each follows the one
/// before.
const VECTORS: [(&str, &str, &str, &str); 3] = [
    (
        "registration",
        "12345678/G33",
        "2024-01-01T19:20:30+01:00",
        "3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60",
    ),
    (
        "registration",
        "12345679/G34",
        "2024-01-01T19:20:35+01:00",
        "F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97",
    ),
    (
        "cancellation",
        "12345679/G34",
        "2024-01-01T19:20:40+01:00",
        "177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68",
    ),
];

#[sandpact::test]
fn f1_the_published_vectors_are_accepted_as_a_chain(ledger: &Ledger) {
    let world = World::new(ledger);
    let mut previous = None;
    for (counter, (kind, number, time, expected)) in (1..).zip(VECTORS) {
        let hash = hash(expected);
        let mut place = place(counter, previous, time);
        place.hash = hash;
        // The texts that are verified have the hash by themselves, whatever they say of it.
        let stated = Place { hash: Hash([1; 32]), ..place.clone() };
        let recorded = if kind == "registration" {
            let record = Registration { place, ..registration(counter, previous, number) };
            world.refused(2, || world.verify(&record));
            let recorded = world.register(&record);
            let texts = Registration { place: stated, ..record };
            assert_eq!(world.verify(&texts).ok().hash, hash);
            recorded
        } else {
            let record = Cancellation { place, invoice: invoice(number) };
            let recorded = world.cancel(&record);
            assert_eq!(world.verify_cancellation(&record).ok().hash, hash);
            // It is no registration of these texts, and no cancellation of another invoice.
            let other = registration(counter, previous, number);
            world.refused(100, || world.verify(&other));
            let other = Cancellation { invoice: invoice("12345678/G33"), ..record };
            world.refused(100, || world.verify_cancellation(&other));
            recorded
        };
        println!("gas {kind} {}", recorded.gas());
        assert_eq!(recorded.gas_at_most(GAS_MAX).ok().hash, hash);
        previous = Some(hash);
    }
    let chain = world.contract.query().chain(world.issuer.address, ChainKind::Invoices).ok();
    assert_eq!((Some(chain.head), chain.counter, chain.cancellations), (previous, 3, 1));
}

#[sandpact::test]
fn f1_every_field_is_part_of_the_hash(ledger: &Ledger) {
    let world = World::new(ledger);
    let record = registration(1, None, "A-1");
    world.register(&record).ok();
    let mut later = record.clone();
    later.place.time = code("2024-01-01T19:20:31+01:00");
    let mut other_issuer = record.clone();
    other_issuer.invoice.issuer = code("89890002E");
    for wrong in [
        Registration { kind: code("F2"), ..record.clone() },
        Registration { tax: code("12.36"), ..record.clone() },
        Registration { total: code("123.46"), ..record.clone() },
        Registration { invoice: invoice("A-2"), ..record.clone() },
        Registration { is_correction: true, ..record.clone() },
        later,
        other_issuer,
    ] {
        world.refused(100, || world.verify(&wrong));
    }
    let mut fork = record.clone();
    fork.place.previous = Some(Hash([9; 32]));
    world.refused(101, || world.verify(&fork));
    assert_eq!(world.verify(&record).ok().hash, record.place.hash);
    // A record whose hash is of nothing stands, and nobody has texts for it.
    let mut empty = registration(2, Some(record.place.hash), "A-2");
    empty.place.hash = Hash([1; 32]);
    world.register(&empty).ok();
    world.refused(100, || world.verify(&empty));
    let zero =
        Place { hash: Hash::ZERO, ..place(3, Some(Hash([1; 32])), "2024-01-01T19:20:30+01:00") };
    world.refused(9, || world.register(&Registration { place: zero, ..empty.clone() }));
}

#[sandpact::test]
fn f2_the_record_before_is_the_newest_one(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 2);
    let first = world.contract.query().record(world.issuer.address, ChainKind::Invoices, 1).ok();
    for previous in [Some(first.hash), Some(Hash([9; 32])), None] {
        world.refused(101, || world.register(&registration(3, previous, "A-3")));
        world.refused(101, || world.cancel(&cancellation(3, previous, "A-1")));
    }
    world.register(&registration(3, head, "A-3")).ok();
}

#[sandpact::test]
fn f3_numbers_have_no_gaps_and_both_kinds_share_them(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 1);
    for counter in [0, 1, 3, u64::MAX] {
        world.refused(102, || world.register(&registration(counter, head, "A-2")));
    }
    let cancelled = world.cancel(&cancellation(2, head, "A-1")).ok();
    world.refused(102, || world.register(&registration(2, Some(cancelled.hash), "A-2")));
    world.register(&registration(3, Some(cancelled.hash), "A-2")).ok();
    let kinds = world.contract.by(&world.authority).records(
        world.issuer.address,
        ChainKind::Invoices,
        None,
        100,
    );
    let kinds: Vec<_> = kinds.ok().iter().map(|record| record.kind).collect();
    let registration = RecordKind::Registration;
    assert_eq!(kinds, [registration, RecordKind::Cancellation, registration]);
}

#[sandpact::test]
fn f4_times_have_an_offset_and_do_not_decrease(ledger: &Ledger) {
    let world = World::new(ledger);
    let at = |counter, previous, time| registration_at(counter, previous, "A-2", time);
    for bad in ["2024-01-01T19:20:30", "2024-01-01T19:20:30Z", "2024-01-01 19:20:30+01:00"] {
        world.refused(105, || world.register(&at(1, None, bad)));
    }
    world.refused(104, || world.register(&at(1, None, "2026-01-05T23:00:00+01:00")));
    let head = world.register(&registration(1, None, "A-1")).ok().hash;
    world.refused(103, || world.register(&at(2, Some(head), "2024-01-01T19:20:29+01:00")));
    // The moment counts, not the clock on the wall.
    world.refused(103, || world.register(&at(2, Some(head), "2024-01-01T20:20:29+02:00")));
    world.register(&at(2, Some(head), "2024-01-01T18:20:30+00:00")).ok();
}

#[sandpact::test]
fn f5_a_cancellation_names_a_registration_that_is_not_cancelled(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 1);
    world.refused(106, || world.cancel(&cancellation(2, head, "A-9")));
    let recorded = world.cancel(&cancellation(2, head, "A-1")).ok();
    let record = world.contract.query().record(world.issuer.address, ChainKind::Invoices, 2).ok();
    assert_eq!((record.kind, record.target), (RecordKind::Cancellation, Some(1)));
    world.refused(107, || world.cancel(&cancellation(3, Some(recorded.hash), "A-1")));
    world.refused(107, || world.register(&registration(3, Some(recorded.hash), "A-1")));
    let asked = world.contract.by(&world.authority);
    let of =
        |number| asked.invoice(world.issuer.address, invoice_fingerprint(&invoice(number), &key()));
    assert_eq!(of("A-1").ok(), (1, Some(2)));
    world.refused(2, || of("A-9"));
}

#[sandpact::test]
fn f6_a_correction_is_a_new_record(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 1);
    let before = world.contract.query().record(world.issuer.address, ChainKind::Invoices, 1).ok();
    let again = hashed(Registration { total: code("124.00"), ..registration(2, head, "A-1") });
    world.refused(108, || world.register(&again));
    let unknown = Registration { is_correction: true, ..registration(2, head, "A-9") };
    world.refused(106, || world.register(&unknown));
    let correction = Registration { is_correction: true, ..again };
    let event = RecordAppended {
        owner: world.issuer.address,
        chain: ChainKind::Invoices,
        kind: RecordKind::Correction,
        counter: 2,
        hash: correction.place.hash,
        by: world.device.address,
    };
    world.register(&correction).emits(&event).ok();
    let query = world.contract.query();
    let after = query.record(world.issuer.address, ChainKind::Invoices, 1).ok();
    assert_eq!(after, before, "nothing is overwritten");
    let record = query.record(world.issuer.address, ChainKind::Invoices, 2).ok();
    assert_eq!((record.kind, record.target), (RecordKind::Correction, Some(1)));
    assert_eq!(query.chain(world.issuer.address, ChainKind::Invoices).ok().corrections, 1);
}

#[sandpact::test]
fn f7_of_two_writers_one_wins(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 1);
    let second = ledger.account("second device");
    world.contract.by(&world.issuer).bind_device(second.address).ok();
    let (one, two) = (registration(2, head, "A-2"), registration(2, head, "A-3"));
    let recorded = world.register(&one).ok();
    world.refused(101, || world.register_by(&second, &two));
    // It takes the new head and tries again.
    let next = registration(3, Some(recorded.hash), "A-3");
    world.register_by(&second, &next).ok();
}

#[sandpact::test]
fn f8_there_is_one_first_record(ledger: &Ledger) {
    let world = World::new(ledger);
    world.refused(101, || world.register(&registration(1, Some(Hash([1; 32])), "A-1")));
    world.register(&registration(1, None, "A-1")).ok();
    world.refused(101, || world.register(&registration(1, None, "A-2")));
    world.refused(101, || world.register(&registration(2, None, "A-2")));
    // Another issuer has a chain, and a first record, of its own.
    let mut other = registration(1, None, "A-1");
    other.invoice.issuer = code("89890002E");
    world.register_by(&world.other, &hashed(other)).ok();
    let owners = world.contract.by(&world.authority).owners(None, 100).ok();
    assert_eq!(owners.len(), 2);
    let rest = world.contract.by(&world.authority).owners(Some(owners[0]), 100).ok();
    assert_eq!(rest, owners[1..]);
}

#[sandpact::test]
fn f9_amounts_are_hashed_as_they_are_written(ledger: &Ledger) {
    let world = World::new(ledger);
    let short = hashed(Registration { total: code("123.1"), ..registration(1, None, "A-1") });
    let long = hashed(Registration { total: code("123.10"), ..registration(1, None, "A-1") });
    assert_ne!(short.place.hash, long.place.hash);
    let mixed = Registration { total: code("123.10"), ..short.clone() };
    assert_eq!(world.register(&short).ok().hash, short.place.hash);
    world.refused(100, || world.verify(&mixed));
    world.refused(100, || world.verify(&long));
    assert_eq!(world.verify(&short).ok().hash, short.place.hash);
}

#[sandpact::test]
fn the_same_record_again_gives_the_same_result(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 1);
    let record = registration(2, head, "A-2");
    let recorded = world.register(&record).ok();
    let root = ledger.state_root();
    ledger.advance_seconds(60);
    let again = world.register(&record);
    assert!(again.events().is_empty());
    assert_eq!(again.ok(), recorded);
    assert_eq!(ledger.state_root(), root);
    let other = Registration { is_correction: true, ..record };
    world.refused(13, || world.register(&other));
}

#[sandpact::test]
fn events_have_a_chain_of_their_own(ledger: &Ledger) {
    let (world, _) = World::with_invoices(ledger, 1);
    let event = |counter, previous| {
        let mut event = EventRecord {
            place: place(counter, previous, "2024-01-01T19:20:30+01:00"),
            system: System {
                producer: code("89890002E"),
                id: code("77"),
                version: code("1.0"),
                installation: code("383"),
            },
            issuer: code(TAXPAYER),
            kind: code("01"),
        };
        event.place.hash = sha256(&event_text(&event));
        event
    };
    let by = world.contract.by(&world.device);
    let log = |event: &EventRecord| by.log_event(event_entry(event, &key()));
    let issuer = world.issuer.address;
    let verify = |event: EventRecord| world.contract.query().verify_event(issuer, event);
    let first = log(&event(1, None)).ok();
    world.refused(101, || log(&event(2, None)));
    world.refused(102, || log(&event(3, Some(first.hash))));
    let second = event(2, Some(first.hash));
    log(&second).ok();
    assert_eq!(verify(second.clone()).ok().kind, RecordKind::Event);
    world.refused(100, || verify(EventRecord { kind: code("02"), ..second.clone() }));
    let mut wrong = second;
    wrong.system.version = code("1&ID=2");
    world.refused(9, || verify(wrong));
}

#[sandpact::test]
fn documents_are_chained_by_device(ledger: &Ledger) {
    let world = World::new(ledger);
    let document = |counter, previous, number: u8| {
        let place = place(counter, previous, "2024-01-01T19:20:30+03:00");
        DocumentRecord { place: Place { hash: Hash([number; 32]), ..place } }
    };
    let by = world.contract.by(&world.device);
    world.refused(102, || by.append_document(document(10, None, 1)));
    world.refused(9, || by.append_document(document(1, None, 0)));
    by.append_document(document(1, None, 1)).ok();
    world.refused(101, || by.append_document(document(2, None, 2)));
    by.append_document(document(2, Some(Hash([1; 32])), 2)).ok();
    // Another device of the issuer begins again.
    world.contract.by(&world.issuer).append_document(document(1, None, 3)).ok();
    let chain = world.contract.query().chain(world.device.address, ChainKind::Documents).ok();
    assert_eq!((chain.counter, chain.taxpayer), (2, None));
}

#[sandpact::test]
fn who_may_not_write_is_refused(ledger: &Ledger) {
    let (world, head) = World::with_invoices(ledger, 1);
    let record = registration(2, head, "A-2");
    let stranger = ledger.account("stranger");
    for other in [&stranger, &world.admin, &world.authority] {
        world.refused(1, || world.register_by(other, &record));
    }
    let whole = DocumentRecord { place: record.place.clone() };
    world.refused(1, || world.contract.by(&stranger).append_document(whole));
    // The chain's taxpayer is that of its first record.
    let mut foreign = registration(2, head, "A-2");
    foreign.invoice.issuer = code("89890002E");
    world.refused(109, || world.register(&hashed(foreign)));

    let by_other = world.contract.by(&world.other);
    world.refused(110, || by_other.bind_device(world.device.address));
    world.refused(2, || by_other.release_device(world.device.address));
    world.refused(1, || world.contract.by(&stranger).bind_device(stranger.address));
    let (device, by) = (world.device.address, world.issuer.address);
    let by_issuer = world.contract.by(&world.issuer);
    by_issuer.release_device(device).emits(&DeviceReleased { device, by }).ok();
    world.refused(1, || world.register(&record));
    by_issuer.bind_device(device).emits(&DeviceBound { device, by }).ok();
    world.contract.by(&world.admin).revoke(Role::Issuer, by).ok();
    world.refused(1, || world.register(&record));
}

#[sandpact::test]
fn roles_are_kept_apart(ledger: &Ledger) {
    let world = World::new(ledger);
    let by = world.contract.by(&world.admin);
    world.refused(111, || by.grant(Role::Issuer, world.admin.address));
    world.refused(111, || by.grant(Role::Admin, world.issuer.address));
    world.refused(111, || by.grant(Role::Authority, world.issuer.address));
    world.refused(4, || by.revoke(Role::Admin, world.admin.address));
    world.refused(2, || by.revoke(Role::Authority, world.issuer.address));
    let by_issuer = world.contract.by(&world.issuer);
    world.refused(1, || by_issuer.grant(Role::Issuer, world.device.address));
    world.refused(1, || by_issuer.revoke(Role::Issuer, world.other.address));
    let issuer = world.issuer.address;
    world.refused(1, || by_issuer.records(issuer, ChainKind::Invoices, None, 1));
    world.refused(1, || by_issuer.owners(None, 1));
    world.refused(1, || by_issuer.invoice(issuer, Hash([1; 32])));
}

#[sandpact::test]
fn fields_of_another_form_are_refused(ledger: &Ledger) {
    let world = World::new(ledger);
    let record = registration(1, None, "A-1");
    for wrong in [
        Registration { kind: code("F9"), ..record.clone() },
        Registration { tax: code("12,35"), ..record.clone() },
        Registration { total: code("1e3"), ..record.clone() },
        Registration { invoice: invoice("A&TipoFactura=F1"), ..record.clone() },
        Registration {
            invoice: InvoiceId { date: code("2024-01-01"), ..invoice("A-1") },
            ..record.clone()
        },
    ] {
        world.refused(9, || world.verify(&hashed(wrong.clone())));
    }
    let wrong = cancellation(1, None, "A=1");
    world.refused(9, || world.verify_cancellation(&wrong));
}
