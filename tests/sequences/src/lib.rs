//! Random sequences of calls of each contract: every call runs natively and as wasm, and its
//! result, its events and the state root must be the same.
#![allow(clippy::missing_panics_doc)] // a difference panics

use banking_calendar::BankingCalendar;
use consent_directive::ConsentDirective;
use documentary_credit::DocumentaryCredit;
use invoice_registry::{ApprovalsMock, InvoiceRegistry};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sandpact_sdk::native::NativeContract;
use sandpact_testing::{Calls, Deployed, Failure, Ledger, sequence};
use std::cell::Cell;
use vat_invoice::contract::VatInvoice;

/// Most calls of a sequence.
const CALLS_MAX: usize = 12;

/// How calls ended, over all sequences of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sequences.
    pub sequences: u32,
    /// Calls.
    pub calls: u64,
    /// Those that returned.
    pub returned: u64,
    /// Those that were refused.
    pub refused: u64,
    /// Those that halted.
    pub halted: u64,
}

/// A contract and how its sequences are run: the number of sequences, a seed, and what is told
/// after each sequence.
pub type Run = fn(u32, u64, &dyn Fn()) -> Tally;

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
    let tally = Cell::new(Tally::default());
    let config = Config { cases: count, failure_persistence: None, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let ran = runner.run(&sequence::of::<C>(1..CALLS_MAX), |steps| {
        let ledger = Ledger::new();
        let contract = deploy(&ledger);
        let mut new = tally.get();
        for outcome in sequence::run(&ledger, &contract, &steps) {
            new.calls = new.calls.saturating_add(1);
            match outcome.result() {
                Ok(_) => new.returned = new.returned.saturating_add(1),
                Err(Failure::Halted { .. }) => new.halted = new.halted.saturating_add(1),
                Err(_) => new.refused = new.refused.saturating_add(1),
            }
        }
        new.sequences = new.sequences.saturating_add(1);
        tally.set(new);
        each();
        Ok(())
    });
    if let Err(difference) = ran {
        panic!("{}: {difference}", C::ABI.name);
    }
    tally.get()
}
