//! Files, behind a trait, so that tests can cut the power.
//!
//! What the log, the anchor and the checkpoints need of a file system and no more. Names are
//! relative to the ledger's folder, with `/` between a folder and a file. Knows nothing of what
//! is in the files.

mod fault;
mod folder;
mod inode;
mod lock;
mod memory;
mod memory_file;
mod platter;

pub use fault::{Fault, FaultKind};
pub use folder::FolderDisk;
pub use lock::LockGuard;
pub use memory::MemoryDisk;

use std::io;

/// A folder of files, all of one ledger.
///
/// A change of names is durable only after [`Disk::sync_folder`] of the folder it was made in,
/// a file's bytes only after [`DiskFile::sync`].
pub trait Disk: Send + Sync {
    /// The file `name`, for reading and writing; `None` when there is none.
    ///
    /// # Errors
    /// What the system said.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn DiskFile>>>;

    /// A new, empty file.
    ///
    /// # Errors
    /// `AlreadyExists`, or what the system said.
    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>>;

    /// Names of the files in `folder`, sorted; none when there is no such folder.
    ///
    /// # Errors
    /// What the system said.
    fn list(&self, folder: &str) -> io::Result<Vec<String>>;

    /// Makes a folder; one that is there stays as it is.
    ///
    /// # Errors
    /// What the system said.
    fn create_folder(&self, folder: &str) -> io::Result<()>;

    /// Gives a file another name, replacing the file that has it.
    ///
    /// # Errors
    /// `NotFound`, or what the system said.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// `NotFound`, or what the system said.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Makes durable which names are in `folder`; "" is the ledger's own.
    ///
    /// # Errors
    /// What the system said; which changes are durable is then unknown.
    fn sync_folder(&self, folder: &str) -> io::Result<()>;
}

/// An open file. Stays usable when the file is renamed or removed.
#[expect(clippy::len_without_is_empty, reason = "lengths are compared; emptiness is of no use")]
pub trait DiskFile: Send + Sync {
    /// Length in bytes.
    ///
    /// # Errors
    /// What the system said.
    fn len(&self) -> io::Result<u64>;

    /// Fills `into` with the bytes from `offset` on.
    ///
    /// # Errors
    /// `UnexpectedEof` when the file ends before that, or what the system said.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()>;

    /// Writes all of `bytes` at `offset`, beyond the end too; a gap reads as zeros.
    ///
    /// # Errors
    /// What the system said; a part may have been written.
    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Cuts the file, or lengthens it with zeros.
    ///
    /// # Errors
    /// What the system said.
    fn set_len(&self, len: u64) -> io::Result<()>;

    /// Makes the bytes and the length durable (fdatasync).
    ///
    /// # Errors
    /// What the system said. What is durable is then unknown, and trying again may report
    /// success without any: stop.
    fn sync(&self) -> io::Result<()>;
}

/// The folder that a name lies in; "" is the ledger's own.
fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
