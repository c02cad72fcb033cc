//! Opening a log after whatever happened to it.
//!
//! A power cut can leave records at the end that were written and never became durable. Those
//! are cut off. Everything else that is not as it was written is damage, and then nothing is
//! changed. What tells them apart: each record says below which height all were durable when it
//! was written, and the caller knows a position that was durable.

use super::{
    Log, LogEnd, LogError, LogOptions,
    format::SEGMENT_HEADER_LEN_BYTES,
    read::{Next, next, skip},
    scan::shows_durable,
    segment::{self, FOLDER, Found, Segment, name_of},
};
use crate::disk::Disk;
use sandpact_abi::{Hash, Height};
use std::sync::Arc;

const NO_HEADER: &str = "no segment's header";

/// What was done to the end of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TailReport {
    /// Records after the known position, each checked.
    pub verified: u64,
    /// What was cut off.
    pub cut: Option<Cut>,
    /// A last segment that was never finished and held nothing; it was removed.
    pub removed_segment: Option<String>,
}

/// Bytes at the end of the last segment that never were an acknowledged record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The segment file.
    pub name: String,
    /// Its length since.
    pub offset: u64,
    /// How many bytes it lost.
    pub len_bytes: u64,
    /// The height that the log continues with.
    pub next: Height,
    /// What was there.
    pub what: &'static str,
}

impl Log {
    /// Opens a log and checks its records after `known`, a position up to which it was durable
    /// once and which the caller trusts; without one, those of the last segment. When this
    /// returns, all records that are left are durable.
    ///
    /// # Errors
    /// [`LogError::Missing`]; [`LogError::Damaged`], [`LogError::EndsEarly`],
    /// [`LogError::MissingSegment`], [`LogError::Foreign`], [`LogError::Misnamed`] or
    /// [`LogError::Format`], with nothing changed; or [`LogError::Io`].
    pub fn open(
        disk: Arc<dyn Disk>,
        options: LogOptions,
        known: Option<LogEnd>,
    ) -> Result<(Self, TailReport), LogError> {
        let links = Links::check(&*disk, &options)?;
        let mut walk = Walk::start(&*disk, &options, &links, known)?;
        let start = walk.at;
        walk.run(&links)?;
        let Walk { at: end, segment: last, report, .. } = walk;
        settle(&*disk, &last, start, end, &report)?;
        Ok((Self::new(disk, options, links.segments, last, end), report))
    }
}

/// The segments, each the continuation of the one before.
struct Links {
    /// First height, and the chain hash before it.
    segments: Vec<(Height, Hash)>,
    /// A last one that was never finished.
    unfinished: Option<Height>,
}

impl Links {
    fn check(disk: &dyn Disk, options: &LogOptions) -> Result<Self, LogError> {
        let firsts = segment::firsts(disk)?;
        let mut links = Self { segments: Vec::new(), unfinished: None };
        let mut previous: Option<Segment> = None;
        for first in &firsts {
            let Some(segment) = Segment::open(disk, options, *first)? else {
                let can_be_unfinished = previous.is_some() && firsts.last() == Some(first);
                if !can_be_unfinished || has_more_than_a_header(disk, *first)? {
                    return Err(bad_segment(*first, NO_HEADER));
                }
                links.unfinished = Some(*first);
                break;
            };
            if let Some(previous) = &previous {
                follows(previous, &segment)?;
            }
            links.segments.push((*first, segment.header.chain_before));
            previous = Some(segment);
        }
        if links.segments.is_empty() { Err(LogError::Missing) } else { Ok(links) }
    }

    /// The first height of what comes after a segment.
    fn after(&self, first: Height) -> Option<Height> {
        let mut firsts = self.segments.iter().map(|(first, _)| *first);
        firsts.find(|other| *other > first).or(self.unfinished)
    }
}

/// A header is durable before the first record is written, so a longer file once had one.
fn has_more_than_a_header(disk: &dyn Disk, first: Height) -> Result<bool, LogError> {
    let name = name_of(first);
    let file = disk.open(&name).map_err(LogError::io("open", &name))?;
    let len = file.map_or(Ok(0), |file| file.len()).map_err(LogError::io("measure", &name))?;
    Ok(len > SEGMENT_HEADER_LEN_BYTES as u64)
}

/// Holds a segment's start against the end of the one before.
fn follows(previous: &Segment, segment: &Segment) -> Result<(), LogError> {
    let file_len = previous.len()?;
    if previous.chain_at(file_len)? == segment.header.chain_before {
        return Ok(());
    }
    // Something is wrong; now it is worth finding out what.
    let mut at = LogEnd::start_of(previous.header.first, previous.header.chain_before);
    while at.offset < file_len {
        at = skip(previous, at, file_len)?;
    }
    if at.next < segment.header.first {
        return Err(LogError::MissingSegment { height: at.next, before: segment.name.clone() });
    }
    Err(bad_segment(segment.header.first, "a segment that does not follow the one before"))
}

fn bad_segment(first: Height, what: &'static str) -> LogError {
    LogError::Damaged { name: name_of(first), offset: 0, height: first, what }
}

/// On the way through the records after the known position.
struct Walk<'a> {
    disk: &'a dyn Disk,
    options: &'a LogOptions,
    segment: Segment,
    at: LogEnd,
    report: TailReport,
}

impl<'a> Walk<'a> {
    fn start(
        disk: &'a dyn Disk,
        options: &'a LogOptions,
        links: &Links,
        known: Option<LogEnd>,
    ) -> Result<Self, LogError> {
        let last = links.segments.last().ok_or(LogError::Missing)?;
        let at = known.unwrap_or(LogEnd::start_of(last.0, last.1));
        if !links.segments.iter().any(|(first, _)| *first == at.segment) {
            let before = "what the anchor knows".to_owned();
            return Err(LogError::MissingSegment { height: at.segment, before });
        }
        let segment = open_whole(disk, options, at.segment)?;
        hold_against(&segment, &at)?;
        Ok(Self { disk, options, segment, at, report: TailReport::default() })
    }

    fn run(&mut self, links: &Links) -> Result<(), LogError> {
        loop {
            let file_len = self.segment.len()?;
            let after = links.after(self.segment.header.first);
            let damaged = |what| self.segment.damaged(self.at.offset, self.at.next, what);
            match next(&self.segment, self.at, file_len)? {
                Next::Record(position, _) => {
                    self.at = position.end();
                    self.report.verified = self.report.verified.saturating_add(1);
                }
                Next::Stranger => {
                    return Err(damaged("a record that does not follow the one before"));
                }
                Next::Bad { what, after: behind } => {
                    let is_damage = after.is_some()
                        || shows_durable(&self.segment, behind, file_len, self.at.next)?;
                    if is_damage {
                        return Err(damaged(what));
                    }
                    self.report.cut = Some(self.cut(file_len, what));
                    return Ok(());
                }
                Next::End => match after {
                    None => return Ok(()),
                    Some(first) if first != self.at.next => {
                        let before = name_of(first);
                        return Err(LogError::MissingSegment { height: self.at.next, before });
                    }
                    Some(first) if links.unfinished == Some(first) => {
                        self.report.removed_segment = Some(name_of(first));
                        return Ok(());
                    }
                    Some(first) => {
                        self.segment = open_whole(self.disk, self.options, first)?;
                        self.at = LogEnd::start_of(first, self.at.chain);
                    }
                },
            }
        }
    }

    fn cut(&self, file_len: u64, what: &'static str) -> Cut {
        let offset = self.at.offset;
        let len_bytes = file_len.saturating_sub(offset);
        Cut { name: self.segment.name.clone(), offset, len_bytes, next: self.at.next, what }
    }
}

fn open_whole(disk: &dyn Disk, options: &LogOptions, first: Height) -> Result<Segment, LogError> {
    Segment::open(disk, options, first)?.ok_or_else(|| bad_segment(first, NO_HEADER))
}

/// The file must reach as far as is known, and the chain must be the known one there.
fn hold_against(segment: &Segment, known: &LogEnd) -> Result<(), LogError> {
    let len_bytes = segment.len()?;
    if len_bytes < known.offset {
        let name = segment.name.clone();
        return Err(LogError::EndsEarly {
            name,
            len_bytes,
            offset: known.offset,
            next: known.next,
        });
    }
    let is_inside = known.offset >= SEGMENT_HEADER_LEN_BYTES as u64;
    if !is_inside || segment.chain_at(known.offset)? != known.chain {
        let what = "the block before is not the one that the anchor knows";
        return Err(segment.damaged(known.offset, known.next, what));
    }
    Ok(())
}

/// Makes the outcome durable.
///
/// What could be read need not be on the disk: after a failed sync Linux keeps such bytes in
/// memory and never writes them. So all that is not known to be durable is written again.
fn settle(
    disk: &dyn Disk,
    last: &Segment,
    start: LogEnd,
    end: LogEnd,
    report: &TailReport,
) -> Result<(), LogError> {
    if let Some(name) = &report.removed_segment {
        disk.remove(name).map_err(LogError::io("remove", name))?;
    }
    if let Some(cut) = &report.cut {
        last.file.set_len(cut.offset).map_err(LogError::io("cut", &last.name))?;
    }
    last.write(0, &last.header.encode())?;
    let mut at = LogEnd::start_of(last.header.first, last.header.chain_before);
    if start.segment == end.segment {
        at = start;
    }
    while at.offset < end.offset {
        at = rewrite(last, at, end.offset)?;
    }
    last.sync()?;
    disk.sync_folder(FOLDER).map_err(LogError::io("sync", FOLDER))?;
    disk.sync_folder("").map_err(LogError::io("sync", "the ledger's folder"))
}

/// Writes a record as it was read and checked.
fn rewrite(segment: &Segment, at: LogEnd, file_len: u64) -> Result<LogEnd, LogError> {
    let other = || segment.damaged(at.offset, at.next, "a record that could be read before");
    let Found::Record(header) = segment.look(at.offset, file_len)? else { return Err(other()) };
    let (position, payload) = segment.load(&header, at.offset)?.ok_or_else(other)?;
    segment.write_record(&position, &header, &payload, &mut Vec::new())?;
    Ok(position.end())
}
