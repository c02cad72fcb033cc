//! Kinds of damage.

use super::base::Base;
use crate::{Random, oracle::at, run::copy_folder};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Bytes that are zeroed or overwritten together.
const SECTOR_LEN_BYTES: usize = 512;

/// What was done to which file.
#[derive(Clone, Debug)]
pub struct Damage {
    /// Relative to the ledger's folder.
    pub file: PathBuf,
    /// In words.
    pub what: &'static str,
}

const KINDS: [&str; 12] = [
    "bit flipped",
    "bit flipped",
    "sector zeroed",
    "page overwritten",
    "cut",
    "emptied",
    "lengthened",
    "swapped with another file",
    "file of another ledger",
    "older backup of the file",
    "deleted",
    "whole view replaced",
];

impl Damage {
    /// Damages a ledger. Each kind of file is as likely as any other.
    pub fn make(ledger: &Path, base: &Base, random: &mut Random) -> Result<Self, String> {
        let mut files = Vec::new();
        list(ledger, Path::new(""), &mut files).map_err(at("list"))?;
        let mut by_kind: BTreeMap<&str, Vec<&PathBuf>> = BTreeMap::new();
        for file in &files {
            by_kind.entry(kind_of(file)).or_default().push(file);
        }
        let kinds: Vec<_> = by_kind.into_values().collect();
        let file = &kinds[random.index(kinds.len())];
        let file = file[random.index(file.len())].clone();
        let mut what = random.pick(&KINDS);
        let path = ledger.join(&file);
        match what {
            "swapped with another file" => {
                let other = files[random.index(files.len())].clone();
                swap(&path, &ledger.join(other))
            }
            "file of another ledger" => put_from(&base.foreign, &file, &path),
            "older backup of the file" => put_from(&base.backup, &file, &path),
            "deleted" => fs::remove_file(&path),
            "whole view replaced" => {
                what = random.pick(&["whole view of a backup", "whole view of another", "no view"]);
                replace_view(ledger, base, what)
            }
            _ => fs::read(&path).and_then(|mut bytes| {
                change(&mut bytes, what, random);
                fs::write(&path, bytes)
            }),
        }
        .map_err(at("damage a file"))?;
        let file = if what.contains("view") { PathBuf::from("view") } else { file };
        Ok(Self { file, what })
    }
}

/// What sort of file it is.
pub fn kind_of(file: &Path) -> &'static str {
    let name = file.to_string_lossy();
    match name.split('/').next().unwrap_or("") {
        "format" => "format",
        "lock" => "lock",
        "anchor" => "anchor",
        "log" => "log",
        "view" if name.ends_with("db") => "view: sled log",
        "view" if name.ends_with("conf") => "view: sled settings",
        "view" if name.contains("snap") => "view: sled snapshot",
        "view" => "view",
        "view.redb" => "view: redb",
        name if name.starts_with("checkpoint") => "checkpoint",
        _ => "other",
    }
}

fn list(folder: &Path, below: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries = fs::read_dir(folder.join(below))?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            list(folder, &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn change(bytes: &mut Vec<u8>, what: &str, random: &mut Random) {
    let at = random.index(bytes.len());
    match what {
        "bit flipped" => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        "sector zeroed" => {
            let start = at / SECTOR_LEN_BYTES * SECTOR_LEN_BYTES;
            let end = (start + SECTOR_LEN_BYTES).min(bytes.len());
            bytes[start..end].fill(0);
        }
        "page overwritten" => {
            let end = (at + 4_096).min(bytes.len());
            let garbage = random.bytes(end - at);
            bytes[at..end].copy_from_slice(&garbage);
        }
        "cut" => bytes.truncate(at),
        "emptied" => bytes.clear(),
        _ => {
            let more = 1 + random.index(5_000);
            let is_zero = random.percent(50);
            bytes.extend(if is_zero { vec![0; more] } else { random.bytes(more) });
        }
    }
}

fn swap(first: &Path, second: &Path) -> std::io::Result<()> {
    let (one, two) = (fs::read(first)?, fs::read(second)?);
    fs::write(first, two)?;
    fs::write(second, one)
}

/// Puts another folder's file there; deletes it where the other has none.
fn put_from(folder: &Path, file: &Path, path: &Path) -> std::io::Result<()> {
    match fs::read(folder.join(file)) {
        Ok(bytes) => fs::write(path, bytes),
        Err(_) => fs::remove_file(path),
    }
}

fn replace_view(ledger: &Path, base: &Base, what: &str) -> std::io::Result<()> {
    let from = if what.ends_with("backup") { &base.backup } else { &base.foreign };
    for name in ["view", "view.redb"] {
        let path = ledger.join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else if path.is_file() {
            fs::remove_file(&path)?;
        }
        let other = from.join(name);
        if what == "no view" {
            continue;
        }
        if other.is_dir() {
            copy_folder(&other, &path)?;
        } else if other.is_file() {
            fs::copy(&other, &path)?;
        }
    }
    Ok(())
}
