//! The loop of whoever writes a contract: new, test, build, check, build elsewhere, verify.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn run(desk: &Path, words: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    command.env("SANDPACT_SDK", REPOSITORY);
    command.current_dir(desk).args(words.split_whitespace()).arg("--json").output().unwrap()
}

fn done(desk: &Path, words: &str) -> Value {
    let output = run(desk, words);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The document of a command that fails with this exit code.
fn fails(desk: &Path, words: &str, exit_code: i32) -> Value {
    let output = run(desk, words);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(exit_code), "{words}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn edit(file: PathBuf, from: &str, to: &str) {
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{from} in {}", file.display());
    std::fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn the_template_passes_its_tests_and_every_lint() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let made = done(desk, "new note-book");
    assert_eq!(made["folder"], "note-book");
    assert_eq!(fails(desk, "new note-book", 2)["error"]["name"], "Exists");

    // The template's tests pass untouched.
    let mut test = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    test.args(["test", "note-book"]).current_dir(desk);
    let tested = test.env_remove("CARGO_TARGET_DIR").output().unwrap();
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stderr));
    check_policy_coverage(desk);

    // It builds, without a warning of any lint, and the record says from what.
    let built = done(desk, "build note-book --out book.wasm");
    let record = std::fs::read_to_string(desk.join("book.build.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&record).unwrap(), built["record"]);
    assert_eq!(built["record"]["code_hash"], built["code_hash"]);
    assert!(!record.contains(desk.to_str().unwrap()), "{record}");
    assert_eq!(built["sizes"]["sections"][0]["name"], "code");
    assert!(!built["sizes"]["functions"].as_array().unwrap().is_empty());
    let checked = done(desk, "check book.wasm --deny all");
    assert_eq!(checked["code_hash"], built["code_hash"]);
    assert_eq!(checked["findings"], Value::Array(Vec::new()));
    assert_eq!(checked["storage"][1]["kind"], "ordered map");
    let length = &checked["limits"][0];
    assert_eq!(
        (&length["name"], &length["used"]),
        (&"ModuleLength".into(), &built["code_len_bytes"])
    );

    // A loop over all notes is found in what the compiler made of it.
    let endless = "pub fn count(&self) -> Result<u64, Error> {
        let (mut count, mut cursor) = (0_u64, None);
        while let Some((number, _)) = self.notes.after(cursor.as_ref(), 1).pop() {
            count = count.wrapping_add(1);
            cursor = Some(number);
        }
        Ok(count)
    }

    /// The note of a number.";
    let source = desk.join("note-book/src/lib.rs");
    edit(source, "/// The note of a number.", &format!("/// How many.\n    {endless}"));
    // A method without a rule is called by nobody, so its author has to say who calls it.
    let refused = fails(desk, "build note-book --out endless.wasm", 1);
    assert_eq!(refused["error"]["code"], 11_020);
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.ends_with("policy.toml: no rule for count"), "{message}");
    let policy = desk.join("note-book/policy.toml");
    edit(policy.clone(), "[methods]", "[methods]\ncount = { open = true }");
    done(desk, "build note-book --out endless.wasm");
    std::fs::remove_file(policy).unwrap();
    let refused = fails(desk, "build note-book", 1)["error"]["message"].to_string();
    assert!(refused.contains("policy.toml is missing: it says who may call write,"), "{refused}");
    done(desk, "build note-book --out endless.wasm --without-policy");
    let denied = fails(desk, "check endless.wasm --deny unbounded-iteration", 1);
    assert_eq!(denied["error"]["name"], "Lint");
    let findings = denied["report"]["findings"].as_array().unwrap();
    let places: Vec<_> = findings.iter().map(|it| (&it["lint"], &it["place"])).collect();
    assert_eq!(places, [(&"unbounded-iteration".into(), &"count".into())]);
}

/// A contract without dependencies: quick to build, though no ledger would take it.
const MANIFEST: &str = "[package]\nname = \"least\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\
    [lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
const SOURCE: &str = "#![no_std]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }
#[unsafe(export_name = \"method.create\")]
extern \"C\" fn create(divisor: u32) -> u32 { 7 % divisor }
";

/// Tests of the template's own rules, for one file of tests.
fn rules(name: &str, body: &str) -> String {
    format!(
        "use note_book::Register;
use sandpact_testing::{{code, prelude::*}};

#[test]
fn {name}() {{
    let organisations = Organisations::new([\"bank\", \"authority\"])
        .member(\"clerk\", \"bank\", [\"clerk\"])
        .member(\"inspector\", \"authority\", [\"regulator\"]);
    let ledger = Ledger::with_organisations(&organisations);
    let [clerk, inspector] = ledger.accounts([\"clerk\", \"inspector\"]);
    let create = Calls::<Register>::create(clerk.address);
    let policy = include_str!(\"../policy.toml\");
    let register = ledger.deploy_with_policy(&clerk, create, policy);
    {body}
}}
"
    )
}

/// What tests try of the rules is added up over their files, each of which has its own engine.
fn check_policy_coverage(desk: &Path) {
    let tests = desk.join("note-book/tests");
    let written = "register.by(&clerk).write(1, \"paid\".to_owned()).ok();";
    std::fs::write(tests.join("lets_in.rs"), rules("the_clerk_writes", written)).unwrap();
    let refused = "let denied = register.by(&inspector).write(1, \"paid\".to_owned()).denied();
    assert_eq!(denied.code, code::NOT_A_CALLER);
    register.by(&clerk).write(2, \"due\".to_owned()).ok();
    assert!(register.query_by(&inspector).note(2).ok().is_some());";
    std::fs::write(tests.join("keeps_out.rs"), rules("the_inspector_does_not", refused)).unwrap();

    let words = "test note-book --policy-coverage";
    let covered = &done(desk, words)["policy_coverage"]["note_book"];
    let rule = |name: &str| {
        let rules = covered["rules"].as_array().unwrap();
        let found = rules.iter().find(|rule| rule["rule"] == name).unwrap();
        (found["passed"].clone(), found["refused"].clone(), found["verdict"].clone())
    };
    // `govern` let the two policies in.
    assert_eq!(rule("contract.govern"), (2.into(), 0.into(), "never refused".into()));
    assert_eq!(rule("methods.write"), (2.into(), 1.into(), "".into()));
    assert_eq!(rule("methods.note"), (1.into(), 0.into(), "never refused".into()));
    assert_eq!(rule("methods.after"), (0.into(), 0.into(), "never tried".into()));
    assert_eq!(covered["never_tried"], 4, "{covered}");

    let mut test = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    let shown = test.env("SANDPACT_SDK", REPOSITORY).current_dir(desk).args(words.split(' '));
    let shown = String::from_utf8(shown.output().unwrap().stdout).unwrap();
    let line = shown.lines().find(|line| line.starts_with("methods.write")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["methods.write", "2", "1"]);
    assert!(shown.trim_end().ends_with("4 of 7 rules never tried"), "{shown}");
}

#[test]
fn a_build_is_verified_in_another_folder() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    std::fs::create_dir_all(desk.join("one/src")).unwrap();
    std::fs::write(desk.join("one/Cargo.toml"), MANIFEST).unwrap();
    std::fs::write(desk.join("one/src/lib.rs"), SOURCE).unwrap();
    // The module and the record are there, whatever a ledger would say.
    assert_eq!(fails(desk, "build one --out least.wasm", 1)["error"]["name"], "ModuleAbi");
    std::fs::create_dir(desk.join("elsewhere")).unwrap();
    std::fs::rename(desk.join("one"), desk.join("elsewhere/b")).unwrap();
    let verified = done(desk, "verify-build least.wasm elsewhere/b");
    assert_eq!((&verified["equal"], &verified["has_record"]), (&true.into(), &true.into()));

    // Another source gives another module, and the difference is named.
    edit(desk.join("elsewhere/b/src/lib.rs"), "7 % divisor", "8 % divisor");
    let different = fails(desk, "verify-build least.wasm elsewhere/b", 1);
    assert_eq!(different["error"]["name"], "Different");
    let message = different["error"]["message"].as_str().unwrap();
    assert!(message.contains("(method.create)"), "{message}");
    assert!(message.ends_with("other than in its record: the sources"), "{message}");
    assert_eq!(different["report"]["equal"], false);

    // Another compiler proves nothing; without a record nobody knows.
    edit(desk.join("least.build.json"), "rustc 1.", "rustc 0.");
    let other = fails(desk, "verify-build least.wasm elsewhere/b", 2);
    assert_eq!(other["error"]["name"], "OtherCompiler");
    std::fs::remove_file(desk.join("least.build.json")).unwrap();
    edit(desk.join("elsewhere/b/src/lib.rs"), "8 % divisor", "7 % divisor");
    assert_eq!(done(desk, "verify-build least.wasm elsewhere/b")["has_record"], false);
}
