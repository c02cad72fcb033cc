//! Calls of whatever a contract's description allows.

use crate::{Run, Tally, drive};
use banking_calendar::BankingCalendar;
use consent_directive::ConsentDirective;
use documentary_credit::DocumentaryCredit;
use invoice_registry::{ApprovalsMock, InvoiceRegistry};
use sandpact_sdk::native::NativeContract;
use sandpact_testing::{Calls, Deployed, Ledger, sequence};
use vat_invoice::contract::VatInvoice;

/// Most calls of a sequence.
const CALLS_MAX: usize = 12;

/// The contracts by name.
pub const CONTRACTS: &[(&str, Run)] = &[
    ("banking_calendar", |count, seed, each| {
        run::<BankingCalendar>(count, seed, each, |ledger| {
            let authority = ledger.account("0");
            ledger.deploy(&authority, Calls::<BankingCalendar>::create(authority.address))
        })
    }),
    ("consent_directive", |count, seed, each| {
        run::<ConsentDirective>(count, seed, each, |ledger| {
            let authority = ledger.account("0");
            ledger.deploy(&authority, Calls::<ConsentDirective>::create(authority.address))
        })
    }),
    ("documentary_credit", |count, seed, each| {
        run::<DocumentaryCredit>(count, seed, each, |ledger| {
            let authority = ledger.account("0");
            let calendar =
                ledger.deploy(&authority, Calls::<BankingCalendar>::create(authority.address));
            let creation =
                Calls::<DocumentaryCredit>::create(authority.address, calendar.address());
            ledger.deploy(&authority, creation)
        })
    }),
    ("invoice_registry", |count, seed, each| {
        run::<InvoiceRegistry>(count, seed, each, |ledger| {
            let owner = ledger.account("0");
            let refused = ledger.account("3").address;
            let approvals = ApprovalsMock::new().is_approved(true);
            let approvals = ledger.mock(approvals.is_approved_for(refused, false));
            ledger.deploy(&owner, Calls::<InvoiceRegistry>::create(approvals))
        })
    }),
    ("vat_invoice", |count, seed, each| {
        run::<VatInvoice>(count, seed, each, |ledger| {
            let authority = ledger.account("0");
            ledger.deploy(&authority, Calls::<VatInvoice>::create(authority.address))
        })
    }),
];

fn run<C: NativeContract>(
    count: u32,
    seed: u64,
    each: &dyn Fn(),
    deploy: impl Fn(&Ledger) -> Deployed<C>,
) -> Tally {
    let sequences = sequence::of::<C>(1..CALLS_MAX);
    drive(C::ABI.name, (count, seed), each, sequences, |steps, tally| {
        let ledger = Ledger::new();
        let contract = deploy(&ledger);
        for outcome in sequence::run(&ledger, &contract, &steps) {
            drop(tally.count(outcome));
        }
    })
}
