//! `sandpact upgrade` and `sandpact compare` as people and programs meet them.
#![allow(clippy::unwrap_used)]

use sandpact_abi::{ContractAbi, MethodKind, StorageDef, StorageKind, TypeDef};
use sandpact_test_modules::{ModuleText, method, redescribed};
use serde_json::{Value, json};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with `alice.key` and a ledger on which alice may deploy.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.done("keygen --out alice.key");
        desk.done("init --key alice.key --time 1767571200");
        desk
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
    }

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
        command.current_dir(self.0.path()).args(words.split_whitespace()).output().unwrap()
    }

    fn document(&self, words: &str, exit_code: i32) -> Value {
        let output = self.run(&format!("{words} --json"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(exit_code), "{words}: {errors}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn done(&self, words: &str) -> Value {
        self.document(words, 0)
    }

    fn text(&self, words: &str) -> String {
        String::from_utf8(self.run(words).stdout).unwrap()
    }
}

/// A contract with one stored number, whose description is changed.
fn counter(version: &str, migrate: bool, change: impl FnOnce(&mut ContractAbi)) -> Vec<u8> {
    let set = "(call $storage_set (i32.const 600) (i32.const 6) (i32.const 0) (i32.const 8))";
    let mut methods = vec![method("create", MethodKind::Init, set)];
    if migrate {
        methods.push(method("move_on", MethodKind::Migrate, ""));
    }
    let text = ModuleText { methods, rest: "(data (i32.const 600) \"count\\00\")".into() };
    text.bytes_described(|abi| {
        (abi.name, abi.version) = ("counter".into(), version.into());
        abi.storage = vec![StorageDef {
            name: "count".into(),
            docs: String::new(),
            kind: StorageKind::Value,
            key: TypeDef::Tuple(vec![]),
            value: TypeDef::U64,
            indexes: vec![],
        }];
        change(abi);
    })
}

#[test]
fn a_bundled_contract_is_upgraded_after_a_dry_run() {
    let desk = Desk::new();
    let bundled = sandpact_contracts::module("vat_invoice").unwrap().wasm;
    desk.write("next.wasm", &redescribed(bundled, |abi| abi.version = "7.0.0".into()));
    let alice = desk.done("keygen --out bob.key")["address"].as_str().unwrap().to_owned();
    desk.done(&format!("deploy vat_invoice --key alice.key --arg authority={alice}"));
    let before = desk.done("inspect");

    let compared = desk.done("compare vat_invoice next.wasm");
    assert_eq!(
        compared,
        json!({"verdict": "compatible", "migration": null, "findings": [], "left_out": 0})
    );
    let upgrade = "upgrade next.wasm vat_invoice --key alice.key";
    let dry = desk.done(&format!("{upgrade} --dry-run"));
    assert_eq!((&dry["dry_run"], &dry["outcome"]), (&json!(true), &json!("success")));
    assert_eq!(dry["keys_written"], 2, "the record and the one it replaces");
    let entries = &dry["entries"];
    assert!(entries["looked_at"].as_u64().unwrap() > 0, "{entries}");
    assert_eq!((&entries["unreadable"], &entries["orphans"]), (&json!(0), &json!(0)), "{entries}");
    assert_eq!(desk.done("inspect"), before, "a dry run keeps nothing");

    let done = desk.done(upgrade);
    assert_eq!((&done["to"], &done["gas"]), (&json!("7.0.0"), &dry["gas"]));
    assert_eq!(desk.done("inspect")["contracts"][0]["version"], "7.0.0");
    desk.done("ledger verify");

    // The same step again is refused, and a dry run of it says so without failing.
    let again = desk.done(&format!("{upgrade} --dry-run"));
    assert_eq!((&again["code"], &again["keys_written"]), (&json!(12_010), &json!(0)));
    let refused = desk.document(upgrade, 1);
    assert_eq!(refused["error"]["name"], "UpgradeRefused");
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.contains("version: 7.0.0 is not above 7.0.0"), "{message}");
    assert!(message.contains("--dry-run shows more"), "{message}");
    let by_bob = desk.document("upgrade next.wasm vat_invoice --key bob.key", 1);
    assert_eq!(by_bob["error"]["code"], 11_002);
}

/// The migration promises and does nothing: the ledger takes it, for it cannot read what is
/// stored, and the dry run tells.
#[test]
fn a_dry_run_finds_entries_that_the_new_code_cannot_read() {
    let desk = Desk::new();
    desk.write("first.wasm", &counter("1.0.0", false, |_| {}));
    desk.write("text.wasm", &counter("2.0.0", true, |abi| abi.storage[0].value = TypeDef::U32));
    desk.write("none.wasm", &counter("2.0.0", false, |abi| abi.storage[0].value = TypeDef::U32));
    desk.write("gone.wasm", &counter("2.0.0", true, |abi| abi.storage.clear()));
    desk.done("deploy first.wasm --key alice.key");
    let dry =
        |module: &str| desk.done(&format!("upgrade {module} counter --key alice.key --dry-run"));

    let seen = dry("text.wasm");
    assert_eq!(seen["outcome"], "success");
    assert_eq!(seen["comparison"]["verdict"], "needs-migration");
    assert_eq!(seen["comparison"]["migration"], "move_on");
    assert_eq!(seen["entries"]["unreadable"], 1);
    assert_eq!(seen["entries"]["first_unreadable"], "count");
    let text = desk.text("upgrade text.wasm counter --key alice.key --dry-run");
    assert!(text.contains("1 the code cannot read, first count: count: value: "), "{text}");
    assert!(text.contains("needs-migration  type-changed  storage count value"), "{text}");

    assert_eq!(dry("none.wasm")["code"], 12_011);
    assert_eq!(dry("gone.wasm")["code"], 12_012, "its entry would be left");
    let refused = desk.document("upgrade none.wasm counter --key alice.key", 1);
    assert_eq!(refused["error"]["name"], "MigrationMissing");

    let wrong = "upgrade none.wasm counter --key alice.key --arg x=1";
    assert_eq!(desk.document(wrong, 2)["error"]["code"], 15_002);
    assert_eq!(
        desk.document("upgrade none.wasm nothing --key alice.key", 2)["error"]["code"],
        15_001
    );
    assert_eq!(desk.document("compare first.wasm nothing.wasm", 2)["error"]["name"], "File");
}
