//! Builds contracts from source: finds a compiler for `wasm32-unknown-unknown`,
//! runs cargo with one fixed set of settings and returns the modules.
//!
//! Used by the build script of the bundled contracts and by `sandpact build`.
//! It knows nothing of what contracts do, and checks no module: the runtime does.
//!
//! ```no_run
//! use sandpact_build::{BuildOptions, build_contract};
//!
//! let built = build_contract("my_contract".as_ref(), &BuildOptions::default())?;
//! println!("{} bytes by {}", built.wasm.len(), built.compiler);
//! # Ok::<(), sandpact_build::BuildError>(())
//! ```
//!
//! The same sources and the same compiler give the same bytes in every folder:
//! the hash of a module is on the ledger. Two compilers give two modules. The lines of the
//! source are compiled in and cut off again, into a symbol file: with symbols or without, the
//! module is the same.

mod artifact;
mod cargo;
mod compiler;
mod error;
mod memory;
mod record;
mod settings;
mod sources;
mod system;
mod workspace;
mod wrapper;

pub use error::BuildError;
pub use record::{BuildRecord, Libraries, RECORD_FORMAT, Toolchain};

/// What a built contract's symbols are.
pub use sandpact_symbols::{SymbolFile, file_name};

use compiler::Compiler;
use sandpact_symbols::{Split, split};
use sources::Sources;
use std::{
    fs,
    path::{Path, PathBuf},
};
use workspace::{Package, Workspace};

/// How to build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildOptions {
    /// Where cargo writes. A build script names a folder of its own here, since
    /// the cargo that runs it holds the lock of its own target folder. By
    /// default `contracts` in the target folder of the contract's workspace.
    pub target_dir: Option<PathBuf>,
    /// Fails when `Cargo.lock` would have to change (`cargo --locked`).
    pub locked: bool,
    /// Uses no network (`cargo --offline`). `CARGO_NET_OFFLINE` works too.
    pub offline: bool,
    /// Writes no symbol file. The module is the same, as it is compiled the same way.
    pub without_symbols: bool,
}

/// A built contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltContract {
    /// Name of the package.
    pub package: String,
    /// Where the module is, with its symbol file beside it: the folder `sandpact` where cargo
    /// puts modules.
    pub path: PathBuf,
    /// The module, as it is deployed.
    pub wasm: Vec<u8>,
    /// The source's lines, by the hash of the module, also when no file of them is written.
    pub symbols: SymbolFile,
    /// The compiler, as `rustc --version` names it, and how it came here.
    pub compiler: String,
    /// The same, as far as it decides about the bytes.
    pub toolchain: Toolchain,
}

/// Builds the contract whose `Cargo.toml` lies in `manifest_dir`.
///
/// What cargo and rustc have to say goes to standard error; nothing goes to
/// standard output. The environment variable `SANDPACT_WASM_COMPILER` (`target`,
/// `rustup` or `system`) forces one way to a compiler; otherwise they are tried
/// in this order, see [`BuildError::NoCompiler`].
///
/// # Errors
/// [`BuildError`].
pub fn build_contract(
    manifest_dir: &Path,
    options: &BuildOptions,
) -> Result<BuiltContract, BuildError> {
    let mut built = build_contracts(&[manifest_dir], options)?;
    built.pop().ok_or_else(|| BuildError::NoModule { package: manifest_dir.display().to_string() })
}

/// Builds several contracts of one workspace, one after the other, each as if alone; the results
/// are in the order of `manifest_dirs`. Otherwise as [`build_contract`].
///
/// # Errors
/// [`BuildError`].
pub fn build_contracts(
    manifest_dirs: &[&Path],
    options: &BuildOptions,
) -> Result<Vec<BuiltContract>, BuildError> {
    let Some(first) = manifest_dirs.first() else { return Ok(Vec::new()) };
    let workspace = Workspace::read(first)?;
    let packages =
        manifest_dirs.iter().map(|dir| workspace.contract(dir)).collect::<Result<Vec<_>, _>>()?;
    let compiler = compiler::find(&workspace.root)?;
    let manifests: Vec<_> = packages.iter().map(|it| it.manifest_path.as_path()).collect();
    let sources = Sources::read(&workspace, &manifests, options)?;
    let messages = cargo::build(&workspace, &packages, &sources, &compiler, options)?;
    packages.iter().map(|package| collect(package, &messages, &compiler, options)).collect()
}

/// The compiler that would build the contract in `dir`, as far as it decides about the
/// bytes of modules, and the same for people. Installs nothing.
///
/// # Errors
/// [`BuildError::NoCompiler`], [`BuildError::UnknownRoute`].
pub fn installed_compiler(dir: &Path) -> Result<(Toolchain, String), BuildError> {
    let compiler = compiler::find_installed(dir)?;
    let description = compiler.description();
    Ok((compiler.toolchain, description))
}

fn collect(
    package: &Package,
    messages: &str,
    compiler: &Compiler,
    options: &BuildOptions,
) -> Result<BuiltContract, BuildError> {
    let path = artifact::module(messages, &package.manifest_path)
        .ok_or_else(|| BuildError::NoModule { package: package.name.clone() })?;
    let linked = fs::read(&path);
    let linked = linked.map_err(|source| BuildError::Read { path: path.clone(), source })?;
    let linked = memory::limited(&linked, package.memory_pages_max()?)
        .map_err(|source| BuildError::Module { path: path.clone(), message: source.to_string() })?;
    let Split { module, symbols } =
        split(&linked).map_err(|source| BuildError::Symbols { path: path.clone(), source })?;
    let path = deployable(&path);
    write(&path, &module)?;
    if !options.without_symbols {
        write(&path.with_file_name(file_name(&symbols.code_hash)), &symbols.to_bytes())?;
    }
    Ok(BuiltContract {
        package: package.name.clone(),
        path,
        wasm: module,
        symbols,
        compiler: compiler.description(),
        toolchain: compiler.toolchain.clone(),
    })
}

/// Where a module goes that cargo put at `linked`.
fn deployable(linked: &Path) -> PathBuf {
    let folder = linked.parent().unwrap_or(Path::new("")).join("sandpact");
    linked.file_name().map(|name| folder.join(name)).unwrap_or(folder)
}

/// Writes a file that appears whole or not at all: several builds may share a folder.
fn write(path: &Path, bytes: &[u8]) -> Result<(), BuildError> {
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let written = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(&new, bytes));
    let written = written.and_then(|()| fs::rename(&new, path));
    written.map_err(|source| BuildError::Write { path: path.to_owned(), source })
}
