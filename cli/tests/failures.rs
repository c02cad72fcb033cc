//! A contract that halts and one that is measured, from its source to a line of it.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The contract that fails on request; its lines are marked.
const CONTRACT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/contracts/faults");

fn run(desk: &TempDir, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    command.current_dir(desk.path()).args(words.split_whitespace()).output().unwrap()
}

fn document(output: &Output) -> Value {
    let errors = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{errors}"))
}

fn done(desk: &TempDir, words: &str) -> Value {
    let output = run(desk, &format!("{words} --json"));
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    document(&output)
}

/// A ledger with the contract, deployed from `module/faults.wasm`.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    std::fs::create_dir(desk.path().join("module")).unwrap();
    done(&desk, "keygen --out key");
    done(&desk, "init --key key --time 1767571200");
    let built = done(&desk, &format!("build {CONTRACT} --out module/faults.wasm"));
    let symbols = built["symbols"].as_str().unwrap();
    assert!(Path::new(symbols).starts_with("module") && desk.path().join(symbols).is_file());
    let deployed = done(&desk, "deploy module/faults.wasm --key key --time 1767571260");
    assert_eq!(deployed["has_symbols"], true);
    desk
}

/// Number of the line of `plain.rs` with this mark.
fn line_of(mark: &str) -> u64 {
    let text = std::fs::read_to_string(Path::new(CONTRACT).join("src/plain.rs")).unwrap();
    (1..).zip(text.lines()).find(|(_, line)| line.ends_with(mark)).unwrap().0
}

#[test]
fn a_halt_names_its_line_and_a_profile_adds_up() {
    let desk = desk();
    let line = line_of("// FAULT 3");
    let call = "call test_faults fail --key key --time 1767571320 --arg fault=3 --arg seed=1";
    let output = run(&desk, call);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    let place = format!("/contract/tests/contracts/faults/src/plain.rs:{line}");
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("error[14001]: test_faults.fail: Halted"), "{text}");
    assert!(lines[0].contains(&format!("at {place} (gas ")), "{text}");
    assert_eq!(lines[1], "  in test_faults.fail", "{text}");
    assert_eq!(lines[2], format!("    {place}  test_faults::plain::fail"), "{text}");

    let failed = document(&run(&desk, &format!("{call} --json")));
    let failure = &failed["receipt"]["failure"];
    assert_eq!(failure["line"].as_u64(), Some(line));
    assert_eq!(failure["calls"][0]["method"], "fail");
    assert!(failed["receipt"]["gas_split"]["wasm"].as_u64().unwrap_or(0) > 90_000_000);

    // A query, and symbols that are somewhere else.
    std::fs::rename(desk.path().join("sandpact-ledger/symbols"), desk.path().join("moved"))
        .unwrap();
    std::fs::remove_dir_all(desk.path().join("module")).unwrap();
    let query = "query test_faults look --arg fault=3 --arg seed=1";
    let text = String::from_utf8(run(&desk, query).stderr).unwrap();
    assert!(text.contains("no symbols of code"), "{text}");
    let text = run(&desk, &format!("{query} --symbols moved")).stderr;
    assert!(String::from_utf8(text).unwrap().contains(&place));

    let head = done(&desk, "ledger stats");
    let work =
        "profile test_faults work --key key --time 1767571380 --arg turns=20 --symbols moved";
    let profiled = done(&desk, &format!("{work} --out gas.svg --folded gas.folded"));
    assert_eq!(done(&desk, "ledger stats"), head, "a profile writes nothing to the ledger");
    let folded = std::fs::read_to_string(desk.path().join("gas.folded")).unwrap();
    let numbers = folded.lines().map(|line| line.rsplit_once(' ').unwrap().1);
    let sum: u64 = numbers.map(|number| number.parse::<u64>().unwrap()).sum();
    assert_eq!(Some(sum), profiled["gas"].as_u64());
    assert!(folded.contains("test_faults::engine::work;tests/contracts/faults/src/engine.rs:"));
    assert!(folded.contains(";[storage_set] ") && folded.contains("(transaction) "));
    let picture = std::fs::read_to_string(desk.path().join("gas.svg")).unwrap();
    assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
    assert!(picture.contains("[crypto_sha3_256]"));
    // The call itself takes what was foretold.
    let called = done(&desk, "call test_faults work --key key --time 1767571380 --arg turns=20");
    assert_eq!(called["gas"], profiled["gas"]);
    assert_eq!(called["gas_split"], profiled["gas_split"]);
    // A method that reads needs no key.
    done(&desk, "profile test_faults count --symbols moved");
}
