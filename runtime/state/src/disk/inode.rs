//! One file's bytes: as they can be read now, and as a power cut could leave them.

use super::platter::Luck;
use std::{collections::BTreeMap, io, ops::Range};

/// What a disk writes wholly or not at all.
pub(super) const SECTOR_LEN_BYTES: usize = 512;

type Sector = [u8; SECTOR_LEN_BYTES];

#[derive(Clone, Debug, Default)]
pub(super) struct Inode {
    /// What reads see.
    now: Vec<u8>,
    /// What a sync has made durable.
    durable: Vec<u8>,
    /// Lengths since then, in order.
    lens: Vec<usize>,
    /// Contents since then of each sector that was written, in order.
    sectors: BTreeMap<usize, Vec<Sector>>,
}

impl Inode {
    /// A file whose bytes are durable.
    pub(super) fn durable(bytes: Vec<u8>) -> Self {
        Self { durable: bytes.clone(), now: bytes, ..Self::default() }
    }

    pub(super) const fn now(&self) -> &Vec<u8> {
        &self.now
    }

    pub(super) fn durable_bytes(&self) -> Vec<u8> {
        self.durable.clone()
    }

    /// Fills `into` from `offset` on.
    pub(super) fn read(&self, offset: usize, into: &mut [u8]) -> io::Result<()> {
        let end = offset.saturating_add(into.len());
        let bytes = self.now.get(offset..end).ok_or(io::ErrorKind::UnexpectedEof)?;
        into.copy_from_slice(bytes);
        Ok(())
    }

    /// Writes at `offset`, beyond the end too.
    pub(super) fn write(&mut self, offset: usize, bytes: &[u8]) {
        let end = offset.saturating_add(bytes.len());
        let from = offset.min(self.now.len());
        if end > self.now.len() {
            self.now.resize(end, 0);
            self.lens.push(end);
        }
        if let Some(place) = self.now.get_mut(offset..end) {
            place.copy_from_slice(bytes);
        }
        self.touch(from..end);
    }

    /// Cuts the file, or lengthens it with zeros.
    pub(super) fn set_len(&mut self, len: usize) {
        let touched = len.min(self.now.len())..len.max(self.now.len());
        self.now.resize(len, 0);
        self.lens.push(len);
        self.touch(touched);
    }

    /// Remembers what these bytes' sectors hold now.
    fn touch(&mut self, bytes: Range<usize>) {
        for index in bytes.start / SECTOR_LEN_BYTES..bytes.end.div_ceil(SECTOR_LEN_BYTES) {
            let mut sector = [0; SECTOR_LEN_BYTES];
            let start = index.saturating_mul(SECTOR_LEN_BYTES);
            let held = self.now.get(start..).unwrap_or_default();
            for (to, from) in sector.iter_mut().zip(held) {
                *to = *from;
            }
            self.sectors.entry(index).or_default().push(sector);
        }
    }

    pub(super) fn sync(&mut self) {
        self.settle(&mut Luck::all());
    }

    /// What was not durable is now, or never: as luck has it.
    pub(super) fn settle(&mut self, luck: &mut Luck) {
        let len = self.len_after(luck);
        if len > self.durable.len() {
            let old = self.durable.len();
            self.durable.resize(len, 0);
            self.scribble(old, luck);
        }
        for (index, versions) in std::mem::take(&mut self.sectors) {
            if let Some(sector) = luck.version(&versions) {
                put(&mut self.durable, index, sector);
            }
        }
        self.durable.truncate(len);
        self.lens.clear();
    }

    /// Lengths come to the disk in order, but a longer one perhaps in steps.
    fn len_after(&self, luck: &mut Luck) -> usize {
        let mut steps = vec![self.durable.len()];
        steps.extend(&self.lens);
        // A failed sync has perhaps left it behind; a later one brings it along.
        steps.push(self.now.len());
        let at = luck.last_of(steps.len());
        let len = steps.get(at).copied().unwrap_or_default();
        match steps.get(at.saturating_add(1)) {
            Some(next) if *next > len => len.saturating_add(luck.part(next.saturating_sub(len))),
            _ => len,
        }
    }

    /// Space that a file was given may still hold what another one left there.
    fn scribble(&mut self, from: usize, luck: &mut Luck) {
        if luck.finds_leftovers() {
            for byte in self.durable.iter_mut().skip(from) {
                *byte = luck.byte();
            }
        }
    }
}

fn put(bytes: &mut [u8], index: usize, sector: &Sector) {
    let place = bytes.iter_mut().skip(index.saturating_mul(SECTOR_LEN_BYTES));
    for (to, from) in place.zip(sector) {
        *to = *from;
    }
}
