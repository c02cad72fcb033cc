//! Calls of whatever a contract's description allows.

use crate::{Run, Tally, drive};
use banking_calendar::BankingCalendar;
use bill_of_lading::BillOfLading;
use claim_adjudication::contract::ClaimAdjudication;
use consent_directive::ConsentDirective;
use documentary_credit::DocumentaryCredit;
use fiscal_record_chain::FiscalRecordChain;
use invoice_registry::{ApprovalsMock, InvoiceRegistry};
use item_trace::contract::ItemTrace;
use receivable_registry::contract::ReceivableRegistry;
use receivable_registry::invoices::{InvoiceState, InvoicesMock, OpenInvoice};
use sandpact_sdk::native::NativeContract;
use sandpact_sdk::prelude::Currency;
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
    ("bill_of_lading", |count, seed, each| {
        run::<BillOfLading>(count, seed, each, |ledger| {
            let admin = ledger.account("0");
            ledger.deploy(&admin, Calls::<BillOfLading>::create(admin.address))
        })
    }),
    ("claim_adjudication", |count, seed, each| {
        run::<ClaimAdjudication>(count, seed, each, |ledger| {
            let admin = ledger.account("0");
            ledger.deploy(&admin, Calls::<ClaimAdjudication>::create(admin.address))
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
    ("fiscal_record_chain", |count, seed, each| {
        run::<FiscalRecordChain>(count, seed, each, |ledger| {
            let admin = ledger.account("0");
            ledger.deploy(&admin, Calls::<FiscalRecordChain>::create(admin.address))
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
    ("item_trace", |count, seed, each| {
        run::<ItemTrace>(count, seed, each, |ledger| {
            let admin = ledger.account("0");
            ledger.deploy(&admin, Calls::<ItemTrace>::create(admin.address))
        })
    }),
    ("receivable_registry", |count, seed, each| {
        run::<ReceivableRegistry>(count, seed, each, |ledger| {
            let admin = ledger.account("0");
            let invoices = ledger.mock(InvoicesMock::new().receivable(OpenInvoice {
                seller: ledger.account("1").address,
                currency: Currency::EUR,
                open_minor: 5,
                state: InvoiceState::Accepted,
                frozen: false,
            }));
            ledger.deploy(&admin, Calls::<ReceivableRegistry>::create(admin.address, invoices))
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
