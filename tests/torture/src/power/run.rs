//! Running a process under the recording library.

use super::{Event, read};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The library; this program carries it, so that it works wherever it is.
const LIBRARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/record.so"));

/// Runs `program` and returns what it did below `root`, a folder. `beside` is a folder for
/// the library and the record.
///
/// # Errors
/// What failed, with what the process said.
pub fn record(
    program: &Path,
    arguments: &[String],
    root: &Path,
    beside: &Path,
) -> Result<Vec<Event>, String> {
    let library = library(beside).map_err(|error| format!("write the library: {error}"))?;
    let file = beside.join("record");
    let _ = fs::remove_file(&file);
    let mut command = Command::new(program);
    command.args(arguments).env("LD_PRELOAD", &library);
    command.env("RECORD_ROOT", root).env("RECORD_FILE", &file);
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).output();
    let output = output.map_err(|error| format!("start {}: {error}", program.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("the recorded process failed: {}", said.trim()));
    }
    read(&file).map_err(|error| error.to_string())
}

fn library(beside: &Path) -> std::io::Result<PathBuf> {
    let path = beside.join("record.so");
    if !path.exists() {
        fs::write(&path, LIBRARY)?;
    }
    Ok(path)
}
