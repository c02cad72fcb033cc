//! Where the SDK's sources are on this machine.

use crate::error::CliError;
use std::path::{Path, PathBuf};

/// Names their folder where `--sdk` does not.
pub const VARIABLE: &str = "SANDPACT_SDK";

/// The folder of the SDK's crate: as given, as the variable says, or in the repository that
/// this program was built in.
///
/// # Errors
/// [`CliError`] that says how to name it.
pub fn find(given: Option<&Path>) -> Result<PathBuf, CliError> {
    if let Some(folder) = given {
        return named(folder, "--sdk");
    }
    if let Some(folder) = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        return named(Path::new(&folder), VARIABLE);
    }
    let program = std::env::current_exe().and_then(|program| program.canonicalize());
    let folders = program.ok().and_then(|program| {
        program.ancestors().skip(1).map(|folder| folder.join("sdk")).find(|sdk| is_sdk(sdk))
    });
    folders.ok_or_else(|| {
        let message = format!(
            "the SDK's sources are not beside this program: name their folder with --sdk DIR or \
             {VARIABLE}"
        );
        CliError::input("Sdk", message)
    })
}

/// The SDK's crate, or a repository with it.
fn named(folder: &Path, by: &str) -> Result<PathBuf, CliError> {
    let found = [folder.to_owned(), folder.join("sdk")].into_iter().find(|folder| is_sdk(folder));
    let missing = || {
        let message = format!("{by}: {} has no sources of the SDK", folder.display());
        CliError::input("Sdk", message)
    };
    let found = found.ok_or_else(missing)?;
    found.canonicalize().map_err(|error| CliError::file(&found, &error))
}

fn is_sdk(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml"));
    manifest.is_ok_and(|text| text.lines().any(|line| line == "name = \"sandpact-sdk\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sdk_is_found_from_its_repository_too() -> Result<(), CliError> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let from = |folder: &str| find(Some(&repository.join(folder)));
        assert_eq!(from("")?, from("sdk")?);
        let missing = from("docs").map_err(|error| error.line());
        assert!(missing.is_err_and(|line| line.contains("--sdk: ") && line.contains("docs")));
        Ok(())
    }
}
