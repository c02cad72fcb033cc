//! What metering costs: ten kernels without any, with the engine's own fuel, with our gas
//! alone, and with gas, depth and memory limits as in production. Ratios to the unmetered
//! run just before, medians of pairs
//! in processor time, over two layouts of the code. Arguments, if any, are the kernels to run.
#![allow(missing_docs, clippy::unwrap_used, clippy::arithmetic_side_effects)]

mod variant;

use sandpact_benches::{geomean_milli, median, process_time, ratio, ratio_milli};
use sandpact_build::{BuildOptions, build_contract};
use std::{path::Path, time::Duration};
use variant::{Prepared, Variant};

/// The kernels with the rounds of one run: some ten milliseconds each.
const KERNELS: [(&str, u32); 10] = [
    ("sha3", 20),
    ("sort", 20),
    ("fib", 120),
    ("btree", 25),
    ("scale", 4_000),
    ("dispatch", 500),
    ("scan", 200),
    ("find", 200),
    ("host", 600),
    ("matrix", 250),
];

/// Pairs of an unmetered and a metered run for each cell and layout.
const PAIRS: usize = 31;

/// Functions of no use before all others. Whether a loop of a few operators lies across a
/// line of the cache moves its time by a third, metered or not, and each unused function
/// moves all others by half a line.
const LAYOUTS: [u32; 2] = [0, 1];

/// Compilations of each variant.
const COMPILATIONS: usize = 7;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("kernels");
    let built = build_contract(&folder, &BuildOptions { locked: true, ..BuildOptions::default() });
    let wasm = built.unwrap_or_else(|error| panic!("{error}")).wasm;
    let layouts = LAYOUTS.map(|moved| Layout::new(&wasm, moved));
    println!(
        "{:<10} {:>9} {:>7} {:>7} {:>7} {:>7}",
        "kernel", "base us", "base", "fuel", "gas", "limits"
    );
    let mut columns: [Vec<u64>; 4] = Default::default();
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|asked| asked == name);
    let mut rows: Vec<Row> =
        KERNELS.into_iter().filter(|(name, _)| is_asked(name)).map(Row::new).collect();
    // Round by round over all cells: what others do to the machine for a while hits few pairs
    // of each and not all of one.
    for round in 0..PAIRS {
        rows.iter_mut().for_each(|row| row.pair(&layouts, round % 2 == 0));
    }
    for row in rows {
        let Row { kernel, ratios, times, .. } = row;
        let cells = ratios.map(|of_layouts| geomean_milli(&of_layouts.map(middle)));
        for (column, milli) in columns.iter_mut().zip(cells) {
            column.push(milli);
        }
        let [same, fuel, gas, limits] = cells.map(ratio);
        println!(
            "{kernel:<10} {:>9} {same:>7} {fuel:>7} {gas:>7} {limits:>7}",
            median(times).as_micros()
        );
    }
    let means = columns.each_ref().map(|column| geomean_milli(column));
    let worst = columns.each_ref().map(|column| column.iter().copied().max().unwrap_or(0));
    let [same, fuel, gas, limits] = means.map(ratio);
    println!("{:<10} {:>9} {same:>7} {fuel:>7} {gas:>7} {limits:>7}", "geomean", "");
    let Layout { base, variants } = &layouts[0];
    let code = ratio_milli(variants[3].code_len_bytes, base.code_len_bytes);
    let fuel_code = ratio_milli(variants[1].code_len_bytes, base.code_len_bytes);
    let compile = compile_growth(&wasm, Variant::Limits);
    let fuel_compile = compile_growth(&wasm, Variant::Fuel);
    println!("machine code: {} (fuel {})", ratio(code), ratio(fuel_code));
    println!("compile time: {} (fuel {})", ratio(compile), ratio(fuel_compile));
    println!(
        "summary gas_overhead geomean={gas} worst={} geomean_limits={limits} fuel_geomean={fuel} \
         fuel_worst={} code_growth={} compile_growth={}",
        ratio(worst[2]),
        ratio(worst[1]),
        ratio(code),
        ratio(compile)
    );
}

/// A module and its variants, laid out alike.
struct Layout {
    base: Prepared,
    variants: [Prepared; 4],
}

impl Layout {
    fn new(wasm: &[u8], moved: u32) -> Self {
        let variants = [Variant::Unmetered, Variant::Fuel, Variant::Gas, Variant::Limits];
        Self {
            base: Prepared::new(wasm, Variant::Unmetered, moved),
            variants: variants.map(|variant| Prepared::new(wasm, variant, moved)),
        }
    }
}

/// The pairs of a kernel.
struct Row {
    kernel: &'static str,
    /// Of the work in one run.
    rounds: u32,
    /// In thousandths, by variant and layout.
    ratios: [[Vec<u64>; LAYOUTS.len()]; 4],
    /// Of the base.
    times: Vec<Duration>,
}

impl Row {
    fn new((kernel, rounds): (&'static str, u32)) -> Self {
        Self { kernel, rounds, ratios: Default::default(), times: Vec::new() }
    }

    /// One pair more of each variant in each layout. Which one comes first alternates: whatever
    /// drifts hits both.
    fn pair(&mut self, layouts: &[Layout; LAYOUTS.len()], is_base_first: bool) {
        let run = |prepared: &Prepared| prepared.run(self.kernel, self.rounds);
        for (variant, of_layouts) in self.ratios.iter_mut().enumerate() {
            for (Layout { base, variants }, ratios) in layouts.iter().zip(of_layouts) {
                let other = &variants[variant];
                let (first, second) = if is_base_first { (base, other) } else { (other, base) };
                let (first, second) = (run(first), run(second));
                assert_eq!(first.returned, second.returned, "{}", self.kernel);
                let (base, other) = if is_base_first { (first, second) } else { (second, first) };
                let milli = other.time.as_nanos() * 1_000 / base.time.as_nanos();
                ratios.push(u64::try_from(milli).unwrap());
                self.times.push(base.time);
            }
        }
    }
}

fn middle(mut ratios: Vec<u64>) -> u64 {
    ratios.sort_unstable();
    ratios[ratios.len() / 2]
}

fn compile_growth(wasm: &[u8], variant: Variant) -> u64 {
    let ratios: Vec<u64> = (0..COMPILATIONS)
        .map(|_| {
            let base = compile_time(wasm, Variant::Unmetered);
            let other = compile_time(wasm, variant);
            u64::try_from(other.as_nanos() * 1_000 / base.as_nanos()).unwrap()
        })
        .collect();
    middle(ratios)
}

fn compile_time(wasm: &[u8], variant: Variant) -> Duration {
    let begun = process_time();
    Prepared::compile(wasm, variant);
    process_time() - begun
}
