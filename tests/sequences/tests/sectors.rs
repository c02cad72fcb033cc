//! `docs/sectors.md` has the numbered statements of the sector contracts with the tests that hold
//! them; a statement without a test fails here. `SANDPACT_BLESS=1` rewrites the table.

#![allow(clippy::unwrap_used)]

use sandpact_test_sequences::statements::STATEMENTS;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Where tests of statements are, from the root of the repository.
const FOLDERS: [&str; 5] =
    ["contracts", "tests/it", "tests/sequences", "sdk/client", "cli/src/demo"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// The numbers that a name begins with: `a3_a4_the_date_counts` holds A3 and A4.
fn numbers(name: &str) -> Vec<String> {
    let is_number = |part: &&str| {
        let (letter, digits) = part.split_at_checked(1).unwrap_or_default();
        letter.chars().all(|it| it.is_ascii_lowercase())
            && !digits.is_empty()
            && digits.chars().all(|it| it.is_ascii_digit())
    };
    name.split('_').take_while(is_number).map(str::to_uppercase).collect()
}

/// The tests and checks by the numbers of their names, with the file that they are in.
fn tests() -> BTreeMap<String, BTreeSet<(String, String)>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        sources(&root().join(folder), &mut files);
    }
    let mut tests: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let place = path.strip_prefix(root()).unwrap().display().to_string();
        for rest in text.lines().filter_map(|line| line.trim_start().split_once("fn ")) {
            let name = rest.1.split(['(', '<']).next().unwrap_or_default();
            for number in numbers(name) {
                tests.entry(number).or_default().insert((name.to_owned(), place.clone()));
            }
        }
    }
    tests
}

const HEAD: &str = "# Sector contracts: statements, sources, tests\n\n\
    Each contract holds numbered statements of its sector. A statement is held by the tests and by the checks\n\
    of random sequences whose names begin with its number; one without any fails the build. This file is\n\
    written by a test. What each contract is, and how it is used, is in its own README.\n";

#[test]
fn every_statement_has_a_test_and_the_table_says_which() {
    let (tests, mut text, mut contract) = (tests(), HEAD.to_owned(), "");
    let mut without = Vec::new();
    for statement in STATEMENTS {
        if statement.contract != contract {
            contract = statement.contract;
            write!(
                text,
                "\n## [{contract}](../contracts/{contract}/README.md)\n\n| | holds | source | tests |\n|---|---|---|---|\n"
            )
            .unwrap();
        }
        let held = tests.get(statement.number);
        if held.is_none() {
            without.push(statement.number);
        }
        let names = held.into_iter().flatten().map(|(name, _)| format!("`{name}`"));
        let names: BTreeSet<_> = names.collect();
        let names = names.into_iter().collect::<Vec<_>>().join("<br>");
        writeln!(
            text,
            "| {} | {} | {} | {names} |",
            statement.number, statement.text, statement.source
        )
        .unwrap();
    }
    assert_eq!(without, [""; 0], "statements without a test");
    let known: BTreeSet<_> = STATEMENTS.iter().map(|statement| statement.number).collect();
    assert_eq!(known.len(), STATEMENTS.len(), "a number twice");
    let path = root().join("docs/sectors.md");
    if std::env::var_os("SANDPACT_BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let differs = fs::read_to_string(&path).unwrap_or_default() != text;
    assert!(!differs, "docs/sectors.md is out of date; run this test with SANDPACT_BLESS=1");
}
