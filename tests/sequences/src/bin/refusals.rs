//! `refusals FOLDER`: which codes of the contracts no test has looked at. The tests have noted in the
//! folder, which the variable `SANDPACT_REFUSALS` named, the refusals that they asked about; each was
//! natively and as wasm, and left the state root as it was, or the test would have failed.

use sandpact_sdk::abi::Contract;
use sandpact_sdk::{Common, ContractDescription, Refusal as _};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// Codes that every contract gives: whoever has no role, and arguments that are none.
const EVERYWHERE: [u32; 2] = [1, 14];

/// Common codes that a contract's source names and nobody can provoke on a ledger, with the reason.
const OUT_OF_REACH: &[(&str, u32, &str)] = &[
    ("fiscal_record_chain", 3, "the number of a record is the next one, so nothing is there"),
    ("fiscal_record_chain", 7, "the number after the last one of 64 bits"),
];

fn main() -> ExitCode {
    let folder = std::env::args().nth(1);
    let Some(seen) = folder.as_deref().and_then(|folder| noted(Path::new(folder))) else {
        eprintln!("usage: refusals FOLDER, with the notes of a run of the tests");
        return ExitCode::from(2);
    };
    let mut missing = 0_usize;
    let mut count = 0_usize;
    for contract in contracts() {
        for (code, name) in demanded(contract) {
            count = count.saturating_add(1);
            if !seen.contains(&(contract.name.to_owned(), code)) {
                eprintln!("no test asks for {} {code} {name}", contract.name);
                missing = missing.saturating_add(1);
            }
        }
    }
    println!("summary refusals codes={count} without_test={missing}");
    if missing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Contract and code of each note; nothing when there are none.
fn noted(folder: &Path) -> Option<BTreeSet<(String, u32)>> {
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder).ok()? {
        let text = fs::read_to_string(entry.ok()?.path()).ok()?;
        for line in text.lines() {
            let (contract, code) = line.split_once(' ')?;
            seen.insert((contract.to_owned(), code.parse().ok()?));
        }
    }
    (!seen.is_empty()).then_some(seen)
}

fn contracts() -> [&'static Contract; 9] {
    [
        &banking_calendar::BankingCalendar::ABI,
        &bill_of_lading::BillOfLading::ABI,
        &claim_adjudication::contract::ClaimAdjudication::ABI,
        &consent_directive::ConsentDirective::ABI,
        &documentary_credit::DocumentaryCredit::ABI,
        &fiscal_record_chain::FiscalRecordChain::ABI,
        &item_trace::contract::ItemTrace::ABI,
        &receivable_registry::contract::ReceivableRegistry::ABI,
        &vat_invoice::contract::VatInvoice::ABI,
    ]
}

/// The contract's own codes, and the common ones that its source names.
fn demanded(contract: &Contract) -> Vec<(u32, &'static str)> {
    let source =
        source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts").join(contract.name));
    let is_named = |name: &str| {
        let name = format!("Common::{name}");
        let ends = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric());
        source.split(&name).skip(1).any(ends)
    };
    let is_reachable = |code: u32| {
        !OUT_OF_REACH.iter().any(|(name, known, _)| (*name, *known) == (contract.name, code))
    };
    let common = Common::ERRORS.iter().filter(|error| {
        EVERYWHERE.contains(&error.code) || (is_named(error.name) && is_reachable(error.code))
    });
    let own = contract.errors.iter().filter(|error| error.code >= 100);
    common.chain(own).map(|error| (error.code, error.name)).collect()
}

/// The contract's rules without the tests that stand in files of their own or at the end.
fn source(folder: &Path) -> String {
    let mut text = String::new();
    let Ok(entries) = fs::read_dir(folder) else { return text };
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|it| it.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            text.push_str(&source(&path));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            let all = fs::read_to_string(&path).unwrap_or_default();
            text.push_str(all.split("#[cfg(test)]").next().unwrap_or_default());
        }
    }
    text
}
