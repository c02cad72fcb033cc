//! A family of modules: every function is a prologue of held values, then blocks of units of
//! work with a control construct each, then an epilogue that needs all that was held.

use super::{
    contract::Contract,
    unit::{self, Unit},
};
use wasm_encoder::{BlockType, Function, InstructionSink, ValType};

/// What stands between two stretches of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Nothing but what the limit on straight lines asks for.
    None,
    /// An `if` around the work.
    If,
    /// An `if` with the work in both arms.
    IfElse,
    /// A branch out of the whole body.
    BrIf,
    /// Loops nested around the work.
    Loops,
    /// Nested blocks around a `br_table` to all of them.
    BrTable,
}

impl Control {
    pub const ALL: [Self; 6] =
        [Self::None, Self::If, Self::IfElse, Self::BrIf, Self::Loops, Self::BrTable];
}

/// A module's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub functions: u32,
    pub locals: u32,
    /// Values on the operand stack around everything.
    pub held: u32,
    pub unit: Unit,
    pub second: Unit,
    /// Units of work in a block.
    pub units: u32,
    pub blocks: u32,
    pub control: Control,
    /// Loops or blocks inside one another.
    pub nesting: u32,
    /// Targets of a `br_table`.
    pub targets: u32,
    /// Locals that the work goes round in.
    pub spread: u32,
}

/// As a name: `8xLoad/Load,units=3,...`.
impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { functions, locals, held, unit, second, units, blocks, .. } = self;
        let Self { control, nesting, targets, spread, .. } = self;
        write!(
            f,
            "{functions}x{unit:?}/{second:?},units={units},blocks={blocks},{control:?},\
             nesting={nesting},targets={targets},locals={locals},spread={spread},held={held}"
        )
    }
}

impl Shape {
    /// One function of nothing but this work.
    pub const fn plain(unit: Unit, units: u32) -> Self {
        Self {
            functions: 1,
            locals: 4,
            held: 0,
            unit,
            second: unit,
            units,
            blocks: 1,
            control: Control::None,
            nesting: 1,
            targets: 1,
            spread: 1,
        }
    }

    /// The module.
    pub fn bytes(&self) -> Vec<u8> {
        Contract { functions: self.functions, ..Contract::default() }.bytes(&self.body())
    }

    fn body(&self) -> Function {
        let locals = self.locals.max(1);
        let mut function = Function::new([(locals, ValType::I64)]);
        let mut out = Body { sink: function.instructions(), straight: 0 };
        for index in 0..self.held {
            out.operators(2).i32_const(0).i64_load(unit::at(index));
        }
        out.control().block(BlockType::Empty);
        for block in 0..self.blocks {
            self.block(&mut out, block);
        }
        out.control().end();
        for _ in 1..self.held {
            out.operators(1).i64_xor();
        }
        if self.held > 0 {
            out.operators(1).local_set(1);
        }
        for local in 1..=self.spread.clamp(1, locals) {
            out.operators(3).i32_const(0).local_get(local).i64_store(unit::at(local));
        }
        out.control().end();
        function
    }

    fn work(&self, out: &mut Body<'_>, block: u32) {
        let spread = self.spread.clamp(1, self.locals.max(1));
        for index in 0..self.units {
            let number = block.wrapping_mul(self.units).wrapping_add(index);
            let unit = if index % 2 == 0 { self.unit } else { self.second };
            unit.write(out, number, spread);
        }
    }

    fn block(&self, out: &mut Body<'_>, block: u32) {
        match self.control {
            Control::None => self.work(out, block),
            Control::If => {
                out.operators(1).local_get(0);
                out.control().if_(BlockType::Empty);
                self.work(out, block);
                out.control().end();
            }
            Control::IfElse => {
                out.operators(1).local_get(0);
                out.control().if_(BlockType::Empty);
                self.work(out, block);
                out.control().else_();
                self.work(out, block.wrapping_add(1));
                out.control().end();
            }
            Control::BrIf => {
                self.work(out, block);
                out.operators(1).local_get(0);
                out.control().br_if(0);
            }
            Control::Loops => {
                for _ in 0..self.nesting {
                    out.control().loop_(BlockType::Empty);
                }
                self.work(out, block);
                for _ in 0..self.nesting {
                    out.operators(1).local_get(0);
                    out.control().br_if(0).end();
                }
            }
            Control::BrTable => {
                for _ in 0..self.nesting {
                    out.control().block(BlockType::Empty);
                }
                let targets: Vec<u32> =
                    (0..self.targets).map(|target| target % self.nesting.max(1)).collect();
                out.operators(1).local_get(0);
                out.control().br_table(targets, 0);
                for level in 0..self.nesting {
                    out.control().end();
                    self.work(out, block.wrapping_add(level));
                }
            }
        }
    }
}

/// A body being written, with its straight lines kept short.
pub struct Body<'a> {
    sink: InstructionSink<'a>,
    straight: u32,
}

impl<'a> Body<'a> {
    /// Room for this many operators in a line.
    pub fn operators(&mut self, count: u32) -> &mut InstructionSink<'a> {
        if self.straight + count > 3_900 {
            self.straight = 0;
            self.sink.block(BlockType::Empty).end();
        }
        self.straight += count;
        &mut self.sink
    }

    /// A control operator comes.
    pub fn control(&mut self) -> &mut InstructionSink<'a> {
        self.straight = 0;
        &mut self.sink
    }
}
