//! The ledgers that are damaged, and those whose files are put in their place.

use crate::{
    Random,
    chain::Chain,
    kill9::run_and_kill,
    ledger,
    oracle::at,
    run::{Setting, copy_folder},
    work::{Size, Work},
};
use sandpact_state::Backend;
use std::path::{Path, PathBuf};

/// Blocks until the backup is made, and again until the end.
const BLOCKS: u64 = 15;
/// How long the ledger is written that is killed, in milliseconds.
const LIFE_MS: u64 = 150;

/// Ledgers to damage.
pub struct Base {
    /// Which.
    pub number: u64,
    /// The view's store.
    pub backend: Backend,
    /// What they must hold.
    pub chain: Chain,
    /// A backup of the closed one from before its last blocks.
    pub backup: PathBuf,
    /// Another ledger.
    pub foreign: PathBuf,
    closed: (PathBuf, u64),
    killed: (PathBuf, u64),
    _folder: tempfile::TempDir,
}

impl Base {
    /// Makes them.
    pub fn new(setting: &Setting, number: u64) -> Result<Self, String> {
        let folder = setting.folder().map_err(at("make a folder"))?;
        let path = |name: &str| folder.path().join(name);
        let backend = if number.is_multiple_of(2) { Backend::Sled } else { Backend::Redb };
        let mut random = Random::new(&[setting.seed, number, 12]);
        let work = Work { seed: random.number(), size: Size::Mixed };
        let other = Work { seed: random.number(), size: Size::Mixed };
        commit(&path("foreign"), backend, other, BLOCKS)?;
        commit(&path("closed"), backend, work, BLOCKS)?;
        copy_folder(&path("closed"), &path("backup")).map_err(at("copy"))?;
        let head = commit(&path("closed"), backend, work, BLOCKS)?;
        let killed = path("killed");
        let mut said = None;
        // The first may have been killed before its first block.
        while said.is_none() {
            said = run_and_kill(setting, &killed, backend, work.seed, LIFE_MS)?;
        }
        Ok(Self {
            number,
            backend,
            chain: Chain::new(work),
            backup: path("backup"),
            foreign: path("foreign"),
            closed: (path("closed"), head),
            killed: (killed, said.unwrap_or(0)),
            _folder: folder,
        })
    }

    /// One to damage, with the height that it must have.
    pub fn pick(&self, random: &mut Random) -> (&Path, u64) {
        let (path, head) = if random.percent(60) { &self.closed } else { &self.killed };
        (path, *head)
    }
}

/// Commits so many blocks and closes; the height then.
fn commit(path: &Path, backend: Backend, work: Work, blocks: u64) -> Result<u64, String> {
    let state = ledger::open_or_create(path, backend, work).map_err(at("open"))?;
    for _ in 0..blocks {
        let height = state.head().height.0 + 1;
        state.commit(&work.changes(height), work.seal(height)).map_err(at("commit"))?;
    }
    let head = state.head().height.0;
    state.close().map_err(at("close"))?;
    Ok(head)
}
