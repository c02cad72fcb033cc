//! What a contract is made from: the packages that lie on this machine, and the lock file
//! that names all others.

use crate::{BuildError, BuildOptions, cargo, settings::TARGET, workspace::Workspace};
use serde_json::Value;
use sha3::{Digest as _, Sha3_256};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Name of the package whose version is recorded as the SDK's.
const SDK: &str = "sandpact-sdk";

/// Parts of a package that enter its build. Tests and examples do not.
const PARTS: [&str; 3] = ["Cargo.toml", "build.rs", "src"];

/// The packages that a contract is built from and that no registry keeps.
#[derive(Debug, Default)]
pub struct Sources {
    /// Folders of the packages, by name.
    folders: BTreeMap<String, PathBuf>,
    /// Version of the SDK, when the contract is written with it.
    pub sdk_version: Option<String>,
}

impl Sources {
    /// Asks cargo what the packages with these manifests depend on.
    ///
    /// # Errors
    /// [`BuildError::Manifest`], [`BuildError::Start`].
    pub fn read(
        workspace: &Workspace,
        manifests: &[&Path],
        options: &BuildOptions,
    ) -> Result<Self, BuildError> {
        let mut command = cargo::command(&workspace.root);
        command.args(["metadata", "--format-version=1", "--filter-platform", TARGET]);
        command.args(options.locked.then_some("--locked"));
        command.args(options.offline.then_some("--offline"));
        let metadata = cargo::metadata(command, &workspace.root)?;
        Self::parse(&metadata, manifests).ok_or_else(|| cargo::unknown_form(&workspace.root))
    }

    fn parse(metadata: &Value, manifests: &[&Path]) -> Option<Self> {
        let mut packages = BTreeMap::new();
        for package in metadata["packages"].as_array()? {
            packages.insert(package["id"].as_str()?, package);
        }
        let is_root = |package: &&Value| {
            package["manifest_path"]
                .as_str()
                .is_some_and(|path| manifests.contains(&Path::new(path)))
        };
        let roots = packages.values().copied().filter(is_root);
        let mut open: Vec<&str> = roots.filter_map(|package| package["id"].as_str()).collect();
        let (mut seen, mut sources) = (BTreeSet::new(), Self::default());
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                sources.take(packages.get(id)?)?;
                open.extend(dependencies(metadata, id)?);
            }
        }
        Some(sources)
    }

    fn take(&mut self, package: &Value) -> Option<()> {
        let name = package["name"].as_str()?;
        if name == SDK {
            self.sdk_version = Some(package["version"].as_str()?.to_owned());
        }
        if package["source"].is_null() {
            let folder = Path::new(package["manifest_path"].as_str()?).parent()?;
            self.folders.insert(name.to_owned(), folder.to_owned());
        }
        Some(())
    }

    /// Folders outside `root`, with the names of their packages.
    pub fn outside<'a>(&'a self, root: &'a Path) -> impl Iterator<Item = (&'a str, &'a Path)> {
        let all = self.folders.iter().map(|(name, folder)| (name.as_str(), folder.as_path()));
        all.filter(move |(_, folder)| !folder.starts_with(root))
    }

    /// SHA3-256 of all files that enter the build, each with its name inside its package.
    ///
    /// # Errors
    /// [`BuildError::Read`].
    pub fn hash(&self) -> Result<[u8; 32], BuildError> {
        let mut hash = Sha3_256::new();
        for (name, folder) in &self.folders {
            for part in PARTS {
                add(&mut hash, &folder.join(part), &format!("{name}/{part}"))?;
            }
        }
        Ok(hash.finalize().into())
    }
}

/// What a package depends on, other than for its tests.
fn dependencies<'a>(metadata: &'a Value, id: &str) -> Option<Vec<&'a str>> {
    let node = metadata["resolve"]["nodes"].as_array()?.iter().find(|node| node["id"] == id)?;
    let is_built = |dependency: &&Value| {
        let kinds = dependency["dep_kinds"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
    };
    let dependencies = node["deps"].as_array()?.iter().filter(is_built);
    dependencies.map(|dependency| dependency["pkg"].as_str()).collect()
}

/// Adds a file, or the files of a folder by name; what is not there adds nothing.
fn add(hash: &mut Sha3_256, path: &Path, name: &str) -> Result<(), BuildError> {
    let failed = |source| BuildError::Read { path: path.to_owned(), source };
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(failed)?;
        let entries = entries.map(|entry| entry.map(|entry| entry.file_name()));
        let mut entries = entries.collect::<Result<Vec<_>, _>>().map_err(failed)?;
        entries.sort();
        for entry in entries {
            add(hash, &path.join(&entry), &format!("{name}/{}", entry.display()))?;
        }
    } else if path.is_file() {
        for bytes in [name.as_bytes(), &std::fs::read(path).map_err(failed)?] {
            // Lengths first, so that no name can pass for contents.
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn packages_of_this_machine_are_found_through_others() {
        let package = |name: &str, source: Value| {
            let manifest_path = format!("/w/{name}/Cargo.toml");
            json!({"id": name, "name": name, "version": "1.2.3", "source": source,
                "manifest_path": manifest_path})
        };
        let needs = |id: &str, pkgs: &[(&str, Value)]| {
            let deps =
                pkgs.iter().map(|(pkg, kind)| json!({"pkg": pkg, "dep_kinds": [{"kind": kind}]}));
            json!({"id": id, "deps": deps.collect::<Vec<_>>()})
        };
        let metadata = json!({
            "packages": [
                package("contract", Value::Null),
                package("serde", json!("registry")),
                package("sandpact-sdk", Value::Null),
                package("test-tool", Value::Null),
                package("unrelated", Value::Null),
            ],
            "resolve": {"nodes": [
                needs("contract", &[("serde", Value::Null), ("test-tool", json!("dev"))]),
                needs("serde", &[("sandpact-sdk", json!("build"))]),
                needs("sandpact-sdk", &[]),
                needs("test-tool", &[]),
                needs("unrelated", &[]),
            ]},
        });
        let sources = Sources::parse(&metadata, &[Path::new("/w/contract/Cargo.toml")]).unwrap();
        assert_eq!(sources.folders.keys().collect::<Vec<_>>(), ["contract", "sandpact-sdk"]);
        assert_eq!(sources.sdk_version.as_deref(), Some("1.2.3"));
        let outside: Vec<_> = sources.outside(Path::new("/w/contract")).collect();
        assert_eq!(outside, [("sandpact-sdk", Path::new("/w/sandpact-sdk"))]);
    }

    #[test]
    fn the_hash_is_of_names_and_contents_in_any_folder() {
        let hash = |files: &[(&str, &str)]| {
            let folder = tempfile::tempdir().unwrap();
            std::fs::create_dir_all(folder.path().join("src/a")).unwrap();
            for (name, contents) in files {
                std::fs::write(folder.path().join(name), contents).unwrap();
            }
            let folders = BTreeMap::from([("c".to_owned(), folder.path().to_owned())]);
            Sources { folders, sdk_version: None }.hash().unwrap()
        };
        let one = hash(&[("Cargo.toml", "x"), ("src/lib.rs", "y"), ("src/a/b.rs", "z")]);
        assert_eq!(one, hash(&[("src/a/b.rs", "z"), ("src/lib.rs", "y"), ("Cargo.toml", "x")]));
        assert_ne!(one, hash(&[("Cargo.toml", "x"), ("src/lib.rs", "y"), ("src/a/c.rs", "z")]));
        assert_ne!(one, hash(&[("Cargo.toml", "x"), ("src/lib.rs", "yz"), ("src/a/b.rs", "")]));
        let with_test = [("Cargo.toml", "x"), ("src/lib.rs", "y"), ("src/a/b.rs", "z"), ("t", "")];
        assert_eq!(one, hash(&with_test));
    }
}
