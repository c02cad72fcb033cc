//! Which names are in which folders: those that are durable, and what happened since.

use super::{File, Luck};
use crate::Random;
use std::collections::{BTreeMap, BTreeSet};

/// Number of a file or folder.
pub type Id = usize;

/// A place for a name.
type Slot = (Id, String);

/// A file or folder.
#[derive(Clone, Debug)]
pub enum Node {
    /// A file.
    File(File),
    /// A folder; its names are in [`Names`].
    Folder,
}

/// A change of names, one step: what is under each of these names from then on.
type Change = Vec<(Slot, Option<Id>)>;

/// All files and folders.
#[derive(Clone, Debug, Default)]
pub struct Names {
    nodes: Vec<Node>,
    now: BTreeMap<Slot, Id>,
    durable: BTreeMap<Slot, Id>,
    pending: Vec<Change>,
}

/// The folder that everything is in.
pub const ROOT: Id = 0;

impl Names {
    /// An empty folder.
    #[must_use]
    pub fn new() -> Self {
        Self { nodes: vec![Node::Folder], ..Self::default() }
    }

    /// A file or folder of this number.
    pub fn node(&mut self, id: Id) -> Option<&mut Node> {
        self.nodes.get_mut(id)
    }

    /// What is under a path now, its parts from the root.
    #[must_use]
    pub fn find(&self, path: &[&str]) -> Option<Id> {
        path.iter()
            .try_fold(ROOT, |folder, name| self.now.get(&(folder, (*name).to_owned())).copied())
    }

    /// Puts something new under a name.
    pub fn add(&mut self, slot: Slot, node: Node) -> Id {
        let id = self.nodes.len();
        self.nodes.push(node);
        self.change(vec![(slot, Some(id))]);
        id
    }

    /// The same, durable.
    pub fn add_durable(&mut self, slot: Slot, node: Node) -> Id {
        let id = self.add(slot, node);
        let change = self.pending.pop().unwrap_or_default();
        apply(&mut self.durable, &change);
        id
    }

    /// Gives what is under a name another name.
    pub fn rename(&mut self, from: Slot, to: Slot) -> bool {
        let Some(id) = self.now.get(&from).copied() else { return false };
        self.change(vec![(from, None), (to, Some(id))]);
        true
    }

    /// Removes a name.
    pub fn remove(&mut self, slot: Slot) -> bool {
        let is_there = self.now.contains_key(&slot);
        self.change(vec![(slot, None)]);
        is_there
    }

    fn change(&mut self, change: Change) {
        apply(&mut self.now, &change);
        self.pending.push(change);
    }

    /// The names in a folder are durable; of a rename that are both, with all that was
    /// before it in the other folder.
    pub fn sync(&mut self, folder: Id) {
        let mut folders = BTreeSet::from([folder]);
        let mut left = Vec::new();
        for change in std::mem::take(&mut self.pending).into_iter().rev() {
            let touched = || change.iter().map(|((folder, _), _)| *folder);
            if touched().any(|folder| folders.contains(&folder)) {
                folders.extend(touched());
                left.push((change, true));
            } else {
                left.push((change, false));
            }
        }
        for (change, is_durable) in left.into_iter().rev() {
            if is_durable {
                apply(&mut self.durable, &change);
            } else {
                self.pending.push(change);
            }
        }
    }

    /// The names that a power cut leaves. `by_folder`: of each folder's changes the first
    /// few survive; else of each name's.
    #[must_use]
    pub fn cut(&self, luck: Luck, by_folder: bool, random: &mut Random) -> BTreeMap<Slot, Id> {
        let mut names = self.durable.clone();
        let mut lost: BTreeSet<Slot> = BTreeSet::new();
        for change in &self.pending {
            let keys: Vec<Slot> = change
                .iter()
                .map(|(slot, _)| if by_folder { (slot.0, String::new()) } else { slot.clone() })
                .collect();
            let survives = luck.survivors(random, 1) == 1;
            if survives && keys.iter().all(|key| !lost.contains(key)) {
                apply(&mut names, change);
            } else {
                lost.extend(keys);
            }
        }
        names
    }

    /// What is in the folder, by name.
    pub fn inside(names: &BTreeMap<Slot, Id>, folder: Id) -> impl Iterator<Item = (&str, Id)> {
        let from = (folder, String::new());
        let range = names.range(from..).take_while(move |((parent, _), _)| *parent == folder);
        range.map(|((_, name), id)| (name.as_str(), *id))
    }

    /// A file or folder of this number.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id)
    }
}

fn apply(names: &mut BTreeMap<Slot, Id>, change: &Change) {
    for (slot, id) in change {
        match id {
            Some(id) => names.insert(slot.clone(), *id),
            None => names.remove(slot),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Luck = Luck { newest_percent: 0, has_between: false, keeps_len: false };

    fn slot(folder: Id, name: &str) -> Slot {
        (folder, name.to_owned())
    }

    fn lost(names: &Names) -> Vec<String> {
        let left = names.cut(NOTHING, true, &mut Random::new(&[1]));
        left.into_keys().map(|(folder, name)| format!("{folder}/{name}")).collect()
    }

    #[test]
    fn a_sync_of_the_folder_keeps_names_and_of_no_other() {
        let mut names = Names::new();
        let folder = names.add(slot(ROOT, "a"), Node::Folder);
        names.add(slot(folder, "b"), Node::File(File::default()));
        assert!(lost(&names).is_empty());
        names.sync(ROOT);
        assert_eq!(lost(&names), ["0/a"]);
        names.sync(folder);
        assert_eq!(lost(&names), ["0/a", "1/b"]);
    }

    #[test]
    fn a_rename_is_durable_once_either_folder_is_synced() {
        for synced in [0, 1] {
            let mut names = Names::new();
            let folder = names.add_durable(slot(ROOT, "a"), Node::Folder);
            names.add_durable(slot(ROOT, "b"), Node::File(File::default()));
            assert!(names.rename(slot(ROOT, "b"), slot(folder, "c")));
            assert_eq!(lost(&names), ["0/a", "0/b"]);
            names.sync(synced);
            assert_eq!(lost(&names), ["0/a", "1/c"]);
        }
    }

    #[test]
    fn names_survive_in_order_of_their_folder_or_by_themselves() {
        let mut names = Names::new();
        for name in ["a", "b"] {
            names.add(slot(ROOT, name), Node::File(File::default()));
        }
        let any = Luck { newest_percent: 50, has_between: true, keeps_len: false };
        let seen = |by_folder| -> BTreeSet<Vec<String>> {
            let cut = |seed| names.cut(any, by_folder, &mut Random::new(&[seed]));
            (0..100).map(|seed| cut(seed).into_keys().map(|(_, name)| name).collect()).collect()
        };
        assert_eq!(seen(true).len(), 3);
        assert_eq!(seen(false).len(), 4);
    }
}
