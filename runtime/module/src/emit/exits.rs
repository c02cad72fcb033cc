//! Counted loops that may be left before their last turn: paid where they are left.

use super::{
    Writer,
    turns::{Width, number, swapped},
};
use crate::charge::{Charge, Counted, Plan};
use std::collections::BTreeMap;
use wasm_encoder::{BlockType, Instruction, ValType};

/// What is kept of such a loop while it runs, in locals.
#[derive(Clone, Copy)]
struct Kept {
    /// The counter at its start.
    start: u32,
    /// What the counter is compared to.
    limit: u32,
    /// Ticks of all turns.
    total: u32,
}

/// The loops of a body that may be left early, and where in the body that shows.
#[derive(Default)]
pub struct Exits {
    kept: BTreeMap<usize, Kept>,
    /// Of each `br_if` that leaves such a loop, the loop.
    exits: BTreeMap<usize, usize>,
    /// Of each operator that reads such a loop's bound, the loop.
    bounds: BTreeMap<usize, usize>,
    /// Of each `br_if` that jumps back to such a loop, the loop.
    backs: BTreeMap<usize, usize>,
}

impl Exits {
    /// Finds them and declares their locals from `next` on.
    pub fn new(plan: &Plan, mut next: u32, locals: &mut Vec<(u32, ValType)>) -> Self {
        let mut exits = Self::default();
        for (index, turns) in plan.counted.iter().enumerate() {
            let Some(turns) = turns.as_ref().filter(|turns| !turns.exits.is_empty()) else {
                continue;
            };
            let [start, limit, total] = [next, next.saturating_add(1), next.saturating_add(2)];
            next = next.saturating_add(3);
            locals.push((2, Width::of(turns.counter).ty));
            locals.push((1, ValType::I64));
            exits.kept.insert(index, Kept { start, limit, total });
            exits.exits.extend(turns.exits.iter().map(|exit| (*exit, index)));
            exits.bounds.extend(turns.bound_at.map(|bound| (bound, index)));
            exits.backs.insert(turns.back, index);
        }
        exits
    }

    /// Whether the `br_if` at an index leaves such a loop.
    pub fn is_exit(&self, index: usize) -> bool {
        self.exits.contains_key(&index)
    }
}

impl Writer {
    /// Before such a loop: where it begins, where it must end, and what that costs.
    pub fn enter_left(&mut self, index: usize, turns: &Counted) {
        let Some(Kept { start, limit, total }) = self.exits.kept.get(&index).copied() else {
            return;
        };
        let (counter, width) = (turns.counter, Width::of(turns.counter));
        let ticks = i64::try_from(turns.ticks).unwrap_or(i64::MAX);
        self.jumps(turns);
        self.ticks_of_jumps(counter, ticks, false);
        self.put(&Instruction::LocalSet(total));
        self.put(&Instruction::LocalGet(self.local(counter.local)));
        self.put(&Instruction::LocalSet(start));
        self.put(&self.bound(counter, turns.bound));
        self.put(&Instruction::LocalSet(limit));
        self.put(&Instruction::LocalGet(total));
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::I64GtS);
        self.put(&Instruction::If(BlockType::Empty));
        // One turn more than can be paid, which is fewer than all.
        self.charge(Charge { ticks: 0, check: true });
        self.put(&Instruction::LocalGet(start));
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::I64Const(ticks));
        self.put(&Instruction::I64DivU);
        self.put(&Instruction::I64Const(1));
        self.put(&Instruction::I64Add);
        if !counter.is_wide {
            self.put(&Instruction::I32WrapI64);
        }
        self.put(if counter.is_down { &width.sub } else { &width.add });
        self.put(&Instruction::LocalSet(limit));
        self.put(&Instruction::End);
    }

    /// On an early way out: takes the turns that were completed.
    pub fn charge_exit(&mut self, plan: &Plan, exit: usize) {
        let Some(index) = self.exits.exits.get(&exit) else { return };
        let (Some(kept), Some(turns)) = (self.exits.kept.get(index), &plan.counted[*index]) else {
            return;
        };
        let (start, counter, width) = (kept.start, turns.counter, Width::of(turns.counter));
        let sides = [start, self.local(counter.local)].map(Instruction::LocalGet);
        let [from, to] = if counter.is_down { sides } else { swapped(sides) };
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&from);
        self.put(&to);
        self.put(&width.sub);
        if turns.moved_at < exit {
            self.put(&number(counter, 1));
            self.put(&width.sub);
        }
        if !counter.is_wide {
            self.put(&Instruction::I64ExtendI32U);
        }
        self.put(&Instruction::I64Const(i64::try_from(turns.ticks).unwrap_or(i64::MAX)));
        self.put(&Instruction::I64Mul);
        self.put(&Instruction::I64Sub);
        self.put(&Instruction::LocalSet(self.gas_local()));
    }

    /// The limit in place of the bound, if the operator at an index reads one.
    pub fn limit_for(&self, index: usize) -> Option<Instruction<'static>> {
        let kept = self.exits.kept.get(self.exits.bounds.get(&index)?)?;
        Some(Instruction::LocalGet(kept.limit))
    }

    /// Before the jump back: compares with the limit what was compared with zero.
    pub fn before_back(&mut self, plan: &Plan, back: usize) {
        let Some(index) = self.exits.backs.get(&back) else { return };
        if let (Some(kept), Some(Counted { bound_at: None, .. })) =
            (self.exits.kept.get(index), &plan.counted[*index])
        {
            self.put(&Instruction::LocalGet(kept.limit));
            self.put(&Instruction::I32Ne);
        }
    }

    /// After the last turn: takes all of them, which traps if the limit was no bound.
    pub fn after_back(&mut self, back: usize) {
        let kept = self.exits.backs.get(&back).and_then(|index| self.exits.kept.get(index));
        if let Some(Kept { total, .. }) = kept.copied() {
            self.put(&Instruction::LocalGet(total));
            self.charge_sum();
        }
    }
}
