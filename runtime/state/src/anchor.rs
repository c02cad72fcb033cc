//! The anchor: the last block that was acknowledged, kept outside the log and the stores.
//!
//! With it a log or a store that was set back to an older state, however consistent, is noticed.
//! Two slots, so that a power cut while one is written leaves the other. Knows nothing of how
//! the log or the stores are made.

use crate::{
    disk::{Disk, DiskFile},
    log::LogEnd,
};
use sandpact_abi::{Hash, Height};
use sha3::{Digest as _, Sha3_256};
use std::io;
use thiserror::Error;

/// Name of the file.
const NAME: &str = "anchor";
/// Its name when it cannot be read.
const ASIDE_NAME: &str = "anchor-damaged";
/// Where each slot begins: in pages of their own, for disks whose sectors are as large.
const SLOTS: [u64; 2] = [0, 4_096];
/// First bytes of a slot.
const MAGIC: [u8; 8] = *b"sandanch";
/// Format of slots.
const FORMAT: u32 = 1;
/// Length of a slot's check.
const CHECK_LEN_BYTES: usize = 32;
/// Length of a slot: less than the 512 bytes that a disk writes wholly or not at all.
const SLOT_LEN_BYTES: usize = 212;

/// What was acknowledged last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnchorRecord {
    /// Hash of the genesis block.
    pub ledger_id: Hash,
    /// The block's height.
    pub height: Height,
    /// The block's hash.
    pub block_hash: Hash,
    /// State root after the block.
    pub state_root: Hash,
    /// Where the log ends with the block.
    pub log: LogEnd,
}

/// An anchor cannot be used. Not `non_exhaustive`: the runtime gives each failure a stable code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnchorError {
    /// There is no file.
    #[error("no anchor file; restore it from a backup, or run `sandpact ledger rebuild NAME`")]
    Missing,
    /// An anchor is to be made where one is.
    #[error("an anchor is there already; it was not touched")]
    Exists,
    /// Neither slot holds.
    #[error(
        "damaged anchor: neither slot can be read; nothing was changed; keep the file, then run \
         `sandpact ledger rebuild NAME`"
    )]
    Damaged,
    /// Reading or writing failed. After a failed write or sync every later one fails with this
    /// same error until the anchor is opened again.
    #[error("cannot {action} the anchor: {reason}; see to the disk, then open the ledger again")]
    Io {
        /// What was tried.
        action: &'static str,
        /// What the system said.
        reason: String,
    },
}

impl AnchorError {
    fn io(action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io { action, reason: error.to_string() }
    }
}

/// What was found in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnchorFound {
    /// The younger record that holds.
    pub record: AnchorRecord,
    /// The slot (0 or 1) that does not hold. A power cut leaves none such on a disk whose
    /// sectors are written wholly or not at all; what it held may have been younger.
    pub damaged_slot: Option<usize>,
}

/// The open anchor.
pub struct Anchor {
    file: Box<dyn DiskFile>,
    sequence: u64,
    /// The slot that is written next. The other one is durable.
    slot: usize,
    /// Whether `slot` was written since the last sync.
    is_written: bool,
    failed: Option<AnchorError>,
}

impl Anchor {
    /// A new anchor, with `record` in both slots, durable when this returns.
    ///
    /// # Errors
    /// [`AnchorError::Exists`] or [`AnchorError::Io`].
    pub fn create(disk: &dyn Disk, record: &AnchorRecord) -> Result<Self, AnchorError> {
        let file = match disk.create(NAME) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(AnchorError::Exists);
            }
            file => file.map_err(AnchorError::io("create"))?,
        };
        for (sequence, offset) in (0..).zip(SLOTS) {
            let slot = encode(sequence, record);
            file.write_at(offset, &slot).map_err(AnchorError::io("write"))?;
        }
        file.sync().map_err(AnchorError::io("sync"))?;
        disk.sync_folder("").map_err(AnchorError::io("sync the folder of"))?;
        Ok(Self { file, sequence: 1, slot: 0, is_written: false, failed: None })
    }

    /// Moves an anchor that cannot be read to where nothing reads it.
    ///
    /// # Errors
    /// [`AnchorError::Io`].
    pub fn set_aside(disk: &dyn Disk) -> Result<(), AnchorError> {
        if disk.open(NAME).map_err(AnchorError::io("open"))?.is_some() {
            disk.rename(NAME, ASIDE_NAME).map_err(AnchorError::io("set aside"))?;
        }
        Ok(())
    }

    /// Opens the anchor and says what it holds. Changes nothing but that the younger record is
    /// durable when this returns.
    ///
    /// # Errors
    /// [`AnchorError::Missing`], [`AnchorError::Damaged`] or [`AnchorError::Io`].
    pub fn open(disk: &dyn Disk) -> Result<(Self, AnchorFound), AnchorError> {
        let file = disk.open(NAME).map_err(AnchorError::io("open"))?;
        let file = file.ok_or(AnchorError::Missing)?;
        let slots = [slot(&*file, SLOTS[0])?, slot(&*file, SLOTS[1])?];
        let (younger, damaged_slot) = match slots {
            [None, None] => return Err(AnchorError::Damaged),
            [Some(_), None] => (0, Some(1)),
            [None, Some(_)] => (1, Some(0)),
            // `write` never gives one number twice.
            [Some(first), Some(second)] => (usize::from(second.0 > first.0), None),
        };
        let (sequence, record) = slots.get(younger).copied().flatten().unwrap_or_default();
        // Perhaps it is only in memory since a failed sync.
        let place = SLOTS.get(younger).copied().unwrap_or_default();
        file.write_at(place, &encode(sequence, &record)).map_err(AnchorError::io("write"))?;
        file.sync().map_err(AnchorError::io("sync"))?;
        let slot = other(younger);
        let anchor = Self { file, sequence, slot, is_written: false, failed: None };
        Ok((anchor, AnchorFound { record, damaged_slot }))
    }

    /// Writes a younger record; it is durable after [`Anchor::sync`]. Until then each further
    /// one takes the same slot, so that the other slot always holds a durable record.
    ///
    /// # Errors
    /// What went wrong first, then and ever after.
    pub fn write(&mut self, record: &AnchorRecord) -> Result<(), AnchorError> {
        self.check()?;
        let sequence = self.sequence.saturating_add(1);
        let place = SLOTS.get(self.slot).copied().unwrap_or_default();
        let result = self.file.write_at(place, &encode(sequence, record));
        result.map_err(AnchorError::io("write")).map_err(|error| self.fail(error))?;
        self.sequence = sequence;
        self.is_written = true;
        Ok(())
    }

    /// Makes durable what was written.
    ///
    /// # Errors
    /// What went wrong first, then and ever after.
    pub fn sync(&mut self) -> Result<(), AnchorError> {
        self.check()?;
        if !self.is_written {
            return Ok(());
        }
        let result = self.file.sync();
        result.map_err(AnchorError::io("sync")).map_err(|error| self.fail(error))?;
        self.is_written = false;
        self.slot = other(self.slot);
        Ok(())
    }

    fn check(&self) -> Result<(), AnchorError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    fn fail(&mut self, error: AnchorError) -> AnchorError {
        self.failed.get_or_insert(error).clone()
    }
}

const fn other(slot: usize) -> usize {
    if slot == 0 { 1 } else { 0 }
}

/// The record in a slot with its number; `None` when the slot does not hold.
fn slot(file: &dyn DiskFile, offset: u64) -> Result<Option<(u64, AnchorRecord)>, AnchorError> {
    let mut bytes = [0; SLOT_LEN_BYTES];
    match file.read_at(offset, &mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        result => result.map_err(AnchorError::io("read")).map(|()| decode(&bytes)),
    }
}

fn encode(sequence: u64, record: &AnchorRecord) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(SLOT_LEN_BYTES);
    bytes.extend(MAGIC);
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(sequence.to_le_bytes());
    bytes.extend(record.ledger_id.0);
    bytes.extend(record.height.0.to_le_bytes());
    bytes.extend(record.block_hash.0);
    bytes.extend(record.state_root.0);
    bytes.extend(record.log.segment.0.to_le_bytes());
    bytes.extend(record.log.offset.to_le_bytes());
    bytes.extend(record.log.next.0.to_le_bytes());
    bytes.extend(record.log.chain.0);
    bytes.extend(Sha3_256::digest(&bytes));
    bytes
}

fn decode(bytes: &[u8; SLOT_LEN_BYTES]) -> Option<(u64, AnchorRecord)> {
    let (fields, check) = bytes.split_last_chunk::<CHECK_LEN_BYTES>()?;
    if *check != <[u8; CHECK_LEN_BYTES]>::from(Sha3_256::digest(fields)) {
        return None;
    }
    let mut rest = fields.strip_prefix(&MAGIC)?.strip_prefix(&FORMAT.to_le_bytes())?;
    let sequence = number(&mut rest)?;
    let record = AnchorRecord {
        ledger_id: hash(&mut rest)?,
        height: Height(number(&mut rest)?),
        block_hash: hash(&mut rest)?,
        state_root: hash(&mut rest)?,
        log: LogEnd {
            segment: Height(number(&mut rest)?),
            offset: number(&mut rest)?,
            next: Height(number(&mut rest)?),
            chain: hash(&mut rest)?,
        },
    };
    Some((sequence, record))
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u64::from_le_bytes(*taken))
}

fn hash(rest: &mut &[u8]) -> Option<Hash> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(Hash(*taken))
}
