//! Builds a profile from what happens, in the order in which it does.

use crate::explain::{CodePlace, FrameKind, Profile, ProfileFrame};
use sandpact_abi::{Address, Gas, Hash};
use sandpact_module::{ProbeEvent, schedule::TICKS_PER_GAS};
use std::{collections::BTreeMap, sync::Arc};

/// Frames beyond which further ones are put together: a tree of this size takes some tens
/// of megabytes.
const FRAMES_MAX: usize = 200_000;

/// A profile that is being made.
pub struct Recorder {
    frames: Vec<Building>,
    /// What is open, outermost first.
    open: Vec<Open>,
    /// Ticks of all frames.
    ticks: u64,
}

struct Building {
    parent: Option<usize>,
    kind: FrameKind,
    called_at: Option<CodePlace>,
    children: BTreeMap<(FrameKind, Option<u32>), usize>,
    /// What the numbers of its blocks mean.
    events: Option<Arc<[ProbeEvent]>>,
    /// How often each block was run.
    blocks: BTreeMap<u32, u64>,
    /// Ticks by place that were not paid by the block.
    bulk: BTreeMap<u32, u64>,
    /// Ticks that belong to no code.
    other: u64,
}

#[derive(Clone)]
struct Open {
    frame: usize,
    is_call: bool,
    /// What the numbers of the probe mean, in a call of a contract and what is in it.
    events: Option<Arc<[ProbeEvent]>>,
    /// Where its code is.
    at: Option<u32>,
    /// Ticks of all frames when it began.
    ticks_before: u64,
}

impl Recorder {
    /// The whole, with nothing in it.
    pub fn new() -> Self {
        let whole = Building::new(None, FrameKind::Whole, None, None);
        let open = Open { frame: 0, is_call: false, events: None, at: None, ticks_before: 0 };
        Self { frames: vec![whole], open: vec![open], ticks: 0 }
    }

    pub fn begin_call(&mut self, contract: Address, method: &str) {
        self.enter(FrameKind::Call { contract, code_hash: None, method: method.to_owned() });
        if let Some(open) = self.open.last_mut() {
            open.is_call = true;
        }
    }

    pub fn found(&mut self, code_hash: Hash, module_events: &Arc<[ProbeEvent]>) {
        let Some(open) = self.open.last_mut() else { return };
        open.events = Some(Arc::clone(module_events));
        let Some(frame) = self.frames.get_mut(open.frame) else { return };
        if let FrameKind::Call { code_hash: found, .. } = &mut frame.kind {
            *found = Some(code_hash);
            frame.events = Some(Arc::clone(module_events));
        }
    }

    /// Ends the innermost open call. What a halt took beyond what ran stands where it halted.
    pub fn end_call(&mut self, ticks: u64, is_halted: bool) {
        let Some(depth) = self.open.iter().rposition(|open| open.is_call) else { return };
        let begun = self.open.get(depth).map_or(0, |open| open.ticks_before);
        if is_halted {
            let ran = self.ticks.saturating_sub(begun);
            self.work("halted", ticks.saturating_sub(ran));
        }
        self.open.truncate(depth);
    }

    pub fn begin_host(&mut self, name: &'static str) {
        self.enter(FrameKind::Host { name });
    }

    /// A host function that does not return stays open: what is taken next is taken there.
    pub fn end_host(&mut self, ticks: u64, is_returning: bool) {
        self.add_other(ticks);
        if is_returning {
            self.open.pop();
        }
    }

    /// Adds ticks of work that is no function.
    pub fn work(&mut self, name: &'static str, ticks: u64) {
        if ticks > 0 {
            self.enter(FrameKind::Work { name });
            self.add_other(ticks);
            self.open.pop();
        }
    }

    pub fn probe(&mut self, event: u32, ticks: u64) {
        let Some(open) = self.open.last_mut() else { return };
        let Some(frame) = self.frames.get_mut(open.frame) else { return };
        let Some(events) = &open.events else { return };
        let place = usize::try_from(event).unwrap_or(usize::MAX);
        match events.get(place) {
            Some(ProbeEvent::Entry { function }) => {
                let index = *function;
                self.enter(FrameKind::Function { index });
            }
            Some(ProbeEvent::Exit) => {
                self.open.pop();
            }
            Some(ProbeEvent::Block(operators)) => {
                let block_ticks = operators.iter().map(|(_, ticks)| u64::from(*ticks)).sum();
                if frame.kind == FrameKind::Deeper {
                    self.add_other(block_ticks);
                    return;
                }
                open.at = operators.last().map(|(offset, _)| *offset);
                let count = frame.blocks.entry(event).or_default();
                *count = count.saturating_add(1);
                self.ticks = self.ticks.saturating_add(block_ticks);
            }
            Some(ProbeEvent::Bulk { .. }) if frame.kind == FrameKind::Deeper => {
                self.add_other(ticks);
            }
            Some(ProbeEvent::Bulk { offset }) => {
                let sum = frame.bulk.entry(*offset).or_default();
                *sum = sum.saturating_add(ticks);
                self.ticks = self.ticks.saturating_add(ticks);
            }
            None => {}
        }
    }

    /// The profile of what used so much gas.
    pub fn finish(mut self, gas_used: Gas) -> Profile {
        self.open.truncate(1);
        let used = gas_used.0.saturating_mul(TICKS_PER_GAS);
        self.work("rounding", used.saturating_sub(self.ticks));
        Profile { frames: self.frames.into_iter().map(Building::finish).collect() }
    }

    fn add_other(&mut self, ticks: u64) {
        self.ticks = self.ticks.saturating_add(ticks);
        let frame = self.open.last().and_then(|open| self.frames.get_mut(open.frame));
        if let Some(frame) = frame {
            frame.other = frame.other.saturating_add(ticks);
        }
    }

    /// Opens a frame in the innermost open one.
    fn enter(&mut self, kind: FrameKind) {
        let Some(outer) = self.open.last().cloned() else { return };
        let frame = self.child(&outer, kind);
        let ticks_before = self.ticks;
        self.open.push(Open { frame, is_call: false, at: None, ticks_before, ..outer });
    }

    fn child(&mut self, outer: &Open, kind: FrameKind) -> usize {
        let (parent, at) = (outer.frame, outer.at);
        let next = self.frames.len();
        let Some(frame) = self.frames.get_mut(parent) else { return parent };
        if frame.kind == FrameKind::Deeper {
            return parent;
        }
        let is_full = next >= FRAMES_MAX;
        let (kind, at) = if is_full { (FrameKind::Deeper, None) } else { (kind, at) };
        let function = match frame.kind {
            FrameKind::Function { index } => index,
            _ => 0,
        };
        let found = *frame.children.entry((kind.clone(), at)).or_insert(next);
        if found == next {
            let called_at = at.map(|offset| CodePlace { function, offset });
            self.frames.push(Building::new(Some(parent), kind, called_at, outer.events.clone()));
        }
        found
    }
}

impl Building {
    fn new(
        parent: Option<usize>,
        kind: FrameKind,
        called_at: Option<CodePlace>,
        events: Option<Arc<[ProbeEvent]>>,
    ) -> Self {
        Self {
            parent,
            kind,
            called_at,
            children: BTreeMap::new(),
            events,
            blocks: BTreeMap::new(),
            bulk: BTreeMap::new(),
            other: 0,
        }
    }

    fn finish(self) -> ProfileFrame {
        let mut places = self.bulk;
        for (event, count) in self.blocks {
            let place = usize::try_from(event).unwrap_or(usize::MAX);
            let Some(ProbeEvent::Block(operators)) =
                self.events.as_ref().and_then(|events| events.get(place))
            else {
                continue;
            };
            for (offset, ticks) in operators.iter().filter(|(_, ticks)| *ticks > 0) {
                let sum = places.entry(*offset).or_default();
                *sum = sum.saturating_add(u64::from(*ticks).saturating_mul(count));
            }
        }
        let function = match self.kind {
            FrameKind::Function { index } => index,
            _ => 0,
        };
        let place = |(offset, ticks)| (Some(CodePlace { function, offset }), ticks);
        let mut own: Vec<_> = places.into_iter().map(place).collect();
        if self.other > 0 {
            own.push((None, self.other));
        }
        let Self { parent, kind, called_at, .. } = self;
        ProfileFrame { parent, kind, called_at, own }
    }
}
