//! Charges moved down to where ways meet.
//!
//! For every point of a body let its *debt* be the ticks that ran and were not taken yet.
//! It grows with every operator and is known without running anything, as long as all ways
//! that meet at a point bring the same: where they meet, each takes what it owes above the
//! least. All is taken before the host may look at the gas, and at the function's end but
//! for what every way to it owes, which the callers that name it then owe. A jump back
//! takes what its turn ran, compared to what is left, and so does a way that came to owe
//! much; all else is subtracted uncompared. Ways that end in a trap take nothing.
//!
//! Late is better than early: the gas changes in the block that hands it on, so a compiler
//! that computes an addition anew wherever it is used has one value to keep, not two.

use super::{
    Back, Charge, Plan,
    counted::{Counted, counted},
    functions::Effect,
    nesting::{Nesting, Opened, at_depth},
    traps::Traps,
};
use crate::body::Body;
use std::ops::Range;
use wasmparser::Operator;

/// Most ticks owed: 26 microseconds, or one, where loads do not miss every cache.
pub const DEBT_TICKS_MAX: u64 = 262_144;

/// Most operators of a loop whose jump back is worth more machine code around it.
const SHORT_OPERATORS_MAX: usize = 16;

/// Plans one body; the second is what a call of it leaves to the caller to take.
pub fn plan(
    body: &Body<'_>,
    nesting: &Nesting,
    traps: &Traps,
    effect: impl Fn(&Operator<'_>) -> Effect,
    leaves_debt: bool,
) -> (Plan, u64) {
    let operators = &body.operators;
    let mut walk = Walk {
        operators,
        ticks: &body.ticks,
        nesting,
        traps,
        plan: Plan::new(nesting.live.clone()),
        open: vec![Label::new(Opened::Function, 0)],
        debt: Some(0),
        leaves_debt,
        left: 0,
    };
    let mut index = 0;
    while index < operators.len() {
        index =
            if nesting.live[index] { walk.step(index, &effect) } else { index.saturating_add(1) };
    }
    (walk.plan, walk.left)
}

/// A way to a label.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Past the operator at this index, which goes nowhere else.
    Before(usize),
    /// The `br_if` at this index, when it is taken.
    Taken(usize),
    /// The failed condition of an `if` without `else`, by its `end`.
    ImplicitElse(usize),
    /// One on which nothing can be taken.
    Fixed,
}

/// An open construct.
struct Label {
    opened: Opened,
    /// The debt that it was entered with; what any jump back to a loop owes.
    entry: u64,
    /// The ways to its end so far, with their debts.
    ways: Vec<(Way, u64)>,
    /// Whether an `else` was met.
    has_else: bool,
}

impl Label {
    fn new(opened: Opened, entry: u64) -> Self {
        Self { opened, entry, ways: Vec::new(), has_else: false }
    }
}

struct Walk<'w, 'a> {
    operators: &'w [Operator<'a>],
    ticks: &'w [u32],
    nesting: &'w Nesting,
    traps: &'w Traps,
    plan: Plan,
    open: Vec<Label>,
    /// What is owed here; `None` where no way leads to.
    debt: Option<u64>,
    leaves_debt: bool,
    left: u64,
}

impl Walk<'_, '_> {
    /// Passes one operator; returns the index of the next.
    fn step(&mut self, index: usize, effect: &impl Fn(&Operator<'_>) -> Effect) -> usize {
        let operator = &self.operators[index];
        match operator {
            Operator::Block { .. } => self.enter(Opened::Block(index)),
            Operator::Loop { .. } => return self.enter_loop(index, effect),
            Operator::If { .. } => {
                self.owe(index);
                self.enter(Opened::If(index));
            }
            Operator::Else => self.else_branch(index),
            Operator::End => self.end(index),
            Operator::Br { relative_depth } => {
                self.owe(index);
                self.jump(index, *relative_depth);
            }
            Operator::BrIf { relative_depth } => {
                self.owe(index);
                self.branch_if(index, *relative_depth);
            }
            Operator::BrTable { targets } => {
                self.owe(index);
                let depths = targets.targets().flatten().chain([targets.default()]);
                self.branch_table(index, &depths.collect::<Vec<_>>());
            }
            Operator::Return => {
                self.owe(index);
                let outermost = u32::try_from(self.open.len().saturating_sub(1));
                self.jump(index, outermost.unwrap_or(u32::MAX));
            }
            Operator::Unreachable => self.debt = None,
            _ => self.plain(index, effect(operator)),
        }
        index.saturating_add(1)
    }

    /// An operator that goes on to the next.
    fn plain(&mut self, index: usize, effect: Effect) {
        self.owe(index);
        match effect {
            Effect::On { debt, compares } => {
                if compares {
                    self.pay_down_to(index, self.floor());
                }
                self.debt = self.debt.map(|owed| owed.saturating_add(debt));
            }
            Effect::Account { debt } => {
                self.pay_down_to(index, 0);
                self.debt = self.debt.map(|owed| owed.saturating_add(debt));
            }
            Effect::Trap => self.debt = None,
        }
    }

    /// Adds what an operator costs. Who owes too much takes it before the operator, compared.
    fn owe(&mut self, index: usize) {
        let ticks = u64::from(self.ticks[index]);
        self.debt = self.debt.map(|owed| owed.saturating_add(ticks));
        let floor = self.floor();
        if self.debt.is_some_and(|owed| owed > DEBT_TICKS_MAX.saturating_add(floor)) {
            self.pay_down_to(index, floor);
            self.plan.before[index].check = true;
        }
    }

    /// What must stay owed: the innermost loop's jumps back owe as much as its entry.
    fn floor(&self) -> u64 {
        let is_loop = |label: &&Label| matches!(label.opened, Opened::Loop(_));
        self.open.iter().rev().find(is_loop).map_or(0, |label| label.entry)
    }

    /// Takes what is owed above `rest` before the operator at `index`.
    fn pay_down_to(&mut self, index: usize, rest: u64) {
        if let Some(owed) = self.debt {
            let charge = &mut self.plan.before[index];
            charge.ticks = charge.ticks.saturating_add(owed.saturating_sub(rest));
            self.debt = Some(owed.min(rest));
        }
    }

    fn enter(&mut self, opened: Opened) {
        self.open.push(Label::new(opened, self.debt.unwrap_or(0)));
    }

    fn enter_loop(&mut self, index: usize, effect: &impl Fn(&Operator<'_>) -> Effect) -> usize {
        let next = index.saturating_add(1);
        if !self.nesting.jumped_to[index] {
            self.enter(Opened::Block(index));
            return next;
        }
        if let Some(turns) = self.counted(index) {
            return self.pass_counted(index, turns);
        }
        if self.settles(next..self.nesting.end_of[index], effect) {
            self.pay_down_to(index, 0);
        }
        self.enter(Opened::Loop(index));
        next
    }

    fn counted(&self, index: usize) -> Option<Counted> {
        // Within the loop every depth is one more.
        let label = |depth: u32| at_depth(&self.open, depth.checked_sub(1)?);
        let target = |branch: usize| match self.operators[branch] {
            Operator::BrIf { relative_depth } => label(relative_depth),
            _ => None,
        };
        let traps = |branch| target(branch).is_some_and(|label| self.is_trap(label));
        let turns = counted(self.operators, self.ticks, index, traps)?;
        let is_way_out = |branch: &usize| {
            let is_forward =
                !matches!(target(*branch).map(|label| label.opened), Some(Opened::Loop(_)));
            is_forward && !self.nesting.carries[*branch]
        };
        turns.exits.iter().all(is_way_out).then_some(turns)
    }

    /// Passes a counted loop: its turns owe nothing, and each early way out what its last
    /// turn ran.
    fn pass_counted(&mut self, index: usize, turns: Counted) -> usize {
        let entered = self.debt;
        self.enter(Opened::Loop(index));
        let mut ran = 0_u64;
        for place in index.saturating_add(1)..turns.back {
            ran = ran.saturating_add(u64::from(self.ticks[place]));
            if let (true, Operator::BrIf { relative_depth }, Some(owed)) =
                (turns.exits.contains(&place), &self.operators[place], entered)
                && let Some(label) = self.place(*relative_depth)
            {
                self.open[label].ways.push((Way::Taken(place), owed.saturating_add(ran)));
            }
        }
        let next = turns.back.saturating_add(1);
        self.plan.counted[index] = Some(turns);
        next
    }

    /// Whether some operator of a range takes all that is owed: a loop's turns cannot carry
    /// a debt past it.
    fn settles(&self, range: Range<usize>, effect: &impl Fn(&Operator<'_>) -> Effect) -> bool {
        let operators = self.operators.get(range.clone()).unwrap_or_default();
        range.zip(operators).any(|(index, operator)| match operator {
            Operator::BrTable { .. } => true,
            Operator::BrIf { .. } => self.nesting.carries[index],
            _ => matches!(effect(operator), Effect::Account { .. }),
        })
    }

    fn else_branch(&mut self, index: usize) {
        let debt = self.debt;
        let Some(label) = self.open.last_mut() else { return };
        if let Some(owed) = debt {
            label.ways.push((Way::Before(index), owed));
        }
        label.has_else = true;
        self.debt = Some(label.entry);
    }

    fn end(&mut self, index: usize) {
        let Some(mut label) = self.open.pop() else { return };
        if matches!(label.opened, Opened::Loop(_)) {
            return;
        }
        if let Some(owed) = self.debt {
            label.ways.push((Way::Before(index), owed));
        }
        if matches!(label.opened, Opened::If(_)) && !label.has_else {
            label.ways.push((Way::ImplicitElse(index), label.entry));
        }
        let is_trap = self.is_trap(&label);
        let least = label.ways.iter().map(|(_, owed)| *owed).min();
        let stays = match label.opened {
            Opened::Function if !self.leaves_debt => Some(0),
            _ => least,
        };
        if let (Some(stays), false) = (stays, is_trap) {
            for (way, owed) in label.ways {
                self.take_on(way, owed.saturating_sub(stays));
            }
        }
        self.left = stays.unwrap_or(0); // the last is the function's own
        self.debt = least;
    }

    fn take_on(&mut self, way: Way, ticks: u64) {
        match way {
            Way::Before(index) => {
                let charge = &mut self.plan.before[index];
                charge.ticks = charge.ticks.saturating_add(ticks);
            }
            Way::Taken(index) => self.plan.taken[index] = Charge { ticks, check: false },
            Way::ImplicitElse(index) => self.plan.implicit_else[index] = ticks,
            Way::Fixed => {}
        }
    }

    /// Whether a branch to a label only leads to a trap.
    fn is_trap(&self, label: &Label) -> bool {
        let end = match label.opened {
            Opened::Function | Opened::Loop(_) => return false,
            Opened::Block(index) | Opened::If(index) => self.nesting.end_of[index],
        };
        self.traps.label[end]
    }

    /// A jump that is always taken.
    fn jump(&mut self, index: usize, depth: u32) {
        let (Some(place), Some(owed)) = (self.place(depth), self.debt.take()) else { return };
        let label = &mut self.open[place];
        match label.opened {
            Opened::Loop(_) => {
                let ticks = owed.saturating_sub(label.entry);
                self.plan.before[index] = Charge { ticks, check: true };
            }
            _ => label.ways.push((Way::Before(index), owed)),
        }
    }

    fn branch_if(&mut self, index: usize, depth: u32) {
        let (Some(place), Some(owed)) = (self.place(depth), self.debt) else { return };
        let label = &self.open[place];
        if self.is_trap(label) {
            return;
        }
        match label.opened {
            Opened::Loop(loop_index) if label.entry == self.floor() => {
                self.pay_down_to(index, label.entry);
                let charge = &mut self.plan.before[index];
                charge.check = true;
                if index.saturating_sub(loop_index) <= SHORT_OPERATORS_MAX {
                    let ticks = std::mem::take(charge).ticks;
                    self.plan.back[index] = Some(Back { loop_index, ticks });
                }
            }
            Opened::Loop(_) => {
                let ticks = owed.saturating_sub(label.entry);
                self.plan.taken[index] = Charge { ticks, check: true };
            }
            _ if self.nesting.carries[index] => {
                self.pay_down_to(index, 0);
                self.open[place].ways.push((Way::Fixed, 0));
            }
            _ => self.open[place].ways.push((Way::Taken(index), owed)),
        }
    }

    fn branch_table(&mut self, index: usize, depths: &[u32]) {
        self.pay_down_to(index, 0);
        let places: Vec<usize> = depths.iter().filter_map(|depth| self.place(*depth)).collect();
        for place in places {
            match self.open[place].opened {
                Opened::Loop(_) => self.plan.before[index].check = true,
                _ => self.open[place].ways.push((Way::Fixed, 0)),
            }
        }
        self.debt = None;
    }

    fn place(&self, depth: u32) -> Option<usize> {
        self.open.len().checked_sub(usize::try_from(depth).ok()?)?.checked_sub(1)
    }
}
