//! `sandpact doctor`.

use crate::args::DoctorArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::project::sdk;
use crate::table::table;
use sandpact_build::installed_compiler;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that sandpact needs: what was found, or the problem and what to do.
struct Checked {
    what: &'static str,
    found: Result<String, Problem>,
}

struct Problem {
    is: String,
    fix: String,
}

impl Problem {
    fn new(is: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { is: is.into(), fix: fix.into() }
    }
}

/// Looks at this machine. Installs nothing, and leaves nothing behind.
pub fn run(ledger: &Path, args: &DoctorArgs) -> Result<Report, CliError> {
    let folder = ledger_place(ledger);
    let checks = [
        Checked { what: "cargo", found: cargo() },
        Checked { what: "compiler", found: compiler() },
        Checked { what: "sdk", found: sdk(args.sdk.as_deref()) },
        Checked { what: "ledger folder", found: writable(&folder) },
        Checked { what: "disk sync", found: synced(&folder) },
        Checked { what: "processor", found: processor() },
    ];
    let report = show(&checks);
    let missing = checks.iter().filter(|check| check.found.is_err()).map(|check| check.what);
    let missing = missing.collect::<Vec<_>>().join(", ");
    if missing.is_empty() {
        return Ok(report);
    }
    let message = format!("this machine lacks what sandpact needs: {missing}");
    Err(CliError::Found { exit_code: 2, name: "Doctor".into(), message, report: Box::new(report) })
}

fn show(checks: &[Checked]) -> Report {
    let row = |check: &Checked| {
        let (state, said, fix) = parts(check);
        vec![check.what.to_owned(), state.to_owned(), said.to_owned(), fix.to_owned()]
    };
    let json = |check: &Checked| {
        let (state, said, fix) = parts(check);
        json!({"check": check.what, "state": state, "message": said, "fix": fix})
    };
    let rows: Vec<_> = checks.iter().map(row).collect();
    Report {
        text: table(&["check", "state", "what", "to do"], &[], &rows),
        json: json!({"checks": checks.iter().map(json).collect::<Value>()}),
    }
}

fn parts(check: &Checked) -> (&'static str, &str, &str) {
    match &check.found {
        Ok(found) => ("ok", found, ""),
        Err(problem) => ("problem", &problem.is, &problem.fix),
    }
}

fn cargo() -> Result<String, Problem> {
    let output = Command::new("cargo").arg("--version").output();
    let output = output.map_err(|error| format!("cannot run cargo: {error}"));
    let version = output.and_then(|output| match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(format!("cargo ended with {}", output.status)),
    });
    version.map_err(|is| Problem::new(is, "install Rust: https://rustup.rs"))
}

fn compiler() -> Result<String, Problem> {
    let found = installed_compiler(Path::new("."));
    found.map(|(_, description)| description).map_err(|_| {
        Problem::new(
            "there is none for wasm32-unknown-unknown",
            "rustup target add wasm32-unknown-unknown",
        )
    })
}

fn sdk(given: Option<&Path>) -> Result<String, Problem> {
    let found = sdk::find(given);
    found.map(|folder| folder.display().to_string()).map_err(|error| {
        let fix = format!("export {}=DIR, the folder `sdk` of the sandpact sources", sdk::VARIABLE);
        Problem::new(error.to_string(), fix)
    })
}

/// The ledger's folder, or where it would be made.
fn ledger_place(ledger: &Path) -> PathBuf {
    let exists = |folder: &&Path| folder.is_dir();
    let found = ledger.ancestors().filter(|folder| !folder.as_os_str().is_empty()).find(exists);
    found.unwrap_or(Path::new(".")).to_owned()
}

fn writable(folder: &Path) -> Result<String, Problem> {
    let file = tempfile::NamedTempFile::new_in(folder);
    file.map(|_| folder.display().to_string()).map_err(|error| {
        let is = format!("{}: {error}", folder.display());
        Problem::new(is, format!("chmod u+w {}, or --ledger DIR", folder.display()))
    })
}

/// A block is acknowledged when its file is synced, and a new file when its folder is.
fn synced(folder: &Path) -> Result<String, Problem> {
    let sync = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(b"sandpact")?;
        file.as_file().sync_all()?;
        std::fs::File::open(folder)?.sync_all()
    };
    sync().map(|()| format!("files and folders in {}", folder.display())).map_err(|error| {
        let is = format!("{}: {error}", folder.display());
        Problem::new(is, "--ledger DIR on a file system that can sync, such as ext4 or xfs")
    })
}

/// The engine compiles for these; the rest is speed alone.
fn processor() -> Result<String, Problem> {
    let name = std::env::consts::ARCH;
    if !matches!(name, "x86_64" | "aarch64" | "s390x" | "riscv64") {
        return Err(Problem::new(
            format!("{name}: the engine compiles for no such processor"),
            "use a machine with x86-64, aarch64, s390x or riscv64",
        ));
    }
    let features = hashing_features();
    let speed = if features.is_empty() { "none" } else { &features };
    Ok(format!("{name}, for faster hashing: {speed}"))
}

#[cfg(target_arch = "x86_64")]
fn hashing_features() -> String {
    let features = [
        ("avx2", std::is_x86_feature_detected!("avx2")),
        ("avx512f", std::is_x86_feature_detected!("avx512f")),
    ];
    let found = features.iter().filter(|(_, is_here)| *is_here).map(|(name, _)| *name);
    found.collect::<Vec<_>>().join(", ")
}

#[cfg(not(target_arch = "x86_64"))]
fn hashing_features() -> String {
    String::new()
}
