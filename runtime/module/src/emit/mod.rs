//! One function body, rewritten: gas comes in as an extra last parameter and
//! leaves as an extra last result, so it lives in a register and never in
//! memory. Where it is taken is the plan's affair ([`super::charge`]).
//!
//! The body is wrapped in a block, so that `return` and branches to the
//! function's label pass the one exit, where the gas is appended.

mod charges;
mod exits;
mod turns;
mod watch;

use super::{
    body::Body,
    charge::{Charge, Plan},
    error::ModuleError,
    height::Passed,
};
use crate::schedule;
use exits::Exits;
use sandpact_abi::limits;
use std::collections::BTreeMap;
use wasm_encoder::{
    BlockType, Function, Instruction, ValType,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{FuncType, Operator};
use watch::Watched;
pub use watch::{Event, Moved, Watching, Why};

/// What a body needs to know of its module.
pub struct BodyContext<'m> {
    /// The function's own type before widening.
    pub ty: &'m FuncType,
    /// How it passes the stack's height on, if it does.
    pub height: Option<&'m Passed>,
    /// Index of the global that holds the stack height.
    pub height_global: u32,
    /// Index of the global that is one.
    pub one_global: u32,
    /// Ticks of each byte of `memory.copy` and `memory.fill`.
    pub bulk_byte_ticks: u32,
    /// Index of the function itself.
    pub function: u32,
    /// What functions that the module defines moved up by, and from where.
    pub moved: Moved,
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
    /// Holds what the conditional jump back at this index takes.
    back_ticks: BTreeMap<usize, u32>,
    /// The conditional jumps back to the loop at this index.
    backs: BTreeMap<usize, Vec<usize>>,
    /// Counted loops that may be left early.
    exits: Exits,
    /// Index of the global that is one.
    one_global: u32,
    /// Ticks of each byte of `memory.copy` and `memory.fill`.
    bulk_byte_ticks: u32,
    /// Open constructs of the source, the function's own not counted.
    nesting: u32,
    /// Where called functions stand.
    moved: Moved,
    /// Whether the source's body is one basic block.
    is_straight: bool,
    /// What is noted and written of a watched module.
    watched: Option<Watched>,
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
    watching: Option<&mut Watching>,
) -> Result<Function, ModuleError> {
    let params = u32::try_from(context.ty.params().len()).unwrap_or(u32::MAX);
    let locals_end = params.saturating_add(1).saturating_add(body.local_count);
    let mut locals = Vec::with_capacity(body.locals.len().saturating_add(2));
    for (count, ty) in &body.locals {
        locals.push((*count, value_type(*ty)?));
    }
    locals.push((2, ValType::I32));
    let scratch_i64 = locals_end.saturating_add(2);
    let mut back_ticks = BTreeMap::new();
    let mut backs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let jumps = plan.back.iter().enumerate();
    let jumps = jumps.filter_map(|(branch, back)| Some((branch, (*back)?.loop_index)));
    for ((branch, loop_index), local) in jumps.zip(scratch_i64.saturating_add(1)..) {
        back_ticks.insert(branch, local);
        backs.entry(loop_index).or_default().push(branch);
    }
    let wide = u32::try_from(back_ticks.len()).unwrap_or(u32::MAX).saturating_add(1);
    locals.push((wide, ValType::I64));
    let exits = Exits::new(plan, scratch_i64.saturating_add(wide), &mut locals);
    let mut writer = Writer {
        out: Function::new(locals),
        params,
        scratch_i32: locals_end,
        height: locals_end.saturating_add(1),
        scratch_i64,
        exits,
        back_ticks,
        backs,
        one_global: context.one_global,
        bulk_byte_ticks: context.bulk_byte_ticks,
        nesting: 0,
        moved: context.moved,
        is_straight: !body.operators.iter().any(is_construct),
        watched: watching.as_deref().map(|watching| watching.function(body, plan)),
    };
    writer.mark(Why::Height, 0);
    writer.enter(context);
    writer.probe_entry(context.function);
    writer.wrap(context.ty)?;
    for (index, operator) in body.operators.iter().enumerate() {
        if plan.live[index] {
            writer.mark(Why::Gas, index);
            writer.charge(plan.before[index]);
            writer.probe_block(index);
            writer.mark(Why::Source, index);
            writer.pass_height(context, index);
            writer.planned(operator, plan, index)?;
        }
    }
    writer.leave();
    if let (Some(watching), Some(watched)) = (watching, writer.watched) {
        watching.written(context.function, watched);
    }
    Ok(writer.out)
}

/// Whether an operator begins a construct: a body without any has one basic block.
fn is_construct(operator: &Operator<'_>) -> bool {
    matches!(operator, Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. })
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

    /// Counts the frame of a function that can recurse, before anything else.
    fn enter(&mut self, context: &BodyContext<'_>) {
        let Some(height) = context.height else { return };
        self.put(&Instruction::GlobalGet(context.height_global));
        self.put(&Instruction::I32Const(height.counted_bytes.cast_signed()));
        self.put(&Instruction::I32Add);
        self.put(&Instruction::LocalSet(self.height));
        if height.counted_bytes > 0 {
            self.put(&Instruction::LocalGet(self.height));
            self.put(&Instruction::I32Const(limits::STACK_HEIGHT_BYTES_MAX.cast_signed()));
            self.put(&Instruction::I32GtU);
            self.trap_if();
        }
    }

    /// Says the height before a call of what asks for it.
    fn pass_height(&mut self, context: &BodyContext<'_>, index: usize) {
        if context.height.is_some_and(|height| height.calls.contains(&index)) {
            self.put(&Instruction::LocalGet(self.height));
            self.put(&Instruction::GlobalSet(context.height_global));
        }
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
    fn leave(&mut self) {
        self.probe_exit();
        self.put(&Instruction::LocalGet(self.gas_local()));
        self.put(&Instruction::End);
    }

    /// An operator with the charges that belong to one of its ways.
    fn planned(
        &mut self,
        operator: &Operator<'_>,
        plan: &Plan,
        index: usize,
    ) -> Result<(), ModuleError> {
        match operator {
            Operator::Loop { .. } => {
                self.enter_loop(plan, index);
                self.operator(operator)
            }
            Operator::BrIf { relative_depth }
                if plan.taken[index] != Charge::default() || self.exits.is_exit(index) =>
            {
                self.put(&Instruction::If(BlockType::Empty));
                self.charge_exit(plan, index);
                self.charge(plan.taken[index]);
                self.put(&Instruction::Br(relative_depth.saturating_add(1)));
                self.put(&Instruction::End);
                Ok(())
            }
            Operator::End if plan.implicit_else[index] > 0 => {
                self.put(&Instruction::Else);
                self.take(plan.implicit_else[index]);
                self.operator(operator)
            }
            Operator::BrIf { .. } => {
                if let Some(back) = plan.back[index] {
                    self.charge_back(index, back.ticks);
                }
                self.before_back(plan, index);
                self.operator(operator)?;
                self.after_back(index);
                Ok(())
            }
            _ => match self.limit_for(index) {
                Some(limit) => {
                    self.put(&limit);
                    Ok(())
                }
                None => self.operator(operator),
            },
        }
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
                self.charge_each(self.bulk_byte_ticks);
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
        match operator {
            Operator::Call { function_index } => {
                self.put(&Instruction::Call(self.moved.index(*function_index)));
            }
            _ => self.copy(operator)?,
        }
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
