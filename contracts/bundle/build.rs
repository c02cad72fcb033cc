//! Compiles the contracts of this repository for wasm32 and writes the table of modules that
//! `lib.rs` includes.

use sandpact_build::{BuildOptions, BuiltContract, build_contracts, file_name};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Folders of the contracts beside this crate, in the order of the table.
const CONTRACTS: [&str; 9] = [
    "banking_calendar",
    "bill_of_lading",
    "claim_adjudication",
    "consent_directive",
    "documentary_credit",
    "fiscal_record_chain",
    "item_trace",
    "receivable_registry",
    "vat_invoice",
];

/// Everything else that enters a module, from the root of the repository.
const SOURCES: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
    "sdk/Cargo.toml",
    "sdk/src",
    "sdk/abi/Cargo.toml",
    "sdk/abi/src",
    "sdk/macros/Cargo.toml",
    "sdk/macros/src",
];

fn main() {
    let contracts = folder("CARGO_MANIFEST_DIR").join("..");
    let folders: Vec<PathBuf> = CONTRACTS.iter().map(|name| contracts.join(name)).collect();
    watch(&contracts.join(".."), &folders);
    let out = folder("OUT_DIR");
    // The lock file is the workspace's, which the outer cargo has just checked.
    let options = BuildOptions {
        target_dir: Some(out.join("target")),
        locked: true,
        ..BuildOptions::default()
    };
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    match build_contracts(&folders, &options) {
        Ok(built) => write_table(&out.join("modules.rs"), &built),
        Err(error) => fail(&error),
    }
}

fn folder(variable: &str) -> PathBuf {
    std::env::var_os(variable).expect("cargo sets it for build scripts").into()
}

/// Tells cargo when to run this again.
fn watch(root: &Path, contracts: &[PathBuf]) {
    println!("cargo::rerun-if-env-changed=SANDPACT_WASM_COMPILER");
    println!("cargo::rerun-if-changed=build.rs");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", root.join(source).display());
    }
    for contract in contracts {
        for part in ["Cargo.toml", "src"] {
            println!("cargo::rerun-if-changed={}", contract.join(part).display());
        }
    }
}

/// One static for each contract, and `ALL`.
fn write_table(path: &Path, built: &[BuiltContract]) {
    let mut table = String::new();
    let mut names = Vec::new();
    for (contract, module) in CONTRACTS.iter().zip(built) {
        let name = contract.to_uppercase();
        let wasm = module.path.display().to_string();
        let symbols = module.path.with_file_name(file_name(&module.symbols.code_hash));
        let symbols = symbols.display().to_string();
        let written = writeln!(
            table,
            "/// The contract `{contract}`.\n\
             pub static {name}: ContractModule =\n    \
             ContractModule {{\n    name: {contract:?},\n    wasm: include_bytes!({wasm:?}),\n    \
             symbols: include_bytes!({symbols:?}),\n}};",
        );
        written.expect("a string takes all text");
        names.push(name);
    }
    let compiler = built.first().map_or("", |module| module.compiler.as_str());
    let rest = format!(
        "/// All contracts, by name.\n\
         pub static ALL: [&ContractModule; {}] = [&{}];\n\
         /// The compiler that built them.\n\
         pub static COMPILER: &str = {compiler:?};\n",
        names.len(),
        names.join(", &"),
    );
    table.push_str(&rest);
    if let Err(error) = fs::write(path, table) {
        fail(&format!("cannot write {}: {error}", path.display()));
    }
}

/// Ends the build with one message and no backtrace.
fn fail(problem: &dyn std::fmt::Display) -> ! {
    println!("cargo::error={}", problem.to_string().replace('\n', " "));
    std::process::exit(1)
}
