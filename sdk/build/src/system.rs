//! The last route: Debian's compiler. It has no libraries for wasm32, but their
//! sources, so cargo builds `core` and `alloc` along with the contract.

use crate::compiler::{Compiler, ask, on_path};
use crate::record::{Libraries, Toolchain};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Debian package `rustc-web`.
const COMPILER: &str = "/usr/bin/rustc";

/// What cargo must be told of the system compiler.
#[derive(Debug)]
pub struct Parts {
    linker: PathBuf,
}

impl Parts {
    /// Makes a cargo command use the system compiler.
    pub fn apply(&self, command: &mut Command) {
        // Building the libraries is an unstable feature of cargo, which takes this
        // variable as permission. It changes nothing in the contract's own code.
        command.env("RUSTC", COMPILER).env("RUSTC_BOOTSTRAP", "1").arg("-Zbuild-std=core,alloc");
        // Not among the flags of rustc: those enter symbol names, hence the module.
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &self.linker);
    }
}

/// The system compiler, or one sentence on why it cannot be used.
pub fn find(dir: &Path) -> Result<Compiler, String> {
    let version = ask(dir, COMPILER, &["--version"])?;
    let sysroot = ask(dir, COMPILER, &["--print", "sysroot"])?;
    if !Path::new(&sysroot).join("lib/rustlib/src/rust/library/core/Cargo.toml").is_file() {
        return Err(format!("{COMPILER} has no library sources (Debian package rust-web-src)"));
    }
    let linker = linker(dir, &sysroot)
        .ok_or("there is no linker rust-lld or wasm-ld (Debian package lld)".to_owned())?;
    let toolchain = Toolchain { rustc: version, libraries: Libraries::FromSource };
    let how = format!("{COMPILER} with its library sources");
    Ok(Compiler::new(toolchain, how, Some(Parts { linker })))
}

/// `rust-lld` of the active toolchain or of the system's, or else `wasm-ld`.
fn linker(dir: &Path, system_sysroot: &str) -> Option<PathBuf> {
    let host = ask(dir, COMPILER, &["--print", "host-tuple"]).ok()?;
    let active_sysroot = ask(dir, "rustc", &["--print", "sysroot"]).ok();
    let rust_lld = |sysroot: &str| {
        Path::new(sysroot).join("lib/rustlib").join(&host).join("bin").join("rust-lld")
    };
    active_sysroot
        .iter()
        .map(|sysroot| rust_lld(sysroot))
        .chain([rust_lld(system_sysroot)])
        .find(|linker| linker.is_file())
        .or_else(|| on_path("wasm-ld"))
}
