//! Why a contract could not be built.

use std::path::PathBuf;
use thiserror::Error;

/// Why a contract could not be built.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// None of the ways to a compiler led to one.
    #[error(
        "no compiler for wasm32-unknown-unknown: install one with `rustup target add \
         wasm32-unknown-unknown`, or on Debian with `apt-get update && apt-get install rustc-web \
         rust-web-src` ({})",
        tried.join("; ")
    )]
    NoCompiler {
        /// One sentence for each way, in the order in which they were tried.
        tried: Vec<String>,
    },
    /// `SANDPACT_WASM_COMPILER` names no way to a compiler.
    #[error("SANDPACT_WASM_COMPILER is {value:?}; it may be target, rustup or system")]
    UnknownRoute {
        /// Its value.
        value: String,
    },
    /// A program could not be started.
    #[error("cannot run {program}: {source}")]
    Start {
        /// The program.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Cargo could not read the manifest.
    #[error("no cargo package in {}: {message}", dir.display())]
    Manifest {
        /// The folder that was given.
        dir: PathBuf,
        /// What cargo said.
        message: String,
    },
    /// The folder has a package, which is no contract.
    #[error("{} is no contract: its Cargo.toml needs [lib] crate-type = [\"cdylib\"]", dir.display())]
    NotAContract {
        /// The folder that was given.
        dir: PathBuf,
    },
    /// The compiler refused; its messages are on standard error.
    #[error("cargo could not build {package} ({status})")]
    Compile {
        /// Name of the package.
        package: String,
        /// How cargo ended.
        status: std::process::ExitStatus,
    },
    /// Cargo built the package and named no module.
    #[error("cargo named no module for {package}")]
    NoModule {
        /// The package.
        package: String,
    },
    /// A file that is no record of a build.
    #[error("{} is no build record: {message}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A file that the build needs could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// What the linker made is no module.
    #[error("{}: {message}", path.display())]
    Module {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// `memory-pages-max` in the manifest is no number of pages.
    #[error(
        "{}: memory-pages-max in [package.metadata.sandpact] is {value}; it may be 1 to {}",
        manifest.display(),
        crate::memory::PAGES_MAX
    )]
    MemoryPages {
        /// The manifest.
        manifest: PathBuf,
        /// Its value.
        value: String,
    },
    /// What the linker made cannot be cut into module and symbols.
    #[error("{}: {source}", path.display())]
    Symbols {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        source: sandpact_symbols::SymbolError,
    },
    /// A module, a record or a source could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}
