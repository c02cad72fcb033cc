//! What searches found to take longest for its estimate.

use super::{
    shape::{Control, Shape},
    unit::Unit,
};

pub const SHAPES: &[Shape] = &[
    Shape {
        blocks: 100,
        control: Control::If,
        locals: 50,
        spread: 50,
        ..Shape::plain(Unit::Constants, 3)
    },
    Shape {
        blocks: 240,
        control: Control::If,
        locals: 100,
        spread: 100,
        ..Shape::plain(Unit::Constants, 10)
    },
    Shape {
        blocks: 245,
        control: Control::If,
        locals: 100,
        spread: 100,
        ..Shape::plain(Unit::Load, 3)
    },
    Shape {
        blocks: 400,
        control: Control::If,
        locals: 50,
        spread: 50,
        ..Shape::plain(Unit::Load, 3)
    },
    Shape {
        blocks: 300,
        control: Control::BrIf,
        locals: 100,
        spread: 100,
        ..Shape::plain(Unit::Constants, 2)
    },
    Shape {
        blocks: 600,
        control: Control::BrIf,
        locals: 30,
        spread: 30,
        ..Shape::plain(Unit::Constants, 2)
    },
    Shape {
        control: Control::Loops,
        nesting: 30,
        locals: 500,
        spread: 500,
        ..Shape::plain(Unit::Add, 500)
    },
    Shape {
        control: Control::Loops,
        nesting: 30,
        locals: 100,
        spread: 100,
        ..Shape::plain(Unit::Add, 100)
    },
    Shape {
        control: Control::BrTable,
        nesting: 100,
        targets: 400,
        locals: 80,
        spread: 80,
        ..Shape::plain(Unit::Load, 2)
    },
    Shape {
        second: Unit::Recompute,
        blocks: 1,
        control: Control::BrTable,
        nesting: 7,
        targets: 512,
        locals: 36,
        spread: 6,
        held: 1,
        ..Shape::plain(Unit::LoadChain, 1)
    },
    Shape {
        blocks: 100,
        control: Control::If,
        locals: 2,
        held: 1000,
        ..Shape::plain(Unit::Store, 1)
    },
    Shape {
        second: Unit::Size,
        blocks: 2,
        control: Control::If,
        locals: 2,
        held: 2941,
        ..Shape::plain(Unit::SelectChain, 14)
    },
    Shape { locals: 20, ..Shape::plain(Unit::Grow, 900) },
    Shape {
        second: Unit::StoreNarrow,
        blocks: 10,
        control: Control::If,
        locals: 3,
        ..Shape::plain(Unit::CallIndirect, 2)
    },
    Shape { blocks: 2, control: Control::If, locals: 6, held: 77, ..Shape::plain(Unit::Trap, 1) },
    Shape {
        second: Unit::Count,
        blocks: 20,
        control: Control::If,
        locals: 4,
        spread: 2,
        held: 1,
        ..Shape::plain(Unit::Fill, 1)
    },
    Shape {
        second: Unit::Load,
        blocks: 18,
        control: Control::BrIf,
        locals: 2,
        ..Shape::plain(Unit::Two, 1)
    },
    Shape {
        control: Control::Loops,
        nesting: 27,
        locals: 85,
        spread: 3,
        ..Shape::plain(Unit::Copy, 3)
    },
    Shape {
        blocks: 5,
        control: Control::Loops,
        nesting: 12,
        locals: 1,
        held: 2,
        ..Shape::plain(Unit::Call, 52)
    },
    Shape {
        second: Unit::Store,
        blocks: 17,
        control: Control::Loops,
        nesting: 3,
        locals: 282,
        spread: 195,
        ..Shape::plain(Unit::Call, 2)
    },
    Shape { locals: 1, ..Shape::plain(Unit::Nop, 0) },
    Shape { locals: 1, ..Shape::plain(Unit::Add, 3_800) },
    Shape {
        second: Unit::Swap,
        blocks: 22,
        control: Control::BrIf,
        locals: 21,
        spread: 12,
        ..Shape::plain(Unit::AddVaried, 1)
    },
    Shape {
        second: Unit::Narrow,
        blocks: 10,
        locals: 2,
        spread: 5,
        held: 116,
        ..Shape::plain(Unit::Store, 1)
    },
];
