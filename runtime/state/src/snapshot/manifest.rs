//! What a snapshot says of itself.

use super::error::{SnapshotError, io};
use crate::{Head, disk::Disk};
use parity_scale_codec::{Decode, DecodeAll as _, Encode};
use sandpact_abi::Hash;
use sha3::{Digest as _, Sha3_256};

/// The file's name.
pub(super) const NAME: &str = "manifest";
/// First bytes of the file.
const MAGIC: &[u8] = b"sandpact snapshot 5\n";
/// Length of the hash at its end.
const CHECK_LEN_BYTES: usize = 32;
/// Longest manifest: the largest block and 36 bytes for each of 20 million chunks of a
/// mebibyte. A longer one is not read.
const LEN_BYTES_MAX: u64 = 1 << 30;

/// What a snapshot says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Manifest {
    /// Hash of the ledger's genesis block.
    pub ledger_id: Hash,
    /// The block whose state it is.
    pub head: Head,
    /// What that block's hash commits to.
    pub record: Vec<u8>,
    /// Its transactions and receipts.
    pub body: Vec<u8>,
    /// Entries in all chunks.
    pub entries: u64,
    /// Each chunk's length in bytes and SHA3-256, in order.
    pub chunks: Vec<(u32, Hash)>,
}

impl Manifest {
    /// SHA3-256 of its encoding, by which two nodes can compare snapshots.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash(Sha3_256::digest(self.encode()).into())
    }

    /// Writes it, durably.
    pub(super) fn write(&self, disk: &dyn Disk, folder: &str) -> Result<(), SnapshotError> {
        let name = in_folder(folder, NAME);
        let mut bytes = MAGIC.to_vec();
        self.encode_to(&mut bytes);
        bytes.extend(Sha3_256::digest(&bytes));
        let file = disk.create(&name).map_err(io("create", &name))?;
        file.write_at(0, &bytes).map_err(io("write", &name))?;
        file.sync().map_err(io("sync", &name))?;
        disk.sync_folder(folder).map_err(io("sync the folder of", &name))
    }

    /// Reads the manifest of the snapshot in a folder of a disk, "" for the disk's own.
    ///
    /// # Errors
    /// [`SnapshotError::Missing`], [`SnapshotError::Manifest`], [`SnapshotError::Io`].
    pub fn read(disk: &dyn Disk, folder: &str) -> Result<Self, SnapshotError> {
        let wrong = |what| SnapshotError::Manifest { what };
        let name = in_folder(folder, NAME);
        let file = disk.open(&name).map_err(io("open", &name))?.ok_or(SnapshotError::Missing)?;
        let len = file.len().map_err(io("measure", &name))?;
        if len > LEN_BYTES_MAX {
            return Err(wrong("it is too long"));
        }
        let mut bytes = vec![0; usize::try_from(len).map_err(|_| wrong("it is too long"))?];
        file.read_at(0, &mut bytes).map_err(io("read", &name))?;
        let fields = bytes.strip_prefix(MAGIC).ok_or(wrong("it is of another format"))?;
        let (fields, check) =
            fields.split_last_chunk::<CHECK_LEN_BYTES>().ok_or(wrong("it is cut off"))?;
        let checked = bytes.len().saturating_sub(CHECK_LEN_BYTES);
        let digest = Sha3_256::digest(bytes.get(..checked).unwrap_or(&[]));
        if *check != <[u8; CHECK_LEN_BYTES]>::from(digest) {
            return Err(wrong("its hash is another"));
        }
        Self::decode_all(&mut &fields[..]).map_err(|_| wrong("it is no manifest"))
    }
}

/// A file's name in a folder.
pub(super) fn in_folder(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
