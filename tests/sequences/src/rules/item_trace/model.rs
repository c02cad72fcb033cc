//! The simple model: items in a map, walked over as often as it likes.

use super::steps::Step;
use item_trace::records::State;
use std::collections::BTreeMap;

/// Items of a sequence.
pub const ITEMS: u8 = 6;
/// The first of them are units of the lot.
pub const UNITS: u8 = 2;

#[derive(Clone, Debug)]
struct Item {
    state: State,
    holder: u8,
    receiver: Option<u8>,
    parent: Option<u8>,
    /// The lot's, and not made of something.
    is_unit: bool,
    is_blocked: bool,
}

/// Which rule a step would break.
type Broken = &'static str;

fn rule(holds: bool, name: Broken) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(name) }
}

/// All items.
#[derive(Debug, Default)]
pub struct Model {
    items: BTreeMap<u8, Item>,
    /// Input and output of transformations.
    made: Vec<(u8, u8)>,
    is_recalled: bool,
    is_running: bool,
}

impl Model {
    /// State, holder and blocking of an item as its holder sees it.
    pub fn seen(&self, item: u8) -> Option<(State, u8, bool)> {
        let found = self.items.get(&item)?;
        let outermost = self.outermost(item)?;
        let state = if found.parent.is_some() { outermost.state } else { found.state };
        Some((state, outermost.holder, self.is_unfit(item)))
    }

    fn outermost(&self, item: u8) -> Option<&Item> {
        let found = self.items.get(&item)?;
        match found.parent {
            Some(parent) => self.outermost(parent),
            None => Some(found),
        }
    }

    fn children(&self, parent: u8) -> Vec<u8> {
        let is_in = |(_, item): &(&u8, &Item)| item.parent == Some(parent);
        self.items.iter().filter(is_in).map(|(key, _)| *key).collect()
    }

    fn has_blocked_inside(&self, item: u8) -> bool {
        self.children(item).into_iter().any(|child| {
            let is_blocked = self.items.get(&child).is_some_and(|child| child.is_blocked);
            is_blocked || self.has_blocked_inside(child)
        })
    }

    fn is_unfit(&self, item: u8) -> bool {
        let own = self.items.get(&item);
        own.is_some_and(|own| own.is_blocked || (own.is_unit && self.is_recalled))
            || self.has_blocked_inside(item)
    }

    /// An item at a partner's, who holds it (M2, D1, D3).
    fn held(&self, by: u8, item: u8) -> Result<&Item, Broken> {
        let found = self.items.get(&item).ok_or("unknown")?;
        rule(matches!(found.state, State::Active | State::InTransit), "D3, M5")?;
        let outermost = self.outermost(item).ok_or("unknown")?;
        rule(outermost.state == State::Active, "D1")?;
        rule(outermost.holder == by, "M2")?;
        Ok(found)
    }

    fn free(&self, by: u8, item: u8) -> Result<(), Broken> {
        rule(self.held(by, item)?.parent.is_none(), "M4")
    }

    /// Takes a step if every rule allows it.
    pub fn take(&mut self, step: &Step) -> Result<(), Broken> {
        match *step {
            Step::Commission { item } => self.make(item, 0, item < UNITS),
            Step::Pack { by, parent, child } => self.pack(by, parent, child),
            Step::Unpack { by, parent, child } => {
                self.held(by, parent)?;
                let child = self.items.get_mut(&child).ok_or("unknown")?;
                rule(child.parent == Some(parent), "not in it")?;
                (child.parent, child.state, child.holder) = (None, State::Active, by);
                Ok(())
            }
            Step::Ship { by, item, to } => {
                self.free(by, item)?;
                rule(!self.is_unfit(item), "D4")?;
                rule(self.children(item).is_empty() || !self.is_running, "D4: running")?;
                let found = self.items.get_mut(&item).ok_or("unknown")?;
                (found.state, found.receiver) = (State::InTransit, Some(to));
                Ok(())
            }
            Step::Receive { by, item } => self.receive(by, item),
            Step::Dispense { by, item } => {
                self.free(by, item)?;
                rule(!self.is_unfit(item), "D4")?;
                self.end(item, State::Dispensed)
            }
            Step::Transform { by, input, output } => {
                self.free(by, input)?;
                rule(!self.is_unfit(input), "M9")?;
                rule(!self.items.contains_key(&output), "M1")?;
                self.end(input, State::Consumed)?;
                self.made.push((input, output));
                self.make(output, by, false)
            }
            Step::Recall => {
                rule(self.items.values().any(|item| item.is_unit), "no lot")?;
                self.is_running = self.is_running || !self.is_recalled;
                self.is_recalled = true;
                Ok(())
            }
            Step::Continue => {
                rule(self.is_recalled, "no recall")?;
                if std::mem::take(&mut self.is_running) {
                    let is_unit = |(_, item): &(&u8, &Item)| item.is_unit;
                    let units = self.items.iter().filter(is_unit).map(|(key, _)| *key);
                    units.collect::<Vec<_>>().into_iter().for_each(|unit| self.block(unit));
                }
                Ok(())
            }
        }
    }

    fn make(&mut self, item: u8, holder: u8, is_unit: bool) -> Result<(), Broken> {
        rule(!self.items.contains_key(&item), "M1")?;
        let (state, receiver, parent, is_blocked) = (State::Active, None, None, false);
        self.items.insert(item, Item { state, holder, receiver, parent, is_unit, is_blocked });
        Ok(())
    }

    fn end(&mut self, item: u8, state: State) -> Result<(), Broken> {
        rule(self.children(item).is_empty(), "not empty")?;
        self.items.get_mut(&item).ok_or("unknown")?.state = state;
        Ok(())
    }

    fn pack(&mut self, by: u8, parent: u8, child: u8) -> Result<(), Broken> {
        self.held(by, parent)?;
        rule(!self.is_unfit(parent), "blocked")?;
        self.free(by, child)?;
        rule(!self.is_unfit(child), "blocked")?;
        let mut above = Some(parent);
        while let Some(ancestor) = above {
            rule(ancestor != child, "M3")?;
            above = self.items.get(&ancestor).and_then(|item| item.parent);
        }
        self.items.get_mut(&child).ok_or("unknown")?.parent = Some(parent);
        Ok(())
    }

    fn receive(&mut self, by: u8, item: u8) -> Result<(), Broken> {
        let found = self.items.get_mut(&item).ok_or("unknown")?;
        rule(found.parent.is_none(), "M4")?;
        let is_his = match found.state {
            State::InTransit => found.receiver == Some(by),
            State::Active => found.holder == by,
            _ => false,
        };
        rule(is_his, "M2")?;
        (found.state, found.holder, found.receiver) = (State::Active, by, None);
        Ok(())
    }

    fn block(&mut self, item: u8) {
        let Some(found) = self.items.get_mut(&item) else { return };
        if std::mem::replace(&mut found.is_blocked, true) {
            return;
        }
        let made = self.made.iter().filter(|(input, _)| *input == item).map(|(_, output)| *output);
        let reached: Vec<u8> = made.chain(self.children(item)).collect();
        reached.into_iter().for_each(|item| self.block(item));
    }

    /// The rules about what is, whatever led there.
    pub fn check(&self) {
        self.m2_d1_what_is_on_its_way_has_one_receiver();
        self.m3_containment_ends();
        self.m4_d6_contents_are_where_the_outermost_is();
        self.m5_what_was_used_is_gone();
        self.m9_all_that_is_reachable_is_blocked();
    }

    fn m2_d1_what_is_on_its_way_has_one_receiver(&self) {
        for item in self.items.values() {
            assert_eq!(item.state == State::InTransit, item.receiver.is_some(), "{item:?}");
        }
    }

    fn m3_containment_ends(&self) {
        for item in self.items.keys() {
            let mut above = self.items.get(item).and_then(|item| item.parent);
            let mut depth = 0_u8;
            while let Some(parent) = above {
                depth = depth.saturating_add(1);
                assert!(depth < ITEMS, "a cycle at {item}");
                above = self.items.get(&parent).and_then(|item| item.parent);
            }
        }
    }

    fn m4_d6_contents_are_where_the_outermost_is(&self) {
        for (key, item) in &self.items {
            let Some(parent) = item.parent else { continue };
            let (own, outer) = (self.seen(*key), self.seen(parent));
            assert_eq!(own.map(|seen| (seen.0, seen.1)), outer.map(|seen| (seen.0, seen.1)));
        }
    }

    fn m5_what_was_used_is_gone(&self) {
        for (input, _) in &self.made {
            let state = self.items.get(input).map(|item| item.state);
            assert_eq!(state, Some(State::Consumed), "{input}");
        }
    }

    fn m9_all_that_is_reachable_is_blocked(&self) {
        let is_blocked = |item: &u8| self.items.get(item).is_some_and(|item| item.is_blocked);
        for (input, output) in &self.made {
            assert!(self.is_running || !is_blocked(input) || is_blocked(output), "{output}");
        }
        for (key, item) in &self.items {
            let is_in_blocked = item.parent.is_some_and(|parent| is_blocked(&parent));
            assert!(!is_in_blocked || item.is_blocked, "{key}");
        }
    }
}
