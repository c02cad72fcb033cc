//! One file of the log.

use super::{
    LogError, LogOptions, Position,
    format::{
        FORMAT, HASH_LEN_BYTES, Place, RECORD_HEADER_LEN_BYTES, RecordHeader,
        SEGMENT_HEADER_LEN_BYTES, SegmentHeader,
    },
};
use crate::disk::{Disk, DiskFile};
use sandpact_abi::{Hash, Height};

/// Folder of the segments.
pub(super) const FOLDER: &str = "log";
/// Ending of their names.
const ENDING: &str = ".log";
/// Digits of a height in a name: as many as the largest has, so that names sort by height.
const NAME_DIGITS: usize = 20;

/// Name of the segment that begins at `first`, with its folder.
pub(super) fn name_of(first: Height) -> String {
    format!("{FOLDER}/{:0NAME_DIGITS$}{ENDING}", first.0)
}

/// First heights of all segments that there are, in order. Other names are not the log's.
pub(super) fn firsts(disk: &dyn Disk) -> Result<Vec<Height>, LogError> {
    let names = disk.list(FOLDER).map_err(LogError::io("list", FOLDER))?;
    Ok(names.iter().filter_map(|name| first_of(name)).collect())
}

fn first_of(name: &str) -> Option<Height> {
    let digits = name.strip_suffix(ENDING)?;
    let all_digits =
        digits.len() == NAME_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { digits.parse().ok().map(Height) } else { None }
}

/// The ledger that a log says it is of, by the header of its first segment that holds.
///
/// # Errors
/// [`LogError::Missing`] when there is none, or [`LogError::Io`].
pub fn ledger_id(disk: &dyn Disk) -> Result<Hash, LogError> {
    for first in firsts(disk)? {
        let name = name_of(first);
        let file = disk.open(&name).map_err(LogError::io("open", &name))?;
        let mut bytes = [0; SEGMENT_HEADER_LEN_BYTES];
        let is_read = file.is_some_and(|file| file.read_at(0, &mut bytes).is_ok());
        if is_read && let Some(header) = SegmentHeader::decode(&bytes) {
            return Ok(header.ledger_id);
        }
    }
    Err(LogError::Missing)
}

/// What is at a place where a record may begin.
#[derive(Debug)]
pub(super) enum Found {
    /// A record's header; the record ends within the file.
    Record(RecordHeader),
    /// The file ends there.
    End,
    /// Neither.
    Bad(&'static str),
}

/// An open segment whose header holds.
pub(super) struct Segment {
    pub(super) header: SegmentHeader,
    pub(super) name: String,
    pub(super) file: Box<dyn DiskFile>,
    record_len_bytes_max: u32,
}

impl Segment {
    /// The segment that begins at `first`; `None` when its header does not hold.
    pub(super) fn open(
        disk: &dyn Disk,
        options: &LogOptions,
        first: Height,
    ) -> Result<Option<Self>, LogError> {
        let name = name_of(first);
        let file = disk.open(&name).map_err(LogError::io("open", &name))?;
        let missing = || LogError::MissingSegment { height: first, before: name.clone() };
        let file = file.ok_or_else(missing)?;
        let mut bytes = [0; SEGMENT_HEADER_LEN_BYTES];
        if file.len().map_err(LogError::io("measure", &name))? < bytes.len() as u64 {
            return Ok(None);
        }
        file.read_at(0, &mut bytes).map_err(LogError::io("read", &name))?;
        let Some(header) = SegmentHeader::decode(&bytes) else { return Ok(None) };
        if header.format != FORMAT {
            return Err(LogError::Format { name, found: header.format, expected: FORMAT });
        }
        if header.ledger_id != options.ledger_id {
            let expected = options.ledger_id;
            return Err(LogError::Foreign { name, found: header.ledger_id, expected });
        }
        if header.first != first {
            return Err(LogError::Misnamed { name, found: header.first });
        }
        Ok(Some(Self::new(header, name, file, options)))
    }

    /// A new segment, durable with its name.
    pub(super) fn create(
        disk: &dyn Disk,
        options: &LogOptions,
        first: Height,
        chain_before: Hash,
    ) -> Result<Self, LogError> {
        let name = name_of(first);
        let ledger_id = options.ledger_id;
        let header = SegmentHeader { format: FORMAT, ledger_id, first, chain_before };
        let file = disk.create(&name).map_err(LogError::io("create", &name))?;
        let segment = Self::new(header, name, file, options);
        segment.write(0, &header.encode())?;
        segment.sync()?;
        disk.sync_folder(FOLDER).map_err(LogError::io("sync", FOLDER))?;
        Ok(segment)
    }

    fn new(
        header: SegmentHeader,
        name: String,
        file: Box<dyn DiskFile>,
        options: &LogOptions,
    ) -> Self {
        Self { header, name, file, record_len_bytes_max: options.record_len_bytes_max }
    }

    pub(super) fn len(&self) -> Result<u64, LogError> {
        self.file.len().map_err(LogError::io("measure", &self.name))
    }

    pub(super) fn write(&self, offset: u64, bytes: &[u8]) -> Result<(), LogError> {
        self.file.write_at(offset, bytes).map_err(LogError::io("write", &self.name))
    }

    pub(super) fn sync(&self) -> Result<(), LogError> {
        self.file.sync().map_err(LogError::io("sync", &self.name))
    }

    pub(super) fn read(&self, offset: u64, into: &mut [u8]) -> Result<(), LogError> {
        self.file.read_at(offset, into).map_err(LogError::io("read", &self.name))
    }

    pub(super) const fn place(&self, offset: u64) -> Place<'_> {
        Place { segment: &self.header, offset }
    }

    /// What is at `offset` of this file of `len_bytes`.
    pub(super) fn look(&self, offset: u64, len_bytes: u64) -> Result<Found, LogError> {
        let mut bytes = [0; RECORD_HEADER_LEN_BYTES];
        let left = len_bytes.saturating_sub(offset);
        if left == 0 {
            return Ok(Found::End);
        }
        if left < bytes.len() as u64 {
            return Ok(Found::Bad("a part of a record's header"));
        }
        self.read(offset, &mut bytes)?;
        Ok(match RecordHeader::decode(&bytes, self.place(offset)) {
            None => Found::Bad("no record's header"),
            Some(header) if header.len_bytes > self.record_len_bytes_max => {
                Found::Bad("a record longer than any may be")
            }
            Some(header) if header.record_len_bytes() > left => Found::Bad("a part of a record"),
            Some(header) => Found::Record(header),
        })
    }

    /// The payload behind a header that [`Segment::look`] found, and the record's position;
    /// `None` when the record's hash does not hold.
    pub(super) fn load(
        &self,
        header: &RecordHeader,
        offset: u64,
    ) -> Result<Option<(Position, Vec<u8>)>, LogError> {
        // `look` has held the length against the limit and the file.
        let len = usize::try_from(header.len_bytes).unwrap_or(usize::MAX);
        let mut bytes = vec![0; len.saturating_add(HASH_LEN_BYTES)];
        let start = offset.saturating_add(RECORD_HEADER_LEN_BYTES as u64);
        self.read(start, &mut bytes)?;
        let stated = bytes.split_off(len);
        let chain = header.chain(&bytes);
        let position = Position {
            segment: self.header.first,
            offset,
            len_bytes: header.len_bytes,
            height: header.height,
            chain,
        };
        Ok((stated == chain.0).then_some((position, bytes)))
    }

    /// Writes a whole record with one write; `buffer` is kept for its memory.
    pub(super) fn write_record(
        &self,
        position: &Position,
        header: &RecordHeader,
        payload: &[u8],
        buffer: &mut Vec<u8>,
    ) -> Result<(), LogError> {
        buffer.clear();
        header.encode(self.place(position.offset), buffer);
        buffer.extend(payload);
        buffer.extend(position.chain.0);
        self.write(position.offset, buffer)
    }

    /// The chain hash that the record ending at `end` has, or the header's when there is none.
    pub(super) fn chain_at(&self, end: u64) -> Result<Hash, LogError> {
        if end <= SEGMENT_HEADER_LEN_BYTES as u64 {
            return Ok(self.header.chain_before);
        }
        let mut chain = [0; HASH_LEN_BYTES];
        self.read(end.saturating_sub(HASH_LEN_BYTES as u64), &mut chain)?;
        Ok(Hash(chain))
    }

    /// The error for damage here.
    pub(super) fn damaged(&self, offset: u64, height: Height, what: &'static str) -> LogError {
        LogError::Damaged { name: self.name.clone(), offset, height, what }
    }
}
