//! `sandpact test`.

use crate::args::TestArgs;
use crate::coverage::Coverage;
use crate::engine::read_coverage;
use crate::error::CliError;
use crate::output::{Output, Report};
use sandpact_testing_protocol::COVERAGE_VARIABLE;
use serde_json::{Value, json};
use std::process::{Command, Stdio};

/// The variable by which tests find the engine.
const ENGINE: &str = "SANDPACT_ENGINE";

/// Runs the tests of a crate with this very program as their engine. What cargo has to say
/// goes where cargo says it; with `--json` all of it to standard error.
pub fn run(args: &TestArgs, output: Output) -> Result<Report, CliError> {
    let manifest = args.crate_dir.join("Cargo.toml");
    if !manifest.is_file() {
        let shown = manifest.display();
        return Err(CliError::input("Crate", format!("there is no {shown}; sandpact test DIR")));
    }
    let engine =
        std::env::current_exe().map_err(|error| CliError::input("Engine", error.to_string()))?;
    let mut cargo = Command::new("cargo");
    cargo.arg("test").args(&args.cargo_args).current_dir(&args.crate_dir).env(ENGINE, engine);
    let counts =
        tempfile::tempdir().map_err(|error| CliError::file(&std::env::temp_dir(), &error))?;
    if args.policy_coverage {
        cargo.env(COVERAGE_VARIABLE, counts.path());
    }
    if output.is_json() {
        cargo.stdout(Stdio::from(std::io::stderr()));
    }
    let status = cargo.status().map_err(|error| {
        CliError::input("Cargo", format!("cannot run cargo: {error}; install Rust from rustup.rs"))
    })?;
    if !status.success() {
        let (name, message) = ("Tests".to_owned(), "the tests did not pass".to_owned());
        return Err(CliError::Refused { code: None, name, message, receipt: None });
    }
    let mut text = "passed natively and as wasm".to_owned();
    let mut json = json!({ "passed": true });
    if args.policy_coverage {
        let contracts = read_coverage(counts.path())?;
        for (name, coverage) in &contracts {
            text.push_str(&format!("\n\n{name}\n{}", coverage.text()));
        }
        let of = |(name, coverage): (&String, &Coverage)| (name.clone(), coverage.json());
        json["policy_coverage"] = Value::Object(contracts.iter().map(of).collect());
    }
    Ok(Report { json, text })
}
