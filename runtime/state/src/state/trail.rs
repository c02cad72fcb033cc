//! Whether the undo records of the last blocks lead back to each of them. No hash covers the
//! records, and after a power cut sled can lack some although it has later writes.

use super::{
    entry, history,
    leaves::{self, LeafChanges, Leaves},
    reader::Shared,
    tries::Target,
};
use crate::{Head, StateError};
use sandpact_abi::{Hash, Height};
use std::collections::{BTreeMap, btree_map::Entry};

/// Compares the undo records of the blocks after `synced_at`, up to which the view was made
/// durable, with the log: a block's records have the keys that it wrote, and of each key what
/// the block before that wrote it says. What is before all of them must lead to the roots of
/// the block at `synced_at`, or of the oldest one that can be read when that is later.
///
/// # Errors
/// [`StateError::ViewDamaged`] when they do not; [`StateError`].
pub fn check(shared: &Shared, synced_at: Option<Height>) -> Result<(), StateError> {
    let Shared { versions, view, tries, log } = shared;
    let folded = versions.folded();
    let oldest = history::oldest(view, folded)?.max(log.first());
    let height = synced_at.unwrap_or(oldest).max(oldest);
    if height >= folded {
        return Ok(());
    }
    let (mut trail, mut start) = (Trail::default(), None::<Head>);
    for record in log.records_from(height)? {
        let entry = entry::decode(&record?.1)?;
        let at = entry.head.height;
        if at > folded {
            break;
        }
        if at <= height {
            start = Some(entry.head);
            continue;
        }
        let undone = leaves::of(&history::load(view, at)?)?;
        let written = leaves::of(&entry.writes)?;
        if !history::has(view, at)? || !trail.add(&undone, &written) {
            return Err(damaged("it lacks undo records"));
        }
    }
    let start = start.ok_or(StateError::Damaged { what: "a block is missing in the log" })?;
    let older = trail.before();
    let roots = tries.roots_at(&Target { height, older_from: folded, older: &older })?;
    if roots == (start.state_root, start.account_root) {
        return Ok(());
    }
    Err(damaged("its undo records do not lead back to the roots of a block"))
}

fn damaged(reason: &str) -> StateError {
    StateError::ViewDamaged { reason: reason.to_owned() }
}

/// What blocks in a row changed, in both tries.
#[derive(Default)]
struct Trail {
    values: Changed,
    accounts: Changed,
}

/// By key hash, value hashes before the first of the blocks and after the last one.
#[derive(Default)]
struct Changed(BTreeMap<Hash, (Option<Hash>, Option<Hash>)>);

impl Trail {
    /// Adds a block; whether what it overwrote is what the blocks before it wrote.
    fn add(&mut self, undone: &Leaves, written: &Leaves) -> bool {
        self.values.add(&undone.values, &written.values)
            && self.accounts.add(&undone.accounts, &written.accounts)
    }

    /// The changes that lead back before the first block.
    fn before(self) -> Leaves {
        Leaves { values: self.values.before(), accounts: self.accounts.before() }
    }
}

impl Changed {
    fn add(&mut self, undone: &LeafChanges, written: &LeafChanges) -> bool {
        undone.len() == written.len()
            && undone.iter().zip(written).all(|((key, before), (written, after))| {
                key == written && self.add_one(*key, *before, *after)
            })
    }

    fn add_one(&mut self, key: Hash, before: Option<Hash>, after: Option<Hash>) -> bool {
        match self.0.entry(key) {
            Entry::Vacant(vacant) => {
                vacant.insert((before, after));
                true
            }
            Entry::Occupied(mut known) => {
                let (_, last) = known.get_mut();
                std::mem::replace(last, after) == before
            }
        }
    }

    fn before(self) -> LeafChanges {
        self.0.into_iter().map(|(key, (before, _))| (key, before)).collect()
    }
}
