//! One function body: validated operator by operator, with the measures that
//! limits and stack heights need.

use super::{
    error::ModuleError, estimate::FunctionCounts, measure::Measure, parse::wide, prices::Prices,
    uses::Uses,
};
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
    /// Ticks of the operator at the same index, without the parts that depend on a length.
    pub ticks: Vec<u32>,
    /// Most values on the operand stack at once.
    pub operand_height: u32,
    /// Operators that push a value or set a local: each may become a value of its own
    /// that the compiler keeps for later.
    pub values: u32,
    /// Number of conditional jumps back to a loop.
    pub jumps_back: u32,
    /// Deepest nesting of loops.
    pub loop_nesting: u32,
    /// What its compilation is estimated from.
    pub counts: FunctionCounts,
}

/// Reads and validates one body against every limit of a function.
pub fn read_body<'a, T: WasmModuleResources>(
    validator: &mut FuncValidator<T>,
    body: &FunctionBody<'a>,
    prices: Prices,
    uses: &mut Uses,
) -> Result<Body<'a>, ModuleError> {
    uses.limit(&limits::BODY_LEN_BYTES, wide(body.range().len()))?;
    let (locals, local_count) = read_locals(validator, body, uses)?;
    let mut measure = Measure::new(validator.len_locals());
    let (mut operators, mut ticks) = (Vec::new(), Vec::new());
    let (mut operand_height, mut values) = (0, 0_u32);
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let offset = reader.original_position();
        let operator = reader.read()?;
        validator.op(offset, &operator)?;
        let Some(price) = prices.ticks(&operator) else {
            return Err(ModuleError::Feature { feature: format!("operator at byte {offset}") });
        };
        measure.count(&operator, validator.operand_stack_height(), uses)?;
        values = values.saturating_add(u32::from(makes_value(&operator)));
        operand_height = operand_height.max(validator.operand_stack_height());
        operators.push(operator);
        ticks.push(price);
    }
    reader.finish()?;
    let counts = measure.counts();
    let product = counts.blocks.saturating_mul(u64::from(local_count));
    uses.limit(&limits::BLOCKS_TIMES_LOCALS, product)?;
    Ok(Body {
        locals,
        local_count,
        operators,
        ticks,
        operand_height,
        values,
        jumps_back: measure.jumps_back,
        loop_nesting: measure.loop_nesting,
        counts,
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
    uses: &mut Uses,
) -> Result<(Vec<(u32, ValType)>, u32), ModuleError> {
    let mut reader = body.get_locals_reader()?;
    let mut locals = Vec::new();
    let mut total = 0_u32;
    for _ in 0..reader.get_count() {
        let offset = reader.original_position();
        let (count, ty) = reader.read()?;
        total = total.saturating_add(count);
        uses.limit(&limits::LOCALS, u64::from(total))?;
        validator.define_locals(offset, count, ty)?;
        locals.push((count, ty));
    }
    Ok((locals, total))
}
