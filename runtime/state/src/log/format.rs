//! Segments and records to the byte, as `docs/state-format.md` has them.

use super::chunks::chunk_hashes;
use sandpact_abi::{Hash, Height};
use sha3::{Digest as _, Sha3_256};

/// Format of segments; a change of any byte's meaning changes it.
pub(super) const FORMAT: u32 = 1;
/// Length of a segment's header.
pub(super) const SEGMENT_HEADER_LEN_BYTES: usize = 116;
/// Length of a record's header.
pub(super) const RECORD_HEADER_LEN_BYTES: usize = 64;
/// Length of a hash, as which a record's chain hash stands behind its payload.
pub(super) const HASH_LEN_BYTES: usize = 32;
/// Bytes of a record beside its payload.
pub(super) const RECORD_FRAME_LEN_BYTES: u64 =
    RECORD_HEADER_LEN_BYTES as u64 + HASH_LEN_BYTES as u64;

/// First bytes of a segment.
const SEGMENT_MAGIC: [u8; 8] = *b"sandplog";
/// First bytes of a record.
pub(super) const RECORD_MAGIC: [u8; 4] = *b"blk1";

/// Start of the input of the chain hash before a log's first record.
const START_TAG: &[u8] = b"sandpact/log/start/v1";
/// Start of a chain hash's input.
const CHAIN_TAG: &[u8] = b"sandpact/log/chain/v1";
/// Start of the input of a record header's check.
const HEADER_TAG: &[u8] = b"sandpact/log/header/v1";

/// What a segment says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SegmentHeader {
    pub(super) format: u32,
    pub(super) ledger_id: Hash,
    /// Height of its first record.
    pub(super) first: Height,
    /// Chain hash of the record before.
    pub(super) chain_before: Hash,
}

impl SegmentHeader {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(SEGMENT_HEADER_LEN_BYTES);
        bytes.extend(SEGMENT_MAGIC);
        bytes.extend(self.format.to_le_bytes());
        bytes.extend(self.ledger_id.0);
        bytes.extend(self.first.0.to_le_bytes());
        bytes.extend(self.chain_before.0);
        bytes.extend(Sha3_256::digest(&bytes));
        bytes
    }

    /// `None` when it is no header or not as it was written.
    pub(super) fn decode(bytes: &[u8; SEGMENT_HEADER_LEN_BYTES]) -> Option<Self> {
        let (fields, check) = bytes.split_last_chunk::<HASH_LEN_BYTES>()?;
        let mut rest = fields;
        let magic: [u8; 8] = take(&mut rest)?;
        let header = Self {
            format: u32::from_le_bytes(take(&mut rest)?),
            ledger_id: Hash(take(&mut rest)?),
            first: Height(u64::from_le_bytes(take(&mut rest)?)),
            chain_before: Hash(take(&mut rest)?),
        };
        let is_whole =
            magic == SEGMENT_MAGIC && *check == <[u8; 32]>::from(Sha3_256::digest(fields));
        is_whole.then_some(header)
    }
}

/// What a record says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordHeader {
    pub(super) len_bytes: u32,
    pub(super) height: Height,
    /// Records below this height were durable when this one was written.
    pub(super) durable_below: Height,
    /// Chain hash of the record before.
    pub(super) chain_before: Hash,
}

/// Where a record header stands. Its check covers this, so a header in another place, in another
/// ledger or in what a sender put in a block is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) segment: &'a SegmentHeader,
    pub(super) offset: u64,
}

impl Place<'_> {
    fn check(&self, fields: &[u8]) -> [u8; 8] {
        let mut hasher = Sha3_256::new().chain_update(HEADER_TAG);
        hasher.update(self.segment.ledger_id.0);
        hasher.update(self.segment.first.0.to_le_bytes());
        hasher.update(self.segment.chain_before.0);
        hasher.update(self.offset.to_le_bytes());
        let digest: [u8; 32] = hasher.chain_update(fields).finalize().into();
        // Eight bytes: it is there against accidents; the chain hash is against forgers.
        digest.first_chunk().copied().unwrap_or_default()
    }
}

impl RecordHeader {
    pub(super) fn encode(&self, place: Place<'_>, into: &mut Vec<u8>) {
        let start = into.len();
        into.extend(RECORD_MAGIC);
        into.extend(self.len_bytes.to_le_bytes());
        into.extend(self.height.0.to_le_bytes());
        into.extend(self.durable_below.0.to_le_bytes());
        into.extend(self.chain_before.0);
        let check = place.check(into.get(start..).unwrap_or_default());
        into.extend(check);
    }

    /// `None` when it is no header or not as it was written, there.
    pub(super) fn decode(bytes: &[u8; RECORD_HEADER_LEN_BYTES], place: Place<'_>) -> Option<Self> {
        let (fields, check) = bytes.split_last_chunk::<8>()?;
        let mut rest = fields;
        let magic: [u8; 4] = take(&mut rest)?;
        let header = Self {
            len_bytes: u32::from_le_bytes(take(&mut rest)?),
            height: Height(u64::from_le_bytes(take(&mut rest)?)),
            durable_below: Height(u64::from_le_bytes(take(&mut rest)?)),
            chain_before: Hash(take(&mut rest)?),
        };
        (magic == RECORD_MAGIC && *check == place.check(fields)).then_some(header)
    }

    /// The chain hash behind this header's payload.
    pub(super) fn chain(&self, payload: &[u8]) -> Hash {
        let mut hasher = Sha3_256::new().chain_update(CHAIN_TAG);
        hasher.update(self.chain_before.0);
        hasher.update(self.height.0.to_le_bytes());
        hasher.update(self.len_bytes.to_le_bytes());
        for hash in chunk_hashes(payload) {
            hasher.update(hash.0);
        }
        Hash(hasher.finalize().into())
    }

    /// Bytes of the whole record.
    pub(super) const fn record_len_bytes(&self) -> u64 {
        RECORD_FRAME_LEN_BYTES.saturating_add(self.len_bytes as u64)
    }
}

/// The chain hash before the first record of a log that begins at `first`.
pub(super) fn start_chain(ledger_id: &Hash, first: Height) -> Hash {
    let hasher = Sha3_256::new().chain_update(START_TAG).chain_update(ledger_id.0);
    Hash(hasher.chain_update(first.0.to_le_bytes()).finalize().into())
}

/// Takes the next bytes.
fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}
