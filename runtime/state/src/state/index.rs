//! The view's record of where the log has a block.

use crate::{StateError, log::Position};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::{Hash, Height};

/// Segment, offset, length of the payload, height, chain hash.
type Fields = (Height, u64, u32, Height, Hash);

/// The record.
pub fn encode(position: &Position) -> Vec<u8> {
    let Position { segment, offset, len_bytes, height, chain } = *position;
    (segment, offset, len_bytes, height, chain).encode()
}

/// The position in a record.
///
/// # Errors
/// [`StateError::Damaged`].
pub fn decode(bytes: &[u8]) -> Result<Position, StateError> {
    let (segment, offset, len_bytes, height, chain) = Fields::decode_all(&mut &bytes[..])
        .map_err(|_| StateError::Damaged { what: "a block's place cannot be read" })?;
    Ok(Position { segment, offset, len_bytes, height, chain })
}
