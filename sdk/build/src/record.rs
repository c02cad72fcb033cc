//! The record of a build: what a module was made from and by, so that others can make it
//! again. `docs/build.md` has the format.

use crate::{
    BuildError, BuildOptions, BuiltContract,
    settings::{CRATE_TYPE, FLAGS, PROFILE_SETTINGS},
    sources::Sources,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};
use sha3::{Digest as _, Sha3_256};
use std::path::{Path, PathBuf};

/// Layout of the record.
pub const RECORD_FORMAT: u32 = 1;

/// The compiler of a module, as far as it decides about the module's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    /// What `rustc --version` says.
    pub rustc: String,
    /// Whether `core` and `alloc` came compiled, or were compiled along with the contract.
    pub libraries: Libraries,
}

/// Where `core` and `alloc` came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Libraries {
    /// With the compiler.
    Prebuilt,
    /// Compiled along.
    FromSource,
}

/// What a module was made from and by. Nothing in it names a machine or a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildRecord {
    /// [`RECORD_FORMAT`].
    pub format: u32,
    /// Name of the package.
    pub package: String,
    /// SHA3-256 of the module, in hexadecimal digits.
    pub code_hash: String,
    /// Length of the module in bytes.
    pub code_len_bytes: usize,
    /// The compiler.
    pub compiler: Toolchain,
    /// Settings of the profile and flags of the linker, in the order in which they are given.
    pub settings: Vec<String>,
    /// Version of the SDK; none when the contract does without it.
    pub sdk_version: Option<String>,
    /// SHA3-256 of `Cargo.lock`.
    pub lock_hash: String,
    /// SHA3-256 of the sources that no registry keeps, see `docs/build.md`.
    pub source_hash: String,
}

impl BuildRecord {
    /// The record of a contract that was built in `manifest_dir` just now.
    ///
    /// # Errors
    /// [`BuildError`] when cargo or a file cannot be read.
    pub fn new(manifest_dir: &Path, built: &BuiltContract) -> Result<Self, BuildError> {
        let workspace = Workspace::read(manifest_dir)?;
        let package = workspace.contract(manifest_dir)?;
        // The build has just written the lock file.
        let options = BuildOptions { locked: true, ..BuildOptions::default() };
        let sources = Sources::read(&workspace, &[&package.manifest_path], &options)?;
        let lock = workspace.root.join("Cargo.lock");
        let lock_bytes = std::fs::read(&lock)
            .map_err(|source| BuildError::Read { path: lock.clone(), source })?;
        let settings = [CRATE_TYPE].iter().chain(&PROFILE_SETTINGS).chain(&FLAGS);
        Ok(Self {
            format: RECORD_FORMAT,
            package: built.package.clone(),
            code_hash: hex(&Sha3_256::digest(&built.wasm)),
            code_len_bytes: built.wasm.len(),
            compiler: built.toolchain.clone(),
            settings: settings.map(|setting| (*setting).to_owned()).collect(),
            sdk_version: sources.sdk_version.clone(),
            lock_hash: hex(&Sha3_256::digest(lock_bytes)),
            source_hash: hex(&sources.hash()?),
        })
    }

    /// Where the record of a module lies: beside it, `NAME.build.json`.
    #[must_use]
    pub fn path(module: &Path) -> PathBuf {
        module.with_extension("build.json")
    }

    /// The record as JSON, with a line end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("text and numbers are JSON");
        format!("{text}\n")
    }

    /// Reads a record.
    ///
    /// # Errors
    /// [`BuildError::Read`], [`BuildError::Record`].
    pub fn read(path: &Path) -> Result<Self, BuildError> {
        let bytes = std::fs::read(path)
            .map_err(|source| BuildError::Read { path: path.to_owned(), source })?;
        let refused = |message| BuildError::Record { path: path.to_owned(), message };
        let record: Self =
            serde_json::from_slice(&bytes).map_err(|error| refused(error.to_string()))?;
        if record.format == RECORD_FORMAT {
            Ok(record)
        } else {
            Err(refused(format!("format {} is unknown", record.format)))
        }
    }

    /// What differs from another record beside the module, for people.
    #[must_use]
    pub fn differing_inputs(&self, other: &Self) -> Vec<&'static str> {
        let inputs = [
            ("the compiler", self.compiler == other.compiler),
            ("the settings", self.settings == other.settings),
            ("the SDK's version", self.sdk_version == other.sdk_version),
            ("the lock file", self.lock_hash == other.lock_hash),
            ("the sources", self.source_hash == other.source_hash),
        ];
        inputs.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn record() -> BuildRecord {
        BuildRecord {
            format: RECORD_FORMAT,
            package: "p".into(),
            code_hash: "00".into(),
            code_len_bytes: 1,
            compiler: Toolchain { rustc: "rustc 1".into(), libraries: Libraries::FromSource },
            settings: vec!["s".into()],
            sdk_version: None,
            lock_hash: "01".into(),
            source_hash: "02".into(),
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, record().to_json()).unwrap();
        assert_eq!(BuildRecord::read(file.path()).unwrap(), record());
        assert!(record().to_json().contains("\"libraries\": \"from-source\""));

        std::fs::write(&file, BuildRecord { format: 9, ..record() }.to_json()).unwrap();
        let unknown = BuildRecord::read(file.path()).unwrap_err().to_string();
        assert!(unknown.ends_with("is no build record: format 9 is unknown"), "{unknown}");
        std::fs::write(&file, "{}").unwrap();
        let broken = BuildRecord::read(file.path()).unwrap_err().to_string();
        assert!(broken.contains("is no build record"), "{broken}");
    }

    #[test]
    fn differing_inputs_are_named() {
        let other = BuildRecord {
            sdk_version: Some("1".into()),
            source_hash: "03".into(),
            code_hash: "ff".into(),
            ..record()
        };
        assert_eq!(record().differing_inputs(&record()), [""; 0]);
        assert_eq!(record().differing_inputs(&other), ["the SDK's version", "the sources"]);
        assert_eq!(BuildRecord::path(Path::new("a/b.wasm")), Path::new("a/b.build.json"));
    }
}
