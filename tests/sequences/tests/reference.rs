//! The reference contract stays as small as the SDK promises.
#![allow(clippy::unwrap_used)]

use sandpact_build::{BuildOptions, build_contract};
use std::{fs, path::PathBuf, process::Command};

/// Lines that say something.
fn lines(text: &str) -> usize {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../contracts/invoice-registry"))
}

fn read(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap()
}

#[test]
fn the_reference_contract_is_as_short_as_promised() {
    let (contract, test, manifest) =
        (read("src/lib.rs"), read("tests/registry.rs"), read("Cargo.toml"));
    assert!(lines(&contract) <= 57, "contract: {} lines", lines(&contract));
    assert!(lines(&test) <= 23, "test: {} lines", lines(&test));
    let manifest_lines = manifest.lines().filter(|line| !line.trim().is_empty()).count();
    assert!(manifest_lines <= 9, "manifest: {manifest_lines} lines");
    let imports = contract.lines().filter(|line| line.starts_with("use ")).count();
    assert!(imports <= 2, "{imports} imports");
    assert!(!contract.contains(".clone()") && !contract.contains("impl From"));
}

#[test]
fn its_module_fits_in_sixteen_kibibytes() {
    let built = build_contract(&folder(), &BuildOptions::default()).unwrap();
    assert!(built.wasm.len() <= 16 * 1024, "{} bytes", built.wasm.len());
}

/// Outside this repository, as its users have it.
#[test]
fn it_needs_few_packages() {
    let copy = tempfile::tempdir().unwrap();
    let sdk = concat!(env!("CARGO_MANIFEST_DIR"), "/../../sdk");
    let manifest = read("Cargo.toml").replace("../../sdk", &sdk.replace('\\', "/"));
    fs::create_dir(copy.path().join("src")).unwrap();
    fs::write(copy.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(copy.path().join("src/lib.rs"), "").unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    // What this repository's tests were built from is all that it can need.
    cargo.args(["generate-lockfile", "--offline"]).current_dir(copy.path());
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lock = fs::read_to_string(copy.path().join("Cargo.lock")).unwrap();
    let packages = lock.lines().filter(|line| *line == "[[package]]").count();
    assert!((2..=120).contains(&packages), "{packages} packages");
}
