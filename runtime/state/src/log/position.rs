//! Where things are in a log.

use super::format::{RECORD_FRAME_LEN_BYTES, SEGMENT_HEADER_LEN_BYTES};
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};
use sandpact_abi::{Hash, Height};

/// Where a record is, and the hash that it and everything before it must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Position {
    /// First height of the record's segment.
    pub segment: Height,
    /// Where the record begins in it.
    pub offset: u64,
    /// Length of the payload.
    pub len_bytes: u32,
    /// The block's height.
    pub height: Height,
    /// The record's chain hash.
    pub chain: Hash,
}

impl Position {
    /// Where the log ends if this record is its last.
    #[must_use]
    pub const fn end(&self) -> LogEnd {
        let len_bytes = RECORD_FRAME_LEN_BYTES.saturating_add(self.len_bytes as u64);
        LogEnd {
            segment: self.segment,
            offset: self.offset.saturating_add(len_bytes),
            next: Height(self.height.0.saturating_add(1)),
            chain: self.chain,
        }
    }
}

/// Up to where a log reaches. The chain hash stands for everything before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct LogEnd {
    /// First height of the last segment.
    pub segment: Height,
    /// Where its last record ends.
    pub offset: u64,
    /// The height that the next record will have.
    pub next: Height,
    /// Chain hash of the last record.
    pub chain: Hash,
}

impl LogEnd {
    /// Before a segment's first record.
    pub(super) const fn start_of(segment: Height, chain: Hash) -> Self {
        Self { segment, offset: SEGMENT_HEADER_LEN_BYTES as u64, next: segment, chain }
    }
}
