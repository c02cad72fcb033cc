//! `receivable_registry` on `vat_invoice`: an invoice is financed once.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use receivable_registry::contract::ReceivableRegistry;
use receivable_registry::errors::Error;
use receivable_registry::events::{ReceivableFinanced, RepaymentRecorded};
use receivable_registry::interface::ReceivablesMock;
use receivable_registry::invoices::{InvoiceState, InvoicesMock, OpenInvoice};
use receivable_registry::messages::{
    Answer, Fingerprint, ReasonClass, RegisterRequest, Role, State,
};
use sandpact_testing::prelude::*;
use std::fmt::Debug;
use vat_invoice::contract::VatInvoice;
use vat_invoice::messages as tax;

struct World {
    ledger: Ledger,
    registry: Deployed<ReceivableRegistry>,
    invoices: Deployed<VatInvoice>,
    admin: Account,
    seller: Account,
    buyer: Account,
    banks: [Account; 2],
    regulator: Account,
    examiner: Account,
}

const fn hash(number: u8) -> Hash {
    Hash([number; 32])
}

const fn eur(amount_minor: i128) -> Money {
    Money { amount_minor, currency: Currency::EUR }
}

fn code(error: impl Into<Error>) -> u32 {
    error.into().code()
}

impl World {
    fn new(ledger: &Ledger) -> Self {
        let [admin, seller, buyer, first, second] =
            ledger.accounts(["admin", "seller", "buyer", "first bank", "second bank"]);
        let [regulator, examiner] = ledger.accounts(["regulator", "examiner"]);
        let invoices = ledger.deploy(&admin, Calls::<VatInvoice>::create(admin.address));
        for (role, account) in [(tax::Role::Seller, seller), (tax::Role::Buyer, buyer)] {
            invoices.by(&admin).grant(role, account.address).ok();
        }
        let creation = Calls::<ReceivableRegistry>::create(admin.address, invoices.address());
        let registry = ledger.deploy(&admin, creation);
        for (role, account) in [
            (Role::Seller, seller),
            (Role::Bank, first),
            (Role::Bank, second),
            (Role::Regulator, regulator),
            (Role::Examiner, examiner),
        ] {
            registry.by(&admin).grant(role, account.address).ok();
        }
        let (ledger, banks) = (ledger.clone(), [first, second]);
        Self { ledger, registry, invoices, admin, seller, buyer, banks, regulator, examiner }
    }

    /// An invoice of 100.00 and 19.00 tax.
    fn issue(&self, number: u8) -> Hash {
        let day = CivilDate::parse("2026-01-05").unwrap();
        let request = tax::IssueRequest {
            fingerprint: tax::Fingerprint { epoch: 1, hash: hash(number) },
            previous_fingerprint: None,
            kind: tax::Kind::Invoice,
            issue_date: day,
            tax_point: day,
            currency: Currency::EUR,
            breakdown: vec![tax::CategoryAmount {
                category: tax::Category::Standard,
                rate_bp: 1_900,
                taxable_minor: 10_000,
                tax_minor: 1_900,
            }],
            totals: tax::Totals {
                line_sum_minor: 10_000,
                allowances_minor: 0,
                charges_minor: 0,
                net_minor: 10_000,
                tax_minor: 1_900,
                gross_minor: 11_900,
                paid_minor: 0,
                rounding_minor: 0,
                due_minor: 11_900,
            },
            preceding: None,
            seller: self.seller.address,
            buyer: tax::Party::Account { address: self.buyer.address },
            commitment: hash(number),
        };
        self.invoices.by(&self.seller).issue(request).ok().key
    }

    fn request(&self, number: u8, invoice: Hash) -> RegisterRequest {
        let fingerprint = Fingerprint { epoch: 1, hash: hash(number) };
        RegisterRequest { fingerprint, previous_fingerprint: None, invoice }
    }

    /// A registered receivable of an accepted invoice.
    fn registered(&self, number: u8) -> (Hash, Hash) {
        let invoice = self.issue(number);
        self.invoices.by(&self.buyer).accept(invoice).ok();
        let by = self.registry.by(&self.seller);
        (by.register(self.request(number, invoice)).ok(), invoice)
    }

    /// The same while two epochs are in force: its fingerprint is 20 more in the second.
    fn registered_under_both(&self, number: u8) -> (Hash, Hash) {
        let invoice = self.issue(number);
        self.invoices.by(&self.buyer).accept(invoice).ok();
        let fingerprint = Fingerprint { epoch: 2, hash: hash(number + 20) };
        let previous_fingerprint = Some(Fingerprint { epoch: 1, hash: hash(number) });
        let request = RegisterRequest { fingerprint, previous_fingerprint, invoice };
        (self.registry.by(&self.seller).register(request).ok(), invoice)
    }

    fn ask(&self, bank: usize, number: u8, amount: Money) -> Answer {
        let by = self.registry.by(&self.banks[bank]);
        by.can_finance(self.seller.address, hash(number), amount).ok()
    }

    /// The code of a refusal, which leaves the root as it was.
    #[track_caller]
    fn refused<T, E: Refusal + Debug>(&self, call: impl FnOnce() -> Outcome<T, E>) -> u32 {
        let before = self.ledger.state_root();
        let code = call().code();
        assert_eq!(self.ledger.state_root(), before, "a refusal changes nothing");
        code
    }
}

#[sandpact::test]
fn a_receivable_is_financed_once_over_all_banks(ledger: &Ledger) {
    let w = World::new(ledger);
    let (key, _) = w.registered(1);
    let [first, second] = [0, 1].map(|bank: usize| w.registry.by(&w.banks[bank]));
    let financed = first.finance(key, eur(10_000));
    financed.emits(&ReceivableFinanced { receivable: key, by: w.banks[0].address }).ok();
    assert_eq!(w.refused(|| second.finance(key, eur(1))), 100);
    assert_eq!(w.refused(|| first.finance(key, eur(1))), 100);
    assert_eq!(w.refused(|| second.record_repayment(key, eur(1))), 106);
    assert_eq!(w.refused(|| second.release(key)), 106);
    // Released, another one may; repaid, nobody.
    first.release(key).ok();
    assert_eq!(w.refused(|| first.release(key)), code(Common::WrongState));
    second.finance(key, eur(11_900)).ok();
    assert_eq!(w.refused(|| second.record_repayment(key, eur(11_901))), 107);
    let dollars = Money { currency: Currency::USD, ..eur(1) };
    let wrong = w.refused(|| second.record_repayment(key, dollars));
    assert_eq!(wrong, code(Common::CurrencyMismatch));
    assert_eq!(second.record_repayment(key, eur(900)).ok(), 11_000);
    assert_eq!(w.refused(|| second.release(key)), code(Common::WrongState), "it was paid in part");
    let repaid = second.record_repayment(key, eur(11_000));
    let event = RepaymentRecorded { receivable: key, is_repaid: true, by: w.banks[1].address };
    assert_eq!(repaid.emits(&event).ok(), 0);
    assert_eq!(w.registry.by(&w.seller).receivable(key).ok().state, State::Repaid);
    assert_eq!(w.refused(|| first.finance(key, eur(1))), 100);
}

#[sandpact::test]
fn amounts_stay_within_what_remains_of_the_invoice(ledger: &Ledger) {
    let w = World::new(ledger);
    let invoice = w.issue(1);
    let key = w.registry.by(&w.seller).register(w.request(1, invoice)).ok();
    let bank = w.registry.by(&w.banks[0]);
    assert_eq!(w.refused(|| bank.finance(key, eur(1))), 102, "nobody has agreed to it");
    w.invoices.by(&w.buyer).dispute(invoice).ok();
    assert_eq!(w.refused(|| bank.finance(key, eur(1))), 102);
    w.invoices.by(&w.buyer).accept(invoice).ok();
    w.invoices.by(&w.admin).freeze(invoice).ok();
    assert_eq!(w.refused(|| bank.finance(key, eur(1))), 102);
    w.invoices.by(&w.admin).unfreeze(invoice).ok();
    assert_eq!(w.refused(|| bank.finance(key, eur(11_901))), 101);
    assert_eq!(w.refused(|| bank.finance(key, eur(0))), code(Common::AmountNotPositive));
    let dollars = Money { currency: Currency::USD, ..eur(1) };
    assert_eq!(w.refused(|| bank.finance(key, dollars)), code(Common::CurrencyMismatch));
    let unknown = w.refused(|| bank.finance(hash(9), eur(1)));
    assert_eq!(unknown, code(Common::UnknownId));
    let stranger = w.refused(|| w.registry.by(&w.seller).finance(key, eur(1)));
    assert_eq!(stranger, code(Common::NotAuthorised));
    bank.finance(key, eur(11_900)).ok();
}

#[sandpact::test]
fn an_invoice_is_one_receivable_of_its_seller(ledger: &Ledger) {
    let w = World::new(ledger);
    let (key, invoice) = w.registered(1);
    let seller = w.registry.by(&w.seller);
    let root = ledger.state_root();
    assert_eq!(seller.register(w.request(1, invoice)).ok(), key, "the same request again");
    assert_eq!(ledger.state_root(), root);
    assert_eq!(w.refused(|| seller.register(w.request(2, invoice))), 104);
    let other = w.issue(2);
    assert_eq!(w.refused(|| seller.register(w.request(1, other))), 104);
    assert_eq!(w.refused(|| seller.register(w.request(3, hash(9)))), 103);
    w.registry.by(&w.admin).grant(Role::Seller, w.buyer.address).ok();
    let foreign = w.refused(|| w.registry.by(&w.buyer).register(w.request(3, other)));
    assert_eq!(foreign, 103);
    let mut later = w.request(3, other);
    later.fingerprint.epoch = 2;
    assert_eq!(w.refused(|| seller.register(later)), 105);
}

#[sandpact::test]
fn a_bank_that_asks_learns_yes_or_no_and_a_class_of_reasons(ledger: &Ledger) {
    let w = World::new(ledger);
    let no = |reason| Answer { can_finance: false, reason: Some(reason) };
    assert_eq!(w.ask(1, 1, eur(1)), no(ReasonClass::Unknown));
    let (key, invoice) = w.registered(1);
    assert_eq!(w.ask(1, 1, eur(11_900)), Answer { can_finance: true, reason: None });
    assert_eq!(w.ask(1, 1, eur(11_901)), no(ReasonClass::Amount));
    w.invoices.by(&w.admin).freeze(invoice).ok();
    assert_eq!(w.ask(1, 1, eur(1)), no(ReasonClass::Invoice));
    w.invoices.by(&w.admin).unfreeze(invoice).ok();
    w.registry.by(&w.banks[0]).finance(key, eur(5_000)).ok();
    // The same answer, whatever the amount and whoever it was.
    for amount in [1, 6_900, 11_900, 99_999] {
        assert_eq!(w.ask(1, 1, eur(amount)), no(ReasonClass::Taken));
    }
    let not_authorised = code(Common::NotAuthorised);
    for account in [&w.banks[1], &w.admin, &w.buyer] {
        assert_eq!(w.refused(|| w.registry.by(account).receivable(key)), not_authorised);
    }
    assert_eq!(w.registry.query().receivable(key).code(), not_authorised);
    for account in [&w.banks[0], &w.seller, &w.regulator] {
        let shown = w.registry.by(account).receivable(key).ok();
        assert_eq!(shown.financing.unwrap().bank, w.banks[0].address);
    }
    let asked =
        w.refused(|| w.registry.by(&w.buyer).can_finance(w.seller.address, hash(1), eur(1)));
    assert_eq!(asked, not_authorised);
}

#[sandpact::test]
fn an_examiner_learns_whether_another_bank_finances(ledger: &Ledger) {
    let w = World::new(ledger);
    let (key, _) = w.registered(1);
    let elsewhere = |bank: usize| {
        let (seller, bank) = (w.seller.address, w.banks[bank].address);
        w.registry.by(&w.examiner).is_financed_elsewhere(seller, hash(1), bank).ok()
    };
    assert!(!elsewhere(0) && !elsewhere(1));
    w.registry.by(&w.banks[0]).finance(key, eur(5_000)).ok();
    assert!(!elsewhere(0) && elsewhere(1));
    let by_bank = || {
        let (seller, bank) = (w.seller.address, w.banks[0].address);
        w.registry.by(&w.banks[1]).is_financed_elsewhere(seller, hash(1), bank)
    };
    assert_eq!(w.refused(by_bank), code(Common::NotAuthorised), "it would find out which one");
    for (role, account) in [
        (Role::Examiner, w.banks[0]),
        (Role::Bank, w.examiner),
        (Role::Bank, w.seller),
        (Role::Seller, w.banks[0]),
        (Role::Bank, w.admin),
        (Role::Seller, w.regulator),
    ] {
        let grant = || w.registry.by(&w.admin).grant(role, account.address);
        assert_eq!(w.refused(grant), 108, "{role:?}");
    }
    // The interface has the methods of the contract.
    let _ = ReceivablesMock::new().is_financed_elsewhere(true);
}

#[sandpact::test]
fn regulators_see_who_has_what_outstanding(ledger: &Ledger) {
    let w = World::new(ledger);
    let (first, invoice) = w.registered(1);
    let (second, _) = w.registered(2);
    w.registry.by(&w.banks[0]).finance(first, eur(11_000)).ok();
    w.registry.by(&w.banks[1]).finance(second, eur(2_000)).ok();
    w.registry.by(&w.banks[1]).record_repayment(second, eur(500)).ok();
    let by = w.registry.by(&w.regulator);
    let rows = by.exposures(None, 10).ok().items;
    let of = |account: Account| {
        let row = rows.iter().find(|row| row.account == account.address).unwrap();
        (row.exposure.count, row.exposure.open_minor)
    };
    assert_eq!(
        (of(w.banks[0]), of(w.banks[1]), of(w.seller)),
        ((1, 11_000), (1, 1_500), (2, 12_500))
    );
    let page = by.receivables(None, 1).ok();
    let rest = by.receivables(page.next, 10).ok();
    assert_eq!((page.items.len(), rest.items.len(), rest.next), (1, 1, None));
    assert_eq!(by.uncovered(None, 10).ok().items, []);
    credit(&w, 3, 1);
    assert_eq!(by.uncovered(None, 10).ok().items, [first]);
    assert_eq!(w.invoices.query().receivable(invoice).ok().open_minor, 10_710);
    for account in [&w.admin, &w.banks[0], &w.seller] {
        let by = w.registry.by(account);
        let codes = [
            w.refused(|| by.exposures(None, 1)),
            w.refused(|| by.receivables(None, 1)),
            w.refused(|| by.uncovered(None, 1)),
        ];
        assert_eq!(codes, [code(Common::NotAuthorised); 3]);
    }
}

/// A tenth of an invoice is taken back.
fn credit(w: &World, number: u8, invoice: u8) {
    let day = CivilDate::parse("2026-01-05").unwrap();
    let candidate = tax::Candidate { kind: tax::Kind::Invoice, fingerprint: hash(invoice) };
    let reference = tax::Reference { candidates: vec![candidate], issue_date: None };
    let request = tax::IssueRequest {
        fingerprint: tax::Fingerprint { epoch: 1, hash: hash(number) },
        previous_fingerprint: None,
        kind: tax::Kind::CreditNote,
        issue_date: day,
        tax_point: day,
        currency: Currency::EUR,
        breakdown: vec![tax::CategoryAmount {
            category: tax::Category::Standard,
            rate_bp: 1_900,
            taxable_minor: 1_000,
            tax_minor: 190,
        }],
        totals: tax::Totals {
            line_sum_minor: 1_000,
            allowances_minor: 0,
            charges_minor: 0,
            net_minor: 1_000,
            tax_minor: 190,
            gross_minor: 1_190,
            paid_minor: 0,
            rounding_minor: 0,
            due_minor: 1_190,
        },
        preceding: Some(reference),
        seller: w.seller.address,
        buyer: tax::Party::Account { address: w.buyer.address },
        commitment: hash(number),
    };
    w.invoices.by(&w.seller).issue(request).ok();
}

#[sandpact::test]
fn a_receivable_is_found_under_both_keys_while_they_change(ledger: &Ledger) {
    let w = World::new(ledger);
    let (key, _) = w.registered(1);
    let admin = w.registry.by(&w.admin);
    assert_eq!(w.refused(|| admin.end_epoch()), code(Common::WrongState));
    admin.begin_epoch().ok();
    assert_eq!(w.refused(|| admin.begin_epoch()), code(Common::WrongState));
    let seller = w.registry.by(&w.seller);
    let foreign = w.refused(|| w.registry.by(&w.banks[0]).enter_again(key, hash(21)));
    assert_eq!(foreign, code(Common::NotAuthorised));
    // What is a receivable's fingerprint is no other one's.
    let (other, _) = w.registered_under_both(2);
    assert_ne!(other, key);
    let taken = w.refused(|| seller.enter_again(key, hash(22)));
    assert_eq!(taken, code(Common::AlreadyExists));
    seller.enter_again(key, hash(21)).ok();
    let twice = w.refused(|| seller.enter_again(key, hash(22)));
    assert_eq!(twice, code(Common::WrongState));
    admin.end_epoch().ok();
    w.registry.by(&w.banks[0]).finance(key, eur(5_000)).ok();
    let taken = Answer { can_finance: false, reason: Some(ReasonClass::Taken) };
    assert_eq!((w.ask(1, 1, eur(1)), w.ask(1, 21, eur(1))), (taken.clone(), taken));
}

/// `vat_invoice` answers as the interface says, and a callee that does not is no success.
#[sandpact::test]
fn the_interface_is_that_of_vat_invoice(ledger: &Ledger) {
    let admin = ledger.account("admin");
    let [seller, bank] = ledger.accounts(["seller", "bank"]);
    let answer = OpenInvoice {
        seller: seller.address,
        currency: Currency::EUR,
        open_minor: 100,
        state: InvoiceState::Accepted,
        frozen: false,
    };
    let invoices = ledger.mock(InvoicesMock::new().receivable_for(hash(1), answer));
    let creation = Calls::<ReceivableRegistry>::create(admin.address, invoices);
    let registry = ledger.deploy(&admin, creation);
    registry.by(&admin).grant(Role::Seller, seller.address).ok();
    registry.by(&admin).grant(Role::Bank, bank.address).ok();
    let request = |invoice| RegisterRequest {
        fingerprint: Fingerprint { epoch: 1, hash: hash(7) },
        previous_fingerprint: None,
        invoice,
    };
    let key = registry.by(&seller).register(request(hash(1))).ok();
    registry.by(&bank).finance(key, eur(100)).ok();
    let states = [
        (tax::State::Issued, InvoiceState::Issued),
        (tax::State::Accepted, InvoiceState::Accepted),
        (tax::State::Disputed, InvoiceState::Disputed),
        (tax::State::DeductionConfirmed, InvoiceState::DeductionConfirmed),
        (tax::State::Reimbursed, InvoiceState::Reimbursed),
        (tax::State::ExportRefundClaimed, InvoiceState::ExportRefundClaimed),
        (tax::State::Voided, InvoiceState::Voided),
    ];
    for (theirs, ours) in states {
        assert_eq!(theirs.encode(), ours.encode());
    }
}

#[sandpact::test]
fn ordinary_calls_stay_within_their_gas(ledger: &Ledger) {
    let w = World::new(ledger);
    let bank = w.registry.by(&w.banks[0]);
    let floor = bank.has_role(Role::Bank, w.banks[0].address).gas();
    let above = |gas: Gas| gas.0.saturating_sub(floor.0);
    let invoice = w.issue(1);
    w.invoices.by(&w.buyer).accept(invoice).ok();
    let register = w.registry.by(&w.seller).register(w.request(1, invoice));
    let registered = above(register.gas());
    let key = register.ok();
    let asked = above(bank.can_finance(w.seller.address, hash(1), eur(1)).gas());
    let financed = above(bank.finance(key, eur(5_000)).gas());
    let repaid = above(bank.record_repayment(key, eur(1_000)).gas());
    let elsewhere = w.registry.by(&w.examiner);
    let elsewhere =
        above(elsewhere.is_financed_elsewhere(w.seller.address, hash(1), w.admin.address).gas());
    let all = [
        ("register", registered, 250_000),
        ("can_finance", asked, 150_000),
        ("finance", financed, 250_000),
        ("record_repayment", repaid, 150_000),
        ("is_financed_elsewhere", elsewhere, 40_000),
    ];
    println!("floor {floor}, above it {all:?}");
    for (name, gas, most) in all {
        assert!(gas <= most, "{name} took {gas} above the floor");
    }
}

#[sandpact::test]
fn an_exposure_that_fits_no_type_is_refused(ledger: &Ledger) {
    let [admin, seller, bank] = ledger.accounts(["admin", "seller", "bank"]);
    let invoice = OpenInvoice {
        seller: seller.address,
        currency: Currency::EUR,
        open_minor: i128::MAX,
        state: InvoiceState::Accepted,
        frozen: false,
    };
    let invoices = ledger.mock(InvoicesMock::new().receivable(invoice));
    let creation = Calls::<ReceivableRegistry>::create(admin.address, invoices);
    let registry = ledger.deploy(&admin, creation);
    registry.by(&admin).grant(Role::Seller, seller.address).ok();
    registry.by(&admin).grant(Role::Bank, bank.address).ok();
    let register = |number| {
        let fingerprint = Fingerprint { epoch: 1, hash: hash(number) };
        let (invoice, previous_fingerprint) = (hash(number), None);
        let request = RegisterRequest { fingerprint, previous_fingerprint, invoice };
        registry.by(&seller).register(request).ok()
    };
    let (first, second) = (register(1), register(2));
    registry.by(&bank).finance(first, eur(i128::MAX)).ok();
    let root = ledger.state_root();
    let refused = registry.by(&bank).finance(second, eur(1)).refused();
    assert_eq!((refused, ledger.state_root()), (Common::Overflow.into(), root));
}
