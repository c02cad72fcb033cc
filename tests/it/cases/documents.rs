//! The documents say what the code does. `SANDPACT_BLESS=1` rewrites their tables.

use sandpact_abi::{code, code::Class, limits, module_limits};
use sandpact_client::document::REFUSALS;
use sandpact_contracts::ALL;
use sandpact_proof::commitment;
use sandpact_runtime::{Address, Hash, check_module, schedule};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

fn path(document: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs")).join(document)
}

fn read(document: &str) -> String {
    fs::read_to_string(path(document)).unwrap_or_default()
}

/// Compares, or writes when asked to.
fn hold(document: &str, expected: &str) {
    if std::env::var_os("SANDPACT_BLESS").is_some() {
        fs::write(path(document), expected).unwrap();
    }
    let differs = read(document) != expected;
    assert!(!differs, "docs/{document} is out of date; run this test with SANDPACT_BLESS=1");
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Contract => "contract",
        Class::Transaction => "transaction",
        Class::Access => "access",
        Class::Module => "module",
        Class::Limit => "limit",
        Class::Gas => "gas",
        Class::Host => "host",
        Class::Client => "client",
        Class::Store => "store",
    }
}

const HEAD: &str = "# Errors\n\n\
    Every refusal has a stable code; a code never changes its meaning. This file is generated from\n\
    the code by a test.\n\n\
    | class | codes | given by |\n|---|---|---|\n\
    | contract, common | 1 to 99 | the SDK, alike in every contract |\n\
    | contract, own | 100 to 9 999 | the contract that was called |\n\
    | transaction | 10 000 to 10 999 | before any guest code runs; the nonce stays |\n\
    | access | 11 000 to 11 999 | who may do what: members, rules, quotas |\n\
    | module | 12 000 to 12 099 | a module refused at deployment or upgrade |\n\
    | module limit | 12 100 to 12 999 | a count of a module over its limit, see [limits.md](limits.md) |\n\
    | limit | 13 000 to 13 999 | a size or count over its limit |\n\
    | gas | 14 000 to 14 999 | trap, exhausted gas, too deep: one class |\n\
    | host | 15 000 to 15 999 | a call that cannot be made |\n\
    | client | 20 000 to 20 999 | a document refused before it became a call |\n\
    | store | 30 000 to 30 999 | a ledger that cannot be opened or written; never in a receipt |\n";

#[test]
fn errors_md_lists_every_code() {
    let mut text = HEAD.to_owned();
    text.push_str("\n## Runtime\n\n| code | class | name | meaning |\n|---|---|---|---|\n");
    for entry in code::SYSTEM {
        let class = class_name(Class::of(entry.number).unwrap());
        writeln!(text, "| {} | {class} | {} | {} |", entry.number, entry.name, entry.meaning)
            .unwrap();
    }
    text.push_str("\n## Documents\n\n| code | name | meaning |\n|---|---|---|\n");
    for (number, name, meaning) in REFUSALS {
        writeln!(text, "| {number} | {name} | {meaning} |").unwrap();
    }
    let abis: Vec<_> = ALL.iter().map(|module| check_module(module.wasm).unwrap().abi).collect();
    let row = |text: &mut String, error: &sandpact_abi::ErrorDef| {
        let docs = error.docs.replace('\n', " ").replace('|', "\\|");
        writeln!(text, "| {} | {} | {docs} |", error.code, error.name).unwrap();
    };
    text.push_str("\n## Every contract\n\n| code | name | meaning |\n|---|---|---|\n");
    abis[0].errors.iter().filter(|error| error.code < 100).for_each(|error| row(&mut text, error));
    for abi in &abis {
        write!(text, "\n## Contract {}\n\n| code | name | meaning |\n|---|---|---|\n", abi.name)
            .unwrap();
        abi.errors.iter().filter(|error| error.code >= 100).for_each(|error| row(&mut text, error));
    }
    hold("errors.md", &text);
}

#[test]
fn limits_md_lists_every_limit() {
    let mut text = String::from(
        "# Limits\n\nA limit is part of the protocol: changing one changes which transactions succeed. This file is\n\
         generated from the code by a test.\n\n## Modules\n\n\
         Checked before the compiler sees a byte. A module over one is refused with the limit's own code.\n\
         `tests/it/cases/module_limits.rs` takes a module on each side of every one.\n\n\
         | code | name | what is counted | most | why |\n|---|---|---|---|---|\n",
    );
    for limit in module_limits::ALL {
        let (code, name, what, max) = (limit.code, limit.name, limit.what, limit.max);
        writeln!(text, "| {code} | {name} | {what} | {max} | {} |", limit.reason).unwrap();
    }
    text.push_str("\n## Transactions, calls and values\n\n| limit | most | why |\n|---|---|---|\n");
    let source = fs::read_to_string(path("../sdk/abi/src/limits.rs")).unwrap();
    let (mut why, mut value) = (String::new(), BTreeMap::new());
    for (name, number) in LIMITS {
        value.insert(*name, *number);
    }
    for line in source.lines() {
        if let Some(comment) = line.strip_prefix("/// ") {
            why.push_str(if why.is_empty() { "" } else { " " });
            why.push_str(comment);
        } else if let Some(rest) = line.strip_prefix("pub const ") {
            let name = rest.split(':').next().unwrap();
            let number = value.remove(name).unwrap_or_else(|| panic!("{name} is not listed"));
            writeln!(text, "| {name} | {number} | {why} |").unwrap();
            why.clear();
        }
    }
    assert!(value.is_empty(), "{value:?}");
    hold("limits.md", &text);
}

/// Names and values, so that a name in the source has its number.
const LIMITS: &[(&str, u64)] = &[
    ("TRANSACTION_LEN_BYTES_MAX", limits::TRANSACTION_LEN_BYTES_MAX as u64),
    ("CALLS_MAX", limits::CALLS_MAX as u64),
    ("CHAIN_ID_LEN_BYTES_MAX", limits::CHAIN_ID_LEN_BYTES_MAX as u64),
    ("GAS_LIMIT_MAX", limits::GAS_LIMIT_MAX),
    ("BLOCK_TRANSACTIONS_MAX", limits::BLOCK_TRANSACTIONS_MAX as u64),
    ("BLOCK_LEN_BYTES_MAX", limits::BLOCK_LEN_BYTES_MAX as u64),
    ("ARGS_LEN_BYTES_MAX", limits::ARGS_LEN_BYTES_MAX as u64),
    ("RETURN_LEN_BYTES_MAX", limits::RETURN_LEN_BYTES_MAX as u64),
    ("METHOD_NAME_LEN_BYTES_MAX", limits::METHOD_NAME_LEN_BYTES_MAX as u64),
    ("KEY_LEN_BYTES_MAX", limits::KEY_LEN_BYTES_MAX as u64),
    ("VALUE_LEN_BYTES_MAX", limits::VALUE_LEN_BYTES_MAX as u64),
    ("EVENT_LEN_BYTES_MAX", limits::EVENT_LEN_BYTES_MAX as u64),
    ("EVENT_NAME_LEN_BYTES_MAX", limits::EVENT_NAME_LEN_BYTES_MAX as u64),
    ("EVENTS_MAX", limits::EVENTS_MAX as u64),
    ("CRYPTO_INPUT_LEN_BYTES_MAX", limits::CRYPTO_INPUT_LEN_BYTES_MAX as u64),
    ("CALL_DEPTH_MAX", limits::CALL_DEPTH_MAX as u64),
    ("MODULE_LEN_BYTES_MAX", limits::MODULE_LEN_BYTES_MAX as u64),
    ("MEMORY_PAGES_MAX", limits::MEMORY_PAGES_MAX),
    ("STACK_HEIGHT_BYTES_MAX", limits::STACK_HEIGHT_BYTES_MAX as u64),
    ("ABI_LEN_BYTES_MAX", limits::ABI_LEN_BYTES_MAX as u64),
    ("ABI_WRITTEN_OUT_LEN_BYTES_MAX", limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX as u64),
    ("SIGNATURES_MAX", limits::SIGNATURES_MAX as u64),
    ("ACCESS_NAME_LEN_BYTES_MAX", limits::ACCESS_NAME_LEN_BYTES_MAX as u64),
    ("ACCESS_TEXT_LEN_BYTES_MAX", limits::ACCESS_TEXT_LEN_BYTES_MAX as u64),
    ("MEMBER_ROLES_MAX", limits::MEMBER_ROLES_MAX as u64),
    ("MEMBER_ATTRIBUTES_MAX", limits::MEMBER_ATTRIBUTES_MAX as u64),
    ("MEMBER_KEYS_MAX", limits::MEMBER_KEYS_MAX as u64),
    ("ORGANISATION_ANCHORS_MAX", limits::ORGANISATION_ANCHORS_MAX as u64),
    ("RULE_CALLERS_MAX", limits::RULE_CALLERS_MAX as u64),
    ("RULE_ENDORSEMENTS_MAX", limits::RULE_ENDORSEMENTS_MAX as u64),
    ("POLICY_METHODS_MAX", limits::POLICY_METHODS_MAX as u64),
    ("POLICY_KEY_RULES_MAX", limits::POLICY_KEY_RULES_MAX as u64),
    ("POLICY_CODE_HASHES_MAX", limits::POLICY_CODE_HASHES_MAX as u64),
    ("COLLECTION_ORGANISATIONS_MAX", limits::COLLECTION_ORGANISATIONS_MAX as u64),
    ("ACCESS_RECORD_LEN_BYTES_MAX", limits::ACCESS_RECORD_LEN_BYTES_MAX as u64),
];

/// What the bench `calibration` measured, by entry of the schedule: nanoseconds for a unit of
/// gas, and the work.
fn figures() -> BTreeMap<String, (String, String)> {
    let text = fs::read_to_string(path("../benches/figures.csv")).unwrap();
    let row = |line: &str| {
        let mut fields = line.splitn(3, ';').map(str::to_owned);
        let mut next = || fields.next().unwrap_or_else(|| panic!("three fields: {line}"));
        (next(), (next(), next()))
    };
    text.lines().skip(1).map(row).collect()
}

const BEGIN: &str = "<!-- schedule -->\n";
const END: &str = "<!-- end of schedule -->\n";

#[test]
fn gas_md_holds_the_schedule() {
    let text = read("gas.md");
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let figures = figures();
    let mut table = format!(
        "Schedule hash: `{}`\n\n| entry | number | unit | ns per gas | dearest work found that pays by it |\n\
         |---|---|---|---|---|\n",
        schedule::hash()
    );
    for (name, number) in schedule::table() {
        let unit = match *name {
            "near_memory_pages_max" => "pages",
            name if name.starts_with("ticks_") => "ticks",
            _ => "gas",
        };
        let (nanoseconds, work) = match (*name, figures.get(*name)) {
            (_, Some(figure)) => figure.clone(),
            ("ticks_per_gas", None) => (String::new(), "the unit itself".into()),
            ("near_memory_pages_max", None) => (String::new(), "what decides below".into()),
            (name, None) => panic!("no figure for {name}: run the bench calibration with --write"),
        };
        writeln!(table, "| {name} | {number} | {unit} | {nanoseconds} | {work} |").unwrap();
    }
    let known = |entry: &String| schedule::table().iter().any(|(name, _)| name == entry);
    assert!(figures.keys().all(known), "a figure of no entry: {:?}", figures.keys());
    hold("gas.md", &format!("{before}{BEGIN}{table}{END}{after}"));
}

#[test]
fn gas_md_states_the_depth_limit() {
    let bytes = sandpact_abi::limits::STACK_HEIGHT_BYTES_MAX;
    let grouped =
        format!("{} {:03} {:03} bytes", bytes / 1_000_000, bytes / 1_000 % 1_000, bytes % 1_000);
    assert!(read("gas.md").contains(&grouped), "{grouped}");
}

#[test]
fn the_vectors_of_the_state_format_come_out() {
    let text = read("state-format.md");
    let contract = Address([7; 32]);
    let (one, two) = (Hash([1; 32]), Hash([2; 32]));
    for (vector, hash) in [
        ("value hash of `3432`", commitment::value_hash(b"42")),
        (
            "key hash of contract `07` x 32, key `invoices`",
            commitment::key_hash(&contract, b"invoices"),
        ),
        ("account hash of `07` x 32", commitment::account_hash(&contract)),
        ("leaf of key hash `01` x 32", commitment::leaf(&one, &two)),
        ("branch of `01` x 32, empty", commitment::branch(&[one, Hash::ZERO, two, Hash::ZERO])),
    ] {
        let line = text.lines().find(|line| line.starts_with(&format!("| {vector}")));
        assert!(
            line.is_some_and(|line| line.ends_with(&format!("| `{hash}` |"))),
            "{vector}: {hash}"
        );
    }
    let longest = sandpact_proof::PROOF_LEN_BYTES_MAX;
    let grouped = format!("{} {:03}\nbytes", longest / 1_000, longest % 1_000);
    assert!(text.contains(&grouped), "{grouped}");
}
