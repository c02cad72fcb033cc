//! Every command, as its own help lists it: help with an example, wrong words, a missing
//! file, a folder in place of a file, a broken module. Each wrong use is one line that helps
//! and the documented exit code. A new command without a row in the table fails here.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn run(desk: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    command.current_dir(desk).args(words.split_whitespace()).output().unwrap()
}

fn help(words: &str) -> String {
    let output = run(Path::new("."), &format!("{words} --help"));
    assert!(output.status.success(), "{words}");
    assert!(output.stderr.is_empty(), "{words}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands below `words`, by its help; those that have none below them.
fn commands(words: &str) -> Vec<String> {
    let help = help(words);
    let Some((_, list)) = help.split_once("\nCommands:\n") else { return vec![words.to_owned()] };
    let names = list.lines().take_while(|line| line.starts_with("  "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.flat_map(|name| commands(format!("{words} {name}").trim_start())).collect()
}

/// The one line on standard error of a command that fails with this exit code.
fn line(desk: &Path, words: &str, exit_code: i32) -> String {
    let output = run(desk, words);
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(exit_code), "{words}: {line}");
    assert_eq!(line.lines().count(), 1, "{words}: {line}");
    assert!(line.starts_with("error") && !line.contains("fault in sandpact"), "{words}: {line}");
    line
}

/// A desk with a key, a ledger, a folder, a file that is no module and nothing else.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().unwrap();
    for words in ["keygen --out a.key", "init --key a.key --time 1767571200"] {
        let output = run(desk.path(), words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::create_dir(desk.path().join("folder")).unwrap();
    std::fs::write(desk.path().join("text"), "neither a module nor JSON").unwrap();
    std::fs::write(desk.path().join("broken.wasm"), b"\0asm\x01\0\0\0\x01\xff").unwrap();
    desk
}

/// Command, words behind it, exit code, what the line says.
const WRONG: &[(&str, &str, i32, &str)] = &[
    ("demo", "--documents missing", 2, "missing"),
    ("demo", "--documents text", 2, "text: it is a file, not a folder"),
    ("demo", "--documents folder --day 5.1.2026", 2, "`5.1.2026` is no date"),
    ("demo", "--day 2026-01-05", 2, "--documents"),
    ("new", "1st --sdk folder", 2, "does not begin with a letter"),
    ("new", "match", 2, "a word of the language"),
    ("new", "folder", 2, "folder exists already"),
    ("new", "book --path text", 2, "text exists already"),
    ("new", "book --path missing/book", 2, "missing"),
    ("new", "book --sdk missing", 2, "missing has no sources of the SDK"),
    ("new", "book --sdk text", 2, "text has no sources of the SDK"),
    ("build", "missing", 2, "missing: there is no Cargo.toml"),
    ("build", "text", 2, "text: there is no Cargo.toml"),
    ("build", "folder --out folder", 2, "folder: it is a folder, not a file"),
    ("check", "missing.wasm", 2, "missing.wasm: there is no such file"),
    ("check", "folder", 2, "folder: it is a folder, not a file"),
    ("check", "text", 1, "text: invalid module"),
    ("check", "broken.wasm", 1, "broken.wasm: invalid module"),
    ("check", "vat_invoice --deny unbounded", 2, "did you mean `unbounded-iteration`?"),
    ("verify-build", "missing.wasm folder", 2, "missing.wasm: there is no such file"),
    ("verify-build", "missing folder", 2, "no contract `missing` on this ledger"),
    ("verify-build", "folder folder", 2, "folder: it is a folder, not a file"),
    ("verify-build", "broken.wasm folder", 2, "folder: there is no Cargo.toml"),
    ("verify-build", "broken.wasm folder --record text", 2, "text is no build record"),
    ("verify-build", "broken.wasm folder --record missing", 2, "cannot read missing"),
    ("endorse", "missing", 2, "missing: there is no such file"),
    ("endorse", "folder --key a.key", 2, "folder: it is a folder, not a file"),
    ("endorse", "text", 2, "text: not a SCALE-encoded signed transaction"),
    ("change", "missing --key a.key", 2, "missing: there is no such file"),
    ("change", "text --key a.key", 2, "text: TOML parse error at line 1"),
    ("change", "folder --key a.key", 2, "folder: it is a folder, not a file"),
    ("policy show", "", 2, "began without organisations"),
    ("policy show", "--ledger missing", 2, "no ledger in missing"),
    ("policy explain", "missing put --member 00", 2, "no contract `missing` on this ledger"),
    ("policy check", "missing vat_invoice", 2, "missing: there is no such file"),
    ("policy check", "text vat_invoice", 2, "text: TOML parse error at line 1"),
    ("policy coverage", "missing", 2, "began without organisations"),
    ("private put", "offers missing --key a.key --out o", 2, "missing: there is no such file"),
    ("private put", "offers text --key a.key --out o", 2, "began without organisations"),
    ("private receive", "missing --key a.key --sealing-key s", 2, "missing: there is no such file"),
    ("private receive", "text --key a.key --sealing-key s", 2, "not a sealed payload"),
    ("private show", "00 --organisation a --sealing-key s", 2, "expected 64 hexadecimal digits"),
    ("private list", "", 2, "began without organisations"),
    ("private list", "--ledger missing", 2, "no ledger in missing"),
    ("private purge", "x --key a.key", 2, "commitment `x`: expected 64 hexadecimal digits"),
    ("private erase", "--key missing", 2, "missing"),
    ("private erase", "--key a.key", 2, "began without organisations"),
    ("private receipt", "x", 2, "commitment `x`: expected 64 hexadecimal digits"),
    ("members", "", 2, "began without organisations"),
    ("members", "add --organisation bank-a", 2, "unexpected argument '--organisation'"),
    ("members add", "Bank --new-key a.key --key a.key", 2, "organisation `Bank` is no name"),
    ("members add", "bank --key a.key", 2, "required arguments were not provided"),
    ("members add", "bank --new-key missing --key a.key", 2, "missing"),
    ("members add", "bank --new-key a.key --role X --key a.key", 2, "--role `X` is no name"),
    ("members add", "bank --new-key a.key --attribute x --key a.key", 2, "NAME=VALUE"),
    (
        "members add",
        "bank --public-key x --proof y --key a.key",
        2,
        "--public-key: \"x\" is no public key",
    ),
    (
        "members add",
        "bank --new-key a.key --certificate missing --key a.key",
        2,
        "missing: there is no",
    ),
    (
        "members add",
        "bank --new-key a.key --certificate text --key a.key",
        2,
        "text: there is no certificate",
    ),
    ("members add", "bank --new-key a.key --certificate folder --key a.key", 2, "it is a folder"),
    ("members add", "bank --new-key a.key --key a.key", 1, "NoOrganisations"),
    ("members rotate-key", "x --old y --new-key a.key --from 1 --key a.key", 2, "`x`: expected 64"),
    ("members prove", "bank --new-key missing", 2, "missing"),
    ("members prove", "bank --new-key a.key --of x", 2, "--of `x`: expected 64"),
    ("certificates show", "", 2, "began without organisations"),
    ("certificates read", "missing", 2, "missing: there is no such file"),
    ("certificates read", "text", 2, "text: there is no certificate in it"),
    ("certificates read", "broken.wasm", 2, "broken.wasm: it is neither DER nor PEM"),
    ("certificates add-anchor", "bank missing --key a.key", 2, "missing: there is no such file"),
    ("certificates add-anchor", "bank text --key a.key", 2, "text: there is no certificate in it"),
    ("certificates remove-anchor", "bank x --key a.key", 2, "anchor `x`: expected 64"),
    ("certificates revoke", "bank x --from 1 --key a.key", 2, "certificate `x`: expected 64"),
    ("audit", "--member x", 2, "--member `x`: expected 64 hexadecimal digits"),
    ("audit", "--contract missing", 2, "no contract `missing` on this ledger"),
    ("audit", "--from x", 2, "x"),
    ("init", "--genesis missing --ledger l", 2, "missing: there is no such file"),
    ("init", "--genesis text --ledger l", 2, "text: TOML parse error at line 1"),
    ("init", "--genesis text --chain-id x --ledger l", 2, "cannot be used with"),
    ("keygen", "--out k.key --kind rsa", 2, "rsa"),
    ("init", "--key missing --ledger l", 2, "missing"),
    ("init", "--key folder --ledger l", 2, "folder"),
    ("init", "--key text --ledger l", 2, "text"),
    ("init", "--key a.key", 2, "sandpact-ledger"),
    ("keygen", "--out folder", 2, "folder"),
    ("keygen", "--out missing/a.key", 2, "missing/a.key"),
    ("deploy", "missing.wasm --key a.key", 2, "missing.wasm: there is no such file"),
    ("deploy", "folder --key a.key", 2, "folder: it is a folder, not a file"),
    ("deploy", "broken.wasm --key a.key", 1, "broken.wasm: invalid module"),
    ("deploy", "vat_invoice --args text --key a.key", 2, "text: no JSON object"),
    ("deploy", "vat_invoice --args folder --key a.key", 2, "folder"),
    ("upgrade", "missing.wasm missing --key a.key", 2, "missing.wasm: there is no such file"),
    ("upgrade", "folder missing --key a.key", 2, "folder: it is a folder, not a file"),
    ("upgrade", "vat_invoice missing --key a.key", 2, "no contract `missing` on this ledger"),
    ("upgrade", "vat_invoice missing --key text", 2, "text"),
    ("compare", "missing.wasm vat_invoice", 2, "missing.wasm: there is no such file"),
    ("compare", "vat_invoice broken.wasm", 1, "broken.wasm: invalid module"),
    ("call", "missing grant --key a.key", 2, "no contract `missing` on this ledger"),
    ("call", "missing grant --key missing.key", 2, "missing"),
    ("call", "missing grant --key a.key --ledger missing", 2, "missing"),
    ("query", "missing has_role", 2, "no contract `missing` on this ledger"),
    ("query", "missing has_role --ledger text", 2, "text"),
    ("profile", "missing grant", 2, "no contract `missing` on this ledger"),
    ("profile", "missing grant --key missing.key", 2, "missing"),
    ("inspect", "missing", 2, "no contract `missing` on this ledger"),
    ("inspect", "--ledger folder", 2, "folder"),
    ("prove", "missing --key a", 2, "no contract `missing` on this ledger"),
    ("prove", "missing --key a --ledger missing", 2, "missing"),
    ("verify-proof", "missing", 2, "missing"),
    ("verify-proof", "folder", 2, "folder"),
    ("verify-proof", "text", 2, "text"),
    ("test", "missing", 2, "there is no missing/Cargo.toml"),
    ("test", "text", 2, "there is no text/Cargo.toml"),
    ("account", "abc", 2, "`abc`: expected 64 hexadecimal digits"),
    ("submit", "missing", 2, "missing: there is no such file"),
    ("submit", "folder", 2, "folder: it is a folder, not a file"),
    ("submit", "text", 1, "text: TransactionMalformed"),
    ("schema", "missing", 2, "no contract `missing` on this ledger"),
    ("schema", "missing.wasm", 2, "missing.wasm: there is no such file"),
    ("schema", "broken.wasm", 1, "broken.wasm: invalid module"),
    ("client rust", "missing.wasm --out x.rs", 2, "missing.wasm: there is no such file"),
    ("client rust", "broken.wasm --out x.rs", 1, "broken.wasm: invalid module"),
    ("client typescript", "missing.wasm --out c", 2, "missing.wasm: there is no such file"),
    ("client typescript", "broken.wasm --out c", 1, "broken.wasm: invalid module"),
    ("ledger verify", "--ledger missing", 2, "missing"),
    ("ledger verify", "--ledger text", 2, "text"),
    ("ledger stats", "--ledger missing", 2, "missing"),
    ("ledger export", "text", 2, "text"),
    ("ledger export", "new --ledger missing", 2, "missing"),
    ("ledger import", "missing --ledger l", 2, "missing"),
    ("ledger import", "text --ledger l", 2, "text: it is a file, not a folder"),
    ("ledger rebuild", "--ledger missing", 2, "missing"),
    ("ledger prune", "--ledger missing", 2, "missing"),
    ("doctor", "--sdk missing", 2, "lacks what sandpact needs: sdk"),
    ("completions", "csh", 2, "[possible values: bash"),
    ("completions", "", 2, "<SHELL>"),
];

#[test]
fn every_command_has_help_with_an_example() {
    let all = commands("");
    assert!(all.len() >= 18, "{all:?}");
    for command in all {
        let help = help(&command);
        let example = format!("Example: sandpact {command}");
        assert!(help.contains(&example), "{command} has no example: {help}");
    }
    assert!(help("ledger").contains("Example: sandpact ledger"));
    assert!(help("").contains("Example: sandpact"));
}

#[test]
fn unknown_options_and_typos_are_one_line_that_helps() {
    let desk = tempfile::tempdir().unwrap();
    for command in commands("") {
        let unknown = line(desk.path(), &format!("{command} --no-such-option"), 2);
        assert!(unknown.contains("'--no-such-option'"), "{unknown}");
        assert!(unknown.contains(&format!("(see sandpact {command} --help)")), "{unknown}");
        let json = line(desk.path(), &format!("{command} --jsn"), 2);
        assert!(json.contains("did you mean `--json`?"), "{json}");

        // The last letter of the name is typed twice.
        let last = command.chars().last().unwrap();
        let typo = line(desk.path(), &format!("{command}{last}"), 2);
        let name = command.split_whitespace().last().unwrap();
        assert!(typo.contains(&format!("did you mean `{name}`?")), "{typo}");
    }
}

#[test]
fn wrong_files_are_one_line_and_the_documented_exit_code() {
    let desk = desk();
    for (command, words, exit_code, says) in WRONG {
        let line = line(desk.path(), &format!("{command} {words}"), *exit_code);
        assert!(line.contains(says), "{command} {words}: {line}");
    }
    let rows: BTreeSet<_> = WRONG.iter().map(|(command, ..)| (*command).to_owned()).collect();
    let all: BTreeSet<_> = commands("").into_iter().collect();
    assert_eq!(all.difference(&rows).collect::<Vec<_>>(), [""; 0], "commands without a row");
    let left = ["a.key", "broken.wasm", "folder", "sandpact-ledger", "text"];
    let mut found: Vec<_> =
        desk.path().read_dir().unwrap().flatten().map(|entry| entry.file_name()).collect();
    found.sort();
    assert_eq!(found, left, "something half-made was left");
}
