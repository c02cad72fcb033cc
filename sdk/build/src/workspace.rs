//! What `cargo metadata` says about the folder of a contract.

use crate::{BuildError, cargo, memory};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The workspace of a contract; a contract on its own is one too.
#[derive(Debug)]
pub struct Workspace {
    /// Where its lock file lies.
    pub root: PathBuf,
    /// Its target folder.
    pub target_dir: PathBuf,
    packages: Vec<Package>,
}

/// A package of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its `Cargo.toml`, as cargo writes the path.
    pub manifest_path: PathBuf,
    /// What its manifest says of its contract's memory; null when nothing.
    memory_pages_max: Value,
    /// Whether one of its targets becomes a module.
    is_contract: bool,
}

impl Workspace {
    /// Asks cargo.
    ///
    /// # Errors
    /// [`BuildError::Manifest`], [`BuildError::Start`].
    pub fn read(dir: &Path) -> Result<Self, BuildError> {
        if !dir.join("Cargo.toml").is_file() {
            let message = "there is no Cargo.toml".to_owned();
            return Err(BuildError::Manifest { dir: dir.to_owned(), message });
        }
        let mut command = cargo::command(dir);
        command.args(["metadata", "--no-deps", "--format-version=1"]);
        Self::parse(&cargo::metadata(command, dir)?).ok_or_else(|| cargo::unknown_form(dir))
    }

    fn parse(metadata: &Value) -> Option<Self> {
        Some(Self {
            root: metadata["workspace_root"].as_str()?.into(),
            target_dir: metadata["target_directory"].as_str()?.into(),
            packages: metadata["packages"]
                .as_array()?
                .iter()
                .map(Package::parse)
                .collect::<Option<_>>()?,
        })
    }

    /// The contract whose `Cargo.toml` lies in `dir`.
    ///
    /// # Errors
    /// [`BuildError::Manifest`], [`BuildError::NotAContract`].
    pub fn contract(&self, dir: &Path) -> Result<Package, BuildError> {
        let manifest = dir.join("Cargo.toml").canonicalize().ok();
        let is_here = |package: &&Package| {
            manifest.is_some() && package.manifest_path.canonicalize().ok() == manifest
        };
        let package = self.packages.iter().find(is_here).ok_or_else(|| BuildError::Manifest {
            dir: dir.to_owned(),
            message: "its Cargo.toml has no package of this workspace".to_owned(),
        })?;
        if !package.is_contract {
            return Err(BuildError::NotAContract { dir: dir.to_owned() });
        }
        package.memory_pages_max()?;
        Ok(package.clone())
    }
}

impl Package {
    /// Pages of 64 KiB that its contract's memory may have: `memory-pages-max` in
    /// `[package.metadata.sandpact]`, or [`memory::PAGES_MAX_DEFAULT`].
    ///
    /// # Errors
    /// [`BuildError::MemoryPages`].
    pub fn memory_pages_max(&self) -> Result<u64, BuildError> {
        if self.memory_pages_max.is_null() {
            return Ok(memory::PAGES_MAX_DEFAULT);
        }
        let pages = self.memory_pages_max.as_u64();
        pages.filter(|pages| (1..=memory::PAGES_MAX).contains(pages)).ok_or_else(|| {
            BuildError::MemoryPages {
                manifest: self.manifest_path.clone(),
                value: self.memory_pages_max.to_string(),
            }
        })
    }

    fn parse(package: &Value) -> Option<Self> {
        let is_module = |target: &Value| {
            target["crate_types"]
                .as_array()
                .is_some_and(|types| types.iter().any(|crate_type| crate_type == "cdylib"))
        };
        Some(Self {
            name: package["name"].as_str()?.to_owned(),
            manifest_path: package["manifest_path"].as_str()?.into(),
            memory_pages_max: package["metadata"]["sandpact"]["memory-pages-max"].clone(),
            is_contract: package["targets"].as_array()?.iter().any(is_module),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_manifest_says_how_far_memory_may_grow() {
        let pages = |metadata: Value| {
            let package = json!({
                "name": "a", "manifest_path": "/w/a/Cargo.toml", "targets": [], "metadata": metadata,
            });
            Package::parse(&package).unwrap().memory_pages_max()
        };
        assert_eq!(pages(Value::Null).unwrap(), memory::PAGES_MAX_DEFAULT);
        assert_eq!(pages(json!({ "other": 1 })).unwrap(), memory::PAGES_MAX_DEFAULT);
        for number in [1, 64, memory::PAGES_MAX] {
            let said = json!({ "sandpact": { "memory-pages-max": number } });
            assert_eq!(pages(said).unwrap(), number);
        }
        for wrong in [json!(0), json!(memory::PAGES_MAX + 1), json!(-1), json!("16"), json!(1.5)] {
            let said = json!({ "sandpact": { "memory-pages-max": wrong } });
            let error = pages(said).unwrap_err().to_string();
            assert!(error.contains("it may be 1 to 256") && !error.contains('\n'), "{error}");
        }
    }
}
