//! Compiled modules on disk, so that a node need not compile again after a restart.
//!
//! An artefact is machine code: whoever can forge one runs code in the node. So each file
//! is authenticated with a key that only this node's user can read, and nothing of a file
//! is looked at before. Its name covers everything that the code depends on: module, limits,
//! gas schedule, instrumenter, engine with its settings and the processor's features. What
//! is missing, foreign or damaged is compiled anew; no failure here is more than a delay.

use crate::{RuntimeError, host::ModuleInfo};
use hmac::{Hmac, KeyInit as _, Mac as _};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::{ContractAbi, Hash};
use sandpact_module::version_hash;
use sha2::Sha256;
use sha3::{Digest as _, Sha3_256};
use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    hash::{Hash as _, Hasher},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};
use wasmtime::{Engine, Module};

/// Keeps the names of artefacts apart from every other SHA3-256 of this project.
const DOMAIN: &[u8] = b"sandpact/artifact/v3";
/// The node's key in the folder.
const KEY_FILE: &str = "key";
/// Code hashes of the pinned modules, one in a line.
const PINS_FILE: &str = "pins";
const KEY_LEN_BYTES: usize = 32;
const TAG_LEN_BYTES: usize = 32;

/// A folder of artefacts.
pub struct Artifacts {
    folder: PathBuf,
    key: [u8; KEY_LEN_BYTES],
    /// Hash over what the engine's code depends on.
    engine: u64,
}

/// What an artefact holds, under its tag.
type Contents = (ContractAbi, u32, u64, u64, Vec<u8>);

impl Artifacts {
    /// Opens a folder, with a new key if it has none.
    ///
    /// # Errors
    /// [`RuntimeError::Cache`].
    pub fn open(folder: &Path, engine: &Engine) -> Result<Self, RuntimeError> {
        let failed = |error: io::Error| RuntimeError::Cache {
            folder: folder.to_owned(),
            reason: error.to_string(),
        };
        fs::create_dir_all(folder).map_err(failed)?;
        let key = read_or_make_key(&folder.join(KEY_FILE)).map_err(failed)?;
        let mut hasher = StableHasher(Sha3_256::new());
        engine.precompile_compatibility_hash().hash(&mut hasher);
        Ok(Self { folder: folder.to_owned(), key, engine: hasher.finish() })
    }

    /// The compiled module, if there is an authentic one for this engine.
    pub fn load(&self, engine: &Engine, code_hash: &Hash) -> Option<(Module, ModuleInfo)> {
        let path = self.path(code_hash);
        let file = fs::read(&path).ok()?;
        match self.read(engine, code_hash, &file) {
            Some(found) => Some(found),
            None => {
                tracing::warn!(path = %path.display(), "artefact is not authentic; compiling anew");
                None
            }
        }
    }

    fn read(&self, engine: &Engine, code_hash: &Hash, file: &[u8]) -> Option<(Module, ModuleInfo)> {
        let (tag, contents) = file.split_at_checked(TAG_LEN_BYTES)?;
        self.mac(code_hash, contents).verify_slice(tag).ok()?;
        let (abi, static_stack_bytes, setup_gas, compile_gas, code) =
            Contents::decode_all(&mut &contents[..]).ok()?;
        let module = deserialize(engine, &code).ok()?;
        Some((module, ModuleInfo { abi, static_stack_bytes, setup_gas, compile_gas }))
    }

    /// Writes an artefact. One that cannot be written is compiled again next time.
    pub fn store(&self, code_hash: &Hash, module: &Module, info: &ModuleInfo) {
        let written = module.serialize().map_err(io::Error::other).and_then(|code| {
            let ModuleInfo { abi, static_stack_bytes, setup_gas, compile_gas } = info;
            let contents = (abi, static_stack_bytes, setup_gas, compile_gas, code).encode();
            let tag = self.mac(code_hash, &contents).finalize().into_bytes();
            write_whole(&self.path(code_hash), &[&tag[..], &contents].concat())
        });
        if let Err(error) = written {
            tracing::warn!(%error, "artefact was not written");
        }
    }

    /// The pinned modules; lines that are no hash are left out.
    ///
    /// # Errors
    /// [`RuntimeError::Cache`] when the file cannot be read.
    pub fn pins(&self) -> Result<BTreeSet<Hash>, RuntimeError> {
        match fs::read_to_string(self.folder.join(PINS_FILE)) {
            Ok(text) => Ok(text.lines().filter_map(|line| hash_of_hex(line.trim())).collect()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Writes the pins down.
    ///
    /// # Errors
    /// [`RuntimeError::Cache`].
    pub fn write_pins(&self, pins: &BTreeSet<Hash>) -> Result<(), RuntimeError> {
        let text: String = pins.iter().map(|hash| format!("{hash}\n")).collect();
        write_whole(&self.folder.join(PINS_FILE), text.as_bytes())
            .map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> RuntimeError {
        RuntimeError::Cache { folder: self.folder.clone(), reason: error.to_string() }
    }

    fn path(&self, code_hash: &Hash) -> PathBuf {
        let name = Sha3_256::new()
            .chain_update(DOMAIN)
            .chain_update(code_hash.as_bytes())
            .chain_update(version_hash().as_bytes())
            .chain_update(self.engine.to_le_bytes());
        self.folder.join(format!("{}.artifact", Hash(name.finalize().into())))
    }

    /// The name is under the tag too: no artefact passes for another.
    fn mac(&self, code_hash: &Hash, contents: &[u8]) -> Hmac<Sha256> {
        let mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        let name = self.path(code_hash);
        let name = name.file_name().map(|name| name.as_encoded_bytes()).unwrap_or_default();
        mac.chain_update(name).chain_update(contents)
    }
}

/// Machine code of this node's own making.
fn deserialize(engine: &Engine, code: &[u8]) -> wasmtime::Result<Module> {
    #[expect(unsafe_code, reason = "the engine offers no other way to load compiled code")]
    // SAFETY: `Module::deserialize` asks for bytes that `Module::serialize` made. The
    // caller has verified a tag over them with a key that only this node has, and only
    // `Artifacts::store` makes such tags, over the output of `Module::serialize`.
    unsafe {
        Module::deserialize(engine, code)
    }
}

fn read_or_make_key(path: &Path) -> io::Result<[u8; KEY_LEN_BYTES]> {
    match fs::read(path) {
        Ok(bytes) => {
            if let Ok(key) = bytes.try_into() {
                return Ok(key);
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut key = [0; KEY_LEN_BYTES];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    write_whole(path, &key)?;
    Ok(key)
}

fn hash_of_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(Hash(hash))
}

/// Writes a file that appears whole or not at all and that only its user can read.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(bytes)?;
    drop(file);
    fs::rename(&new, path)
}

/// The engine tells what it depends on through the standard hash traits; the standard
/// hashers may change between compilers.
struct StableHasher(Sha3_256);

impl Hasher for StableHasher {
    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
}
