//! A ledger with banks, a calendar of 2026 and a credit, for the tests of `documentary_credit`.

use banking_calendar::{BankingCalendar, ClosedDay, Reason, Weekday};
use documentary_credit::{
    Availability, BankAt, Conditions, DocumentKind, DocumentaryCredit, Error, Instalment,
    PartialShipments, PresentRequest, PresentedDocument, Readings, RequiredDocument, Role, Terms,
    TransferRequest,
};
use sandpact_testing::prelude::*;

pub const PLACE: [u8; 5] = *b"CNSHA";
pub const CREDIT: Hash = Hash([1; 32]);
pub const PRESENTATION: Hash = Hash([2; 32]);
pub const NOTICE: Hash = Hash([3; 32]);
pub const AMENDMENT: Hash = Hash([4; 32]);
pub const TRANSFERRED: Hash = Hash([5; 32]);

pub fn date(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub fn holiday(day: &str) -> ClosedDay {
    ClosedDay { date: date(day), reason: Reason::Holiday }
}

pub fn strike(day: &str) -> ClosedDay {
    ClosedDay { date: date(day), reason: Reason::ForceMajeure }
}

pub struct Trade {
    pub ledger: Ledger,
    pub contract: Deployed<DocumentaryCredit>,
    pub authority: Account,
    pub applicant: Account,
    pub beneficiary: Account,
    pub second: Account,
    pub issuing: Account,
    pub nominated: Account,
    pub confirming: Account,
    pub regulator: Account,
}

impl Trade {
    /// Both contracts, and 2026 with weekends on Saturday and Sunday.
    pub fn new(ledger: &Ledger) -> Self {
        Self::closed(ledger, vec![])
    }

    /// The same with these days closed.
    pub fn closed(ledger: &Ledger, closed: Vec<ClosedDay>) -> Self {
        let [authority, applicant, beneficiary, second] =
            ledger.accounts(["authority", "applicant", "beneficiary", "second beneficiary"]);
        let [issuing, nominated, confirming, regulator] =
            ledger.accounts(["issuing", "nominated", "confirming", "regulator"]);
        let address = authority.address;
        let calendar = ledger.deploy(&authority, Calls::<BankingCalendar>::create(address));
        calendar.by(&authority).grant(banking_calendar::Role::Oracle, address).ok();
        let weekend = vec![Weekday::Saturday, Weekday::Sunday];
        calendar.by(&authority).publish(PLACE, 2026, 480, weekend, vec![], closed).ok();
        let creation = Calls::<DocumentaryCredit>::create(address, calendar.address());
        let contract = ledger.deploy(&authority, creation);
        for bank in [issuing, nominated, confirming] {
            contract.by(&authority).grant(Role::Bank, bank.address).ok();
        }
        contract.by(&authority).grant(Role::Regulator, regulator.address).ok();
        let ledger = ledger.clone();
        Self {
            ledger,
            contract,
            authority,
            applicant,
            beneficiary,
            second,
            issuing,
            nominated,
            confirming,
            regulator,
        }
    }

    pub fn day(&self, day: &str) {
        self.ledger.set_day(date(day));
    }

    /// 1 000.00 USD at sight with the nominated bank until Tuesday 2026-03-31.
    pub fn terms(&self) -> Terms {
        let bank = |account: Account| BankAt { account: account.address, place: PLACE };
        Terms {
            applicant: self.applicant.address,
            beneficiary: self.beneficiary.address,
            beneficiary_bank: None,
            issuing_bank: bank(self.issuing),
            advising_bank: self.nominated.address,
            confirming_bank: Some(bank(self.confirming)),
            nominated_bank: bank(self.nominated),
            amount_minor: 100_000,
            currency: Currency::new(*b"USD").unwrap(),
            plus_tolerance_bp: 0,
            minus_tolerance_bp: 0,
            availability: Availability::SightPayment,
            expiry: date("2026-03-31"),
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

    /// Issues and advises the credit.
    pub fn issue(&self, terms: Terms) {
        self.issue_as(CREDIT, terms);
    }

    pub fn issue_as(&self, id: Hash, terms: Terms) {
        self.contract.by(&self.issuing).issue(id, terms).ok();
        self.contract.by(&self.nominated).advise(id).ok();
    }

    /// A claim at the nominated bank, with documents that nobody has seen.
    pub fn request(&self, id: Hash, shipped: &str, claimed_minor: i128) -> PresentRequest {
        let document = |kind, mark| {
            let mut commitment = id;
            commitment.0[31] = mark;
            PresentedDocument { kind, originals: 1, copies: 0, commitment }
        };
        PresentRequest {
            id,
            credit: CREDIT,
            to: self.nominated.address,
            currency: Currency::new(*b"USD").unwrap(),
            claimed_minor,
            shipment_date: Some(date(shipped)),
            documents: vec![
                document(DocumentKind::CommercialInvoice, 1),
                document(DocumentKind::BillOfLading, 2),
            ],
        }
    }

    pub fn present(&self, request: PresentRequest) {
        self.contract.by(&self.beneficiary).present(request).ok();
    }

    /// Documents for 1 000.00 USD at the nominated bank on Monday 2026-01-12.
    pub fn presented(&self) {
        self.day("2026-01-12");
        self.present(self.request(PRESENTATION, "2026-01-10", 100_000));
    }

    /// A transfer of 800.00 USD to the second beneficiary.
    pub fn transfer_request(&self) -> TransferRequest {
        TransferRequest {
            id: TRANSFERRED,
            credit: CREDIT,
            beneficiary: self.second.address,
            beneficiary_bank: None,
            amount_minor: 80_000,
            expiry: date("2026-03-20"),
            latest_shipment: None,
            period_days: Some(15),
            insurance_bp: None,
            commitment: Hash([8; 32]),
        }
    }

    /// A credit on these terms that may be transferred.
    pub fn transferable(&self) -> Terms {
        let conditions = Conditions { is_transferable: true, ..Conditions::NONE };
        Terms { conditions, ..self.terms() }
    }

    /// Asks for the transfer, and makes it.
    pub fn transferred(&self, request: TransferRequest) {
        let id = request.id;
        self.contract.by(&self.beneficiary).request_transfer(request).ok();
        self.contract.by(&self.nominated).transfer(id).ok();
    }

    pub fn remaining(&self, credit: Hash) -> i128 {
        self.contract.query().remaining(credit).ok().amount_minor
    }

    /// A call that is refused and changes nothing; returns the refusal.
    #[track_caller]
    pub fn refused<T>(&self, call: impl FnOnce() -> Outcome<T, Error>) -> Error {
        let root = self.ledger.state_root();
        let refusal = call().refused();
        assert_eq!(self.ledger.state_root(), root, "a refusal changes nothing");
        refusal
    }
}

pub fn required(kind: DocumentKind) -> RequiredDocument {
    RequiredDocument { kind, originals: 1, copies: 0 }
}

pub fn instalment(from: &str, to: &str, amount_minor: i128) -> Instalment {
    Instalment { from: date(from), to: date(to), amount_minor }
}

/// What a bank reads in documents that comply with a plain credit.
pub fn readings() -> Readings {
    Readings {
        quantity_thousandths: None,
        is_unit_price_reduced: false,
        is_invoice_by_beneficiary: true,
        is_invoice_to_applicant: true,
        insurance: None,
    }
}
