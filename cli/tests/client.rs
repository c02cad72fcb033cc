//! What clients ask of the `sandpact` binary: schemas, entries, generated clients, transactions
//! that were signed elsewhere.
#![allow(clippy::unwrap_used)]

use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, ChainId, Gas, Height};
use sandpact_client::builder::TransactionBuilder;
use sandpact_client::key::KeyPair;
use sandpact_client::value::hex_bytes;
use serde_json::{Value, json};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with `office.key` and a ledger that has `vat_invoice`.
struct Desk {
    folder: TempDir,
    office: KeyPair,
    contract: Address,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let office = KeyPair::from_seed([7; 32]);
        office.write_new(&folder.path().join("office.key")).unwrap();
        let mut desk = Self { folder, office, contract: Address::ZERO };
        desk.done("init --key office.key --time 1767571200");
        let arguments = json!({ "authority": desk.office.address().to_string() });
        desk.write("args.json", arguments.to_string());
        let words = "deploy vat_invoice --key office.key --time 1767571260 --args args.json";
        desk.contract = address(&desk.done(words)["contract"]);
        desk
    }

    fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        std::fs::write(self.folder.path().join(name), contents).unwrap();
    }

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
        command.current_dir(self.folder.path()).args(words.split_whitespace());
        command.arg("--json").output().unwrap()
    }

    #[track_caller]
    fn done(&self, words: &str) -> Value {
        let output = self.run(words);
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    #[track_caller]
    fn fails(&self, words: &str, exit_code: i32) -> Value {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(exit_code), "{words}");
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!(line.lines().count(), 1, "{words}: {line}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Gives an account a role, in a transaction of this nonce.
    fn grant(&self, nonce: u64, account: u8) -> Vec<u8> {
        let args = [&[1], [account; 32].as_slice()].concat();
        TransactionBuilder::new(ChainId("sandpact-local".into()), nonce, Height(100))
            .gas_limit(Gas(1_000_000))
            .invoke(self.contract, "grant", args)
            .sign(&self.office)
            .unwrap()
            .encode()
    }
}

fn address(value: &Value) -> Address {
    Address(hex_bytes(value.as_str().unwrap()).unwrap().try_into().unwrap())
}

#[test]
fn transactions_signed_elsewhere_run_once() {
    let desk = Desk::new();
    let office = desk.office.address();
    let account = desk.done(&format!("account {office}"));
    assert_eq!((&account["nonce"], &account["height"]), (&1.into(), &1.into()));
    assert_eq!(account["chain_id"], "sandpact-local");

    desk.write("one.tx", desk.grant(1, 8));
    let sent = desk.done("submit one.tx --time 1767571320");
    assert_eq!((&sent["outcome"], &sent["returned"]), (&"success".into(), &json!([""])));
    let event = &sent["events"][0];
    assert_eq!(event["fields"]["role"], "Seller");
    let data = [&[1], [8; 32].as_slice(), office.as_bytes()].concat();
    assert_eq!(event["data"], hex::encode(data));
    assert_eq!(desk.done(&format!("account {office}"))["nonce"], 2);

    let again = desk.fails("submit one.tx --time 1767571380", 1);
    assert_eq!(again["error"]["code"], 10_005);
    assert_eq!(again["receipt"]["outcome"], "refused");

    desk.write("two.tx", format!("0x{}\n", hex::encode(desk.grant(2, 9))));
    assert_eq!(desk.done("submit two.tx --time 1767571380")["height"], 3);
    desk.write("none.tx", "no transaction");
    assert_eq!(desk.fails("submit none.tx", 1)["error"]["code"], 10_001);
    assert_eq!(desk.fails("submit nowhere.tx", 2)["error"]["name"], "File");
    desk.fails("account 00", 2);
}

#[test]
fn refusals_carry_their_data_as_bytes() {
    let desk = Desk::new();
    let seller = KeyPair::from_seed([8; 32]);
    let signed = TransactionBuilder::new(ChainId("sandpact-local".into()), 0, Height(100))
        .invoke(desk.contract, "grant", [&[1], [8; 32].as_slice()].concat())
        .sign(&seller)
        .unwrap();
    desk.write("refused.tx", signed.encode());
    let refused = desk.fails("submit refused.tx --time 1767571320", 1);
    let receipt = &refused["receipt"];
    assert_eq!(refused["error"]["name"], "NotAuthorised");
    assert_eq!((&receipt["outcome"], &receipt["code"]), (&"reverted".into(), &1.into()));
    assert_eq!((&receipt["call"], &receipt["data"]), (&0.into(), &"".into()));

    let office = desk.office.address();
    let asked = desk.done(&format!("query vat_invoice has_role --encoded 00{office}"));
    assert_eq!((&asked["returned"], &asked["returned_hex"]), (&true.into(), &"01".into()));
    let unknown = desk.fails(&format!("query vat_invoice invoice --encoded {office}"), 1);
    let receipt = &unknown["receipt"];
    assert_eq!((&receipt["code"], &receipt["data_hex"]), (&2.into(), &"".into()));
    desk.fails("query vat_invoice has_role --encoded 0g", 2);
    assert_eq!(desk.fails("query vat_invoice has_role --encoded 00", 1)["error"]["code"], 14);
}

#[test]
fn entries_are_read_page_by_page() {
    let desk = Desk::new();
    for (nonce, account) in [(1, 8), (2, 9)] {
        desk.write("grant.tx", desk.grant(nonce, account));
        desk.done("submit grant.tx --time 1767571320");
    }
    let all = desk.done("inspect vat_invoice --entries roles");
    let all = all["entries"].as_array().unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(all[0]["key"]["role"], "Authority");
    assert_eq!(all[2]["key"], json!({"role": "Seller", "account": Address([9; 32]).to_string()}));

    let (mut paged, mut words) =
        (Vec::new(), "inspect vat_invoice --entries roles --limit 2".to_owned());
    loop {
        let page = desk.done(&words);
        paged.extend(page["entries"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        words = format!("inspect vat_invoice --entries roles --limit 2 --after {next}");
    }
    assert_eq!(&paged, all);
    assert_eq!(desk.done("inspect vat_invoice --entries epochs")["entries"][0]["key"], Value::Null);

    let at = all[1]["at"].as_str().unwrap();
    assert_eq!(desk.done(&format!("prove vat_invoice --key {at}"))["value"], "");
    let unknown = desk.fails("inspect vat_invoice --entries nothing", 2);
    assert!(unknown["error"]["message"].as_str().unwrap().contains("roles, epochs"), "{unknown}");
    desk.fails("inspect vat_invoice --entries roles --after a/b", 2);
}

#[test]
fn a_file_says_what_the_ledger_says() {
    let desk = Desk::new();
    desk.write("v.wasm", sandpact_contracts::VAT_INVOICE.wasm);
    let (file, ledger) = (desk.done("inspect v.wasm"), desk.done("inspect vat_invoice"));
    assert_eq!(file["abi"], ledger["abi"]);
    let roles = &file["abi"]["storage"][0];
    assert_eq!(
        (&roles["name"], &roles["kind"], &roles["key"]),
        (&"roles".into(), &"roles".into(), &"Role".into())
    );
    let guard = json!({"field": "roles", "roles": ["Authority"]});
    assert_eq!(file["abi"]["methods"][1]["guard"], guard);
    for words in ["inspect v.wasm --keys", "inspect v.wasm --entries roles", "inspect none.wasm"] {
        desk.fails(words, 2);
    }

    let schema = desk.done("schema v.wasm --method grant");
    for from in ["vat_invoice", "vat_invoice --ledger nowhere"] {
        assert_eq!(schema, desk.done(&format!("schema {from} --method grant")));
    }
    assert_eq!(schema["required"], json!(["role", "account"]));
    let names = desk.done("schema v.wasm");
    assert!(names["$defs"]["returns.has_role"].is_object());
    assert_eq!(desk.fails("schema v.wasm --method nothing", 2)["error"]["code"], 15_002);
    desk.fails("schema nothing --ledger nowhere", 2);
}

#[test]
fn clients_are_written_the_same_from_everywhere() {
    let desk = Desk::new();
    desk.write("v.wasm", sandpact_contracts::VAT_INVOICE.wasm);
    let read = |name: &str| std::fs::read_to_string(desk.folder.path().join(name)).unwrap();
    desk.done("client rust v.wasm --out a/client.rs");
    desk.done("client rust vat_invoice --out b.rs");
    assert_eq!(read("a/client.rs"), read("b.rs"));

    let written = desk.done("client typescript v.wasm --out one");
    desk.done("client typescript vat_invoice --out two");
    let files = written["files"].as_array().unwrap();
    assert!(
        files.contains(&"src/index.ts".into()) && files.contains(&"src/sandpact/command.ts".into())
    );
    for file in files {
        let file = file.as_str().unwrap();
        assert_eq!(read(&format!("one/{file}")), read(&format!("two/{file}")));
    }
    desk.write("file", "");
    assert_eq!(desk.fails("client typescript v.wasm --out file/x", 2)["error"]["name"], "File");
    desk.fails("client typescript v.wasm", 2);
}
