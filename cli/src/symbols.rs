//! Where the lines of a contract's source are found.

use crate::error::CliError;
use clap::Args;
use sandpact_abi::Hash;
use sandpact_symbols::{SymbolFile, file_name};
use sha3::{Digest as _, Sha3_256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folder of symbol files in a ledger's folder; `deploy` fills it.
const FOLDER: &str = "symbols";

/// Where to look for symbols.
#[derive(Debug, Args)]
pub struct SymbolArgs {
    /// Folder of symbol files to look into first; the ledger's own comes after
    #[arg(long, value_name = "DIR")]
    pub symbols: Vec<PathBuf>,
}

/// Symbols by the hash of their code.
#[derive(Debug)]
pub struct SymbolStore {
    folders: Vec<PathBuf>,
}

impl SymbolStore {
    /// Those that the ledger in this folder has.
    pub fn of_ledger(ledger: &Path) -> Self {
        Self { folders: vec![ledger.join(FOLDER)] }
    }

    /// Looks into what the command line names first.
    pub fn look_into(&mut self, args: &SymbolArgs) {
        self.folders.splice(0..0, args.symbols.iter().cloned());
    }

    /// The symbols of this code; those of contracts that come with this command are known.
    pub fn find(&self, code_hash: &Hash) -> Option<SymbolFile> {
        let name = file_name(code_hash);
        for path in self.folders.iter().map(|folder| folder.join(&name)) {
            let Ok(bytes) = std::fs::read(&path) else { continue };
            match SymbolFile::from_bytes(&bytes, code_hash) {
                Ok(symbols) => return Some(symbols),
                Err(error) => tracing::warn!("{}: {error}", path.display()),
            }
        }
        bundled(code_hash)
    }
}

fn bundled(code_hash: &Hash) -> Option<SymbolFile> {
    let contracts = sandpact_contracts::ALL.into_iter();
    let mut same =
        contracts.filter(|module| Sha3_256::digest(module.wasm).as_slice() == code_hash.0);
    same.find_map(|module| SymbolFile::from_bytes(module.symbols, code_hash).ok())
}

/// The symbols of a module's code that lie beside it, or in a folder `symbols` there; those of
/// contracts that come with this command are known.
pub fn of_module(module: &Path, code: &[u8]) -> Option<SymbolFile> {
    let code_hash = Hash(Sha3_256::digest(code).into());
    let name = file_name(&code_hash);
    let beside = module.parent().unwrap_or(Path::new(""));
    let places = [beside.join(&name), beside.join(FOLDER).join(&name)];
    let Some(bytes) = places.iter().find_map(|place| std::fs::read(place).ok()) else {
        return bundled(&code_hash);
    };
    let read = SymbolFile::from_bytes(&bytes, &code_hash);
    read.inspect_err(|error| tracing::warn!("{name}: {error}")).ok()
}

/// Names of the functions of a module, as far as there are symbols of it.
pub fn function_names(module: &Path, code: &[u8]) -> BTreeMap<u32, String> {
    of_module(module, code).map(|symbols| symbols.function_names()).unwrap_or_default()
}

/// Copies the symbols of deployed code, found [as of a module](of_module), into the ledger's
/// folder; whether there were any.
pub fn keep(module: &Path, code: &[u8], ledger: &Path) -> Result<bool, CliError> {
    let Some(symbols) = of_module(module, code) else { return Ok(false) };
    write(&ledger.join(FOLDER), &symbols.code_hash, &symbols.to_bytes())?;
    Ok(true)
}

/// Writes a symbol file into a folder and returns its path.
pub fn write(folder: &Path, code_hash: &Hash, bytes: &[u8]) -> Result<PathBuf, CliError> {
    let path = folder.join(file_name(code_hash));
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, bytes));
    written.map_err(|error| CliError::file(&path, &error))?;
    Ok(path)
}
