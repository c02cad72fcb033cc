//! Reading records, each checked by its own hash and its place in the chain.

use super::{
    LogEnd, LogError, LogOptions, Position, Syncer,
    format::SEGMENT_HEADER_LEN_BYTES,
    segment::{Found, Segment, name_of},
};
use crate::disk::Disk;
use sandpact_abi::{Hash, Height};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// What the writer and all readers of a log share.
pub(super) struct Shared {
    pub(super) disk: Arc<dyn Disk>,
    pub(super) options: LogOptions,
    pub(super) syncer: Arc<Syncer>,
    /// First height of each segment, and the chain hash before it.
    segments: Mutex<BTreeMap<Height, Hash>>,
}

impl Shared {
    pub(super) fn new(
        disk: Arc<dyn Disk>,
        options: LogOptions,
        segments: Vec<(Height, Hash)>,
        syncer: Arc<Syncer>,
    ) -> Arc<Self> {
        let segments = Mutex::new(segments.into_iter().collect());
        Arc::new(Self { disk, options, syncer, segments })
    }

    fn segments(&self) -> MutexGuard<'_, BTreeMap<Height, Hash>> {
        self.segments.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn remember(&self, first: Height, chain_before: Hash) {
        self.segments().insert(first, chain_before);
    }

    pub(super) fn forget(&self, first: Height) {
        self.segments().remove(&first);
    }

    /// The oldest segment, if another one follows that begins at `height` or below.
    pub(super) fn first_if_below(&self, height: Height) -> Option<Height> {
        let segments = self.segments();
        let mut firsts = segments.keys();
        let (first, second) = (firsts.next()?, firsts.next()?);
        (*second <= height).then_some(*first)
    }

    /// The segment that holds `height`, if any does.
    fn holding(&self, height: Height) -> Option<Height> {
        self.segments().range(..=height).next_back().map(|(first, _)| *first)
    }

    fn unknown(&self, height: Height) -> LogError {
        let first = self.segments().keys().next().copied().unwrap_or_default();
        LogError::Unknown { height, first, next: self.syncer.last().1.next }
    }

    /// Opens a segment; the last one is open already.
    fn open(&self, first: Height) -> Result<Arc<Segment>, LogError> {
        let (last, _) = self.syncer.last();
        if last.header.first == first {
            return Ok(last);
        }
        // Perhaps it was removed since the caller learnt of it.
        if !self.segments().contains_key(&first) {
            return Err(self.unknown(first));
        }
        let segment = Segment::open(&*self.disk, &self.options, first)?;
        segment.map(Arc::new).ok_or_else(|| LogError::Damaged {
            name: name_of(first),
            offset: 0,
            height: first,
            what: "no segment's header",
        })
    }
}

/// Reads a log while it grows; clones are cheap. Whatever is returned was checked by its hash.
#[derive(Clone)]
pub struct LogReader {
    shared: Arc<Shared>,
}

impl LogReader {
    pub(super) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The disk that the log is on.
    #[must_use]
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.shared.disk
    }

    /// The first height in the log, of its oldest segment.
    #[must_use]
    pub fn first(&self) -> Height {
        self.shared.segments().keys().next().copied().unwrap_or_default()
    }

    /// Up to where records are written, durable or not.
    #[must_use]
    pub fn end(&self) -> LogEnd {
        self.shared.syncer.last().1
    }

    /// Bytes of all segments.
    ///
    /// # Errors
    /// [`LogError::Io`].
    pub fn len_bytes(&self) -> Result<u64, LogError> {
        let firsts: Vec<Height> = self.shared.segments().keys().copied().collect();
        firsts
            .into_iter()
            .try_fold(0_u64, |sum, first| Ok(sum.saturating_add(self.shared.open(first)?.len()?)))
    }

    /// The payload at a position that was kept. Its chain hash must be the position's, so this
    /// one record and its place after all the others are checked.
    ///
    /// # Errors
    /// [`LogError::Damaged`] when something else is there, [`LogError::Unknown`] when the log has
    /// no such segment, or [`LogError::Io`].
    pub fn read(&self, position: &Position) -> Result<Vec<u8>, LogError> {
        let segment = self.shared.open(position.segment)?;
        let damaged = |what| segment.damaged(position.offset, position.height, what);
        let header = match segment.look(position.offset, segment.len()?)? {
            Found::Record(header) => header,
            Found::End => return Err(damaged("the end of the file")),
            Found::Bad(what) => return Err(damaged(what)),
        };
        let loaded = segment.load(&header, position.offset)?;
        let (found, payload) = loaded.ok_or_else(|| damaged("a record whose hash is another"))?;
        if found != *position {
            return Err(damaged("another record"));
        }
        Ok(payload)
    }

    /// Where the record of `height` is, found by going through its segment's headers. Payloads
    /// are not read.
    ///
    /// # Errors
    /// [`LogError::Unknown`], [`LogError::Damaged`] or [`LogError::Io`].
    pub fn position_of(&self, height: Height) -> Result<Position, LogError> {
        if height >= self.end().next {
            return Err(self.shared.unknown(height));
        }
        let start = self.start_of(height)?;
        let segment = self.shared.open(start.segment)?;
        let len_bytes = segment.len()?;
        let damaged = |what| segment.damaged(start.offset, height, what);
        let Found::Record(header) = segment.look(start.offset, len_bytes)? else {
            return Err(damaged("no record"));
        };
        if header.height != height {
            return Err(damaged("a record of another height"));
        }
        let end = start.offset.saturating_add(header.record_len_bytes());
        let (offset, len_bytes) = (start.offset, header.len_bytes);
        let chain = segment.chain_at(end)?;
        Ok(Position { segment: start.segment, offset, len_bytes, height, chain })
    }

    /// All records from `height` on, up to the present end, one in memory at a time.
    ///
    /// # Errors
    /// As [`LogReader::position_of`]; a height that is next gives no records.
    pub fn records_from(&self, height: Height) -> Result<Records, LogError> {
        self.records_after(self.start_of(height)?)
    }

    /// All records after `start`, up to the present end, one in memory at a time. The first of
    /// them must continue the chain of `start`.
    ///
    /// # Errors
    /// [`LogError::Unknown`] when there is no such segment, [`LogError::Damaged`] or
    /// [`LogError::Io`].
    pub fn records_after(&self, start: LogEnd) -> Result<Records, LogError> {
        let segment = self.shared.open(start.segment)?;
        let file_len = segment.len()?;
        let end = self.end();
        Ok(Records { shared: Arc::clone(&self.shared), segment, file_len, at: start, end })
    }

    /// Where the record of `height` begins, or would: the end of the one before.
    fn start_of(&self, height: Height) -> Result<LogEnd, LogError> {
        let end = self.end();
        if height == end.next {
            return Ok(end);
        }
        let first = self.shared.holding(height).filter(|_| height < end.next);
        let segment = self.shared.open(first.ok_or_else(|| self.shared.unknown(height))?)?;
        let mut at = LogEnd::start_of(segment.header.first, segment.header.chain_before);
        let file_len = segment.len()?;
        while at.next < height {
            at = skip(&segment, at, file_len)?;
        }
        Ok(at)
    }
}

/// Goes over one record by its header, which must continue the chain.
pub(super) fn skip(segment: &Segment, at: LogEnd, file_len: u64) -> Result<LogEnd, LogError> {
    let damaged = |what| segment.damaged(at.offset, at.next, what);
    let header = match segment.look(at.offset, file_len)? {
        Found::Record(header) => header,
        Found::End => return Err(damaged("the end of the file")),
        Found::Bad(what) => return Err(damaged(what)),
    };
    if header.height != at.next || header.chain_before != at.chain {
        return Err(damaged("a record that does not follow the one before"));
    }
    let offset = at.offset.saturating_add(header.record_len_bytes());
    let next = Height(at.next.0.saturating_add(1));
    Ok(LogEnd { segment: at.segment, offset, next, chain: segment.chain_at(offset)? })
}

/// What is where the next record must be.
pub(super) enum Next {
    /// It.
    Record(Position, Vec<u8>),
    /// The end of the file.
    End,
    /// Something else; `after` is where to look for a record behind it.
    Bad { what: &'static str, after: u64 },
    /// A whole record of another place in the chain.
    Stranger,
}

/// Reads the record at `at`, which must continue the chain.
pub(super) fn next(segment: &Segment, at: LogEnd, file_len: u64) -> Result<Next, LogError> {
    let header = match segment.look(at.offset, file_len)? {
        Found::Record(header) => header,
        Found::End => return Ok(Next::End),
        Found::Bad(what) => return Ok(Next::Bad { what, after: at.offset.saturating_add(1) }),
    };
    let after = at.offset.saturating_add(header.record_len_bytes());
    if header.height != at.next || header.chain_before != at.chain {
        return Ok(Next::Stranger);
    }
    Ok(match segment.load(&header, at.offset)? {
        Some((position, payload)) => Next::Record(position, payload),
        None => Next::Bad { what: "a record whose hash is another", after },
    })
}

/// Records in order; ends after the first error.
pub struct Records {
    shared: Arc<Shared>,
    segment: Arc<Segment>,
    file_len: u64,
    at: LogEnd,
    end: LogEnd,
}

impl Records {
    fn step(&mut self) -> Result<(Position, Vec<u8>), LogError> {
        if self.at.segment < self.end.segment && self.at.offset >= self.file_len {
            self.next_segment()?;
        }
        let damaged = |what| self.segment.damaged(self.at.offset, self.at.next, what);
        match next(&self.segment, self.at, self.file_len)? {
            Next::Record(position, payload) => Ok((position, payload)),
            Next::End => Err(damaged("the end of the file")),
            Next::Bad { what, .. } => Err(damaged(what)),
            Next::Stranger => Err(damaged("a record that does not follow the one before")),
        }
    }

    fn next_segment(&mut self) -> Result<(), LogError> {
        let segment = self.shared.open(self.at.next)?;
        if segment.header.chain_before != self.at.chain {
            return Err(segment.damaged(
                0,
                self.at.next,
                "a segment that does not follow the one before",
            ));
        }
        self.file_len = segment.len()?;
        self.segment = segment;
        self.at.segment = self.at.next;
        self.at.offset = SEGMENT_HEADER_LEN_BYTES as u64;
        Ok(())
    }
}

impl Iterator for Records {
    type Item = Result<(Position, Vec<u8>), LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at.next >= self.end.next {
            return None;
        }
        let item = self.step();
        match &item {
            Ok((position, _)) => self.at = position.end(),
            Err(_) => self.at.next = self.end.next,
        }
        Some(item)
    }
}
