//! Where the time of one `vat_invoice` issue call goes, on a warm runtime over sled.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

use criterion::{Criterion, criterion_group};
use parity_scale_codec::{Decode as _, Encode as _};
use sandpact_abi::{Address, Call, Gas, Hash};
use sandpact_benches::{SPANS, SpanClock, median, micros, now};
use sandpact_client::commitment::{FingerprintKey, Salt};
use sandpact_client::document::{DocumentFormat, MappingContext};
use sandpact_contracts::VAT_INVOICE;
use sandpact_runtime::Outcome;
use sandpact_tests::{TestLedger, key_of};
use std::{
    sync::{Mutex, OnceLock},
    time::Duration,
};
use vat_invoice::messages::{IssueRequest, Role};

const INVOICE: &str = include_str!("../../sdk/client/src/ubl/tests/invoice.xml");
const SELLER: &str = "DE999000017";
const BUYER: &str = "DE999000025";

/// Time in each span and in all, of every measured call.
static SAMPLES: Mutex<Vec<([Duration; SPANS.len()], Duration)>> = Mutex::new(Vec::new());
static CLOCK: OnceLock<std::sync::Arc<SpanClock>> = OnceLock::new();

struct Issuing {
    ledger: TestLedger,
    contract: Address,
    request: IssueRequest,
    issued: u64,
    _folder: tempfile::TempDir,
}

impl Issuing {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = TestLedger::on_disk(&folder.path().join("ledger"));
        let authority = key_of("tax office");
        let contract = ledger.deploy(VAT_INVOICE.wasm, &authority.address());
        for (role, party) in [(Role::Seller, SELLER), (Role::Buyer, BUYER)] {
            let grant = (role, key_of(party).address());
            ledger.accept::<()>(&authority, &contract, "grant", &grant);
        }
        let context =
            MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]))
                .party(SELLER, key_of(SELLER).address())
                .party(BUYER, key_of(BUYER).address());
        let [call] = &DocumentFormat::Ubl.map(INVOICE.as_bytes(), &context).unwrap()[..] else {
            panic!("an invoice is one call")
        };
        let request = IssueRequest::decode(&mut &call.args[..]).unwrap();
        Self { ledger, contract, request, issued: 0, _folder: folder }
    }

    /// Issues another invoice in a block of its own; returns the time of executing and
    /// committing that block.
    fn issue(&mut self) -> Duration {
        self.issued += 1;
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.issued.to_be_bytes());
        self.request.fingerprint.hash = Hash(key);
        let call = Call::Invoke {
            contract: self.contract,
            method: "issue".into(),
            args: self.request.encode(),
        };
        let transactions = [self.ledger.signed(&key_of(SELLER), call, Gas(10_000_000))];
        let header = self.ledger.next_header();
        let runtime = &mut self.ledger.runtime;
        let begun = now();
        let block = runtime.execute_block(&header, &transactions).unwrap();
        let is_success = matches!(block.receipts[0].outcome, Outcome::Success { .. });
        runtime.commit(block).unwrap();
        let total = begun.elapsed();
        assert!(is_success);
        total
    }
}

fn call_path(criterion: &mut Criterion) {
    let clock = CLOCK.get_or_init(|| SpanClock::install().unwrap());
    let mut issuing = Issuing::new();
    for _ in 0..50 {
        issuing.issue();
    }
    criterion.bench_function("call_path/vat_invoice_issue", |bencher| {
        bencher.iter_custom(|iterations| {
            let mut sum = Duration::ZERO;
            for _ in 0..iterations {
                clock.take();
                let total = issuing.issue();
                SAMPLES.lock().unwrap().push((clock.take(), total));
                sum += total;
            }
            sum
        });
    });
}

criterion_group!(benches, call_path);

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    let samples = SAMPLES.lock().unwrap();
    let mut summary = String::from("summary call_path");
    println!("medians of {} calls, microseconds", samples.len());
    for (index, span) in SPANS.iter().enumerate() {
        let time = median(samples.iter().map(|(spans, _)| spans[index]).collect());
        println!("{span:>12} {:>10}", micros(time));
        summary.push_str(&format!(" {span}_us={}", micros(time)));
    }
    let total = median(samples.iter().map(|(_, total)| *total).collect());
    println!("{:>12} {:>10}", "total", micros(total));
    println!("{summary} total_us={}", micros(total));
}
