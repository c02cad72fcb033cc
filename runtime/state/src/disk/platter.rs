//! What is on a disk in memory, and what a power cut leaves of it.

use super::{folder_of, inode::Inode};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    File(u64),
    Folder,
}

/// A change of names that is not durable.
#[derive(Clone, Debug)]
struct Change {
    removed: Option<String>,
    added: Option<(String, Entry)>,
}

impl Change {
    fn is_in(&self, folder: &str) -> bool {
        let added = self.added.as_ref().map(|(name, _)| name);
        self.removed.iter().chain(added).any(|name| folder_of(name) == folder)
    }

    fn apply(self, names: &mut BTreeMap<String, Entry>) {
        if let Some(name) = self.removed {
            names.remove(&name);
        }
        names.extend(self.added);
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Platter {
    /// All files that ever were: an open file outlives its name. Numbers are never used again.
    pub(super) inodes: Vec<Inode>,
    names: BTreeMap<String, Entry>,
    durable: BTreeMap<String, Entry>,
    pending: Vec<Change>,
}

impl Platter {
    pub(super) fn entry(&self, name: &str) -> Option<Entry> {
        self.names.get(name).copied()
    }

    pub(super) fn has_folder(&self, folder: &str) -> bool {
        folder.is_empty() || self.entry(folder) == Some(Entry::Folder)
    }

    /// Names of files by path, with their numbers.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.names.iter().filter_map(|(name, entry)| match entry {
            Entry::File(number) => Some((name.as_str(), *number)),
            Entry::Folder => None,
        })
    }

    pub(super) fn inode(&self, number: u64) -> Option<&Inode> {
        self.inodes.get(usize::try_from(number).ok()?)
    }

    pub(super) fn inode_mut(&mut self, number: u64) -> Option<&mut Inode> {
        self.inodes.get_mut(usize::try_from(number).ok()?)
    }

    /// Bytes of all files that have a name.
    pub(super) fn used(&self) -> usize {
        let inodes = self.files().filter_map(|(_, number)| self.inode(number));
        inodes.map(|inode| inode.now().len()).sum()
    }

    pub(super) fn create(&mut self, name: &str, inode: Inode) -> u64 {
        let number = self.inodes.len() as u64;
        self.inodes.push(inode);
        self.change(None, Some((name.to_owned(), Entry::File(number))));
        number
    }

    pub(super) fn create_folder(&mut self, name: &str) {
        self.change(None, Some((name.to_owned(), Entry::Folder)));
    }

    pub(super) fn rename(&mut self, from: &str, to: &str, entry: Entry) {
        self.change(Some(from.to_owned()), Some((to.to_owned(), entry)));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.change(Some(name.to_owned()), None);
    }

    fn change(&mut self, removed: Option<String>, added: Option<(String, Entry)>) {
        let change = Change { removed, added };
        change.clone().apply(&mut self.names);
        self.pending.push(change);
    }

    pub(super) fn sync_folder(&mut self, folder: &str) {
        self.settle_folder(folder, &mut Luck::all());
    }

    /// Changes in a folder become durable or stay as they are, as luck has it. None is lost for
    /// good, unlike bytes: file systems keep names in a journal and stop when that fails.
    pub(super) fn settle_folder(&mut self, folder: &str, luck: &mut Luck) {
        for change in std::mem::take(&mut self.pending) {
            if change.is_in(folder) && luck.survives() {
                change.apply(&mut self.durable);
            } else {
                self.pending.push(change);
            }
        }
    }

    /// What is there after a power cut.
    pub(super) fn crash(mut self, mut luck: Luck) -> Self {
        for change in std::mem::take(&mut self.pending) {
            if luck.survives() {
                change.apply(&mut self.durable);
            }
        }
        let mut after = Self::default();
        // Sorted: a folder comes before what is in it.
        for (name, entry) in std::mem::take(&mut self.durable) {
            if !after.has_folder(folder_of(&name)) {
                continue;
            }
            match entry {
                Entry::Folder => after.create_folder(&name),
                Entry::File(number) => {
                    let Some(inode) = self.inode_mut(number) else { continue };
                    inode.settle(&mut luck);
                    let bytes = inode.durable_bytes();
                    after.create(&name, Inode::durable(bytes));
                }
            }
        }
        after.all_durable();
        after
    }

    /// Everything as it is now becomes durable.
    pub(super) fn all_durable(&mut self) {
        self.durable = self.names.clone();
        self.pending.clear();
        for inode in &mut self.inodes {
            inode.sync();
        }
    }
}

/// What survives of what was not durable; the same seed, the same luck.
#[derive(Clone, Debug)]
pub(super) struct Luck {
    random: u64,
    /// Of 256, how often a thing survives.
    survives: u64,
    leftovers: bool,
}

impl Luck {
    /// Everything survives.
    pub(super) const fn all() -> Self {
        Self { random: 0, survives: 256, leftovers: false }
    }

    /// One seed in eight loses all, one keeps all, the others differ in how much.
    pub(super) fn new(seed: u64) -> Self {
        let mut luck = Self { random: seed, survives: 0, leftovers: false };
        luck.survives = match luck.below(8) {
            0 => 0,
            1 => 256,
            2 => 16,
            3 => 240,
            _ => luck.below(257),
        };
        luck.leftovers = luck.below(4) == 0;
        luck
    }

    pub(super) fn survives(&mut self) -> bool {
        self.below(256) < self.survives
    }

    /// Which of `count` steps in order was the last.
    pub(super) fn last_of(&mut self, count: usize) -> usize {
        let mut last = 0_usize;
        for step in 1..count {
            if self.survives() {
                last = step;
            }
        }
        last
    }

    /// The version that a sector has; `None` is the durable one.
    pub(super) fn version<'a, T>(&mut self, versions: &'a [T]) -> Option<&'a T> {
        let last = self.last_of(versions.len().saturating_add(1));
        versions.get(last.checked_sub(1)?)
    }

    /// Some of `len`, at times.
    pub(super) fn part(&mut self, len: usize) -> usize {
        if self.below(2) == 0 {
            return 0;
        }
        usize::try_from(self.below((len as u64).saturating_add(1))).unwrap_or(len)
    }

    pub(super) const fn finds_leftovers(&self) -> bool {
        self.leftovers
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    /// One bit of a byte.
    pub(super) fn bit(&mut self) -> u8 {
        1_u8.rotate_left(u32::from(self.byte() % 8))
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or_default()
    }

    /// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
