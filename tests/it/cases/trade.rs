//! `documentary_credit` with its calendar contract on a ledger (UCP 600).

use banking_calendar::{ClosedDay, Reason, Weekday};
use documentary_credit::{
    Availability, BankAt, Disposal, DocumentKind, PartialShipments, PresentRequest,
    PresentationView, PresentedDocument, RequiredDocument, Role, Standing, Terms,
};
use parity_scale_codec::{Decode, DecodeAll as _, Encode};
use sandpact_abi::Address;
use sandpact_contracts::{BANKING_CALENDAR, DOCUMENTARY_CREDIT};
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
        for bank in ["issuing", "nominated"] {
            let grant = (Role::Bank, key_of(bank).address());
            ledger.accept::<()>(&authority, &credit, "grant", &grant);
        }
        let weekend = vec![Weekday::Saturday, Weekday::Sunday];
        let year = (PLACE, 2024_u16, weekend, Vec::<CivilDate>::new(), closed);
        ledger.accept::<()>(&key_of("oracle"), &calendar, "publish", &year);
        Self { ledger, calendar, credit }
    }

    fn accept<T: Decode>(&mut self, by: &str, method: &str, args: &impl Encode) -> T {
        self.ledger.accept(&key_of(by), &self.credit.clone(), method, args)
    }

    fn refuse(&mut self, by: &str, method: &str, args: &impl Encode, code: u32) -> Vec<u8> {
        self.ledger.refuse(&key_of(by), &self.credit.clone(), method, args, code)
    }

    /// Issues and advises a credit.
    fn issue(&mut self, expiry: &str, latest_shipment: &str) {
        let mut terms = terms();
        terms.expiry = date(expiry);
        terms.latest_shipment = Some(date(latest_shipment));
        self.accept::<()>("issuing", "issue", &(CREDIT, terms));
        self.accept::<()>("nominated", "advise", &CREDIT);
    }

    fn standing(&self) -> (CivilDate, Standing) {
        let view: PresentationView = self.ledger.query(&self.credit, "presentation", &PRESENTATION);
        (view.banks[0].deadline, view.banks[0].standing)
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

/// Five banking days after the day of presentation (article 14(b)): the first two of the
/// four worked examples. A strike's days are no banking days either (article 36).
#[test]
fn the_examination_ends_with_the_fifth_banking_day() {
    for (closed, deadline) in [
        (vec![], "2024-01-15"),
        (vec![holiday("2024-01-10"), holiday("2024-01-11")], "2024-01-17"),
        (vec![strike("2024-01-10"), strike("2024-01-11")], "2024-01-17"),
    ] {
        let mut trade = Trade::new(closed);
        trade.issue("2024-03-31", "2024-03-20");
        trade.ledger.set_day("2024-01-08");
        trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 100_000));
        assert_eq!(trade.standing(), (date(deadline), Standing::Received));
        let asked = (PLACE, date("2024-01-08"), 5_u16);
        let counted: CivilDate =
            trade.ledger.query(&trade.calendar, "nth_banking_day_after", &asked);
        assert_eq!(counted, date(deadline));
        let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
        // On the last day a notice is in time, on the day after it is not.
        trade.ledger.set_day(deadline);
        trade.accept::<()>("nominated", "take_up", &PRESENTATION);
        trade.accept::<()>("nominated", "refuse", &notice);
        assert_eq!(trade.standing().1, Standing::Refused);
        trade.refuse("nominated", "refuse", &notice, 113);
    }
}

/// Twenty-one days after shipment, never after expiry, extended over closed days but not
/// over force majeure (articles 14(c), 29(a), 36): the last two of the worked examples.
#[test]
fn the_last_day_for_presentation_is_the_earlier_of_two() {
    for (shipped, closed, last_day, day_after) in [
        ("2024-02-01", vec![], "2024-02-22", "2024-02-23"),
        ("2024-03-20", vec![holiday("2024-04-01")], "2024-04-02", "2024-04-03"),
        // The Monday after the Sunday is closed by a strike: nothing is extended past it.
        ("2024-03-20", vec![strike("2024-04-01")], "2024-04-01", "2024-04-02"),
    ] {
        for (day, is_late) in [(last_day, false), (day_after, true)] {
            let mut trade = Trade::new(closed.clone());
            trade.issue("2024-03-31", "2024-03-20");
            trade.ledger.set_day(day);
            let request = presentation(shipped, 100_000);
            if is_late {
                let data = trade.refuse("beneficiary", "present", &request, 111);
                assert_eq!(CivilDate::decode_all(&mut &data[..]), Ok(date(last_day)));
            } else {
                trade.accept::<()>("beneficiary", "present", &request);
            }
        }
    }
}

#[test]
fn a_bank_that_misses_its_deadline_is_precluded_and_pays() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 100_000));
    trade.ledger.set_day("2024-01-16");
    let notice = (PRESENTATION, vec![101_u16], Disposal::Returning, Hash([3; 32]));
    let data = trade.refuse("nominated", "refuse", &notice, 115);
    assert_eq!(CivilDate::decode_all(&mut &data[..]), Ok(date("2024-01-15")));
    assert_eq!(trade.standing().1, Standing::Precluded);
    trade.accept::<()>("nominated", "honour", &(PRESENTATION, 100_000_i128));
    assert_eq!(trade.standing().1, Standing::Honoured);
}

#[test]
fn drawings_stay_within_amount_and_tolerance() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    // The invoice claims more than the credit gives; it pays what there is.
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 120_000));
    trade.accept::<()>("nominated", "comply", &PRESENTATION);
    trade.refuse("nominated", "honour", &(PRESENTATION, 120_000_i128), 119);
    trade.refuse("nominated", "honour", &(PRESENTATION, 105_001_i128), 119);
    trade.accept::<()>("nominated", "honour", &(PRESENTATION, 105_000_i128));
    let remaining: Money = trade.ledger.query(&trade.credit, "remaining", &CREDIT);
    assert_eq!(remaining.amount_minor, 0);
}

#[test]
fn banks_and_beneficiaries_keep_to_their_parts() {
    let mut trade = Trade::new(vec![]);
    trade.refuse("nominated", "issue", &(CREDIT, terms()), Common::NotAuthorised.code());
    trade.refuse("applicant", "issue", &(CREDIT, terms()), Common::NotAuthorised.code());
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    let request = presentation("2024-01-05", 100_000);
    trade.refuse("applicant", "present", &request, 108);
    let mut euro = request.clone();
    euro.currency = Currency::new(*b"EUR").unwrap();
    trade.refuse("beneficiary", "present", &euro, Common::CurrencyMismatch.code());
    trade.accept::<()>("beneficiary", "present", &request);
    let without = (PRESENTATION, Vec::<u16>::new(), Disposal::Returning, Hash([3; 32]));
    trade.refuse("nominated", "refuse", &without, 114);
    trade.refuse("applicant", "comply", &PRESENTATION, Common::NotAuthorised.code());
}

/// A question that needs an unpublished year is never answered by guessing, and the
/// callee's own refusal reaches the caller as one of the credit.
#[test]
fn a_missing_calendar_stops_everything_that_needs_it() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-12-30", "2024-12-20");
    trade.ledger.set_day("2024-12-27");
    let request = presentation("2024-12-20", 100_000);
    trade.refuse("beneficiary", "present", &request, 100);
}
