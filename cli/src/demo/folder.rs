//! `sandpact demo --documents DIR`: every file of a folder, in sorted order.

use super::privacy;
use super::row::Row;
use super::sandbox::Sandbox;
use super::submit::{
    fiscal::Chains,
    lading::{self, Block},
    submit,
};
use crate::error::CliError;
use crate::output::Output;
use sandpact_client::{document::DocumentRefusal, ubl::rules};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file that is read; the largest published sample is below half a megabyte.
const DOCUMENT_LEN_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Feeds every file, adds what they say to `texts`, and returns a row for each, or more where a
/// file goes to more than one contract. Files are named relative to `folder`. The blocks of an
/// endorsement chain are those of one folder, and come after all else.
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
    let mut feeder = Feeder { sandbox, texts, kept: BTreeSet::new(), records: Chains::default() };
    let (mut rows, mut chains) = (Vec::new(), BTreeMap::<String, Vec<Block>>::new());
    for file in &files {
        let name = relative_name(folder, file);
        progress.set_message(name.clone());
        match read(&name, file)? {
            Contents::TooLong(row) => rows.push(row),
            Contents::Bytes(bytes) if lading::is_block(&bytes) => {
                privacy::collect(&bytes, feeder.texts);
                let chain = name.rsplit_once('/').map_or("chain", |(chain, _)| chain);
                chains.entry(chain.to_owned()).or_default().push(Block { name, bytes });
            }
            Contents::Bytes(bytes) => rows.extend(feeder.feed(&name, &bytes)?),
        }
        progress.inc(1);
    }
    for (chain, blocks) in &chains {
        progress.set_message(chain.clone());
        rows.extend(lading::submit(feeder.sandbox, chain, blocks)?);
    }
    let kept = feeder.kept;
    texts.retain(|text| !kept.contains(text));
    progress.finish_and_clear();
    Ok(rows)
}

/// What is to be read of a file.
enum Contents {
    Bytes(Vec<u8>),
    TooLong(Row),
}

fn read(name: &str, file: &Path) -> Result<Contents, CliError> {
    let failed = |error| CliError::file(file, &error);
    if fs::metadata(file).map_err(failed)?.len() > DOCUMENT_LEN_BYTES_MAX {
        let reason = format!("more than {DOCUMENT_LEN_BYTES_MAX} bytes");
        return Ok(Contents::TooLong(Row::unmapped(name, &DocumentRefusal::too_large(reason))));
    }
    fs::read(file).map_err(failed).map(Contents::Bytes)
}

/// Where documents go, and what is known of those before.
struct Feeder<'a> {
    sandbox: &'a mut Sandbox,
    /// What documents say.
    texts: &'a mut BTreeSet<String>,
    /// What of it stands on the ledger on purpose.
    kept: BTreeSet<String>,
    records: Chains,
}

impl Feeder<'_> {
    fn feed(&mut self, name: &str, bytes: &[u8]) -> Result<Vec<Row>, CliError> {
        privacy::collect(bytes, self.texts);
        if rules::is_test_set(bytes) {
            return Ok(fragments(name, bytes));
        }
        let mut rows = vec![submit(self.sandbox, name, bytes)?];
        if let Some(recorded) = self.records.submit(self.sandbox, name, bytes)? {
            rows.push(recorded.row);
            self.kept.extend(recorded.kept);
        }
        Ok(rows)
    }
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
