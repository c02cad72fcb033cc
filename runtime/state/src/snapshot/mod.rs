//! A whole state in files, to be carried to another node: exported from one version while
//! blocks go on, checked file by file as it is read, and believed only when the roots of
//! what was read are those of its block.
//!
//! A folder with chunks of sorted entries and a manifest, which is written last and names
//! the length and hash of every chunk. `docs/state-format.md` has both to the byte.

mod chunk;
mod error;
mod export;
mod load;
mod manifest;

pub use error::SnapshotError;
pub(crate) use export::copy;
pub use export::export;
pub use load::{Loaded, load};
pub use manifest::Manifest;

/// How far a long piece of work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Entries done.
    pub done: u64,
    /// Entries in all.
    pub total: u64,
}

/// Is told how far it is.
pub type OnProgress<'a> = &'a mut dyn FnMut(Progress);
