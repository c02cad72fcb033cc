//! `documentary_credit` with its calendar contract on a ledger (UCP 600).

mod banks;
mod deadlines;
mod documents;
mod registry;
mod settling;
mod waiver;

use banking_calendar::{ClosedDay, Reason, Weekday};
use documentary_credit::{
    Availability, BankAt, Conditions, Disposal, DocumentKind, PartialShipments, PresentRequest,
    PresentationView, PresentedDocument, RequiredDocument, Role, Standing, Terms,
};
use parity_scale_codec::{Decode, DecodeAll as _, Encode};
use sandpact_abi::Address;
use sandpact_contracts::{BANKING_CALENDAR, DOCUMENTARY_CREDIT};
use sandpact_runtime::Outcome;
use sandpact_sdk::Event;
use sandpact_sdk::prelude::*;
use sandpact_tests::{TestLedger, key_of};

const PLACE: [u8; 5] = *b"CNSHA";
const CREDIT: Hash = Hash([1; 32]);
const PRESENTATION: Hash = Hash([2; 32]);

struct Trade {
    ledger: TestLedger,
    calendar: Address,
    credit: Address,
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

fn holiday(day: &str) -> ClosedDay {
    ClosedDay { date: date(day), reason: Reason::Holiday }
}

fn strike(day: &str) -> ClosedDay {
    ClosedDay { date: date(day), reason: Reason::ForceMajeure }
}

impl Trade {
    /// Both contracts, and 2024 with weekends on Saturday and Sunday and these days closed.
    fn new(closed: Vec<ClosedDay>) -> Self {
        let mut ledger = TestLedger::in_memory_on("2024-01-02");
        let authority = key_of("authority");
        let calendar = ledger.deploy(BANKING_CALENDAR.wasm, &authority.address());
        let args = (authority.address(), calendar);
        let credit = ledger.deploy(DOCUMENTARY_CREDIT.wasm, &args);
        let oracle = (banking_calendar::Role::Oracle, key_of("oracle").address());
        ledger.accept::<()>(&authority, &calendar, "grant", &oracle);
        for bank in ["issuing", "confirming", "nominated"] {
            let grant = (Role::Bank, key_of(bank).address());
            ledger.accept::<()>(&authority, &credit, "grant", &grant);
        }
        let mut trade = Self { ledger, calendar, credit };
        trade.publish(PLACE, 8 * 60, closed);
        trade
    }

    /// Publishes 2024 of a place with weekends on Saturday and Sunday.
    fn publish(&mut self, place: [u8; 5], utc_offset_minutes: i16, closed: Vec<ClosedDay>) {
        let (weekend, open) = (vec![Weekday::Saturday, Weekday::Sunday], Vec::<CivilDate>::new());
        let year = (place, 2024_u16, utc_offset_minutes, weekend, open, closed);
        let calendar = self.calendar;
        self.ledger.accept::<()>(&key_of("oracle"), &calendar, "publish", &year);
    }

    /// Closes a day of a place.
    fn close_day(&mut self, place: [u8; 5], day: ClosedDay) {
        let calendar = self.calendar;
        self.ledger.accept::<()>(&key_of("oracle"), &calendar, "close", &(place, day));
    }

    /// Blocks from now on are made at this time, UTC.
    fn set_time(&mut self, day: &str, hours: u64, minutes: u64) {
        let midnight = u64::try_from(date(day).days()).unwrap() * 86_400;
        self.ledger.time = UnixSeconds(midnight + hours * 3_600 + minutes * 60);
    }

    fn accept<T: Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> T {
        self.ledger.accept(&key_of(by), &self.credit.clone(), method, args)
    }

    fn refuse(&mut self, by: &str, method: &str, args: &impl Encode, code: u32) -> Vec<u8> {
        self.ledger.refuse(&key_of(by), &self.credit.clone(), method, args, code)
    }

    /// Makes a call that must succeed and returns its events of one kind.
    fn told<E: Event + Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> Vec<E> {
        let receipt = self.ledger.call(&key_of(by), &self.credit.clone(), method, args);
        let is_done = matches!(receipt.outcome, Outcome::Success { .. });
        assert!(is_done, "{method}: {:?}", receipt.outcome);
        let of_kind = receipt.events.iter().filter(|event| event.name == E::EVENT.name);
        of_kind.map(|event| E::decode_all(&mut &event.data[..]).unwrap()).collect()
    }

    /// Issues and advises a credit.
    fn issue(&mut self, expiry: &str, latest_shipment: &str) {
        let (expiry, latest_shipment) = (date(expiry), Some(date(latest_shipment)));
        self.issue_as(CREDIT, Terms { expiry, latest_shipment, ..terms() });
    }

    /// Issues and advises a credit on these terms.
    fn issue_as(&mut self, id: Hash, terms: Terms) {
        self.accept::<()>("issuing", "issue", &(id, terms));
        self.accept::<()>("nominated", "advise", &id);
    }

    /// Deadline and standing of the bank that got the documents first.
    fn standing(&self) -> (CivilDate, Standing) {
        self.standings().remove(0)
    }

    /// Deadlines and standings of the banks in the order in which they got the documents.
    fn standings(&self) -> Vec<(CivilDate, Standing)> {
        let view: PresentationView = self.ledger.query(&self.credit, "presentation", &PRESENTATION);
        view.banks.iter().map(|bank| (bank.deadline.unwrap(), bank.standing)).collect()
    }
}

/// 1 000.00 USD at sight with the nominated bank in Shanghai.
fn terms() -> Terms {
    let bank = |name| BankAt { account: key_of(name).address(), place: PLACE };
    let required = |kind| RequiredDocument { kind, originals: 1, copies: 0 };
    Terms {
        applicant: key_of("applicant").address(),
        beneficiary: key_of("beneficiary").address(),
        beneficiary_bank: None,
        issuing_bank: bank("issuing"),
        advising_bank: key_of("nominated").address(),
        confirming_bank: None,
        nominated_bank: bank("nominated"),
        amount_minor: 100_000,
        currency: Currency::new(*b"USD").unwrap(),
        plus_tolerance_bp: 500,
        minus_tolerance_bp: 500,
        availability: Availability::SightPayment,
        expiry: date("2024-03-31"),
        latest_shipment: None,
        period_days: None,
        partial_shipments: PartialShipments::Allowed,
        documents: vec![
            required(DocumentKind::CommercialInvoice),
            required(DocumentKind::BillOfLading),
        ],
        conditions: Conditions::NONE,
        commitment: Hash([7; 32]),
    }
}

fn presentation(shipped: &str, claimed_minor: i128) -> PresentRequest {
    let document =
        |kind, id| PresentedDocument { kind, originals: 1, copies: 0, commitment: Hash([id; 32]) };
    PresentRequest {
        id: PRESENTATION,
        credit: CREDIT,
        to: key_of("nominated").address(),
        currency: Currency::new(*b"USD").unwrap(),
        claimed_minor,
        shipment_date: Some(date(shipped)),
        documents: vec![
            document(DocumentKind::CommercialInvoice, 20),
            document(DocumentKind::BillOfLading, 21),
        ],
    }
}
