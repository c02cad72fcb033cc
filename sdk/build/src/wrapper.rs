//! Names of symbols that do not tell where a package lies.
//!
//! Cargo gives each crate a number (`-C metadata`) that is in the names of its symbols, and
//! they decide in which order functions stand in a module. For a package outside the
//! contract's workspace the number comes from its folder, and all that depend on it inherit
//! that. So one and the same source would give another module in another folder. Where there
//! are such packages, the number is made from name and version in its place: no two crates
//! that meet in a module have both in common.

use crate::BuildError;
use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

/// What cargo runs in place of rustc.
const SCRIPT: &str = "\
#!/bin/sh
# Written by sandpact: rustc with numbers of crates that do not depend on folders.
for word do
    shift
    case $word in
    metadata=*) word=metadata=$CARGO_PKG_NAME-$CARGO_PKG_VERSION ;;
    esac
    set -- \"$@\" \"$word\"
done
exec \"$@\"
";

/// Writes the script into a target folder, once, and returns its place.
///
/// # Errors
/// [`BuildError::Write`].
pub fn write(target_dir: &Path) -> Result<PathBuf, BuildError> {
    let path = target_dir.join("sandpact-rustc");
    // A script that is being run is not written again.
    if fs::read(&path).is_ok_and(|bytes| bytes == SCRIPT.as_bytes()) {
        return Ok(path);
    }
    let write = || -> io::Result<()> {
        fs::create_dir_all(target_dir)?;
        fs::write(&path, SCRIPT)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
    };
    match write() {
        Ok(()) => Ok(path),
        Err(source) => Err(BuildError::Write { path, source }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::process::Command;

    #[test]
    fn only_the_number_of_the_crate_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let script = write(&folder.path().join("new folder")).unwrap();
        assert_eq!(write(&folder.path().join("new folder")).unwrap(), script);
        let output = Command::new(script)
            .env("CARGO_PKG_NAME", "a")
            .env("CARGO_PKG_VERSION", "1.2.3")
            .args(["printf", "<%s>", "-C", "metadata=0f", "-C", "extra-filename=-0f", "b c", "*"])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text, "<-C><metadata=a-1.2.3><-C><extra-filename=-0f><b c><*>");
    }
}
