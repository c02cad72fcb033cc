//! Running cargo, also from inside a build script.

use crate::{
    BuildError, BuildOptions,
    compiler::Compiler,
    settings::{CRATE_TYPE, PROFILE, PROFILE_SETTINGS, TARGET, encoded_rustflags},
    sources::Sources,
    workspace::{Package, Workspace},
    wrapper,
};
use serde_json::Value;
use std::{
    ffi::OsString,
    io,
    path::Path,
    process::{Command, Stdio},
};

/// Variables beginning with `CARGO` that are the user's own settings. All
/// others describe the build that this one runs inside, and would change it.
const KEPT: [&str; 8] = [
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_NET_",
    "CARGO_REGISTRIES_",
    "CARGO_REGISTRY_",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
    // The jobserver of the outer build: both together use as many cores as one.
    "CARGO_MAKEFLAGS",
];

/// Further variables that change what is compiled, or with what.
const DROPPED: [&str; 8] = [
    "RUSTC",
    "RUSTC_BOOTSTRAP",
    "RUSTC_LINKER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "TARGET",
];

/// The cargo that runs this, or else the one on the path, in a folder and with
/// no leftovers of an outer build.
pub fn command(dir: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    clean(Command::new(cargo), dir)
}

/// A command in a folder, with no leftovers of an outer build.
pub fn clean(mut command: Command, dir: &Path) -> Command {
    command.current_dir(dir);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_leftover) {
            command.env_remove(name);
        }
    }
    command
}

fn is_leftover(name: &str) -> bool {
    let is_kept = KEPT.iter().any(|kept| name.starts_with(kept));
    DROPPED.contains(&name)
        || name.starts_with("__CARGO")
        || (name.starts_with("CARGO") && !is_kept)
}

/// The error of a command that did not start.
pub fn not_started(command: &Command, source: io::Error) -> BuildError {
    BuildError::Start { program: command.get_program().display().to_string(), source }
}

/// What `cargo metadata` prints. `dir` is named in errors.
///
/// # Errors
/// [`BuildError::Manifest`], [`BuildError::Start`].
pub fn metadata(mut command: Command, dir: &Path) -> Result<Value, BuildError> {
    let output = command.output().map_err(|source| not_started(&command, source))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let message = message.trim().trim_start_matches("error: ").to_owned();
        return Err(BuildError::Manifest { dir: dir.to_owned(), message });
    }
    serde_json::from_slice(&output.stdout).map_err(|_| unknown_form(dir))
}

/// The error of metadata that a newer cargo might print.
pub fn unknown_form(dir: &Path) -> BuildError {
    let message = "cargo metadata is not of the known form".to_owned();
    BuildError::Manifest { dir: dir.to_owned(), message }
}

/// Builds the packages and returns cargo's messages, one JSON document a line.
///
/// # Errors
/// [`BuildError::Compile`], [`BuildError::Start`].
pub fn build(
    workspace: &Workspace,
    packages: &[Package],
    sources: &Sources,
    compiler: &Compiler,
    options: &BuildOptions,
) -> Result<String, BuildError> {
    let target_dir = options.target_dir.clone();
    let target_dir = target_dir.unwrap_or_else(|| workspace.target_dir.join("contracts"));
    let has_outside = sources.outside(&workspace.root).next().is_some();
    let wrapper = has_outside.then(|| wrapper::write(&target_dir)).transpose()?;
    let mut messages = String::new();
    for package in packages {
        let mut command = command(&workspace.root);
        command.args(["rustc", "--lib", CRATE_TYPE, "--package", &package.name]);
        command.args(["--message-format=json-render-diagnostics", "--target", TARGET]);
        command.args(["--profile", PROFILE]);
        for setting in PROFILE_SETTINGS {
            command.args(["--config", setting]);
        }
        command.args(options.locked.then_some("--locked"));
        command.args(options.offline.then_some("--offline"));
        command.arg("--target-dir").arg(&target_dir);
        if let Some(wrapper) = &wrapper {
            command.env("RUSTC_WRAPPER", wrapper);
        }
        command.env("CARGO_ENCODED_RUSTFLAGS", encoded_rustflags(&workspace.root, sources));
        compiler.apply(&mut command);
        messages += &run(command, package)?;
    }
    Ok(messages)
}

fn run(mut command: Command, package: &Package) -> Result<String, BuildError> {
    // Standard error is inherited: there the user sees the compiler's messages.
    command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().map_err(|source| not_started(&command, source))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(BuildError::Compile { package: package.name.clone(), status: output.status })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_an_outer_build_go_and_settings_stay() {
        for name in [
            "CARGO",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_BUILD_TARGET",
            "CARGO_TARGET_DIR",
            "CARGO_FEATURE_STD",
            "CARGO_PROFILE_RELEASE_LTO",
            "RUSTC",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
            "RUSTFLAGS",
            "__CARGO_FIX_PLZ",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in [
            "CARGO_HOME",
            "CARGO_NET_OFFLINE",
            "CARGO_HTTP_PROXY",
            "RUSTUP_TOOLCHAIN",
            "PATH",
            "HOME",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
    }
}
