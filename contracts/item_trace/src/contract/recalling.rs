//! Recalls (M9): a queue of what is to be looked at, worked through in bounded steps.

use super::ItemTrace;
use crate::errors::Error;
use crate::events::{QuarantineSet, RecallContinued, RecallStarted};
use crate::messages::RECALL_STEPS_MAX;
use crate::records::{Item, Node, QueueEntry, Recall, Work};
use sandpact_sdk::prelude::*;

impl ItemTrace {
    /// Blocks all units of a lot at once, and begins to look for what else it reaches.
    pub(super) fn begin_recall(
        &mut self,
        recall: Hash,
        lot: Hash,
        commitment: Hash,
    ) -> Result<(), Error> {
        let by = env::caller();
        if let Some(known) = self.recalls.get(&recall) {
            let is_same = (known.lot, known.commitment, known.by) == (lot, commitment, by);
            return if is_same { Ok(()) } else { Err(Common::AlreadyExists.into()) };
        }
        let mut found = self.lots.get(&lot).ok_or(Common::UnknownId)?;
        let started_at = env::time();
        let (first, end, blocked, is_resolved) = (0, 0, 0, false);
        let new = Recall { lot, commitment, by, started_at, first, end, blocked, is_resolved };
        self.recalls.set(&recall, &new);
        self.unresolved.set(&recall, &());
        // A lot that an earlier recall has reached is blocked, and so is what that one reaches.
        if found.recall.is_none() {
            found.recall = Some(recall);
            self.lots.set(&lot, &found);
            self.push_work(&recall, Work::Units { lot })?;
            self.push_work(&recall, Work::Products { node: lot })?;
        }
        self.emit(RecallStarted { recall, lot, by });
        Ok(())
    }

    /// Adds something to look at; a recall that was done, or closed, is open again.
    #[inline(never)]
    pub(super) fn push_work(&mut self, recall: &Hash, work: Work) -> Result<(), Error> {
        let mut found = self.recalls.get(recall).ok_or(Common::UnknownId)?;
        if !found.is_running() {
            let running = self.running.get_or(0).checked_add(1).ok_or(Common::Overflow)?;
            self.running.set(&running);
        }
        self.queue.set(&(*recall, found.end), &QueueEntry { work, after: None });
        found.end = found.end.checked_add(1).ok_or(Common::Overflow)?;
        if found.is_resolved {
            found.is_resolved = false;
            self.unresolved.set(recall, &());
        }
        self.recalls.set(recall, &found);
        Ok(())
    }

    /// Looks at the next few of what is left; one step for each item, lot or transformation
    /// that is found, and one for each list that has no more.
    pub(super) fn advance_recall(&mut self, recall: Hash, steps: u32) -> Result<bool, Error> {
        let mut left = steps.clamp(1, RECALL_STEPS_MAX);
        if !self.recalls.get(&recall).ok_or(Common::UnknownId)?.is_running() {
            return Ok(false);
        }
        while left > 0 {
            let Some(place) = self.first_work(&recall)? else { break };
            let mut entry = self.queue.get(&place).ok_or(Common::UnknownId)?;
            let found = self.found(&entry, left);
            for (key, node) in &found {
                self.reach(&recall, key, *node)?;
            }
            let count = u32::try_from(found.len()).map_err(|_| Common::Overflow)?;
            let is_one = matches!(entry.work, Work::Item { .. });
            match found.last() {
                Some((last, _)) if count == left && !is_one => {
                    entry.after = Some(*last);
                    self.queue.set(&place, &entry);
                }
                _ => self.finish_work(&recall, &place)?,
            }
            left = left.saturating_sub(count.max(1));
        }
        let found = self.recalls.get(&recall).ok_or(Common::UnknownId)?;
        let (blocked, is_running) = (found.blocked, found.is_running());
        self.emit(RecallContinued { recall, blocked, is_running, by: env::caller() });
        Ok(is_running)
    }

    /// Place of the first entry of the queue.
    fn first_work(&self, recall: &Hash) -> Result<Option<(Hash, u64)>, Error> {
        let found = self.recalls.get(recall).ok_or(Common::UnknownId)?;
        Ok(found.is_running().then_some((*recall, found.first)))
    }

    #[inline(never)]
    fn finish_work(&mut self, recall: &Hash, place: &(Hash, u64)) -> Result<(), Error> {
        self.queue.remove(place);
        let mut found = self.recalls.get(recall).ok_or(Common::UnknownId)?;
        found.first = found.first.checked_add(1).ok_or(Common::Overflow)?;
        if !found.is_running() {
            self.running.set(&self.running.get_or(0).saturating_sub(1));
        }
        self.recalls.set(recall, &found);
        Ok(())
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
    fn reach(&mut self, recall: &Hash, key: &Hash, node: Node) -> Result<(), Error> {
        match node {
            Node::Item => self.block(recall, key),
            Node::Step => {
                if self.reached.insert(&(*recall, *key), &()) {
                    self.push_work(recall, Work::Products { node: *key })?;
                }
                Ok(())
            }
            Node::Lot => {
                let mut lot = self.lots.get(key).ok_or(Common::UnknownId)?;
                if lot.recall.is_none() {
                    lot.recall = Some(*recall);
                    self.lots.set(key, &lot);
                    self.push_work(recall, Work::Units { lot: *key })?;
                    self.push_work(recall, Work::Products { node: *key })?;
                }
                Ok(())
            }
        }
    }

    /// Blocks an item that no recall has reached before, and looks further from there.
    #[inline(never)]
    fn block(&mut self, recall: &Hash, key: &Hash) -> Result<(), Error> {
        let mut item = self.load(key)?;
        if item.blocked_by.is_some_and(|by| self.recalls.contains(&by)) {
            return Ok(());
        }
        let was_blocked = item.blocked_by.replace(*recall).is_some();
        self.items.set(key, &item);
        if !was_blocked {
            self.mark_parents(&item, true)?;
        }
        let mut found = self.recalls.get(recall).ok_or(Common::UnknownId)?;
        found.blocked = found.blocked.checked_add(1).ok_or(Common::Overflow)?;
        self.recalls.set(recall, &found);
        if item.children > 0 {
            self.push_work(recall, Work::Contents { item: *key })?;
        }
        if !self.products.under(key, None, 1).is_empty() {
            self.push_work(recall, Work::Products { node: *key })?;
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
