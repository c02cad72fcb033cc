//! The search for a compiler.

use crate::{
    BuildError, cargo,
    record::{Libraries, Toolchain},
    settings::TARGET,
    system,
};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A compiler that was found.
#[derive(Debug)]
pub struct Compiler {
    /// What decides about the bytes of modules.
    pub toolchain: Toolchain,
    /// For people: how it came here.
    how: String,
    /// What the system compiler needs; the active toolchain needs nothing.
    pub system: Option<system::Parts>,
}

impl Compiler {
    /// A compiler that came here somehow.
    pub fn new(toolchain: Toolchain, how: String, system: Option<system::Parts>) -> Self {
        Self { toolchain, how, system }
    }

    /// For people: its version and how it came here.
    pub fn description(&self) -> String {
        format!("{}, {}", self.toolchain.rustc, self.how)
    }

    /// Makes a cargo command use this compiler.
    pub fn apply(&self, command: &mut Command) {
        if let Some(parts) = &self.system {
            parts.apply(command);
        }
    }
}

/// A way to a compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    /// The active toolchain has the target.
    Target,
    /// rustup installs the target.
    Rustup,
    /// Debian's compiler builds the libraries from source.
    System,
}

/// Finds a compiler for the packages in `dir`.
///
/// # Errors
/// [`BuildError::NoCompiler`], [`BuildError::UnknownRoute`].
pub fn find(dir: &Path) -> Result<Compiler, BuildError> {
    first_of(&routes(std::env::var_os("SANDPACT_WASM_COMPILER"))?, dir)
}

/// Finds a compiler that is here already; installs nothing.
///
/// # Errors
/// [`BuildError::NoCompiler`], [`BuildError::UnknownRoute`].
pub fn find_installed(dir: &Path) -> Result<Compiler, BuildError> {
    let mut routes = routes(std::env::var_os("SANDPACT_WASM_COMPILER"))?;
    routes.retain(|route| *route != Route::Rustup);
    first_of(&routes, dir)
}

fn first_of(routes: &[Route], dir: &Path) -> Result<Compiler, BuildError> {
    let mut tried = Vec::new();
    for route in routes.iter().copied() {
        match follow(route, dir) {
            Ok(compiler) => return Ok(compiler),
            Err(reason) => tried.push(reason),
        }
    }
    Err(BuildError::NoCompiler { tried })
}

fn routes(forced: Option<OsString>) -> Result<Vec<Route>, BuildError> {
    let Some(forced) = forced.filter(|value| !value.is_empty()) else {
        return Ok(vec![Route::Target, Route::Rustup, Route::System]);
    };
    match forced.to_str() {
        Some("target") => Ok(vec![Route::Target]),
        Some("rustup") => Ok(vec![Route::Rustup]),
        Some("system") => Ok(vec![Route::System]),
        _ => Err(BuildError::UnknownRoute { value: forced.to_string_lossy().into_owned() }),
    }
}

/// The compiler at the end of a route, or one sentence on why there is none.
fn follow(route: Route, dir: &Path) -> Result<Compiler, String> {
    match route {
        Route::Target => installed_target(dir, "with its installed target"),
        Route::Rustup => {
            add_target(dir)?;
            installed_target(dir, "with the target that rustup added")
        }
        Route::System => system::find(dir),
    }
}

fn installed_target(dir: &Path, how: &str) -> Result<Compiler, String> {
    let libraries = ask(dir, "rustc", &["--print", "target-libdir", "--target", TARGET])?;
    if !has_core(Path::new(&libraries)) {
        return Err(format!("the active toolchain has no target {TARGET}"));
    }
    let version = ask(dir, "rustc", &["--version"])?;
    let toolchain = Toolchain { rustc: version, libraries: Libraries::Prebuilt };
    Ok(Compiler::new(toolchain, how.to_owned(), None))
}

/// Whether a target's folder holds a compiled core library.
fn has_core(libraries: &Path) -> bool {
    let is_core = |name: &str| name.starts_with("libcore-") && name.ends_with(".rlib");
    std::fs::read_dir(libraries).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_str().is_some_and(is_core))
    })
}

fn add_target(dir: &Path) -> Result<(), String> {
    let mut command = cargo::clean(Command::new("rustup"), dir);
    command.args(["target", "add", TARGET]).stdin(Stdio::null()).stdout(Stdio::null());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("`rustup target add {TARGET}` failed")),
        Err(_) => Err("there is no rustup".to_owned()),
    }
}

/// Standard output of a program, or one sentence on why there is none.
pub fn ask(dir: &Path, program: &str, args: &[&str]) -> Result<String, String> {
    let mut command = cargo::clean(Command::new(program), dir);
    let output = command
        .args(args)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run {program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(format!("`{program} {}` failed", args.join(" ")))
    }
}

/// The first file of this name in the folders of the search path.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_variable_forces_one_route() {
        let all = vec![Route::Target, Route::Rustup, Route::System];
        assert_eq!(routes(None).ok(), Some(all.clone()));
        assert_eq!(routes(Some("".into())).ok(), Some(all));
        assert_eq!(routes(Some("system".into())).ok(), Some(vec![Route::System]));
        let refused = routes(Some("gcc".into())).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|text| text.contains("\"gcc\"") && text.contains("system")));
    }

    #[test]
    fn the_message_says_what_to_install_and_what_was_tried() {
        let tried = vec!["no target".to_owned(), "there is no rustup".to_owned()];
        let text = BuildError::NoCompiler { tried }.to_string();
        for part in ["rustup target add", "rustc-web rust-web-src", "no target; there is no rustup"]
        {
            assert!(text.contains(part), "{text}");
        }
    }
}
