//! Whether anything that documents say is on the ledger in the clear: names, addresses, numbers and
//! free text are looked for in all files of the ledger, byte by byte.

use super::sandbox::CHAIN_ID;
use crate::error::CliError;
use sandpact_contracts::ALL;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Shortest text that is looked for: shorter ones occur in hashes by chance.
const TEXT_LEN_BYTES_MIN: usize = 6;

/// What was looked for, and what of it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// How many texts.
    pub looked_for: usize,
    /// Those that are on the ledger.
    pub found: BTreeSet<String>,
}

/// Adds the texts of a document: strings of JSON, and what stands between the tags of XML.
pub fn collect(bytes: &[u8], texts: &mut BTreeSet<String>) {
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        strings(&value, texts);
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    for part in text.split('<').skip(1) {
        let content = part.split_once('>').map_or("", |(_, content)| content);
        add(content, texts);
    }
}

fn strings(value: &Value, texts: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => add(text, texts),
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(members) => members.values().for_each(|member| strings(member, texts)),
        _ => {}
    }
}

fn add(text: &str, texts: &mut BTreeSet<String>) {
    let text = text.trim();
    if text.len() >= TEXT_LEN_BYTES_MIN {
        texts.insert(text.to_owned());
    }
}

/// Looks for texts in all files below a ledger's folder. What stands in the contracts' own code, such
/// as the name of a field, is no text of a document.
pub fn search(folder: &Path, texts: &BTreeSet<String>) -> Result<Search, CliError> {
    let mut files = Vec::new();
    read_all(folder, &mut files)?;
    let holds = |bytes: &Vec<u8>, text: &[u8]| bytes.windows(text.len()).any(|it| it == text);
    if !files.iter().any(|bytes| holds(bytes, CHAIN_ID.as_bytes())) {
        return Err(CliError::input("Search", "the ledger's own name is not found in its files"));
    }
    let in_code: Vec<Vec<u8>> = ALL.iter().map(|module| module.wasm.to_vec()).collect();
    let texts: Vec<_> = texts
        .iter()
        .filter(|text| !in_code.iter().any(|code| holds(code, text.as_bytes())))
        .collect();
    let is_found = |text: &&&String| files.iter().any(|bytes| holds(bytes, text.as_bytes()));
    let found = texts.iter().filter(is_found).map(|text| (*text).clone()).collect();
    Ok(Search { looked_for: texts.len(), found })
}

fn read_all(folder: &Path, files: &mut Vec<Vec<u8>>) -> Result<(), CliError> {
    let failed = |path: &Path| {
        let path: PathBuf = path.to_owned();
        move |error: std::io::Error| CliError::file(&path, &error)
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            read_all(&path, files)?;
        } else {
            files.push(fs::read(&path).map_err(failed(&path))?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_there_is_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("log")).unwrap();
        let bytes = [CHAIN_ID.as_bytes(), b"\x01\x02Erika Mustermann\x03"].concat();
        fs::write(folder.path().join("log/1"), bytes).unwrap();
        let mut texts = BTreeSet::new();
        collect(br#"{"name": ["Erika Mustermann", "Max Mustermann"], "id": "short"}"#, &mut texts);
        collect(b"<a><b> Heidestrasse 17 </b><c>17</c></a>", &mut texts);
        let search = search(folder.path(), &texts).unwrap();
        assert_eq!(search.looked_for, 3);
        assert_eq!(search.found, BTreeSet::from(["Erika Mustermann".to_owned()]));
        fs::remove_file(folder.path().join("log/1")).unwrap();
        assert!(super::search(folder.path(), &texts).is_err(), "nothing can be found in nothing");
    }
}
