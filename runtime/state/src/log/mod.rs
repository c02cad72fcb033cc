//! The block log: every block that was acknowledged, in order, in files that only grow.
//!
//! It is the source of truth; what is in the stores can be made from it. Each record carries the
//! hash of everything before it, so damage is an error and never other content. Knows nothing of
//! what a block is. `docs/state-format.md` has the files to the byte.

mod chunks;
mod error;
mod format;
mod position;
mod read;
mod recover;
mod scan;
mod segment;
mod sync;
mod write;

pub use error::LogError;
pub use position::{LogEnd, Position};
pub use read::{LogReader, Records};
pub use recover::{Cut, TailReport};
pub use segment::ledger_id;
pub use sync::Syncer;
pub use write::Log;

use sandpact_abi::{Hash, limits::BLOCK_LEN_BYTES_MAX};

/// Where a new segment begins, unless told otherwise: 64 MiB are written in about a second and
/// checked whole in less, and a terabyte of log has 16 384 files.
pub const SEGMENT_LEN_BYTES: u64 = 64 * 1_024 * 1_024;

/// Longest payload, unless told otherwise: the transactions of the largest block and three times
/// as much for what they caused. A length beyond it is damage, and nothing is allocated for it.
#[expect(clippy::cast_possible_truncation, reason = "256 MiB")]
pub const RECORD_LEN_BYTES_MAX: u32 = 4 * BLOCK_LEN_BYTES_MAX as u32;

/// What a log must know from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogOptions {
    /// Hash of the genesis block.
    pub ledger_id: Hash,
    /// A record that would make a segment longer begins a new one. May differ each time.
    pub segment_len_bytes: u64,
    /// Longest payload. A log cannot be read with less than its longest has.
    pub record_len_bytes_max: u32,
}

impl LogOptions {
    /// The usual lengths.
    #[must_use]
    pub const fn new(ledger_id: Hash) -> Self {
        Self {
            ledger_id,
            segment_len_bytes: SEGMENT_LEN_BYTES,
            record_len_bytes_max: RECORD_LEN_BYTES_MAX,
        }
    }
}
