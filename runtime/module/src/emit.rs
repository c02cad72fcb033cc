//! One function body, rewritten: gas comes in as an extra last parameter and
//! leaves as an extra last result, so it lives in a register and never in
//! memory. Where it is taken is the plan's affair ([`super::charge`]).
//!
//! The body is wrapped in a block, so that `return` and branches to the
//! function's label pass the one exit, where the gas is appended.

use super::{
    body::Body,
    charge::{Charge, Plan},
    error::ModuleError,
};
use crate::schedule;
use sandpact_abi::limits;
use wasm_encoder::{
    BlockType, Function, Instruction, ValType,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{FuncType, Operator};

/// What a body needs to know of its module.
pub struct BodyContext<'m> {
    /// The function's own type before widening.
    pub ty: &'m FuncType,
    /// Wasm-level bytes to count on entry; `None` for a function that cannot recurse.
    pub height_bytes: Option<u32>,
    /// Index of the global that holds the stack height.
    pub height_global: u32,
}

/// Writes one body.
struct Writer {
    out: Function,
    params: u32,
    /// Scratch for the table index of `call_indirect` and for lengths.
    scratch_i32: u32,
    /// The stack height with this frame, where it is counted.
    height: u32,
    /// Scratch for the price of a length.
    scratch_i64: u32,
    /// Open constructs of the source, the function's own not counted.
    nesting: u32,
}

/// Rewrites a body.
///
/// # Errors
/// [`ModuleError::Feature`] for an operator that cannot be written; the
/// reader admits none.
pub fn emit_body(
    context: &BodyContext<'_>,
    body: &Body<'_>,
    plan: &Plan,
) -> Result<Function, ModuleError> {
    let params = u32::try_from(context.ty.params().len()).unwrap_or(u32::MAX);
    let locals_end = params.saturating_add(1).saturating_add(body.local_count);
    let mut locals = Vec::with_capacity(body.locals.len().saturating_add(2));
    for (count, ty) in &body.locals {
        locals.push((*count, value_type(*ty)?));
    }
    locals.push((2, ValType::I32));
    locals.push((1, ValType::I64));
    let mut writer = Writer {
        out: Function::new(locals),
        params,
        scratch_i32: locals_end,
        height: locals_end.saturating_add(1),
        scratch_i64: locals_end.saturating_add(2),
        nesting: 0,
    };
    writer.enter(context);
    writer.wrap(context.ty)?;
    for (index, operator) in body.operators.iter().enumerate() {
        if plan.live[index] {
            writer.charge(plan.before[index]);
            writer.planned(operator, plan, index)?;
        }
    }
    writer.leave(context);
    Ok(writer.out)
}

/// A number type of the accepted features.
pub fn value_type(ty: wasmparser::ValType) -> Result<ValType, ModuleError> {
    match ty {
        wasmparser::ValType::I32 => Ok(ValType::I32),
        wasmparser::ValType::I64 => Ok(ValType::I64),
        other => Err(ModuleError::Feature { feature: format!("value type {other}") }),
    }
}

impl Writer {
    fn put(&mut self, instruction: &Instruction<'_>) {
        self.out.instruction(instruction);
    }

    fn gas_local(&self) -> u32 {
        self.params
    }

    /// `if condition on the stack { trap }`; the engine moves it out of line.
    fn trap_if(&mut self) {
        self.put(&Instruction::If(BlockType::Empty));
        self.put(&Instruction::Unreachable);
        self.put(&Instruction::End);
    }

    /// Counts the frame of a function that can recurse, before anything else.
    fn enter(&mut self, context: &BodyContext<'_>) {
        let Some(height_bytes) = context.height_bytes else { return };
        self.put(&Instruction::GlobalGet(context.height_global));
        self.put(&Instruction::I32Const(height_bytes.cast_signed()));
        self.put(&Instruction::I32Add);
        self.put(&Instruction::LocalTee(self.height));
        self.put(&Instruction::GlobalSet(context.height_global));
        self.put(&Instruction::LocalGet(self.height));
        self.put(&Instruction::I32Const(limits::STACK_HEIGHT_BYTES_MAX.cast_signed()));
        self.put(&Instruction::I32GtU);
        self.trap_if();
    }

    fn wrap(&mut self, ty: &FuncType) -> Result<(), ModuleError> {
        let block = match ty.results().first() {
            Some(result) => BlockType::Result(value_type(*result)?),
            None => BlockType::Empty,
        };
        self.put(&Instruction::Block(block));
        Ok(())
    }

    /// The one exit: the source's final `end` has closed the wrapping block.
    fn leave(&mut self, context: &BodyContext<'_>) {
        if let Some(height_bytes) = context.height_bytes {
            // Callees have put back what they counted, so the height is still this frame's.
            self.put(&Instruction::LocalGet(self.height));
            self.put(&Instruction::I32Const(height_bytes.cast_signed()));
            self.put(&Instruction::I32Sub);
            self.put(&Instruction::GlobalSet(context.height_global));
        }
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::End);
    }

    /// Compare, then subtract: cheaper than subtracting and testing the sign.
    fn charge(&mut self, charge: Charge) {
        if charge.ticks == 0 {
            return;
        }
        let ticks = Instruction::I64Const(i64::try_from(charge.ticks).unwrap_or(i64::MAX));
        if charge.check {
            self.put(&Instruction::LocalGet(self.gas_local()));
            self.put(&ticks);
            self.put(&Instruction::I64LtS);
            self.trap_if();
        }
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&ticks);
        self.put(&Instruction::I64Sub);
        self.put(&Instruction::LocalSet(self.gas_local()));
    }

    fn take(&mut self, ticks: u64) {
        self.charge(Charge { ticks, check: false });
    }

    /// An operator with the charges that belong to one of its ways.
    fn planned(
        &mut self,
        operator: &Operator<'_>,
        plan: &Plan,
        index: usize,
    ) -> Result<(), ModuleError> {
        match operator {
            Operator::BrIf { relative_depth } if plan.taken[index] > 0 => {
                self.put(&Instruction::If(BlockType::Empty));
                self.take(plan.taken[index]);
                self.put(&Instruction::Br(relative_depth.saturating_add(1)));
                self.put(&Instruction::End);
                Ok(())
            }
            Operator::End if plan.implicit_else[index] > 0 => {
                self.put(&Instruction::Else);
                self.take(plan.implicit_else[index]);
                self.operator(operator)
            }
            _ => self.operator(operator),
        }
    }

    /// Takes `ticks` for each unit of the i32 on top of the stack, which stays
    /// there. At most 2^32 units of 2^17 ticks: no overflow in i64.
    fn charge_each(&mut self, ticks: u32) {
        self.put(&Instruction::LocalTee(self.scratch_i32));
        self.put(&Instruction::I64ExtendI32U);
        self.put(&Instruction::I64Const(i64::from(ticks)));
        self.put(&Instruction::I64Mul);
        self.put(&Instruction::LocalTee(self.scratch_i64));
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::I64GtS);
        self.trap_if();
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::LocalGet(self.scratch_i64));
        self.put(&Instruction::I64Sub);
        self.put(&Instruction::LocalSet(self.gas_local()));
        self.put(&Instruction::LocalGet(self.scratch_i32));
    }

    fn operator(&mut self, operator: &Operator<'_>) -> Result<(), ModuleError> {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                self.nesting = self.nesting.saturating_add(1);
                self.copy(operator)
            }
            Operator::End => {
                self.nesting = self.nesting.saturating_sub(1);
                self.copy(operator)
            }
            Operator::Return => {
                self.put(&Instruction::Br(self.nesting));
                Ok(())
            }
            Operator::Call { .. } | Operator::CallIndirect { .. } => self.call(operator),
            Operator::MemoryGrow { .. } => {
                self.charge_each(schedule::TICKS_GROW_PAGE);
                self.grow(operator)
            }
            Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } => {
                self.charge_each(schedule::TICKS_BULK_BYTE);
                self.copy(operator)
            }
            Operator::LocalGet { local_index } => {
                self.put(&Instruction::LocalGet(self.local(*local_index)));
                Ok(())
            }
            Operator::LocalSet { local_index } => {
                self.put(&Instruction::LocalSet(self.local(*local_index)));
                Ok(())
            }
            Operator::LocalTee { local_index } => {
                self.put(&Instruction::LocalTee(self.local(*local_index)));
                Ok(())
            }
            _ => self.copy(operator),
        }
    }

    /// The engine is asked only for what can be had: what it does with a size that no
    /// memory can have is its own affair.
    fn grow(&mut self, operator: &Operator<'_>) -> Result<(), ModuleError> {
        let pages_max = i32::try_from(limits::MEMORY_PAGES_MAX).unwrap_or(i32::MAX);
        self.put(&Instruction::I32Const(pages_max));
        self.put(&Instruction::I32GtU);
        self.put(&Instruction::If(BlockType::Result(ValType::I32)));
        self.put(&Instruction::I32Const(-1));
        self.put(&Instruction::Else);
        self.put(&Instruction::LocalGet(self.scratch_i32));
        self.copy(operator)?;
        self.put(&Instruction::End);
        Ok(())
    }

    /// Hands the gas to the callee as the last argument and takes it back as
    /// the last result.
    fn call(&mut self, operator: &Operator<'_>) -> Result<(), ModuleError> {
        let indirect = matches!(operator, Operator::CallIndirect { .. });
        if indirect {
            self.put(&Instruction::LocalSet(self.scratch_i32));
        }
        self.put(&Instruction::LocalGet(self.gas_local()));
        if indirect {
            self.put(&Instruction::LocalGet(self.scratch_i32));
        }
        self.copy(operator)?;
        self.put(&Instruction::LocalSet(self.gas_local()));
        Ok(())
    }

    /// A source local's place: declared locals moved up by the gas parameter.
    fn local(&self, index: u32) -> u32 {
        if index < self.params { index } else { index.saturating_add(1) }
    }

    fn copy(&mut self, operator: &Operator<'_>) -> Result<(), ModuleError> {
        let instruction = RoundtripReencoder
            .instruction(operator.clone())
            .map_err(|error| ModuleError::Feature { feature: error.to_string() })?;
        self.put(&instruction);
        Ok(())
    }
}
