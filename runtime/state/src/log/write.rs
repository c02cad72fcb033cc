//! Appending, and taking old segments away.

use super::{
    LogEnd, LogError, LogOptions, LogReader, Position, Syncer,
    format::{RECORD_FRAME_LEN_BYTES, RecordHeader, SEGMENT_HEADER_LEN_BYTES, start_chain},
    read::Shared,
    segment::{self, FOLDER, Segment},
};
use crate::disk::Disk;
use sandpact_abi::{Hash, Height};
use std::sync::Arc;

/// The one who appends. Reads and syncs go through [`Log::reader`] and [`Log::syncer`], which
/// other threads may have.
pub struct Log {
    reader: LogReader,
    segment: Arc<Segment>,
    end: LogEnd,
    /// The record that is being made; kept for its memory.
    record: Vec<u8>,
}

impl Log {
    /// A log without records whose first will have the height `first`. It is durable with its
    /// folder when this returns.
    ///
    /// # Errors
    /// [`LogError::Exists`] when there is a segment, or [`LogError::Io`].
    pub fn create(
        disk: Arc<dyn Disk>,
        options: LogOptions,
        first: Height,
    ) -> Result<Self, LogError> {
        disk.create_folder(FOLDER).map_err(LogError::io("create", FOLDER))?;
        if !segment::firsts(&*disk)?.is_empty() {
            return Err(LogError::Exists);
        }
        let chain = start_chain(&options.ledger_id, first);
        let segment = Segment::create(&*disk, &options, first, chain)?;
        disk.sync_folder("").map_err(LogError::io("sync", "the ledger's folder"))?;
        let end = LogEnd::start_of(first, chain);
        Ok(Self::new(disk, options, vec![(first, chain)], segment, end))
    }

    /// A log of these segments, all durable; the last one is open.
    pub(super) fn new(
        disk: Arc<dyn Disk>,
        options: LogOptions,
        segments: Vec<(Height, Hash)>,
        last: Segment,
        end: LogEnd,
    ) -> Self {
        let segment = Arc::new(last);
        let syncer = Arc::new(Syncer::new(Arc::clone(&segment), end));
        let reader = LogReader::new(Shared::new(disk, options, segments, syncer));
        Self { reader, segment, end, record: Vec::new() }
    }

    /// Reads, from any thread.
    #[must_use]
    pub const fn reader(&self) -> &LogReader {
        &self.reader
    }

    /// Makes durable what was appended, from any thread.
    #[must_use]
    pub fn syncer(&self) -> Arc<Syncer> {
        Arc::clone(&self.shared().syncer)
    }

    /// Up to where records are written, durable or not.
    #[must_use]
    pub const fn end(&self) -> LogEnd {
        self.end
    }

    /// Writes the next record with one write. It is durable after [`Syncer::sync_to`].
    ///
    /// # Errors
    /// [`LogError::WrongHeight`] or [`LogError::TooLong`], with nothing changed; otherwise what
    /// went wrong first in this log, then and ever after.
    pub fn append(&mut self, height: Height, payload: &[u8]) -> Result<Position, LogError> {
        self.shared().syncer.check()?;
        let len_bytes = self.admit(height, payload)?;
        if self.must_roll(len_bytes) {
            self.roll().map_err(|error| self.shared().syncer.fail(error))?;
        }
        let header = RecordHeader {
            len_bytes,
            height,
            durable_below: self.shared().syncer.durable_below(),
            chain_before: self.end.chain,
        };
        let chain = header.chain(payload);
        let (segment, offset) = (self.end.segment, self.end.offset);
        let position = Position { segment, offset, len_bytes, height, chain };
        let written = self.segment.write_record(&position, &header, payload, &mut self.record);
        written.map_err(|error| self.shared().syncer.fail(error))?;
        self.end = position.end();
        self.shared().syncer.written(&self.segment, self.end);
        Ok(position)
    }

    /// Removes whole segments, the oldest first, that hold only records below `height`; the last
    /// one always stays. Returns how many.
    ///
    /// # Errors
    /// What went wrong first in this log, then and ever after.
    pub fn truncate_before(&mut self, height: Height) -> Result<usize, LogError> {
        self.shared().syncer.check()?;
        let mut removed = 0_usize;
        while let Some(first) = self.shared().first_if_below(height) {
            self.remove(first).map_err(|error| self.shared().syncer.fail(error))?;
            removed = removed.saturating_add(1);
        }
        Ok(removed)
    }

    /// One at a time and durably: else a power cut could take a younger one and leave this.
    fn remove(&self, first: Height) -> Result<(), LogError> {
        let name = segment::name_of(first);
        self.shared().forget(first);
        let disk = &self.shared().disk;
        disk.remove(&name).map_err(LogError::io("remove", &name))?;
        disk.sync_folder(FOLDER).map_err(LogError::io("sync", FOLDER))
    }

    fn shared(&self) -> &Shared {
        self.reader.shared()
    }

    /// The payload's length, if it may be the next record.
    fn admit(&self, height: Height, payload: &[u8]) -> Result<u32, LogError> {
        if height != self.end.next {
            return Err(LogError::WrongHeight { got: height, expected: self.end.next });
        }
        let limit = self.shared().options.record_len_bytes_max;
        let too_long = LogError::TooLong { got: payload.len() as u64, limit: limit.into() };
        u32::try_from(payload.len()).ok().filter(|len| *len <= limit).ok_or(too_long)
    }

    /// An empty segment takes any record.
    fn must_roll(&self, len_bytes: u32) -> bool {
        let record_len = RECORD_FRAME_LEN_BYTES.saturating_add(u64::from(len_bytes));
        let is_empty = self.end.offset <= SEGMENT_HEADER_LEN_BYTES as u64;
        let limit = self.shared().options.segment_len_bytes;
        !is_empty && self.end.offset.saturating_add(record_len) > limit
    }

    /// Begins a segment. The old one is durable before the new one exists, so that a segment
    /// that is not the last is whole whatever happens.
    fn roll(&mut self) -> Result<(), LogError> {
        let shared = self.reader.shared();
        if let Some(last) = self.end.next.0.checked_sub(1) {
            shared.syncer.sync_to(Height(last))?;
        }
        let (first, chain) = (self.end.next, self.end.chain);
        let segment = Segment::create(&*shared.disk, &shared.options, first, chain)?;
        self.segment = Arc::new(segment);
        self.end = LogEnd::start_of(first, chain);
        shared.remember(first, chain);
        shared.syncer.written(&self.segment, self.end);
        Ok(())
    }
}
