//! The files of a new contract crate.

use crate::error::CliError;
use crate::project::name;
use std::path::{Component, Path, PathBuf};

/// A file: its place in the crate, and what is in it.
type File = (PathBuf, String);

/// The lock file of the SDK's repository, when it is there: the new crate begins with the
/// versions that the SDK was tested with. Cargo drops what the crate does not need.
pub fn lock(sdk: &Path) -> Option<File> {
    let text = std::fs::read_to_string(sdk.join("../Cargo.lock")).ok()?;
    Some(("Cargo.lock".into(), text))
}

/// The files of a crate of this name whose SDK is in this folder, as the manifest names it.
pub fn files(name: &str, sdk: &str) -> Vec<File> {
    let crate_name = name::crate_name(name);
    // A TOML string has the escapes of a JSON one (TOML 1.0, "String"; RFC 8259 section 7).
    let quoted = |path: String| serde_json::Value::from(path).to_string();
    let (testing, sdk) = (quoted(format!("{sdk}/testing")), quoted(sdk.to_owned()));
    let filled = |text: &str| {
        let text = text.replace("{{name}}", name).replace("{{crate}}", &crate_name);
        text.replace("{{sdk}}", &sdk).replace("{{testing}}", &testing)
    };
    let files = [
        (".gitignore".to_owned(), include_str!("../../templates/contract/gitignore")),
        ("Cargo.toml".to_owned(), include_str!("../../templates/contract/Cargo.toml")),
        (
            "rust-toolchain.toml".to_owned(),
            include_str!("../../templates/contract/rust-toolchain.toml"),
        ),
        ("policy.toml".to_owned(), include_str!("../../templates/contract/policy.toml")),
        ("src/lib.rs".to_owned(), include_str!("../../templates/contract/src/lib.rs")),
        (
            format!("tests/{crate_name}.rs"),
            include_str!("../../templates/contract/tests/contract.rs"),
        ),
    ];
    files.into_iter().map(|(place, text)| (place.into(), filled(text))).collect()
}

/// Writes the files into a new folder, all or none: they are written beside it first.
///
/// # Errors
/// [`CliError`] when the folder is there already, or cannot be written.
pub fn write(folder: &Path, files: &[File]) -> Result<(), CliError> {
    let parent = match folder.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => return Err(exists(folder)),
    };
    let beside = tempfile::Builder::new()
        .prefix(".sandpact-new-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777))
        .tempdir_in(parent)
        .map_err(|error| CliError::file(parent, &error))?;
    for (place, text) in files {
        let path = beside.path().join(place);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        let written = made.and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| CliError::file(&folder.join(place), &error))?;
    }
    // An empty folder would be replaced in silence.
    if folder.symlink_metadata().is_ok() {
        return Err(exists(folder));
    }
    std::fs::rename(beside.path(), folder).map_err(|error| CliError::file(folder, &error))?;
    // Nothing is there to be removed any more.
    let _ = beside.keep();
    Ok(())
}

/// The error of a folder that is there already.
pub fn exists(folder: &Path) -> CliError {
    CliError::input("Exists", format!("{} exists already", folder.display()))
}

/// How a manifest in `folder` names `sdk`: relative while both are below one folder other
/// than the root, so that they can be moved together. Both paths are canonical.
///
/// # Errors
/// [`CliError`] for a path that is not Unicode, which no manifest can name.
pub fn sdk_path(folder: &Path, sdk: &Path) -> Result<String, CliError> {
    let shared = folder.components().zip(sdk.components()).take_while(|(a, b)| a == b).count();
    let names = |component: &Component<'_>| matches!(component, Component::Normal(_));
    let has_common = folder.components().take(shared).any(|component| names(&component));
    let path = if has_common {
        let up = folder.components().skip(shared).map(|_| Component::ParentDir);
        up.chain(sdk.components().skip(shared)).collect::<PathBuf>()
    } else {
        sdk.to_owned()
    };
    path.to_str().map(str::to_owned).ok_or_else(|| {
        CliError::input("Sdk", format!("{} is not Unicode, as manifests are", path.display()))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_manifest_is_small_and_names_the_sdk() {
        let files = files("note-book", r#"../a "b"/sdk"#);
        let manifest = &files.iter().find(|(place, _)| place.ends_with("Cargo.toml")).unwrap().1;
        let lines = manifest.lines().filter(|line| !line.trim().is_empty()).count();
        assert!(lines <= 9, "{manifest}");
        assert!(manifest.contains(r#"sandpact-sdk = { path = "../a \"b\"/sdk" }"#), "{manifest}");
        assert!(manifest.contains("name = \"note-book\""));
        let test = &files.iter().find(|(place, _)| place.ends_with("note_book.rs")).unwrap().1;
        assert!(test.contains("use note_book::"), "{test}");
        assert!(files.iter().all(|(_, text)| !text.contains("{{")));
    }

    #[test]
    fn the_template_pins_the_compiler_of_this_repository() {
        let channel =
            |text: &str| text.lines().find(|line| line.starts_with("channel")).map(str::to_owned);
        let ours = include_str!("../../../rust-toolchain.toml");
        let theirs = include_str!("../../templates/contract/rust-toolchain.toml");
        assert!(channel(ours).is_some());
        assert_eq!(channel(ours), channel(theirs));
    }

    #[test]
    fn paths_are_relative_below_one_folder() {
        let path = |folder: &str, sdk: &str| sdk_path(Path::new(folder), Path::new(sdk)).unwrap();
        assert_eq!(path("/home/a/book", "/home/b/sandpact/sdk"), "../../b/sandpact/sdk");
        assert_eq!(path("/tmp/book", "/home/sandpact/sdk"), "/home/sandpact/sdk");
        assert_eq!(path("/home/sandpact/book", "/home/sandpact/sdk"), "../sdk");
    }

    #[test]
    fn all_files_are_written_or_none() {
        let desk = tempfile::tempdir().unwrap();
        let folder = desk.path().join("book");
        write(&folder, &files("book", "sdk")).unwrap();
        assert!(folder.join("src/lib.rs").is_file() && folder.join("tests/book.rs").is_file());
        assert!(write(&folder, &files("book", "sdk")).is_err());
        let bad = [("a".into(), String::new()), ("a/b".into(), String::new())];
        assert!(write(&desk.path().join("other"), &bad).is_err());
        let left: Vec<_> = desk.path().read_dir().unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}
