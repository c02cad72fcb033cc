//! One file of entries.

use super::{
    error::{SnapshotError, io},
    manifest::in_folder,
};
use crate::{disk::Disk, layout};
use parity_scale_codec::{Decode as _, Encode as _};
use sandpact_abi::Hash;
use sha3::{Digest as _, Sha3_256};

/// A chunk is full when it has this many bytes.
pub(super) const FULL_LEN_BYTES: usize = 1 << 20;
/// Longest chunk: one that was not full, and the longest entry.
pub(super) const LEN_BYTES_MAX: usize = FULL_LEN_BYTES + 32 * 1_024;
/// Longest flat key: a column, a contract and the longest key of a contract.
const KEY_LEN_BYTES_MAX: usize = 1 + 32 + 256;

/// A flat key with its value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

/// Name of a chunk.
pub(super) fn name(folder: &str, number: usize) -> String {
    in_folder(folder, &format!("chunk-{number:08}"))
}

/// Adds an entry.
pub(super) fn push(bytes: &mut Vec<u8>, key: &[u8], value: &[u8]) {
    (key, value).encode_to(bytes);
}

/// Writes a chunk, durably; its length and hash.
pub(super) fn write(
    disk: &dyn Disk,
    name: &str,
    bytes: &[u8],
) -> Result<(u32, Hash), SnapshotError> {
    let file = disk.create(name).map_err(io("create", name))?;
    file.write_at(0, bytes).map_err(io("write", name))?;
    file.sync().map_err(io("sync", name))?;
    let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    Ok((len, Hash(Sha3_256::digest(bytes).into())))
}

/// The bytes of a chunk, which must be the one that the manifest names.
pub(super) fn bytes(
    disk: &dyn Disk,
    name: &str,
    (len, hash): (u32, Hash),
) -> Result<Vec<u8>, SnapshotError> {
    let wrong = |what| SnapshotError::Chunk { name: name.to_owned(), what };
    let len = usize::try_from(len).ok().filter(|len| *len <= LEN_BYTES_MAX);
    let len = len.ok_or_else(|| wrong("is too long"))?;
    let file = disk.open(name).map_err(io("open", name))?.ok_or_else(|| wrong("is missing"))?;
    if file.len().map_err(io("measure", name))? != u64::try_from(len).unwrap_or(u64::MAX) {
        return Err(wrong("has another length than the manifest says"));
    }
    let mut bytes = vec![0; len];
    file.read_at(0, &mut bytes).map_err(io("read", name))?;
    if Hash(Sha3_256::digest(&bytes).into()) != hash {
        return Err(wrong("has another hash than the manifest says"));
    }
    Ok(bytes)
}

/// The entries of a chunk, which must be the one that the manifest names and go on after
/// `last`, the key before.
pub(super) fn read(
    disk: &dyn Disk,
    name: &str,
    expected: (u32, Hash),
    last: Option<&[u8]>,
) -> Result<Vec<Pair>, SnapshotError> {
    let wrong = |what| SnapshotError::Chunk { name: name.to_owned(), what };
    let bytes = bytes(disk, name, expected)?;
    let mut rest = &bytes[..];
    let mut pairs: Vec<Pair> = Vec::new();
    while !rest.is_empty() {
        let pair = Pair::decode(&mut rest).map_err(|_| wrong("has something else than entries"))?;
        let before = pairs.last().map(|(key, _)| key.as_slice()).or(last);
        if before.is_some_and(|before| before >= pair.0.as_slice()) {
            return Err(wrong("has entries out of order"));
        }
        if !is_allowed(&pair) {
            return Err(wrong("has an entry that no state has"));
        }
        pairs.push(pair);
    }
    Ok(pairs)
}

fn is_allowed((key, value): &Pair) -> bool {
    let is_column = key.first().is_some_and(|column| layout::STATE_COLUMNS.contains(column));
    is_column && key.len() <= KEY_LEN_BYTES_MAX && value.len() <= layout::CHUNK_LEN_BYTES
}
