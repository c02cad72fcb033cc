//! The bytes of a file: those that are durable, and what happened since.

use crate::Random;
use std::collections::BTreeMap;

/// What a disk writes whole or not at all.
pub const SECTOR_LEN_BYTES: usize = 512;

/// How much of what was not synced survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    /// How often of 100 times a sector, a length or a name is the newest.
    pub newest_percent: u64,
    /// Whether it may be one in between, where it is not the newest; else it is the
    /// durable one.
    pub has_between: bool,
    /// Whether files have their newest lengths, whatever became of their bytes: a journal
    /// may have them first.
    pub keeps_len: bool,
}

impl Luck {
    /// How many of `count` changes survive, the oldest first.
    pub fn survivors(self, random: &mut Random, count: u64) -> u64 {
        match random.percent(self.newest_percent) {
            true => count,
            false if self.has_between => random.below(count),
            false => 0,
        }
    }
}

#[derive(Clone, Debug)]
enum Change {
    Write {
        offset: usize,
        bytes: Vec<u8>,
    },
    /// From one length to another.
    SetLen {
        from: usize,
        to: usize,
    },
}

impl Change {
    /// The sectors that it changes.
    fn sectors(&self) -> std::ops::Range<usize> {
        let (start, end) = match self {
            Self::Write { offset, bytes } => (*offset, offset.saturating_add(bytes.len())),
            Self::SetLen { from, to } => (*to, (*from).max(*to)),
        };
        start / SECTOR_LEN_BYTES..end.div_ceil(SECTOR_LEN_BYTES)
    }

    /// Makes it within one sector of `bytes`, which are long enough.
    fn apply(&self, sector: usize, bytes: &mut [u8]) {
        let sector_start = sector.saturating_mul(SECTOR_LEN_BYTES);
        let sector_end = sector_start.saturating_add(SECTOR_LEN_BYTES);
        match self {
            Self::Write { offset, bytes: written } => {
                let start = sector_start.max(*offset);
                let end = sector_end.min(offset.saturating_add(written.len()));
                if start < end {
                    let source =
                        &written[start.saturating_sub(*offset)..end.saturating_sub(*offset)];
                    bytes[start..end].copy_from_slice(source);
                }
            }
            Self::SetLen { to, .. } => {
                let (start, end) = (sector_start.max(*to), sector_end.min(bytes.len()));
                if start < end {
                    bytes[start..end].fill(0);
                }
            }
        }
    }

    fn len_after(&self, before: usize) -> usize {
        match self {
            Self::Write { offset, bytes } => before.max(offset.saturating_add(bytes.len())),
            Self::SetLen { to, .. } => *to,
        }
    }
}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct File {
    durable: Vec<u8>,
    changes: Vec<Change>,
    len: usize,
}

impl File {
    /// A file with these bytes, all durable.
    #[must_use]
    pub fn durable(bytes: Vec<u8>) -> Self {
        Self { len: bytes.len(), durable: bytes, changes: Vec::new() }
    }

    /// Writes.
    pub fn write(&mut self, offset: usize, bytes: Vec<u8>) {
        self.push(Change::Write { offset, bytes });
    }

    /// Cuts or lengthens.
    pub fn set_len(&mut self, to: usize) {
        self.push(Change::SetLen { from: self.len, to });
    }

    fn push(&mut self, change: Change) {
        self.len = change.len_after(self.len);
        self.changes.push(change);
    }

    /// Everything is durable.
    pub fn sync(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        for change in &changes {
            let len = change.len_after(self.durable.len());
            self.durable.resize(len, 0);
            for sector in change.sectors() {
                change.apply(sector, &mut self.durable);
            }
        }
    }

    /// Whether a power cut may change it.
    #[must_use]
    pub fn is_synced(&self) -> bool {
        self.changes.is_empty()
    }

    /// What a power cut leaves.
    #[must_use]
    pub fn cut(&self, luck: Luck, random: &mut Random) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        if self.changes.is_empty() {
            return bytes;
        }
        let len_max =
            self.changes.iter().fold(bytes.len(), |len, change| change.len_after(len).max(len));
        bytes.resize(len_max.next_multiple_of(SECTOR_LEN_BYTES), 0);
        let mut by_sector: BTreeMap<usize, Vec<&Change>> = BTreeMap::new();
        for change in &self.changes {
            for sector in change.sectors() {
                by_sector.entry(sector).or_default().push(change);
            }
        }
        for (sector, changes) in by_sector {
            let survivors = luck.survivors(random, u64::try_from(changes.len()).unwrap_or(0));
            for change in changes.iter().take(usize::try_from(survivors).unwrap_or(0)) {
                change.apply(sector, &mut bytes);
            }
        }
        let len = self.cut_len(luck, random);
        bytes.truncate(len);
        bytes
    }

    fn cut_len(&self, luck: Luck, random: &mut Random) -> usize {
        if luck.keeps_len {
            return self.len;
        }
        let mut lens = vec![self.durable.len()];
        for change in &self.changes {
            let last = lens.last().copied().unwrap_or(0);
            if change.len_after(last) != last {
                lens.push(change.len_after(last));
            }
        }
        let changes = u64::try_from(lens.len().saturating_sub(1)).unwrap_or(0);
        let survivors = luck.survivors(random, changes);
        lens.get(usize::try_from(survivors).unwrap_or(0)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Luck = Luck { newest_percent: 100, has_between: false, keeps_len: false };
    const NOTHING: Luck = Luck { newest_percent: 0, has_between: false, keeps_len: false };
    const ANY: Luck = Luck { newest_percent: 50, has_between: true, keeps_len: false };

    #[test]
    fn what_is_synced_stays_and_the_rest_depends_on_luck() {
        let mut file = File::default();
        file.write(0, vec![1; 1_000]);
        file.sync();
        file.write(600, vec![2; 1_000]);
        assert_eq!(file.cut(NOTHING, &mut Random::new(&[1])), vec![1; 1_000]);
        let all = file.cut(ALL, &mut Random::new(&[1]));
        assert_eq!(all, [vec![1; 600], vec![2; 1_000]].concat());
        file.set_len(3);
        file.set_len(5);
        assert_eq!(file.cut(ALL, &mut Random::new(&[1])), [1, 1, 1, 0, 0]);
        file.sync();
        assert_eq!(file.cut(NOTHING, &mut Random::new(&[1])), [1, 1, 1, 0, 0]);
    }

    #[test]
    fn a_sector_is_torn_at_its_ends_only_and_has_one_of_its_contents() {
        let mut file = File::durable(vec![0; 4 * SECTOR_LEN_BYTES]);
        file.write(0, vec![1; 4 * SECTOR_LEN_BYTES]);
        file.write(0, vec![2; 4 * SECTOR_LEN_BYTES]);
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..5_000 {
            let bytes = file.cut(ANY, &mut Random::new(&[seed]));
            let sectors: Vec<_> = bytes.chunks(SECTOR_LEN_BYTES).collect();
            assert!(sectors.iter().all(|sector| sector.iter().all(|byte| *byte == sector[0])));
            seen.insert(sectors.iter().map(|sector| sector[0]).collect::<Vec<_>>());
        }
        assert_eq!(seen.len(), 81);
    }

    #[test]
    fn a_longer_file_may_have_its_length_without_its_bytes() {
        let mut file = File::default();
        file.write(0, vec![7; 700]);
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..100 {
            seen.insert(file.cut(ANY, &mut Random::new(&[seed])));
        }
        assert!(seen.contains(&vec![0; 700]) && seen.contains(&Vec::new()));
        assert!(seen.contains(&vec![7; 700]));
    }
}
