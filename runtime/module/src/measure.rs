//! Running counts over one body: against the limits of a function, and for the estimate of
//! what its compilation takes.

use super::{
    charge::at_depth, error::ModuleError, estimate::FunctionCounts, flow::Flow, parse::wide,
    uses::Uses,
};
use sandpact_abi::module_limits as limits;
use wasmparser::Operator;

/// Counts so far.
pub struct Measure {
    /// Parameters and locals.
    locals: u32,
    blocks: u32,
    straight: u32,
    /// For each open construct, whether it is a loop.
    open: Vec<bool>,
    loops: u32,
    /// Conditional jumps back to a loop.
    pub jumps_back: u32,
    /// The deepest nesting of loops.
    pub loop_nesting: u32,
    counts: FunctionCounts,
    flow: Flow,
}

impl Measure {
    /// Nothing yet, of a function with this many parameters and locals.
    pub fn new(locals: u32) -> Self {
        Self {
            locals,
            blocks: 0,
            straight: 0,
            open: Vec::new(),
            loops: 0,
            jumps_back: 0,
            loop_nesting: 0,
            counts: FunctionCounts::default(),
            flow: Flow::default(),
        }
    }

    /// What the estimate needs.
    pub fn counts(&self) -> FunctionCounts {
        FunctionCounts { edges: self.flow.edges(), blocks: u64::from(self.blocks), ..self.counts }
    }

    /// Counts an operator that left `operand_height` operands.
    pub fn count(
        &mut self,
        operator: &Operator<'_>,
        operand_height: u32,
        uses: &mut Uses,
    ) -> Result<(), ModuleError> {
        add(&mut self.counts.operators, 1);
        self.flow.count(operator);
        // A target of a table is a way with a block of its own.
        let mut blocks = 1_u32;
        match operator {
            Operator::Block { .. } | Operator::If { .. } => self.enter(false, uses)?,
            Operator::Loop { .. } => self.enter(true, uses)?,
            Operator::End => self.leave(),
            Operator::BrTable { targets } => {
                uses.limit(&limits::BR_TABLE_TARGETS, u64::from(targets.len()))?;
                add(&mut self.counts.br_table_targets, targets.len());
                blocks = targets.len().saturating_add(1);
            }
            Operator::CallIndirect { .. } => add(&mut self.counts.indirect_calls, 1),
            Operator::MemoryGrow { .. } => add(&mut self.counts.grows, 1),
            Operator::MemoryCopy { .. } | Operator::MemoryFill { .. } => {
                add(&mut self.counts.bulks, 1);
            }
            Operator::BrIf { relative_depth } => {
                let is_loop = at_depth(&self.open, *relative_depth).copied().unwrap_or(false);
                self.jumps_back = self.jumps_back.saturating_add(u32::from(is_loop));
            }
            Operator::Else
            | Operator::Br { .. }
            | Operator::Return
            | Operator::Unreachable
            | Operator::Call { .. } => {}
            _ => {
                self.straight = self.straight.saturating_add(1);
                return uses.limit(&limits::STRAIGHT_LINE, u64::from(self.straight));
            }
        }
        self.straight = 0;
        self.blocks = self.blocks.saturating_add(blocks);
        let slots = self.locals.saturating_add(operand_height).saturating_mul(blocks);
        add(&mut self.counts.slots, slots);
        uses.limit(&limits::BLOCKS, u64::from(self.blocks))
    }

    fn enter(&mut self, is_loop: bool, uses: &mut Uses) -> Result<(), ModuleError> {
        self.open.push(is_loop);
        self.loops = self.loops.saturating_add(u32::from(is_loop));
        self.loop_nesting = self.loop_nesting.max(self.loops);
        uses.limit(&limits::CONTROL_NESTING, wide(self.open.len()))?;
        uses.limit(&limits::LOOP_NESTING, u64::from(self.loops))
    }

    fn leave(&mut self) {
        if self.open.pop() == Some(true) {
            self.loops = self.loops.saturating_sub(1);
        }
    }
}

fn add(sum: &mut u64, more: u32) {
    *sum = sum.saturating_add(u64::from(more));
}
