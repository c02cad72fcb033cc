//! Recalls (M9): a queue of what is to be looked at, worked through in bounded steps.

use super::ItemTrace;
use crate::errors::Error;
use crate::events::{QuarantineSet, RecallContinued, RecallStarted};
use crate::messages::RECALL_STEPS_MAX;
use crate::records::{Item, Node, QueueEntry, Recall, Work};
use sandpact_sdk::prelude::*;

/// A recall that is worked on: read once, stored once.
pub(super) struct Working {
    id: Hash,
    recall: Recall,
    was_running: bool,
}

impl ItemTrace {
    /// Blocks all units of a lot at once, and begins to look for what else it reaches.
    pub(super) fn begin_recall(
        &mut self,
        id: Hash,
        lot: Hash,
        commitment: Hash,
    ) -> Result<(), Error> {
        let by = env::caller();
        if let Some(known) = self.recalls.get(&id) {
            let is_same = (known.lot, known.commitment, known.by) == (lot, commitment, by);
            return if is_same { Ok(()) } else { Err(Common::AlreadyExists.into()) };
        }
        let mut found = self.lots.get(&lot).ok_or(Common::UnknownId)?;
        let started_at = env::time();
        let (first, end, blocked, is_resolved) = (0, 0, 0, false);
        let recall = Recall { lot, commitment, by, started_at, first, end, blocked, is_resolved };
        let mut working = Working { id, recall, was_running: false };
        self.unresolved.set(&id, &());
        // A lot that an earlier recall has reached is blocked, and so is what that one reaches.
        if found.recall.is_none() {
            found.recall = Some(id);
            self.lots.set(&lot, &found);
            self.push_work(&mut working, Work::Units { lot })?;
            self.push_work(&mut working, Work::Products { node: lot })?;
        }
        self.keep_working(working)?;
        self.emit(RecallStarted { recall: id, lot, by });
        Ok(())
    }

    /// Adds something for a recall to look at.
    #[inline(never)]
    pub(super) fn add_work(&mut self, id: &Hash, work: Work) -> Result<(), Error> {
        let mut working = self.working(id)?;
        self.push_work(&mut working, work)?;
        self.keep_working(working)
    }

    #[inline(never)]
    fn working(&self, id: &Hash) -> Result<Working, Error> {
        let recall = self.recalls.get(id).ok_or(Common::UnknownId)?;
        Ok(Working { id: *id, was_running: recall.is_running(), recall })
    }

    #[inline(never)]
    fn push_work(&mut self, working: &mut Working, work: Work) -> Result<(), Error> {
        let Working { id, recall, .. } = working;
        self.queue.set(&(*id, recall.end), &QueueEntry { work, after: None });
        recall.end = recall.end.checked_add(1).ok_or(Common::Overflow)?;
        Ok(())
    }

    /// Stores a recall. One that was done, or closed, and has something to look at is open again.
    #[inline(never)]
    fn keep_working(&mut self, working: Working) -> Result<(), Error> {
        let Working { id, mut recall, was_running } = working;
        let (is_running, running) = (recall.is_running(), self.running.get_or(0));
        match (was_running, is_running) {
            (false, true) => self.running.set(&running.checked_add(1).ok_or(Common::Overflow)?),
            (true, false) => self.running.set(&running.saturating_sub(1)),
            _ => {}
        }
        if recall.is_resolved && is_running {
            recall.is_resolved = false;
            self.unresolved.set(&id, &());
        }
        self.recalls.set(&id, &recall);
        Ok(())
    }

    /// Looks at the next few of what is left; one step for each item, lot or transformation
    /// that is found, and one for each list that has no more.
    pub(super) fn advance_recall(&mut self, id: Hash, steps: u32) -> Result<bool, Error> {
        let mut left = steps.clamp(1, RECALL_STEPS_MAX);
        let mut working = self.working(&id)?;
        if !working.was_running {
            return Ok(false);
        }
        while left > 0 && working.recall.is_running() {
            let place = (id, working.recall.first);
            let mut entry = self.queue.get(&place).ok_or(Common::UnknownId)?;
            let found = self.found(&entry, left);
            for (key, node) in &found {
                self.reach(&mut working, key, *node)?;
            }
            let count = u32::try_from(found.len()).map_err(|_| Common::Overflow)?;
            let is_one = matches!(entry.work, Work::Item { .. });
            match found.last() {
                Some((last, _)) if count == left && !is_one => {
                    entry.after = Some(*last);
                    self.queue.set(&place, &entry);
                }
                _ => {
                    self.queue.remove(&place);
                    let first = working.recall.first.checked_add(1);
                    working.recall.first = first.ok_or(Common::Overflow)?;
                }
            }
            left = left.saturating_sub(count.max(1));
        }
        let (blocked, is_running) = (working.recall.blocked, working.recall.is_running());
        self.keep_working(working)?;
        self.emit(RecallContinued { recall: id, blocked, is_running, by: env::caller() });
        Ok(is_running)
    }

    /// The next of what an entry says to look at.
    #[inline(never)]
    fn found(&self, entry: &QueueEntry, limit: u32) -> Vec<(Hash, Node)> {
        let after = entry.after.as_ref();
        let as_items = |found: Vec<(Hash, ())>| {
            found.into_iter().map(|(key, ())| (key, Node::Item)).collect::<Vec<_>>()
        };
        match &entry.work {
            Work::Units { lot } => as_items(self.units.under(lot, after, limit)),
            Work::Contents { item } => as_items(self.children.under(item, after, limit)),
            Work::Products { node } => self.products.under(node, after, limit),
            Work::Item { item } => vec![(*item, Node::Item)],
        }
    }

    #[inline(never)]
    fn reach(&mut self, working: &mut Working, key: &Hash, node: Node) -> Result<(), Error> {
        match node {
            Node::Item => self.block(working, key),
            Node::Step => {
                if self.reached.insert(&(working.id, *key), &()) {
                    self.push_work(working, Work::Products { node: *key })?;
                }
                Ok(())
            }
            Node::Lot => {
                let mut lot = self.lots.get(key).ok_or(Common::UnknownId)?;
                if lot.recall.is_none() {
                    lot.recall = Some(working.id);
                    self.lots.set(key, &lot);
                    self.push_work(working, Work::Units { lot: *key })?;
                    self.push_work(working, Work::Products { node: *key })?;
                }
                Ok(())
            }
        }
    }

    /// Blocks an item that no recall has reached before, and looks further from there.
    #[inline(never)]
    fn block(&mut self, working: &mut Working, key: &Hash) -> Result<(), Error> {
        let mut item = self.load(key)?;
        if item.blocked_by.is_some_and(|by| self.recalls.contains(&by)) {
            return Ok(());
        }
        let was_blocked = item.blocked_by.replace(working.id).is_some();
        self.items.set(key, &item);
        if !was_blocked {
            self.mark_parents(&item, true)?;
        }
        let blocked = working.recall.blocked.checked_add(1);
        working.recall.blocked = blocked.ok_or(Common::Overflow)?;
        if item.children > 0 {
            self.push_work(working, Work::Contents { item: *key })?;
        }
        if !self.products.under(key, None, 1).is_empty() {
            self.push_work(working, Work::Products { node: *key })?;
        }
        Ok(())
    }

    /// Tells all containers around an item that it is blocked, or no longer (D4).
    #[inline(never)]
    fn mark_parents(&mut self, item: &Item, is_blocked: bool) -> Result<(), Error> {
        let Some(parent) = item.parent else { return Ok(()) };
        for (key, mut ancestor) in self.chain(&parent)? {
            ancestor.blocked_inside = if is_blocked {
                ancestor.blocked_inside.saturating_add(1)
            } else {
                ancestor.blocked_inside.saturating_sub(1)
            };
            self.items.set(&key, &ancestor);
        }
        Ok(())
    }

    /// Blocks an item for a quality case, or releases it. A recall is not lifted so.
    pub(super) fn set_quarantine(
        &mut self,
        key: &Hash,
        case: Hash,
        is_blocked: bool,
    ) -> Result<(), Error> {
        let mut item = self.load(key)?;
        let expected = if is_blocked { None } else { Some(case) };
        if item.blocked_by != expected || self.recalls.contains(&case) {
            return Err(Common::WrongState.into());
        }
        item.blocked_by = is_blocked.then_some(case);
        self.items.set(key, &item);
        self.mark_parents(&item, is_blocked)?;
        self.emit(QuarantineSet { item: *key, case, is_blocked, by: env::caller() });
        Ok(())
    }

    /// The recall that an item is blocked by, itself or with its lot.
    pub(super) fn recall_of(&self, item: &Item) -> Option<Hash> {
        let own = item.blocked_by.filter(|by| self.recalls.contains(by));
        own.or_else(|| self.lots.get(&item.lot?)?.recall)
    }
}
