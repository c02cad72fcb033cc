//! The entries of indexes, as bytes: the same code for all types.

use crate::{Common, host, storage::key};
use alloc::vec::Vec;
use sandpact_abi::Index;

/// For each index the key of a value's entry, where it has one.
pub type Entries = Vec<Option<Vec<u8>>>;

/// The entries of the value at `place`. `write` appends the key in the index at a position,
/// or says that there is none.
pub fn entries(
    field: &str,
    indexes: &[Index],
    place: &[u8],
    write: &dyn Fn(usize, &mut Vec<u8>) -> bool,
) -> Entries {
    // The field's name and the zero byte stand before the map key.
    let map_key = place.get(field.len().saturating_add(1)..).unwrap_or_default();
    let entry = |(position, index): (usize, &Index)| {
        let mut entry = key::index(field, index.name);
        let is_there = write(position, &mut entry);
        if !index.is_unique {
            entry.extend_from_slice(map_key);
        }
        is_there.then_some(entry)
    };
    indexes.iter().enumerate().map(entry).collect()
}

/// No other entry may have the place that an entry moves to.
pub fn check_unique(indexes: &[Index], before: &Entries, after: &Entries) -> Result<(), Common> {
    let is_taken = |(position, index): (usize, &Index)| {
        let after = at(after, position).filter(|after| at(before, position) != Some(after));
        index.is_unique && after.is_some_and(host::storage_contains)
    };
    if indexes.iter().enumerate().any(is_taken) { Err(Common::AlreadyExists) } else { Ok(()) }
}

/// Removes the entries from where they were and writes them where they are. `map_key` is the
/// value of a unique one.
pub fn move_entries(indexes: &[Index], before: &Entries, after: &Entries, map_key: &[u8]) {
    for (position, index) in indexes.iter().enumerate() {
        let (before, after) = (at(before, position), at(after, position));
        if before == after {
            continue;
        }
        if let Some(before) = before {
            host::storage_remove(before);
        }
        if let Some(after) = after {
            host::storage_set(after, if index.is_unique { map_key } else { &[] });
        }
    }
}

fn at(entries: &Entries, position: usize) -> Option<&[u8]> {
    entries.get(position)?.as_deref()
}
