//! A tax office, two taxpayers, employers, an auditor and a lender.

use sandpact_testing::prelude::*;
use std::fmt::Debug;
use vat_invoice::contract::VatInvoice;
use vat_invoice::errors::Error;
use vat_invoice::messages::{
    Candidate, Category, CategoryAmount, Fingerprint, Invoice, IssueRequest, Kind, Party, Position,
    Reference, Role, Terms, Totals,
};

/// A line of a breakdown: category, rate in basis points, taxable amount, tax.
pub type Line = (Category, u32, i128, i128);

pub const S: Category = Category::Standard;
pub const Z: Category = Category::ZeroRated;
pub const AE: Category = Category::ReverseCharge;
pub const K: Category = Category::IntraCommunity;

/// Tax of 19 %.
pub const ONE: [Line; 1] = [(S, 1_900, 10_000, 1_900)];

pub struct World {
    pub ledger: Ledger,
    pub contract: Deployed<VatInvoice>,
    pub office: Account,
    pub seller: Account,
    pub buyer: Account,
    pub employer: Account,
    pub auditor: Account,
    pub lender: Account,
}

pub fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

pub fn hash(number: u8) -> Hash {
    Hash([number; 32])
}

pub fn eur(amount_minor: i128) -> Money {
    Money { amount_minor, currency: Currency::EUR }
}

impl World {
    pub fn new(ledger: &Ledger) -> Self {
        let office = ledger.account("office");
        let [seller, buyer, employer, auditor, lender] =
            ledger.accounts(["seller", "buyer", "employer", "auditor", "lender"]);
        let contract = ledger.deploy(&office, Calls::<VatInvoice>::create(office.address));
        let world = Self {
            ledger: ledger.clone(),
            contract,
            office,
            seller,
            buyer,
            employer,
            auditor,
            lender,
        };
        for (role, account) in [
            (Role::Seller, seller),
            (Role::Buyer, seller),
            (Role::Seller, buyer),
            (Role::Buyer, buyer),
            (Role::Employer, employer),
            (Role::Auditor, auditor),
            (Role::Lender, lender),
        ] {
            world.grant(role, &account);
        }
        world
    }

    pub fn grant(&self, role: Role, account: &Account) {
        self.contract.by(&self.office).grant(role, account.address).ok();
    }

    /// A document of this number from seller to buyer of 2025-12-20, whose totals follow from
    /// its lines.
    pub fn document(&self, number: u8, kind: Kind, lines: &[Line]) -> IssueRequest {
        let line = |&(category, rate_bp, taxable_minor, tax_minor): &Line| CategoryAmount {
            category,
            rate_bp,
            taxable_minor,
            tax_minor,
        };
        let net_minor: i128 = lines.iter().map(|line| line.2).sum();
        let tax_minor: i128 = lines.iter().map(|line| line.3).sum();
        let gross_minor = net_minor + tax_minor;
        IssueRequest {
            fingerprint: Fingerprint { epoch: 1, hash: hash(number) },
            previous_fingerprint: None,
            kind,
            issue_date: day("2025-12-20"),
            tax_point: day("2025-12-20"),
            currency: Currency::EUR,
            breakdown: lines.iter().map(line).collect(),
            totals: Totals {
                line_sum_minor: net_minor,
                allowances_minor: 0,
                charges_minor: 0,
                net_minor,
                tax_minor,
                gross_minor,
                paid_minor: 0,
                rounding_minor: 0,
                due_minor: gross_minor,
            },
            preceding: None,
            seller: self.seller.address,
            buyer: Party::Account { address: self.buyer.address },
            commitment: hash(number),
        }
    }

    /// The same, after the document of this number and kind.
    pub fn after(&self, mut request: IssueRequest, (number, kind): (u8, Kind)) -> IssueRequest {
        let candidates = vec![Candidate { kind, fingerprint: hash(number) }];
        request.preceding = Some(Reference { candidates, issue_date: None });
        request
    }

    /// A credit note after the invoice of a number.
    pub fn credit(&self, number: u8, invoice: u8, lines: &[Line]) -> IssueRequest {
        self.after(self.document(number, Kind::CreditNote, lines), (invoice, Kind::Invoice))
    }

    pub fn issue(&self, request: &IssueRequest) -> Hash {
        let by = if request.kind == Kind::SelfBilled { &self.buyer } else { &self.seller };
        self.contract.by(by).issue(request.clone()).ok().key
    }

    /// An invoice of 19 % that is accepted.
    pub fn accepted(&self, number: u8) -> Hash {
        let key = self.issue(&self.document(number, Kind::Invoice, &ONE));
        self.contract.by(&self.buyer).accept(key).ok();
        key
    }

    pub fn invoice(&self, key: Hash) -> Invoice {
        self.contract.query().invoice(key).ok()
    }

    pub fn position(&self, account: &Account) -> Position {
        self.contract.query().position(account.address, Currency::EUR).ok()
    }

    /// The code of a refusal, which leaves the root as it was.
    #[track_caller]
    pub fn refused<T, E: Refusal + Debug>(&self, call: impl FnOnce() -> Outcome<T, E>) -> u32 {
        let before = self.ledger.state_root();
        let code = call().code();
        assert_eq!(self.ledger.state_root(), before, "a refusal changes nothing");
        code
    }

    /// The code with which the issuer of a document is refused.
    #[track_caller]
    pub fn refuse_issue(&self, request: &IssueRequest) -> u32 {
        let by = if request.kind == Kind::SelfBilled { &self.buyer } else { &self.seller };
        self.refused(|| self.contract.by(by).issue(request.clone()))
    }

    /// Puts both taxpayers under the regime DE with these terms and the rate of 19 %.
    pub fn regime(&self, change: impl FnOnce(&mut Terms)) -> Code<8> {
        let regime = Code::parse("DE").unwrap();
        let mut terms = Terms {
            from: day("2020-01-01"),
            issue_days_max: None,
            cross_border_issue_days_max: Some(10),
            confirms_red_letters: false,
            red_letter_hours: 72,
        };
        change(&mut terms);
        let office = self.contract.by(&self.office);
        office.set_terms(regime, terms).ok();
        office.set_regime(None, regime).ok();
        office.begin_rate(regime, S, 1_900, day("2021-01-01")).ok();
        regime
    }
}

pub fn code(error: impl Into<Error>) -> u32 {
    error.into().code()
}
