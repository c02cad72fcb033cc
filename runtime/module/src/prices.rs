//! What operators cost, by the memory that a module declares.

use crate::schedule::{
    NEAR_MEMORY_PAGES_MAX, TICKS_BR_TABLE, TICKS_BRANCH, TICKS_BULK_BASE, TICKS_BULK_BYTE,
    TICKS_BULK_BYTE_NEAR, TICKS_CALL, TICKS_CALL_INDIRECT, TICKS_DIVIDE_32, TICKS_DIVIDE_64,
    TICKS_GROW_BASE, TICKS_LOAD, TICKS_LOAD_NEAR, TICKS_MULTIPLY, TICKS_SIMPLE, TICKS_STORE,
    TICKS_STORE_NEAR,
};
use wasmparser::Operator;

/// Prices of one module's operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    load: u32,
    store: u32,
    /// Ticks of each byte of `memory.copy` and `memory.fill`.
    pub bulk_byte: u32,
}

impl Prices {
    /// Those of a module whose memory may grow to `pages_max` pages.
    pub fn of(pages_max: u64) -> Self {
        if pages_max <= NEAR_MEMORY_PAGES_MAX {
            Self { load: TICKS_LOAD_NEAR, store: TICKS_STORE_NEAR, bulk_byte: TICKS_BULK_BYTE_NEAR }
        } else {
            Self { load: TICKS_LOAD, store: TICKS_STORE, bulk_byte: TICKS_BULK_BYTE }
        }
    }

    /// Ticks of one operator, without the parts that depend on a length; `None` for an
    /// operator that contracts may not use.
    pub fn ticks(&self, operator: &Operator<'_>) -> Option<u32> {
        structure_ticks(operator)
            .or_else(|| self.memory_ticks(operator))
            .or_else(|| number_ticks(operator))
    }

    fn memory_ticks(&self, operator: &Operator<'_>) -> Option<u32> {
        use Operator as O;
        Some(match operator {
            O::I32Load { .. }
            | O::I64Load { .. }
            | O::I32Load8S { .. }
            | O::I32Load8U { .. }
            | O::I32Load16S { .. }
            | O::I32Load16U { .. }
            | O::I64Load8S { .. }
            | O::I64Load8U { .. }
            | O::I64Load16S { .. }
            | O::I64Load16U { .. }
            | O::I64Load32S { .. }
            | O::I64Load32U { .. } => self.load,
            O::I32Store { .. }
            | O::I64Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I64Store8 { .. }
            | O::I64Store16 { .. }
            | O::I64Store32 { .. } => self.store,
            O::MemorySize { .. } => TICKS_SIMPLE,
            O::MemoryGrow { .. } => TICKS_GROW_BASE,
            O::MemoryCopy { .. } | O::MemoryFill { .. } => TICKS_BULK_BASE,
            _ => return None,
        })
    }
}

fn structure_ticks(operator: &Operator<'_>) -> Option<u32> {
    use Operator as O;
    Some(match operator {
        // Marks in the text; no machine code of their own.
        O::Nop | O::Block { .. } | O::Loop { .. } | O::Else | O::End | O::Drop => 0,
        O::Unreachable | O::If { .. } | O::Br { .. } | O::BrIf { .. } | O::Return => TICKS_BRANCH,
        O::BrTable { .. } => TICKS_BR_TABLE,
        O::Call { .. } => TICKS_CALL,
        O::CallIndirect { .. } => TICKS_CALL_INDIRECT,
        O::Select
        | O::LocalGet { .. }
        | O::LocalSet { .. }
        | O::LocalTee { .. }
        | O::GlobalGet { .. }
        | O::GlobalSet { .. }
        | O::I32Const { .. }
        | O::I64Const { .. } => TICKS_SIMPLE,
        _ => return None,
    })
}

fn number_ticks(operator: &Operator<'_>) -> Option<u32> {
    use Operator as O;
    Some(match operator {
        O::I32DivS | O::I32DivU | O::I32RemS | O::I32RemU => TICKS_DIVIDE_32,
        O::I64DivS | O::I64DivU | O::I64RemS | O::I64RemU => TICKS_DIVIDE_64,
        O::I32Mul
        | O::I64Mul
        | O::I32Clz
        | O::I32Ctz
        | O::I32Popcnt
        | O::I64Clz
        | O::I64Ctz
        | O::I64Popcnt => TICKS_MULTIPLY,
        O::I32Eqz
        | O::I32Eq
        | O::I32Ne
        | O::I32LtS
        | O::I32LtU
        | O::I32GtS
        | O::I32GtU
        | O::I32LeS
        | O::I32LeU
        | O::I32GeS
        | O::I32GeU
        | O::I64Eqz
        | O::I64Eq
        | O::I64Ne
        | O::I64LtS
        | O::I64LtU
        | O::I64GtS
        | O::I64GtU
        | O::I64LeS
        | O::I64LeU
        | O::I64GeS
        | O::I64GeU
        | O::I32Add
        | O::I32Sub
        | O::I32And
        | O::I32Or
        | O::I32Xor
        | O::I32Shl
        | O::I32ShrS
        | O::I32ShrU
        | O::I32Rotl
        | O::I32Rotr
        | O::I64Add
        | O::I64Sub
        | O::I64And
        | O::I64Or
        | O::I64Xor
        | O::I64Shl
        | O::I64ShrS
        | O::I64ShrU
        | O::I64Rotl
        | O::I64Rotr
        | O::I32WrapI64
        | O::I64ExtendI32S
        | O::I64ExtendI32U
        | O::I32Extend8S
        | O::I32Extend16S
        | O::I64Extend8S
        | O::I64Extend16S
        | O::I64Extend32S => TICKS_SIMPLE,
        _ => return None,
    })
}
