//! One function body: validated operator by operator, with the measures that
//! limits and stack heights need.

use super::{charge::at_depth, error::ModuleError, parse::wide};
use crate::schedule;
use sandpact_abi::module_limits as limits;
use wasmparser::{FuncValidator, FunctionBody, Operator, ValType, WasmModuleResources};

/// A validated body.
pub struct Body<'a> {
    /// Declared locals, in runs.
    pub locals: Vec<(u32, ValType)>,
    /// Number of declared locals.
    pub local_count: u32,
    /// All operators, the final `end` included.
    pub operators: Vec<Operator<'a>>,
    /// Most values on the operand stack at once.
    pub operand_height: u32,
    /// Number of basic blocks, counted by control operators.
    pub blocks: u32,
    /// Operators that push a value or set a local: each may become a value of its own
    /// that the compiler keeps for later.
    pub values: u32,
    /// Number of conditional jumps back to a loop.
    pub jumps_back: u32,
    /// Deepest nesting of loops.
    pub loop_nesting: u32,
    /// Targets of all its `br_table`s.
    pub br_table_targets: u32,
}

/// Reads and validates one body against every limit of a function.
pub fn read_body<'a, T: WasmModuleResources>(
    validator: &mut FuncValidator<T>,
    body: &FunctionBody<'a>,
) -> Result<Body<'a>, ModuleError> {
    ModuleError::limit(&limits::BODY_LEN_BYTES, wide(body.range().len()))?;
    let (locals, local_count) = read_locals(validator, body)?;
    let mut measure = Measure::default();
    let mut operators = Vec::new();
    let (mut operand_height, mut values) = (0, 0_u32);
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let offset = reader.original_position();
        let operator = reader.read()?;
        validator.op(offset, &operator)?;
        if schedule::operator_ticks(&operator).is_none() {
            return Err(ModuleError::Feature { feature: format!("operator at byte {offset}") });
        }
        measure.count(&operator)?;
        values = values.saturating_add(u32::from(makes_value(&operator)));
        operand_height = operand_height.max(validator.operand_stack_height());
        operators.push(operator);
    }
    reader.finish()?;
    let product = u64::from(measure.blocks).saturating_mul(u64::from(local_count));
    ModuleError::limit(&limits::BLOCKS_TIMES_LOCALS, product)?;
    Ok(Body {
        locals,
        local_count,
        operators,
        operand_height,
        blocks: measure.blocks,
        values,
        jumps_back: measure.jumps_back,
        loop_nesting: measure.loop_nesting,
        br_table_targets: measure.br_table_targets,
    })
}

/// Whether an operator pushes a value that is no constant, or sets a local.
fn makes_value(operator: &Operator<'_>) -> bool {
    use Operator as O;
    !matches!(
        operator,
        O::Nop
            | O::Block { .. }
            | O::Loop { .. }
            | O::If { .. }
            | O::Else
            | O::End
            | O::Drop
            | O::Unreachable
            | O::Br { .. }
            | O::BrIf { .. }
            | O::BrTable { .. }
            | O::Return
            | O::LocalGet { .. }
            | O::GlobalSet { .. }
            | O::I32Const { .. }
            | O::I64Const { .. }
            | O::I32Store { .. }
            | O::I64Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I64Store8 { .. }
            | O::I64Store16 { .. }
            | O::I64Store32 { .. }
            | O::MemoryCopy { .. }
            | O::MemoryFill { .. }
    )
}

/// The locals, counted before the validator makes room for them.
fn read_locals<T: WasmModuleResources>(
    validator: &mut FuncValidator<T>,
    body: &FunctionBody<'_>,
) -> Result<(Vec<(u32, ValType)>, u32), ModuleError> {
    let mut reader = body.get_locals_reader()?;
    let mut locals = Vec::new();
    let mut total = 0_u32;
    for _ in 0..reader.get_count() {
        let offset = reader.original_position();
        let (count, ty) = reader.read()?;
        total = total.saturating_add(count);
        ModuleError::limit(&limits::LOCALS, u64::from(total))?;
        validator.define_locals(offset, count, ty)?;
        locals.push((count, ty));
    }
    Ok((locals, total))
}

/// Running counts over a body.
#[derive(Default)]
struct Measure {
    blocks: u32,
    straight: u32,
    /// For each open construct, whether it is a loop.
    open: Vec<bool>,
    loops: u32,
    jumps_back: u32,
    /// The deepest nesting of loops.
    loop_nesting: u32,
    br_table_targets: u32,
}

impl Measure {
    fn count(&mut self, operator: &Operator<'_>) -> Result<(), ModuleError> {
        match operator {
            Operator::Block { .. } | Operator::If { .. } => self.enter(false)?,
            Operator::Loop { .. } => self.enter(true)?,
            Operator::End => self.leave(),
            Operator::BrTable { targets } => {
                ModuleError::limit(&limits::BR_TABLE_TARGETS, u64::from(targets.len()))?;
                self.br_table_targets = self.br_table_targets.saturating_add(targets.len());
            }
            Operator::BrIf { relative_depth } => {
                let is_loop = at_depth(&self.open, *relative_depth).copied().unwrap_or(false);
                self.jumps_back = self.jumps_back.saturating_add(u32::from(is_loop));
            }
            Operator::Else
            | Operator::Br { .. }
            | Operator::Return
            | Operator::Unreachable
            | Operator::Call { .. }
            | Operator::CallIndirect { .. } => {}
            _ => {
                self.straight = self.straight.saturating_add(1);
                return ModuleError::limit(&limits::STRAIGHT_LINE, u64::from(self.straight));
            }
        }
        self.straight = 0;
        self.blocks = self.blocks.saturating_add(1);
        ModuleError::limit(&limits::BLOCKS, u64::from(self.blocks))
    }

    fn enter(&mut self, is_loop: bool) -> Result<(), ModuleError> {
        self.open.push(is_loop);
        self.loops = self.loops.saturating_add(u32::from(is_loop));
        self.loop_nesting = self.loop_nesting.max(self.loops);
        ModuleError::limit(&limits::CONTROL_NESTING, wide(self.open.len()))?;
        ModuleError::limit(&limits::LOOP_NESTING, u64::from(self.loops))
    }

    fn leave(&mut self) {
        if self.open.pop() == Some(true) {
            self.loops = self.loops.saturating_sub(1);
        }
    }
}
