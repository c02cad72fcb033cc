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
const PAIRS: usize = 15;

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
    for (kernel, rounds) in KERNELS.into_iter().filter(|(name, _)| is_asked(name)) {
        let mut cells = Vec::new();
        let mut base_time = Duration::ZERO;
        for (index, column) in columns.iter_mut().enumerate() {
            let measured = layouts.each_ref().map(|Layout { base, variants }| {
                let (milli, time) = paired(base, &variants[index], kernel, rounds);
                base_time = time;
                milli
            });
            let milli = geomean_milli(&measured);
            column.push(milli);
            cells.push(ratio(milli));
        }
        let [same, fuel, gas, limits] = &cells[..] else { unreachable!("four variants") };
        println!(
            "{kernel:<10} {:>9} {same:>7} {fuel:>7} {gas:>7} {limits:>7}",
            base_time.as_micros()
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

/// The median ratio in thousandths, and the median time of the base.
fn paired(base: &Prepared, other: &Prepared, kernel: &str, rounds: u32) -> (u64, Duration) {
    let (mut ratios, mut times) = (Vec::new(), Vec::new());
    let expected = base.run(kernel, rounds).returned;
    for pair in 0..PAIRS {
        // Which one comes first alternates: whatever drifts hits both.
        let (first, second) = if pair % 2 == 0 { (base, other) } else { (other, base) };
        let (first, second) = (first.run(kernel, rounds), second.run(kernel, rounds));
        assert_eq!((&first.returned, &second.returned), (&expected, &expected), "{kernel}");
        let (base, other) = if pair % 2 == 0 { (first, second) } else { (second, first) };
        ratios.push(other.time.as_nanos() * 1_000_000 / base.time.as_nanos());
        times.push(base.time);
    }
    ratios.sort_unstable();
    (u64::try_from(ratios[PAIRS / 2] / 1_000).unwrap(), median(times))
}

fn compile_growth(wasm: &[u8], variant: Variant) -> u64 {
    let mut ratios: Vec<u64> = (0..COMPILATIONS)
        .map(|_| {
            let base = compile_time(wasm, Variant::Unmetered);
            let other = compile_time(wasm, variant);
            u64::try_from(other.as_nanos() * 1_000 / base.as_nanos()).unwrap()
        })
        .collect();
    ratios.sort_unstable();
    ratios[COMPILATIONS / 2]
}

fn compile_time(wasm: &[u8], variant: Variant) -> Duration {
    let begun = process_time();
    Prepared::compile(wasm, variant);
    process_time() - begun
}
