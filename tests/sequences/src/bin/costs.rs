//! `costs [COUNT] [--write]`: the size of each sector contract's module, and what its methods take in
//! gas over so many sequences that mean something. With `--write` the tables go into the contracts'
//! READMEs.

use sandpact_build::{BuildOptions, build_contract};
use sandpact_test_sequences::{Cost, Spent, rules::RULES};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Sequences for each contract without an argument.
const COUNT_DEFAULT: u32 = 300;
/// The seed of all.
const SEED: u64 = 1;
/// Largest module that a sector contract should have, in bytes.
const MODULE_LEN_BYTES_GOAL: usize = 64 * 1024;
/// Most gas that a typical call should take.
const GAS_GOAL: u64 = 100_000;

/// Contracts that others ask and that no sequences are made for: of these the size alone.
const ASKED: [&str; 2] = ["banking_calendar", "receivable_registry"];

const BEGIN: &str = "<!-- costs -->\n";
const END: &str = "<!-- end of costs -->\n";

fn main() -> ExitCode {
    let (flags, numbers): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let count = numbers.first().map_or(Ok(COUNT_DEFAULT), |word| word.parse());
    let is_written = flags == ["--write"];
    let (Ok(count), true) = (count, is_written || flags.is_empty()) else {
        eprintln!("usage: costs [COUNT] [--write]");
        return ExitCode::from(2);
    };
    let texts = RULES.iter().map(|(name, run)| {
        let (size, costs) = (size(name)?, run(count, SEED, &|| {}).costs());
        let text = table(size, &costs);
        println!("{name}\n\n{text}\n{}", summary(name, size, &costs));
        Ok((*name, text))
    });
    let asked = ASKED.iter().map(|name| {
        let text = format!(
            "The module has {} bytes. What it takes in gas is part of the calls that ask it.\n",
            size(name)?
        );
        println!("{name}\n\n{text}");
        Ok((*name, text))
    });
    let written = texts.chain(asked).try_for_each(|text: Result<_, String>| {
        let (name, text) = text?;
        if is_written { write(&folder(name).join("README.md"), &text) } else { Ok(()) }
    });
    if let Err(problem) = written {
        eprintln!("{problem}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn folder(contract: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts").join(contract)
}

/// Bytes of a contract's module, built anew.
fn size(contract: &str) -> Result<usize, String> {
    let built = build_contract(&folder(contract), &BuildOptions::default());
    built.map(|built| built.wasm.len()).map_err(|error| format!("{contract}: {error}"))
}

fn table(size: usize, costs: &[Cost]) -> String {
    let mut text = format!(
        "The module has {size} bytes. Gas of calls that returned, the middle one of each method; a call is all\n\
         but its transaction, whose bytes and signature the last column adds:\n\n\
         | method | calls seen | call | of that code | of that storage | dearest call | with its transaction |\n\
         |---|---:|---:|---:|---:|---:|---:|\n"
    );
    for cost in costs {
        let Cost { method, calls, median, max } = cost;
        let Spent { call, wasm, storage, all } = median;
        writeln!(text, "| `{method}` | {calls} | {call} | {wasm} | {storage} | {max} | {all} |")
            .expect("a string takes text");
    }
    text
}

fn summary(name: &str, size: usize, costs: &[Cost]) -> String {
    let mut medians: Vec<_> = costs.iter().map(|cost| cost.median.call).collect();
    medians.sort_unstable();
    let typical = middle(&medians);
    let within = medians.iter().filter(|gas| **gas <= GAS_GOAL).count();
    format!(
        "summary costs contract={name} module_bytes={size} module_goal={MODULE_LEN_BYTES_GOAL} \
         typical_gas={typical} gas_goal={GAS_GOAL} methods={} within_goal={within}\n",
        medians.len()
    )
}

/// The median: of an even count the mean of the two in the middle, zero of none.
fn middle(ascending: &[u64]) -> u64 {
    let upper = ascending.len() / 2;
    let lower = ascending.len().saturating_sub(1) / 2;
    match (ascending.get(lower), ascending.get(upper)) {
        (Some(lower), Some(upper)) => lower.midpoint(*upper),
        _ => 0,
    }
}

/// Puts a table where the README has its place.
fn write(readme: &PathBuf, table: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", readme.display());
    let text = std::fs::read_to_string(readme).map_err(failed)?;
    let no_place = || format!("{}: no place for costs", readme.display());
    let (before, rest) = text.split_once(BEGIN).ok_or_else(no_place)?;
    let (_, after) = rest.split_once(END).ok_or_else(no_place)?;
    std::fs::write(readme, format!("{before}{BEGIN}{table}{END}{after}")).map_err(failed)
}
