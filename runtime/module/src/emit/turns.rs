//! How all turns of a counted loop are paid before the first.

use super::Writer;
use crate::charge::{Bound, Counted, Counter, Until};
use wasm_encoder::{BlockType, Instruction, ValType};

impl Writer {
    /// Takes what all turns of a loop cost. Turns are counted without the last one, so that
    /// a counter that goes all the way around fits.
    pub fn charge_turns(&mut self, turns: &Counted) {
        let ticks = i64::try_from(turns.ticks).unwrap_or(i64::MAX);
        self.jumps(turns);
        self.ticks_of_jumps(turns.counter, ticks, true);
        self.charge_sum();
    }

    /// Pushes how often a loop jumps back.
    pub fn jumps(&mut self, turns: &Counted) {
        match turns.until {
            Until::Equal => self.jumps_until_equal(turns),
            Until::Past => self.jumps_until_past(turns),
        }
    }

    /// From how often a loop jumps back to the ticks of all its turns, as an i64. More than
    /// there can be is a trap or, where that is not certain, the most there can be.
    pub fn ticks_of_jumps(&mut self, counter: Counter, ticks: i64, is_certain: bool) {
        if !counter.is_wide {
            self.put(&Instruction::I64ExtendI32U);
            return self.ticks_of_turns(ticks);
        }
        let jumps_max = i64::MAX.checked_div(ticks).unwrap_or(i64::MAX).saturating_sub(1);
        self.put(&Instruction::LocalTee(self.scratch_i64));
        self.put(&Instruction::I64Const(jumps_max));
        self.put(&Instruction::I64GtU);
        if is_certain {
            self.trap_if();
            self.put(&Instruction::LocalGet(self.scratch_i64));
            return self.ticks_of_turns(ticks);
        }
        self.put(&Instruction::If(BlockType::Result(ValType::I64)));
        self.put(&Instruction::I64Const(i64::MAX));
        self.put(&Instruction::Else);
        self.put(&Instruction::LocalGet(self.scratch_i64));
        self.ticks_of_turns(ticks);
        self.put(&Instruction::End);
    }

    fn ticks_of_turns(&mut self, ticks: i64) {
        self.put(&Instruction::I64Const(ticks));
        self.put(&Instruction::I64Mul);
        self.put(&Instruction::I64Const(ticks));
        self.put(&Instruction::I64Add);
    }

    /// Pushes how often a loop jumps back until its counter equals its bound. A distance
    /// that is no multiple of the step is never gone: such a loop has no end.
    fn jumps_until_equal(&mut self, turns: &Counted) {
        let (counter, bound) = (turns.counter, turns.bound);
        let (width, scratch) = (Width::of(counter), self.scratch(counter));
        let sides = [Instruction::LocalGet(self.local(counter.local)), self.bound(counter, bound)];
        let [from, to] = if counter.is_down { sides } else { swapped(sides) };
        self.put(&from);
        self.put(&to);
        self.put(&width.sub);
        if counter.step_log2 > 0 {
            self.put(&Instruction::LocalTee(scratch));
            self.put(&number(counter, step(counter).wrapping_sub(1)));
            self.put(&width.and);
            self.put(&number(counter, 0));
            self.put(&width.ne);
            self.trap_if();
            self.put(&Instruction::LocalGet(scratch));
        }
        self.put(&number(counter, step(counter)));
        self.put(&width.sub);
        self.steps(counter, &width);
    }

    /// Pushes how often a loop jumps back until its counter is at its bound or past it. It
    /// jumps not at all if it is there after the first turn. A counter whose last value
    /// before it goes around is not there either never is: such a loop has no end. Counting
    /// down is counting the complements up.
    fn jumps_until_past(&mut self, turns: &Counted) {
        let (counter, bound) = (turns.counter, turns.bound);
        let (width, scratch) = (Width::of(counter), self.scratch(counter));
        self.put(&Instruction::LocalGet(self.local(counter.local)));
        self.put(&number(counter, step(counter)));
        self.put(if counter.is_down { &width.sub } else { &width.add });
        self.complement(counter, &width);
        self.put(&Instruction::LocalTee(scratch));
        self.up_to(counter, bound, &width);
        self.put(&width.lt_u);
        self.put(&Instruction::If(BlockType::Result(width.ty)));
        if counter.step_log2 > 0 {
            self.put(&Instruction::LocalGet(scratch));
            self.put(&number(counter, step(counter).wrapping_neg()));
            self.put(&width.or);
            self.up_to(counter, bound, &width);
            self.put(&width.lt_u);
            self.trap_if();
        }
        self.up_to(counter, bound, &width);
        self.put(&Instruction::LocalGet(scratch));
        self.put(&width.sub);
        self.put(&number(counter, 1));
        self.put(&width.sub);
        self.steps(counter, &width);
        self.put(&number(counter, 1));
        self.put(&width.add);
        self.put(&Instruction::Else);
        self.put(&number(counter, 0));
        self.put(&Instruction::End);
    }

    /// Pushes the bound as the counter meets it when it counts up.
    fn up_to(&mut self, counter: Counter, bound: Bound, width: &Width) {
        self.put(&self.bound(counter, bound));
        self.complement(counter, width);
    }

    fn complement(&mut self, counter: Counter, width: &Width) {
        if counter.is_down {
            self.put(&number(counter, -1));
            self.put(&width.xor);
        }
    }

    /// Divides a distance by the step.
    fn steps(&mut self, counter: Counter, width: &Width) {
        if counter.step_log2 > 0 {
            self.put(&number(counter, i64::from(counter.step_log2)));
            self.put(&width.shr_u);
        }
    }

    pub fn bound(&self, counter: Counter, bound: Bound) -> Instruction<'static> {
        match bound {
            Bound::Constant(value) => number(counter, value),
            Bound::Local(local) => Instruction::LocalGet(self.local(local)),
        }
    }

    fn scratch(&self, counter: Counter) -> u32 {
        if counter.is_wide { self.scratch_i64 } else { self.scratch_i32 }
    }
}

pub fn swapped<T>([one, other]: [T; 2]) -> [T; 2] {
    [other, one]
}

fn step(counter: Counter) -> i64 {
    1_i64.checked_shl(counter.step_log2).unwrap_or(i64::MIN)
}

/// A number as wide as a counter. Of those that an i32 meets here only 2^31 and its
/// opposite may not fit, which are the least i32 modulo 2^32.
pub fn number(counter: Counter, value: i64) -> Instruction<'static> {
    if counter.is_wide {
        Instruction::I64Const(value)
    } else {
        Instruction::I32Const(i32::try_from(value).unwrap_or(i32::MIN))
    }
}

/// Operators of one width.
pub struct Width {
    pub ty: ValType,
    pub add: Instruction<'static>,
    pub sub: Instruction<'static>,
    and: Instruction<'static>,
    or: Instruction<'static>,
    xor: Instruction<'static>,
    ne: Instruction<'static>,
    lt_u: Instruction<'static>,
    shr_u: Instruction<'static>,
}

impl Width {
    pub fn of(counter: Counter) -> Self {
        if counter.is_wide {
            Self {
                ty: ValType::I64,
                add: Instruction::I64Add,
                sub: Instruction::I64Sub,
                and: Instruction::I64And,
                or: Instruction::I64Or,
                xor: Instruction::I64Xor,
                ne: Instruction::I64Ne,
                lt_u: Instruction::I64LtU,
                shr_u: Instruction::I64ShrU,
            }
        } else {
            Self {
                ty: ValType::I32,
                add: Instruction::I32Add,
                sub: Instruction::I32Sub,
                and: Instruction::I32And,
                or: Instruction::I32Or,
                xor: Instruction::I32Xor,
                ne: Instruction::I32Ne,
                lt_u: Instruction::I32LtU,
                shr_u: Instruction::I32ShrU,
            }
        }
    }
}
