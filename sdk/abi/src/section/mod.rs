//! The contents of a module's ABI section, and back: a [`ContractAbi`] in SCALE, in which each
//! struct and each enum is written out once and named by its number after that.

mod walk;

#[cfg(test)]
mod tests;

use crate::{ABI_FORMAT, AbiError, ContractAbi, limits};
use alloc::{collections::BTreeMap, vec::Vec};
use core::ops::Range;
use parity_scale_codec::{Compact, Decode, DecodeLimit, Encode};
use walk::{Named, Walk};

/// Deepest nesting of a [`TypeDef`](crate::TypeDef).
const TYPE_DEPTH_MAX: u32 = 32;

/// The byte of a type that was written out before; its number follows, compact.
pub const SAME_AS: u8 = 24;

impl ContractAbi {
    /// Reads the contents of a module's ABI section.
    ///
    /// # Errors
    /// [`AbiError`].
    pub fn from_section(bytes: &[u8]) -> Result<Self, AbiError> {
        if bytes.len() > limits::ABI_LEN_BYTES_MAX {
            return Err(AbiError::TooLong { len_bytes: bytes.len() });
        }
        let (format, body) = bytes.split_first().ok_or(AbiError::Malformed)?;
        if *format != ABI_FORMAT {
            return Err(AbiError::UnknownFormat { format: *format });
        }
        let written_out = Walk::new(body, WriteOut::default()).contract();
        let written_out = written_out
            .filter(|bytes| bytes.len() <= limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX)
            .ok_or(AbiError::Malformed)?;
        Self::decode_all_with_depth_limit(TYPE_DEPTH_MAX, &mut &written_out[..])
            .map_err(|_| AbiError::Malformed)
    }

    /// The contents of the ABI section for this contract.
    ///
    /// # Panics
    /// Never for what [`from_section`](Self::from_section) gave; for a type that is nested deeper
    /// than it reads.
    #[must_use]
    pub fn to_section(&self) -> Vec<u8> {
        let written_out = self.encode();
        let body = Walk::new(&written_out, WriteOnce::default()).contract();
        let mut bytes = alloc::vec![ABI_FORMAT];
        bytes.extend(body.expect("types nest no deeper than a section may have them"));
        bytes
    }
}

/// Puts the whole type where its number stands.
#[derive(Default)]
struct WriteOut {
    /// Where in the output each struct and enum is.
    places: Vec<Range<usize>>,
    /// Their bytes: none is written out twice.
    seen: BTreeMap<Vec<u8>, ()>,
}

impl Named for WriteOut {
    fn named(walk: &mut Walk<'_, Self>) -> Option<()> {
        let start = walk.out.len();
        walk.body()?;
        let place = start..walk.out.len();
        let is_new = walk.named.seen.insert(walk.out.get(place.clone())?.to_vec(), ()).is_none();
        walk.named.places.push(place);
        is_new.then_some(())
    }

    fn same_as(walk: &mut Walk<'_, Self>) -> Option<()> {
        let mut rest = walk.input.get(1..)?;
        let number = Compact::<u32>::decode(&mut rest).ok()?;
        walk.input = rest;
        let place = walk.named.places.get(usize::try_from(number.0).ok()?)?.clone();
        // Before it takes the room.
        walk.out
            .len()
            .checked_add(place.len())
            .filter(|len| *len <= limits::ABI_WRITTEN_OUT_LEN_BYTES_MAX)?;
        walk.out.extend_from_within(place);
        Some(())
    }
}

/// Puts the number where a type stands again.
#[derive(Default)]
struct WriteOnce {
    /// The number of each struct and enum, by its bytes written out.
    numbers: BTreeMap<Vec<u8>, u32>,
}

impl Named for WriteOnce {
    fn named(walk: &mut Walk<'_, Self>) -> Option<()> {
        let mut whole = Walk::new(walk.input, Plain);
        whole.body()?;
        let (rest, bytes) = (whole.input, whole.out);
        if let Some(number) = walk.named.numbers.get(&bytes) {
            walk.out.push(SAME_AS);
            Compact(*number).encode_to(&mut walk.out);
            walk.input = rest;
            return Some(());
        }
        walk.body()?;
        let number = u32::try_from(walk.named.numbers.len()).ok()?;
        walk.named.numbers.insert(bytes, number);
        Some(())
    }

    fn same_as(_: &mut Walk<'_, Self>) -> Option<()> {
        None
    }
}

/// Changes nothing.
struct Plain;

impl Named for Plain {
    fn named(walk: &mut Walk<'_, Self>) -> Option<()> {
        walk.body()
    }

    fn same_as(_: &mut Walk<'_, Self>) -> Option<()> {
        None
    }
}
