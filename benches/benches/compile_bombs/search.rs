//! A search for the module that takes longest for its estimate: random ones from a fixed
//! seed, then hill climbing from the best of each handful.

use super::{
    cost::{self, Cost},
    shape::{Control, Shape},
    unit::Unit,
};
use sandpact_abi::module_limits as limits;
use sandpact_benches::now;
use sandpact_runtime::check_module;
use std::time::Duration;
use wasmtime::Engine;

/// Where the search begins.
const SEED: u64 = 1;
/// Random shapes that a climb begins from the best of.
const HANDFUL: usize = 12;
/// Steps without gain after which a climb ends.
const FAILURES_MAX: usize = 25;
/// Estimated gas of a measured module: long enough to measure, short enough to have many.
const MEASURED_GAS: u64 = 100_000_000;

/// A measured shape.
#[derive(Clone)]
pub struct Found {
    pub shape: Shape,
    pub cost: Cost,
}

impl Found {
    /// Measured time over the estimate, in thousandths.
    pub fn over_milli(&self) -> u64 {
        self.cost.over_milli()
    }
}

/// Climbs until the time is over, and tells every top.
pub fn search(engine: &Engine, time: Duration, mut top: impl FnMut(&Found)) {
    let begun = now();
    let mut random = Random(SEED);
    while begun.elapsed() < time {
        let handful = (0..HANDFUL).filter_map(|_| measure(engine, shape(&mut random)));
        let Some(mut best) = handful.max_by_key(Found::over_milli) else { continue };
        let mut failures = 0;
        while failures < FAILURES_MAX && begun.elapsed() < time {
            match measure(engine, step(&mut random, &best.shape)) {
                // A hundredth is no gain but noise.
                Some(found) if found.over_milli() > best.over_milli() * 101 / 100 => {
                    best = found;
                    failures = 0;
                }
                _ => failures += 1,
            }
        }
        top(&best);
    }
}

/// Compiles a shape, made smaller until it is accepted, in as many functions as make the
/// estimate large enough to measure. What looks bad is measured again.
pub fn measure(engine: &Engine, shape: Shape) -> Option<Found> {
    let shape = repeated(accepted(shape)?, MEASURED_GAS);
    let code = shape.bytes();
    let mut cost = cost::compile(engine, &code).ok()?;
    if cost.over_milli() > 500 {
        cost = cost.best(cost::compile(engine, &code).ok()?);
    }
    Some(Found { shape, cost })
}

/// The largest part of a shape that is accepted.
fn accepted(mut shape: Shape) -> Option<Shape> {
    shape.functions = 1;
    for _ in 0..16 {
        if check_module(&shape.bytes()).is_ok() {
            return Some(shape);
        }
        match (shape.blocks, shape.units) {
            (2.., _) => shape.blocks /= 2,
            (_, 2..) => shape.units /= 2,
            _ => (shape.nesting, shape.held) = (shape.nesting.div_ceil(2), shape.held / 2),
        }
    }
    None
}

/// A shape in as many functions as are accepted with an estimate of at most this.
pub fn repeated(shape: Shape, gas_max: u64) -> Shape {
    let gas = |functions| {
        let report = check_module(&Shape { functions, ..shape }.bytes());
        report.ok().map(|report| report.compile_gas)
    };
    let (Some(one), Some(two)) = (gas(1), gas(2)) else { return shape };
    let most = u32::try_from(limits::FUNCTIONS.max - 3).unwrap();
    let each = (two - one).max(1);
    let room = gas_max.saturating_sub(one) / each;
    let mut functions = u32::try_from(room + 1).unwrap_or(most).min(most);
    while functions > 1 && gas(functions).is_none() {
        functions -= functions.div_ceil(16).min(functions - 1);
    }
    Shape { functions, ..shape }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn one_of<T: Copy>(&mut self, choice: &[T]) -> T {
        let len = u64::try_from(choice.len()).unwrap();
        choice[usize::try_from(self.below(len)).unwrap()]
    }

    /// From one to `most`, each doubling as likely as the next.
    fn size(&mut self, most: u32) -> u32 {
        let doublings = u64::from(most.max(1).ilog2()) + 1;
        let high = 2_u64 << self.below(doublings);
        let size = high / 2 + self.below(high / 2);
        u32::try_from(size).unwrap().clamp(1, most.max(1))
    }
}

fn shape(random: &mut Random) -> Shape {
    let control = random.one_of(&Control::ALL);
    let unit = random.one_of(Unit::ALL);
    let locals = random.size(u32::try_from(limits::LOCALS.max).unwrap());
    let other = random.one_of(Unit::ALL);
    Shape {
        functions: 1,
        locals,
        held: if random.below(2) == 0 { 0 } else { random.size(3_000) },
        unit,
        second: if random.below(2) == 0 { unit } else { other },
        units: random.size(400),
        blocks: random.size(u32::try_from(limits::BLOCKS.max).unwrap()),
        control,
        nesting: random.size(nesting_max(control)),
        targets: random.size(u32::try_from(limits::BR_TABLE_TARGETS.max).unwrap()),
        spread: random.size(locals),
    }
}

fn nesting_max(control: Control) -> u32 {
    let limit =
        if control == Control::Loops { limits::LOOP_NESTING } else { limits::CONTROL_NESTING };
    u32::try_from(limit.max - 2).unwrap()
}

/// One or two parameters changed.
fn step(random: &mut Random, from: &Shape) -> Shape {
    let mut to = *from;
    let other = shape(random);
    for _ in 0..=random.below(2) {
        let part = random.below(12);
        let percent = random.one_of(&[50, 70, 90, 110, 140, 200]);
        let scaled = |size: u32| (size * percent / 100).max(1);
        match part {
            0 => to.unit = other.unit,
            1 => to.second = other.second,
            2 => to.locals = scaled(to.locals),
            3 => to.held = scaled(to.held),
            4 | 5 => to.units = scaled(to.units),
            6 | 7 => to.blocks = scaled(to.blocks),
            8 => to.control = other.control,
            9 => to.nesting = scaled(to.nesting),
            10 => to.targets = scaled(to.targets),
            _ => to.spread = scaled(to.spread),
        }
    }
    to.nesting = to.nesting.min(nesting_max(to.control));
    to
}
