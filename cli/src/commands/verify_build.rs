//! `sandpact verify-build`.

use crate::args::VerifyBuildArgs;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Report, count, grouped};
use crate::symbols;
use crate::table::fields;
use sandpact_anatomy::{Names, difference};
use sandpact_build::{BuildOptions, BuildRecord, build_contract, installed_compiler};
use serde_json::json;
use sha3::{Digest as _, Sha3_256};
use std::path::Path;

/// A module whose source somebody names.
struct Claim {
    /// File or contract.
    shown: String,
    code: Vec<u8>,
    /// Of its functions, as far as symbols are found.
    names: Names,
    record: Option<BuildRecord>,
}

/// Builds a module again in a folder of its own and compares the code hashes.
pub fn run(ledger: &Path, args: &VerifyBuildArgs) -> Result<Report, CliError> {
    let claim = claim(ledger, args)?;
    same_compiler(&claim, &args.crate_dir)?;
    let target =
        tempfile::tempdir().map_err(|error| CliError::file(&std::env::temp_dir(), &error))?;
    let options = BuildOptions {
        target_dir: Some(target.path().to_owned()),
        // A lock file that must change is another one than that of the module.
        locked: args.crate_dir.join("Cargo.lock").is_file(),
        ..BuildOptions::default()
    };
    let built = build_contract(&args.crate_dir, &options)?;
    let record = BuildRecord::new(&args.crate_dir, &built)?;
    let claimed = hex::encode(Sha3_256::digest(&claim.code));
    let is_equal = claim.code == built.wasm;
    let difference = if is_equal { None } else { Some(explain(&claim, &built.wasm, &record)) };
    let report = Report {
        text: fields(&[
            (if is_equal { "equal" } else { "different" }, claim.shown.clone()),
            ("code hash", claimed.clone()),
            ("rebuilt", record.code_hash.clone()),
            ("size", sizes(&claim.code, &built.wasm)),
            ("compiler", built.compiler.clone()),
            ("record", said_by_record(claim.record.as_ref())),
        ]),
        json: json!({
            "equal": is_equal,
            "module": claim.shown,
            "code_hash": claimed,
            "rebuilt_code_hash": record.code_hash,
            "compiler": built.compiler,
            "has_record": claim.record.is_some(),
            "difference": difference,
        }),
    };
    match difference {
        None => Ok(report),
        Some(difference) => Err(CliError::Found {
            exit_code: 1,
            name: "Different".into(),
            message: format!("{} is not what its source gives: {difference}", claim.shown),
            report: Box::new(report),
        }),
    }
}

/// A file, or else a contract on the ledger.
fn claim(ledger: &Path, args: &VerifyBuildArgs) -> Result<Claim, CliError> {
    let file = Path::new(&args.module);
    let is_file = file.exists() || args.module.contains(['/', '.']);
    let (code, names) = if is_file {
        let code = std::fs::read(file).map_err(|error| CliError::file(file, &error))?;
        let names = symbols::function_names(file, &code);
        (code, names)
    } else {
        let ledger = Ledger::open(ledger)?;
        let (address, info) = ledger.find(&args.module)?;
        let symbols = ledger.symbols().find(&info.code_hash);
        let names = symbols.map(|symbols| symbols.function_names()).unwrap_or_default();
        (ledger.runtime().contract_code(&address)?.unwrap_or_default(), names)
    };
    let beside = BuildRecord::path(file);
    let record = match &args.record {
        Some(path) => Some(BuildRecord::read(path)?),
        None if is_file && beside.is_file() => Some(BuildRecord::read(&beside)?),
        None => None,
    };
    Ok(Claim { shown: args.module.clone(), code, names, record })
}

/// Two compilers give two modules, so another one proves nothing.
fn same_compiler(claim: &Claim, crate_dir: &Path) -> Result<(), CliError> {
    let Some(record) = &claim.record else { return Ok(()) };
    let here = installed_compiler(crate_dir).map(|(toolchain, _)| toolchain);
    match here {
        Ok(here) if here == record.compiler => Ok(()),
        Ok(here) => {
            let version = record.compiler.rustc.split(' ').nth(1).unwrap_or("VERSION").to_owned();
            let message = format!(
                "{} was built by {} ({} libraries), but the compiler here is {} ({} libraries): \
                 run it again with RUSTUP_TOOLCHAIN={version}",
                claim.shown,
                record.compiler.rustc,
                libraries(&record.compiler),
                here.rustc,
                libraries(&here),
            );
            Err(CliError::input("OtherCompiler", message))
        }
        // The build looks further, and says what is missing.
        Err(_) => Ok(()),
    }
}

fn libraries(toolchain: &sandpact_build::Toolchain) -> &'static str {
    match toolchain.libraries {
        sandpact_build::Libraries::Prebuilt => "prebuilt",
        sandpact_build::Libraries::FromSource => "self-built",
    }
}

/// Where the modules differ, and what else differs from the record.
fn explain(claim: &Claim, rebuilt: &[u8], record: &BuildRecord) -> String {
    let found = match difference(&claim.code, rebuilt, &claim.names) {
        Ok(Some(difference)) => difference.to_string(),
        Ok(None) => "no section differs".to_owned(),
        Err(error) => error.to_string(),
    };
    let inputs = claim.record.as_ref().map(|claimed| claimed.differing_inputs(record));
    match inputs {
        Some(inputs) if inputs.is_empty() => format!("{found}; its record names the same inputs"),
        Some(inputs) => format!("{found}; other than in its record: {}", inputs.join(", ")),
        None => found,
    }
}

fn said_by_record(record: Option<&BuildRecord>) -> String {
    match record {
        Some(record) => format!("{} by {}", record.package, record.compiler.rustc),
        None => "none, so the compiler may be another one than the module's".to_owned(),
    }
}

fn sizes(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (grouped(count(one.len())), grouped(count(other.len())));
    if one == other { format!("{one} bytes") } else { format!("{one} and {other} bytes") }
}
