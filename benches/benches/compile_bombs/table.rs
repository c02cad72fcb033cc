//! Modules that are known to make compilers slow, or that declare too much. Numbers are
//! those of the hostile corpus in `tests/it/cases/hostile`.

use super::{
    contract::Contract,
    shape::{Control, Shape},
    unit::Unit,
};
use sandpact_abi::module_limits as limits;
use wasm_encoder::Function;

/// A module with its name.
pub struct Bomb {
    pub name: String,
    pub code: Vec<u8>,
}

/// Every one of them; they are made one at a time.
pub fn all() -> Vec<Bomb> {
    let mut bombs: Vec<Bomb> =
        shapes().into_iter().map(|(name, shape)| Bomb { name, code: shape.bytes() }).collect();
    bombs.extend(declared().into_iter().map(|(name, contract)| {
        let mut body = Function::new([]);
        body.instructions().end();
        Bomb { name, code: contract.bytes(&body) }
    }));
    bombs
}

fn shapes() -> Vec<(String, Shape)> {
    let mut all = Vec::new();
    for adds in [25_000, 100_000] {
        all.push((format!("30: {adds} constant additions"), Shape::plain(Unit::Add, adds)));
    }
    let pairs = Shape { second: Unit::Store, ..Shape::plain(Unit::Load, 40_000) };
    all.push(("20000 loads and stores".into(), pairs));
    let table = Shape { control: Control::BrTable, ..Shape::plain(Unit::Nop, 0) };
    all.push(("50000 nested blocks".into(), Shape { nesting: 50_000, ..table }));
    for (nesting, locals) in [(100, 100), (200, 100), (500, 100), (1_000, 100), (2_000, 1_000)] {
        let shape = loops(nesting, locals);
        all.push((format!("27: {nesting} nested loops, {locals} locals"), shape));
    }
    all.push(("32 nested loops, 1000 locals".into(), loops(32, 1_000)));
    all.push(("32 nested loops, 500 locals".into(), loops(32, 500)));
    for locals in [1_000, 5_000] {
        all.push((format!("28: 5000 ifs, {locals} locals"), ifs(5_000, locals)));
    }
    all.push(("28: 400 ifs, 200 locals".into(), ifs(400, 200)));
    let tables = Shape { blocks: 1_000, targets: 1_000, ..table };
    all.push(("31: 1000 br_tables of 1000 targets".into(), tables));
    for targets in [100_000, 128_000] {
        let shape = Shape { targets, ..table };
        all.push((format!("31: a br_table of {targets} targets"), shape));
    }
    let empty = Shape::plain(Unit::Nop, 0);
    let locals = Shape { functions: 500, locals: 50_000, ..empty };
    all.push(("29: 500 functions of 50000 locals".into(), locals));
    all.push(("33: 20000 tiny functions".into(), Shape { functions: 20_000, ..empty }));
    all
}

fn loops(nesting: u32, locals: u32) -> Shape {
    let control = Control::Loops;
    Shape { control, nesting, locals, spread: locals, ..Shape::plain(Unit::Swap, locals) }
}

fn ifs(blocks: u32, locals: u32) -> Shape {
    let control = Control::If;
    Shape { control, blocks, locals, spread: locals, ..Shape::plain(Unit::Add, 1) }
}

fn declared() -> Vec<(String, Contract)> {
    let none = Contract::default();
    let most = |limit: &limits::ModuleLimit| u32::try_from(limit.max).unwrap();
    let full = Contract {
        functions: most(&limits::FUNCTIONS) - 3,
        types: most(&limits::TYPES) - 3,
        params: most(&limits::PARAMS),
        globals: most(&limits::GLOBALS) - 1,
        exports: most(&limits::EXPORTS) - 2,
        elements: most(&limits::FUNCTIONS) - 3,
    };
    vec![
        ("32: a type of 1000 parameters".into(), Contract { types: 1, params: 1_000, ..none }),
        ("33: 100000 globals".into(), Contract { globals: 100_000, ..none }),
        ("33: 100000 exports".into(), Contract { exports: 100_000, ..none }),
        ("33: 1000000 types".into(), Contract { types: 1_000_000, ..none }),
        ("as many declarations as the limits allow".into(), full),
    ]
}
