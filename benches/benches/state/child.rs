//! The two programs that measure: how they are built and run.

use crate::rounds::Size;
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Where the sources are.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Paths of the built programs, and a folder for their stores.
pub struct Programs {
    ours: PathBuf,
    peers: PathBuf,
    scratch: PathBuf,
}

impl Programs {
    /// Builds both. The peers have a target folder of their own within this workspace's.
    pub fn build() -> Result<Self, String> {
        let target = target_folder()?;
        let peers = target.join("peers");
        cargo(&["-p", "sandpact-state", "--example", "measure"], &target)?;
        cargo(&["--manifest-path", "benches/peers/Cargo.toml"], &peers)?;
        Ok(Self {
            ours: target.join("release/examples/measure"),
            peers: peers.join("release/peers"),
            scratch: target.join("state-bench"),
        })
    }

    /// Measures one system and gives its line of JSON.
    pub fn measure(&self, system: &str, size: Size) -> Result<Value, String> {
        let program = if system.starts_with("sandpact") { &self.ours } else { &self.peers };
        remove(&self.scratch)?;
        let output = Command::new(program)
            .args(["--system", system])
            .args(["--entries", &size.entries.to_string()])
            .args(["--batch", &size.batch.to_string()])
            .args(["--batches", &size.batches.to_string()])
            .arg("--folder")
            .arg(&self.scratch)
            .output()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        remove(&self.scratch)?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let first = said.lines().next().unwrap_or("it ended without a word");
            return Err(first.trim_start_matches("Error: ").trim_matches('"').to_owned());
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }
}

fn cargo(arguments: &[&str], target: &Path) -> Result<(), String> {
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked"])
        .args(arguments)
        .arg("--target-dir")
        .arg(target)
        .current_dir(ROOT)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    let what = arguments.join(" ");
    status.success().then_some(()).ok_or(format!("cargo build {what} failed"))
}

/// The target folder, from this program's own place, `TARGET/release/deps/state-HASH`.
fn target_folder() -> Result<PathBuf, String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    own.ancestors().nth(3).map(Path::to_owned).ok_or("no target folder".to_owned())
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.to_string()),
        _ => Ok(()),
    }
}
