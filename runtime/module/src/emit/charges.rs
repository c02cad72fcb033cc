//! How gas is taken.

use super::{Why, Writer};
use crate::charge::{Back, Charge, Plan};
use wasm_encoder::{BlockType, Instruction};

impl Writer {
    /// `if condition on the stack { trap }`; the engine moves it out of line.
    pub fn trap_if(&mut self) {
        self.put(&Instruction::If(BlockType::Empty));
        self.put(&Instruction::Unreachable);
        self.put(&Instruction::End);
    }

    /// Compare, then subtract: cheaper than subtracting and testing the sign.
    pub fn charge(&mut self, charge: Charge) {
        let ticks = i64::try_from(charge.ticks).unwrap_or(i64::MAX);
        if charge.check {
            self.put(&Instruction::LocalGet(self.gas_local()));
            self.put(&Instruction::I64Const(ticks));
            self.put(&Instruction::I64LtS);
            self.trap_if();
        }
        if charge.ticks > 0 {
            self.put(&Instruction::LocalGet(self.gas_local()));
            self.subtract(ticks, charge.check);
            self.put(&Instruction::LocalSet(self.gas_local()));
        }
    }

    /// Subtracts `ticks`, not negative, from the i64 on top of the stack.
    ///
    /// An addition of the negative number is one instruction that leaves the gas before it
    /// where it was; a subtraction is two. But the compiler computes an addition anew in
    /// every block that uses it, so it stands only where there is one block, or where a
    /// comparison has just begun one.
    fn subtract(&mut self, ticks: i64, is_compared: bool) {
        if self.is_straight || is_compared {
            self.put(&Instruction::I64Const(ticks.saturating_neg()));
            self.put(&Instruction::I64Add);
        } else {
            self.put(&Instruction::I64Const(ticks));
            self.put(&Instruction::I64Sub);
        }
    }

    /// Takes `ticks`, uncompared.
    pub fn take(&mut self, ticks: u64) {
        self.charge(Charge { ticks, check: false });
    }

    /// Before a loop: takes all turns of a counted one; lays down what jumps back to it take.
    ///
    /// The compiler computes an addition of a constant anew in every block that uses it,
    /// which keeps the gas before it alive beside the gas after it and moves one to the
    /// other in every turn. What a jump back takes is therefore no constant to it: a product
    /// with a global that is one.
    pub fn enter_loop(&mut self, plan: &Plan, index: usize) {
        match &plan.counted[index] {
            Some(turns) if turns.exits.is_empty() => self.charge_turns(turns),
            Some(turns) => self.enter_left(index, turns),
            None => {}
        }
        for branch in self.backs.remove(&index).unwrap_or_default() {
            let local = self.back_ticks.get(&branch).copied();
            if let (Some(local), Some(Back { ticks, .. })) = (local, plan.back[branch]) {
                self.put(&Instruction::GlobalGet(self.one_global));
                self.put(&Instruction::I64Const(i64::try_from(ticks).unwrap_or(i64::MAX)));
                self.put(&Instruction::I64Mul);
                self.put(&Instruction::LocalSet(local));
            }
        }
    }

    /// Takes the ticks of a conditional jump back, whichever way it goes.
    pub fn charge_back(&mut self, branch: usize, ticks: u64) {
        let Some(local) = self.back_ticks.get(&branch).copied() else { return };
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::I64Const(i64::try_from(ticks).unwrap_or(i64::MAX)));
        self.put(&Instruction::I64LtS);
        self.trap_if();
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::LocalGet(local));
        self.put(&Instruction::I64Sub);
        self.put(&Instruction::LocalSet(self.gas_local()));
    }

    /// Takes `ticks` for each unit of the i32 on top of the stack, which stays
    /// there. At most 2^32 units of 2^17 ticks: no overflow in i64.
    pub fn charge_each(&mut self, ticks: u32) {
        self.mark_again(Why::Gas);
        self.put(&Instruction::LocalTee(self.scratch_i32));
        self.put(&Instruction::I64ExtendI32U);
        self.put(&Instruction::I64Const(i64::from(ticks)));
        self.put(&Instruction::I64Mul);
        self.charge_sum();
        self.probe_bulk();
        self.mark_again(Why::Source);
        self.put(&Instruction::LocalGet(self.scratch_i32));
    }

    /// Takes the i64 on top of the stack, which is not negative.
    pub fn charge_sum(&mut self) {
        self.put(&Instruction::LocalTee(self.scratch_i64));
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::I64GtS);
        self.trap_if();
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::LocalGet(self.scratch_i64));
        self.put(&Instruction::I64Sub);
        self.put(&Instruction::LocalSet(self.gas_local()));
    }
}
