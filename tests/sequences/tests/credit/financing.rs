//! An invoice presented under a credit that another bank finances, with `receivable_registry` and
//! `vat_invoice` as they are.

use super::world::*;
use documentary_credit::{Error, InvoiceChecked, RegistryNamed};
use receivable_registry::contract::ReceivableRegistry;
use receivable_registry::interface::ReceivablesMock;
use receivable_registry::messages as lending;
use sandpact_testing::prelude::*;
use vat_invoice::contract::VatInvoice;
use vat_invoice::messages as tax;

/// Fingerprint of the invoice.
const FINGERPRINT: Hash = Hash([60; 32]);

/// A credit whose documents are at the nominated bank, and a receivable of their invoice.
struct Financed {
    trade: Trade,
    registry: Deployed<ReceivableRegistry>,
    other_bank: Account,
    receivable: Hash,
}

impl Financed {
    fn new(ledger: &Ledger) -> Self {
        let trade = Trade::new(ledger);
        let [other_bank, buyer] = ledger.accounts(["other bank", "applicant"]);
        let (office, seller) = (trade.authority, trade.beneficiary);
        let invoices = ledger.deploy(&office, Calls::<VatInvoice>::create(office.address));
        for (role, account) in [(tax::Role::Seller, seller), (tax::Role::Buyer, buyer)] {
            invoices.by(&office).grant(role, account.address).ok();
        }
        let creation = Calls::<ReceivableRegistry>::create(office.address, invoices.address());
        let registry = ledger.deploy(&office, creation);
        for (role, account) in [
            (lending::Role::Seller, seller.address),
            (lending::Role::Bank, trade.nominated.address),
            (lending::Role::Bank, other_bank.address),
            (lending::Role::Examiner, trade.contract.address()),
        ] {
            registry.by(&office).grant(role, account).ok();
        }
        let invoice = invoices.by(&seller).issue(invoice(&trade)).ok().key;
        invoices.by(&buyer).accept(invoice).ok();
        let fingerprint = lending::Fingerprint { epoch: 1, hash: FINGERPRINT };
        let request = lending::RegisterRequest { fingerprint, previous_fingerprint: None, invoice };
        let receivable = registry.by(&seller).register(request).ok();
        trade.issue(trade.terms());
        trade.presented();
        Self { trade, registry, other_bank, receivable }
    }

    fn name(&self) {
        let registry = Some(self.registry.address());
        let event = RegistryNamed { registry, by: self.trade.authority.address };
        let by = self.trade.contract.by(&self.trade.authority);
        by.name_registry(registry).emits(&event).ok();
    }

    fn other_bank_finances(&self) {
        let amount = Money { amount_minor: 50_000, currency: Currency::USD };
        self.registry.by(&self.other_bank).finance(self.receivable, amount).ok();
    }

    fn honour(&self) -> Outcome<(), Error> {
        self.trade.contract.by(&self.trade.nominated).honour(PRESENTATION, 100_000)
    }

    fn check(&self, bank: &Account) -> Outcome<bool, Error> {
        self.trade.contract.by(bank).check_invoice(PRESENTATION, FINGERPRINT)
    }
}

/// An invoice of 1 000.00 USD by the beneficiary to the applicant.
fn invoice(trade: &Trade) -> tax::IssueRequest {
    let day = date("2026-01-05");
    tax::IssueRequest {
        fingerprint: tax::Fingerprint { epoch: 1, hash: FINGERPRINT },
        previous_fingerprint: None,
        kind: tax::Kind::Invoice,
        issue_date: day,
        tax_point: day,
        currency: Currency::USD,
        breakdown: vec![tax::CategoryAmount {
            category: tax::Category::Export,
            rate_bp: 0,
            taxable_minor: 100_000,
            tax_minor: 0,
        }],
        totals: tax::Totals {
            line_sum_minor: 100_000,
            allowances_minor: 0,
            charges_minor: 0,
            net_minor: 100_000,
            tax_minor: 0,
            gross_minor: 100_000,
            paid_minor: 0,
            rounding_minor: 0,
            due_minor: 100_000,
        },
        preceding: None,
        seller: trade.beneficiary.address,
        buyer: tax::Party::Account { address: trade.applicant.address },
        commitment: Hash([61; 32]),
    }
}

#[sandpact::test]
fn a_nominated_bank_pays_for_no_invoice_that_another_bank_finances(ledger: &Ledger) {
    let world = Financed::new(ledger);
    let (trade, nominated) = (&world.trade, world.trade.nominated);
    assert_eq!(trade.refused(|| world.check(&nominated)), Common::WrongState.into());
    world.name();
    trade.contract.by(&nominated).comply(PRESENTATION).ok();
    assert_eq!(trade.refused(|| world.honour()), Error::InvoiceUnchecked);
    let told = |is_financed_elsewhere| InvoiceChecked {
        presentation: PRESENTATION,
        is_financed_elsewhere,
        by: nominated.address,
    };
    assert!(!world.check(&nominated).emits(&told(false)).ok());
    // Between the question and the payment another bank was faster.
    world.other_bank_finances();
    assert_eq!(trade.refused(|| world.honour()).code(), 138);
    assert!(world.check(&nominated).emits(&told(true)).ok());
    world.registry.by(&world.other_bank).release(world.receivable).ok();
    world.honour().ok();
    let asked_late = trade.refused(|| world.check(&nominated));
    assert_eq!(asked_late, Common::WrongState.into(), "it has paid");
}

#[sandpact::test]
fn a_bank_finances_with_the_registry_and_pays_under_the_credit(ledger: &Ledger) {
    let world = Financed::new(ledger);
    world.name();
    let nominated = world.trade.nominated;
    let amount = Money { amount_minor: 100_000, currency: Currency::USD };
    world.registry.by(&nominated).finance(world.receivable, amount).ok();
    assert!(!world.check(&nominated).ok(), "it is the bank itself");
    world.trade.contract.by(&nominated).comply(PRESENTATION).ok();
    world.honour().ok();
}

/// A bank that is bound honours a complying presentation (articles 7(a), 8(a)); that another bank
/// finances the invoice is told, and is between the beneficiary and that bank.
#[sandpact::test]
fn a_bound_bank_is_told_and_pays(ledger: &Ledger) {
    let world = Financed::new(ledger);
    let (trade, issuing) = (&world.trade, world.trade.issuing);
    world.name();
    world.other_bank_finances();
    trade.contract.by(&trade.nominated).forward(PRESENTATION, issuing.address).ok();
    assert!(world.check(&issuing).ok());
    trade.contract.by(&issuing).comply(PRESENTATION).ok();
    trade.contract.by(&issuing).honour(PRESENTATION, 100_000).ok();
}

#[sandpact::test]
fn who_has_no_documents_asks_nothing(ledger: &Ledger) {
    let world = Financed::new(ledger);
    let trade = &world.trade;
    world.name();
    for other in [&trade.issuing, &trade.confirming, &world.other_bank, &trade.beneficiary] {
        assert_eq!(trade.refused(|| world.check(other)), Common::NotAuthorised.into());
    }
    let unknown = || trade.contract.by(&trade.nominated).check_invoice(CREDIT, FINGERPRINT);
    assert_eq!(trade.refused(unknown), Common::UnknownId.into());
    let by = || trade.contract.by(&trade.nominated).name_registry(None);
    assert_eq!(trade.refused(by), Common::NotAuthorised.into());
    // The registry answers whom its admin has made an examiner.
    let examiner = lending::Role::Examiner;
    world.registry.by(&trade.authority).revoke(examiner, trade.contract.address()).ok();
    let not_examiner = Common::CalleeRefused { code: Common::NotAuthorised.code() };
    assert_eq!(trade.refused(|| world.check(&trade.nominated)), not_examiner.into());
    trade.contract.by(&trade.authority).name_registry(None).ok();
    trade.contract.by(&trade.nominated).comply(PRESENTATION).ok();
    world.honour().ok();
}

/// A registry that refuses, halts or is none is a refusal, when it is asked and when it is paid.
#[sandpact::test]
fn a_registry_that_fails_is_a_refusal(ledger: &Ledger) {
    let world = Financed::new(ledger);
    let (trade, nominated) = (&world.trade, world.trade.nominated);
    let good = ledger.mock(ReceivablesMock::new().is_financed_elsewhere(false));
    let refusing = Error::InvoiceUnchecked;
    let refusing = ReceivablesMock::new().is_financed_elsewhere_refused(&refusing);
    let registries = [
        (ledger.mock(refusing), Common::CalleeRefused { code: 139 }),
        (ledger.mock(ReceivablesMock::new()), Common::CalleeHalted),
        (Address([9; 32]), Common::CalleeRefused { code: 15_001 }),
    ];
    let name = |registry| {
        trade.contract.by(&trade.authority).name_registry(Some(registry)).ok();
    };
    for (registry, expected) in registries {
        name(registry);
        assert_eq!(trade.refused(|| world.check(&nominated)), expected.into());
    }
    name(good);
    world.check(&nominated).ok();
    trade.contract.by(&nominated).comply(PRESENTATION).ok();
    for (registry, expected) in registries {
        name(registry);
        assert_eq!(trade.refused(|| world.honour()), expected.into());
    }
    name(good);
    world.honour().ok();
}
