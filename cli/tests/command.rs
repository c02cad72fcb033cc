//! The `sandpact` binary as people and programs meet it: words in, one document
//! or one line out, and an exit code.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder in which a person types commands.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A desk with `alice.key` and a ledger on which alice may deploy; and her address.
    fn with_ledger() -> (Self, String) {
        let desk = Self::new();
        let key = desk.done("keygen --out alice.key");
        desk.done("init --key alice.key --time 1767571200");
        (desk, text(&key, "address"))
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, words: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
        command.current_dir(self.0.path()).args(words.split_whitespace()).output().unwrap()
    }

    /// Runs with `--json`, which must end well.
    fn done(&self, words: &str) -> Value {
        let output = self.run(&format!("{words} --json"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words}: {errors}");
        assert_eq!(errors, "", "{words}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs both ways, which must fail with this exit code; gives the document.
    fn fails(&self, words: &str, exit_code: i32) -> Value {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(exit_code), "{words}");
        assert!(output.stdout.is_empty(), "{words}");
        let line = one_line(&output.stderr, words);

        let output = self.run(&format!("{words} --json"));
        assert_eq!(output.status.code(), Some(exit_code), "{words}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let message = document["error"]["message"].as_str().unwrap();
        assert!(one_line(&output.stderr, words).contains(message), "{words}");
        assert!(line.starts_with("error"), "{line}");
        document
    }
}

fn one_line(bytes: &[u8], words: &str) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(text.lines().count(), 1, "{words}: {text}");
    assert!(!text.contains("panicked"), "{text}");
    text
}

fn text(document: &Value, name: &str) -> String {
    document[name].as_str().unwrap_or_else(|| panic!("{name} in {document}")).to_owned()
}

#[test]
fn from_an_empty_folder_to_a_proof() {
    let (desk, alice) = Desk::with_ledger();
    assert_eq!(text(&desk.done("check vat_invoice"), "name"), "vat_invoice");
    let deployed = desk.done(&format!(
        "deploy vat_invoice --key alice.key --time 1767571260 --arg authority={alice}"
    ));
    let bob = text(&desk.done("keygen --out bob.key"), "address");
    let role = format!("--arg role=Seller --arg account={bob}");
    let granted =
        desk.done(&format!("call vat_invoice grant --key alice.key --time 1767571320 {role}"));
    assert_eq!(desk.done(&format!("query vat_invoice has_role {role}"))["returned"], true);
    assert_eq!(
        (granted["height"].as_u64(), granted["events"][0]["fields"]["by"].as_str()),
        (Some(2), Some(&*alice))
    );

    let shown = desk.done("inspect vat_invoice");
    assert_eq!(shown["contract"], deployed["contract"]);
    let keys = desk.done("inspect vat_invoice --keys");
    let keys = keys["keys"].as_array().unwrap();
    let key = text(keys.last().unwrap(), "key");
    let before = keys.len().checked_sub(2).map(|last| text(&keys[last], "key"));
    if let Some(before) = before {
        let rest = desk.done(&format!("inspect vat_invoice --keys --after {before}"));
        assert_eq!(rest["keys"].as_array().unwrap().len(), 1);
    }

    let root = text(&granted, "state_root");
    for (key, present) in [(key.as_str(), true), ("nowhere/00", false)] {
        let proof = desk.done(&format!("prove vat_invoice --key {key} --out p.json"));
        assert_eq!((text(&proof, "root"), proof["value"].is_string()), (root.clone(), present));
        desk.done(&format!("verify-proof p.json --root {root}"));
        forge(&desk.path("p.json"));
        let refused = desk.fails("verify-proof p.json", 1);
        assert_eq!(refused["error"]["name"], "ProofInvalid");
    }
    let verified = desk.done("ledger verify");
    assert_eq!(text(&verified, "state_root"), root);

    // Carried elsewhere, rebuilt and made smaller, the ledger has the same root.
    let exported = desk.done("ledger export snapshot");
    assert_eq!(text(&exported, "state_root"), root);
    assert_eq!(desk.fails("ledger export snapshot", 2)["error"]["name"], "Snapshot");
    assert_eq!(text(&desk.done("ledger import snapshot --ledger other"), "state_root"), root);
    assert_eq!(text(&desk.done("ledger verify --ledger other"), "state_root"), root);
    assert_eq!(text(&desk.done("ledger rebuild"), "state_root"), root);
    assert_eq!(desk.done("ledger prune")["removed_segments"], 0);
    let stats = desk.done("ledger stats");
    assert_eq!((&stats["height"], &stats["first_block"]), (&verified["height"], &0.into()));
}

/// Turns a value into another, an absence into a presence.
fn forge(path: &Path) {
    let mut proof: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    proof["value"] = match proof["value"].as_str() {
        Some(value) => format!("{value}00").into(),
        None => "00".into(),
    };
    std::fs::write(path, proof.to_string()).unwrap();
}

#[test]
fn failures_are_one_line_one_document_and_a_code() {
    let (desk, alice) = Desk::with_ledger();
    let mallory = text(&desk.done("keygen --out mallory.key"), "address");
    std::fs::write(desk.path("text.wasm"), "no module").unwrap();
    std::fs::write(desk.path("p.json"), "{}").unwrap();
    let deploy = format!("deploy vat_invoice --arg authority={alice} --time 1767571260 --key");
    assert_eq!(desk.fails(&format!("{deploy} mallory.key"), 1)["error"]["code"], 11_001);
    desk.done(&format!("{deploy} alice.key"));
    let root = text(&desk.done("inspect"), "state_root");

    let grant = format!("call vat_invoice grant --arg role=Seller --arg account={mallory}");
    let refused = desk.fails(&format!("{grant} --key mallory.key"), 1);
    assert_eq!(refused["receipt"]["outcome"], "reverted");
    assert_eq!(text(&desk.done("inspect"), "state_root"), root);
    let halted = desk.fails(&format!("{grant} --key alice.key --gas-limit 90000"), 1);
    assert_eq!(
        (&halted["error"]["code"], &halted["receipt"]["gas"]),
        (&14_001.into(), &90_000.into())
    );
    assert_eq!(text(&desk.done("inspect"), "state_root"), root);

    let wrong = [
        ("", 2),
        ("dance", 2),
        ("call vat_invoice grant", 2),
        ("keygen --out alice.key", 2),
        ("init --key alice.key", 2),
        ("init --key alice.key --ledger l --chain-id \u{1b}[31m", 2),
        ("init --ledger l", 2),
        ("inspect --ledger nowhere", 2),
        ("inspect nothing", 2),
        ("check nothing.wasm", 2),
        ("check text.wasm", 1),
        ("build nowhere", 2),
        ("query vat_invoice grant", 2),
        ("query vat_invoice nothing", 2),
        ("prove vat_invoice --key a/b", 2),
        ("verify-proof p.json", 2),
        ("verify-proof nothing.json", 2),
        ("demo --documents nowhere", 2),
    ];
    for (words, exit_code) in wrong {
        let document = desk.fails(words, exit_code);
        assert!(document["error"]["name"].is_string(), "{words}");
    }
    let line = desk.fails(&format!("{grant} --arg nothing=1 --key alice.key"), 2);
    assert!(text(&line["error"], "message").contains("nothing"), "{line}");
}

#[test]
fn the_demo_gives_the_same_root_twice() {
    let desk = Desk::new();
    let (one, two) = (desk.done("demo"), desk.done("demo"));
    assert_eq!(one, two);
    let outcomes = |wanted: &str| {
        let rows = one["documents"].as_array().unwrap();
        rows.iter().filter(|row| row["outcome"] == wanted).count()
    };
    assert!(outcomes("accepted") >= 3 && outcomes("refused") >= 3, "{one:#}");
    let contracts = one["documents"].as_array().unwrap().iter().map(|row| row["contract"].as_str());
    let contracts = contracts.flatten().collect::<std::collections::BTreeSet<_>>();
    assert!(contracts.len() >= 3, "{contracts:?}");
    assert_eq!(one["evidence"]["verified"], true);
    let roots = one["stories"].as_array().unwrap().iter().map(|story| story["root"].as_str());
    assert_eq!(roots.collect::<Vec<_>>().len(), 3);
    assert_eq!(one["stories"][2]["root"], one["root"]);
}

/// Two fragments of invoices, the second labelled otherwise than it is.
const RULES: &str = "<testSet xmlns='http://difi.no/xsd/vefa/validator/1.0'>
    <test><assert><success>BR-CO-03</success></assert>
    <Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/></test>
    <test><assert><success>BR-16</success></assert>
    <Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/></test></testSet>";

#[test]
fn folders_are_walked_in_order_and_files_of_no_format_are_refused() {
    let desk = Desk::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/demo/documents");
    let folder = desk.path("in");
    std::fs::create_dir_all(folder.join("b")).unwrap();
    std::fs::copy(samples.join("invoice.xml"), folder.join("c.xml")).unwrap();
    std::fs::copy(samples.join("consent.json"), folder.join("b/consent.json")).unwrap();
    std::fs::write(folder.join("a.txt"), [0xff, 0]).unwrap();
    std::fs::write(folder.join("rules.xml"), RULES).unwrap();
    std::fs::write(folder.join("z.xml"), "<Invoice").unwrap();
    let report = desk.done("demo --documents in");
    let rows = report["documents"].as_array().unwrap();
    let told: Vec<_> = rows.iter().map(|row| (text(row, "file"), text(row, "outcome"))).collect();
    let expected = [
        ("a.txt", "refused"),
        ("b/consent.json", "accepted"),
        ("c.xml", "accepted"),
        ("rules.xml, fragment 1", "accepted"),
        ("rules.xml, fragment 2", "refused"),
        ("z.xml", "refused"),
    ];
    let expected: Vec<_> = expected.map(|(file, told)| (file.to_owned(), told.to_owned())).into();
    assert_eq!(told, expected);
    assert_eq!(rows[0]["code"], 20_024);
    assert_eq!(rows[0]["reason"], "UnknownFormat: neither XML nor JSON");
    assert_eq!(rows[4]["reason"], "RuleBroken: BR-16, but labelled as kept");
    assert_eq!(text(&report, "root").len(), 64);
    // Of what the documents say, nothing is on the ledger.
    assert_eq!(report["plain_text"]["found"], Value::Array(Vec::new()));
    assert!(report["plain_text"]["looked_for"].as_u64().unwrap() > 20, "{report:#}");
}

#[test]
fn every_format_goes_to_its_contracts() {
    let desk = Desk::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/document_mapping");
    std::fs::create_dir_all(desk.path("in")).unwrap();
    for entry in std::fs::read_dir(corpus).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with("seed-") {
            std::fs::copy(entry.path(), desk.path("in").join(name)).unwrap();
        }
    }
    let report = desk.done("demo --documents in");
    let rows = report["documents"].as_array().unwrap();
    let found = |name: &str, contract: &str| {
        let is_it = |row: &&Value| row["file"] == name && row["contract"] == contract;
        let row = rows.iter().find(is_it).unwrap_or_else(|| panic!("{name}: {report:#}"));
        (
            row["outcome"] == "accepted",
            row["call"].as_str().unwrap(),
            row["calls"].as_u64().unwrap(),
        )
    };
    assert_eq!(found("seed-catenax", "item_trace"), (true, "report_bom", 3));
    assert_eq!(found("seed-epcis-xml", "item_trace"), (true, "capture", 1));
    assert_eq!(found("seed-fhir-claim", "claim_adjudication"), (true, "submit", 1));
    assert_eq!(found("seed-fhir-coverage", "claim_adjudication"), (true, "register_coverage", 1));
    assert_eq!(found("seed-gobl", "vat_invoice"), (true, "issue", 1));
    assert_eq!(found("seed-gobl", "fiscal_record_chain"), (true, "register", 1));
    assert_eq!(found("seed-zatca", "fiscal_record_chain"), (true, "append_document", 1));
    assert_eq!(found("seed-dcsa-document", "bill_of_lading"), (true, "issue", 1));
    // A claim that is decided already; an error declaration that names no correction.
    assert!(!found("seed-fhir-response", "claim_adjudication").0);
    assert!(!found("seed-epcis-error", "item_trace").0);
    // Single blocks of chains, whose other blocks are not there.
    let blocks = rows.iter().filter(|row| row["code"] == 20_002);
    assert_eq!(blocks.filter(|row| row["contract"].is_null()).count(), 4, "{report:#}");
    assert_eq!(report["plain_text"]["found"], Value::Array(Vec::new()));
    // Of the day before the documents, none is accepted that must not be of a later day.
    let report = desk.done("demo --documents in --day 2020-01-01");
    let row = report["documents"].as_array().unwrap().iter().find(|row| row["file"] == "seed-gobl");
    assert_eq!(row.unwrap()["code"], 104, "{report:#}");
}
