//! Small pieces of work, each neutral on the operand stack.

use super::{
    contract::{HELPERS, MANY_PARAMS, TYPE_MANY, TYPE_PLAIN},
    shape::Body,
};
use wasm_encoder::{InstructionSink, MemArg};

macro_rules! units {
    ($($name:ident)*) => {
        /// A kind of work.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Unit { $($name),* }

        impl Unit {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

units! {
    Add AddVaried Logic Shift Multiply MultiplyAdd Divide Two Three
    Compare Extend Narrow Count Select SelectChain Shuffle Swap Load
    LoadChain LoadNarrow Store StoreNarrow Recompute Global Call CallMany CallIndirect
    CallIndirectMany Host Copy Fill Grow Size Constants Deep DeepAdd
    Trap Nop
}

impl Unit {
    /// Writes the `number`th piece, going round in `spread` locals.
    pub fn write(self, out: &mut Body<'_>, number: u32, spread: u32) {
        let local = |step: u32| 1 + number.wrapping_mul(7).wrapping_add(step) % spread;
        let (x, y, z) = (local(0), local(3), local(11));
        let odd = i64::from(number % 61 * 2 + 3);
        match self {
            Self::Add => out.operators(4).local_get(x).i64_const(7).i64_add().local_set(x),
            Self::AddVaried => {
                out.operators(4).local_get(x).i64_const(odd * 1_000).i64_add().local_set(x)
            }
            Self::Logic => {
                let sink = out.operators(4).local_get(x).i64_const(odd * 977);
                pick(
                    sink,
                    number,
                    [|sink| sink.i64_xor(), |sink| sink.i64_and(), |sink| sink.i64_or()],
                )
                .local_set(x)
            }
            Self::Shift => {
                let sink = out.operators(4).local_get(x).i64_const(odd % 63);
                pick(
                    sink,
                    number,
                    [|sink| sink.i64_shl(), |sink| sink.i64_shr_u(), |sink| sink.i64_rotl()],
                )
                .local_set(x)
            }
            Self::Multiply => out.operators(4).local_get(x).i64_const(odd).i64_mul().local_set(x),
            Self::MultiplyAdd => out
                .operators(6)
                .local_get(x)
                .i64_const(odd)
                .i64_mul()
                .local_get(y)
                .i64_sub()
                .local_set(x),
            Self::Divide => {
                let sink = out.operators(4).local_get(x).i64_const(odd);
                pick(
                    sink,
                    number,
                    [|sink| sink.i64_div_s(), |sink| sink.i64_rem_s(), |sink| sink.i64_div_u()],
                )
                .local_set(x)
            }
            Self::Two => {
                let sink = out.operators(4).local_get(x).local_get(y);
                pick(
                    sink,
                    number,
                    [|sink| sink.i64_add(), |sink| sink.i64_sub(), |sink| sink.i64_xor()],
                )
                .local_set(z)
            }
            Self::Three => out
                .operators(6)
                .local_get(x)
                .local_get(y)
                .i64_and()
                .local_get(z)
                .i64_or()
                .local_set(x),
            Self::Compare => {
                let sink = out.operators(5).local_get(x).local_get(y);
                pick(
                    sink,
                    number,
                    [|sink| sink.i64_lt_s(), |sink| sink.i64_eq(), |sink| sink.i64_ge_u()],
                )
                .i64_extend_i32_u()
                .local_set(z)
            }
            Self::Extend => {
                out.operators(4).local_get(x).i32_wrap_i64().i64_extend_i32_u().local_set(x)
            }
            Self::Narrow => out
                .operators(5)
                .local_get(x)
                .i64_extend8_s()
                .i32_wrap_i64()
                .i64_extend_i32_s()
                .local_set(x),
            Self::Count => {
                let sink = out.operators(3).local_get(x);
                pick(
                    sink,
                    number,
                    [|sink| sink.i64_clz(), |sink| sink.i64_popcnt(), |sink| sink.i64_ctz()],
                )
                .local_set(x)
            }
            Self::Select => {
                out.operators(5).local_get(x).local_get(y).local_get(0).select().local_set(z)
            }
            Self::SelectChain => out
                .operators(8)
                .local_get(x)
                .local_get(y)
                .local_get(x)
                .local_get(y)
                .i64_lt_u()
                .select()
                .local_set(x),
            Self::Shuffle => out.operators(2).local_get(x).local_set(y),
            Self::Swap => out.operators(4).local_get(x).local_get(y).local_set(x).local_set(y),
            Self::Load => out.operators(3).local_get(0).i64_load(at(number)).local_set(x),
            Self::LoadChain => {
                out.operators(4).local_get(x).i32_wrap_i64().i64_load(at(number)).local_set(x)
            }
            Self::LoadNarrow => out.operators(3).local_get(0).i64_load8_s(at(number)).local_set(x),
            Self::Store => out.operators(3).local_get(0).local_get(x).i64_store(at(number)),
            Self::StoreNarrow => out.operators(3).local_get(0).local_get(x).i64_store8(at(number)),
            Self::Recompute => out
                .operators(6)
                .i32_const(0)
                .local_get(1)
                .i64_const(i64::from(number % 1_000 * 2 + 3))
                .i64_mul()
                .i64_store(at(number)),
            Self::Global => out.operators(4).global_get(0).local_get(x).i64_add().global_set(0),
            Self::Call => out.control().call(HELPERS[0]).local_set(x),
            Self::CallMany => many(out, spread, number).call(HELPERS[1]).local_set(x),
            Self::CallIndirect => {
                out.operators(1).local_get(0);
                out.control().call_indirect(0, TYPE_PLAIN).local_set(x)
            }
            Self::CallIndirectMany => {
                many(out, spread, number).local_get(0).call_indirect(0, TYPE_MANY).local_set(x)
            }
            Self::Host => out.control().call(0).local_set(x),
            Self::Copy => out.operators(4).local_get(0).local_get(0).local_get(0).memory_copy(0, 0),
            Self::Fill => out.operators(4).local_get(0).local_get(0).local_get(0).memory_fill(0),
            Self::Grow => out.operators(3).local_get(0).memory_grow(0).local_set(0),
            Self::Size => out.operators(2).memory_size(0).local_set(0),
            Self::Constants => out.operators(2).i64_const(odd << 40).local_set(x),
            Self::Deep => {
                for step in 0..50 {
                    out.operators(1).local_get(local(step));
                }
                for _ in 1..50 {
                    out.operators(1).i64_xor();
                }
                out.operators(1).local_set(x)
            }
            Self::DeepAdd => {
                for step in 0..50 {
                    out.operators(2).i64_const(odd + i64::from(step)).local_get(local(step));
                    out.operators(1).i64_add();
                }
                for _ in 1..50 {
                    out.operators(1).i64_add();
                }
                out.operators(1).local_set(x)
            }
            Self::Trap => {
                out.operators(1).local_get(0);
                out.control().if_(wasm_encoder::BlockType::Empty).unreachable().end()
            }
            Self::Nop => out.operators(1).nop(),
        };
    }
}

fn many<'a, 'b>(out: &'b mut Body<'a>, spread: u32, number: u32) -> &'b mut InstructionSink<'a> {
    for param in 0..MANY_PARAMS {
        out.operators(1).local_get(1 + number.wrapping_add(param) % spread);
    }
    out.control()
}

/// Writes one operator.
type Operator = for<'a, 'b> fn(&'a mut InstructionSink<'b>) -> &'a mut InstructionSink<'b>;

fn pick<'a, 'b>(
    sink: &'a mut InstructionSink<'b>,
    number: u32,
    choice: [Operator; 3],
) -> &'a mut InstructionSink<'b> {
    choice[usize::try_from(number % 3).unwrap()](sink)
}

/// A place in memory, a few hundred of them.
pub fn at(number: u32) -> MemArg {
    MemArg { offset: u64::from(number % 4_000) * 8, align: 0, memory_index: 0 }
}
