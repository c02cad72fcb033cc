//! `sandpact demo --documents DIR`: every file of a folder, in sorted order.

use super::privacy;
use super::row::Row;
use super::sandbox::Sandbox;
use super::submit::submit;
use crate::error::CliError;
use crate::output::Output;
use sandpact_client::ubl::rules;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file that is read; the largest published sample is below half a megabyte.
const DOCUMENT_LEN_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Feeds every file, adds what they say to `texts`, and returns a row for each. Files are named
/// relative to `folder`.
pub fn feed(
    sandbox: &mut Sandbox,
    folder: &Path,
    texts: &mut BTreeSet<String>,
    output: Output,
) -> Result<Vec<Row>, CliError> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let progress = output.progress(u64::try_from(files.len()).unwrap_or(u64::MAX));
    let mut rows = Vec::new();
    for file in &files {
        let name = relative_name(folder, file);
        progress.set_message(name.clone());
        rows.extend(feed_file(sandbox, &name, file, texts)?);
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(rows)
}

fn feed_file(
    sandbox: &mut Sandbox,
    name: &str,
    file: &Path,
    texts: &mut BTreeSet<String>,
) -> Result<Vec<Row>, CliError> {
    let failed = |error| CliError::file(file, &error);
    if fs::metadata(file).map_err(failed)?.len() > DOCUMENT_LEN_BYTES_MAX {
        let reason = Some(format!("longer than {DOCUMENT_LEN_BYTES_MAX} bytes"));
        return Ok(vec![Row { reason, ..Row::unknown(name) }]);
    }
    let bytes = fs::read(file).map_err(failed)?;
    privacy::collect(&bytes, texts);
    if rules::is_test_set(&bytes) {
        return Ok(fragments(name, &bytes));
    }
    Ok(vec![submit(sandbox, name, &bytes)?])
}

/// A row for each rule that a fragment of a test set is judged by. Nothing is sent.
fn fragments(name: &str, bytes: &[u8]) -> Vec<Row> {
    let judged = match rules::judge_fragments(bytes) {
        Ok(judged) => judged,
        Err(refusal) => return vec![Row::unmapped(name, &refusal)],
    };
    judged.iter().map(|it| Row::judged(&format!("{name}, fragment {}", it.number), it)).collect()
}

/// Regular files below `folder`. Links to folders are not followed: they could lead round.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let failed = |error| CliError::file(folder, &error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            collect(&entry.path(), files)?;
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// The path below `folder` with `/` between its parts.
fn relative_name(folder: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(folder).unwrap_or(file).components();
    let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
    parts.collect::<Vec<_>>().join("/")
}
