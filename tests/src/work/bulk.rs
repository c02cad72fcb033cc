//! Bulk operators and growth.

use super::{Work, control::STEP, memory::Extent, repeated};
use crate::Random;

/// Nothing that the compiler could know: zero, from memory.
const UNKNOWN: &str = "(local.set $v (i32.load (i32.const 3000)))";

const BASE: [&str; 2] = ["ticks_bulk_base"; 2];
const BYTE: [&str; 2] = ["ticks_bulk_byte_near", "ticks_bulk_byte"];

pub fn all(extent: Extent, random: &mut Random) -> Vec<Work> {
    let mut all = fills(extent, random);
    all.extend(copies(extent, random));
    all
}

/// Work that needs [`UNKNOWN`] in `$v` and takes its length from it.
fn bulk(extent: Extent, name: &str, entries: [&'static str; 2], round: String) -> Work {
    Work { is_alone: true, ..extent.work(name, entries, UNKNOWN, round) }
}

fn fills(extent: Extent, random: &mut Random) -> Vec<Work> {
    let lengths = [0, 1, 7 + random.below(50), 1_000 + random.below(3_000), 60_000];
    let one = |len: u32| {
        let at = 4_096 + random.below(64);
        let round = repeated(if len < 100 { 10 } else { 1 }, |_| {
            format!(
                "(memory.fill (i32.const {at}) (i32.const 1) (i32.add (local.get $v) (i32.const {len})))"
            )
        });
        bulk(extent, &format!("memory.fill of {len}"), if len < 1_000 { BASE } else { BYTE }, round)
    };
    let mut all: Vec<_> = lengths.map(one).into();
    let mask = (1 << extent.len_log2) - 8_192;
    let far = format!(
        "{STEP} (memory.fill (i32.and (local.get $x) (i32.const {mask})) (i32.const 1) (i32.const 4096))"
    );
    all.push(extent.wide_work("memory.fill of far pages", BYTE, far));
    all
}

fn copies(extent: Extent, random: &mut Random) -> Vec<Work> {
    let shift = 1 + random.below(63);
    let near = |name: &str, len: u32, from: u32| {
        let round = repeated(if len < 100 { 10 } else { 1 }, |_| {
            format!(
                "(memory.copy (i32.const 32768) (i32.const {from}) (i32.add (local.get $v) (i32.const {len})))"
            )
        });
        let entries = if len < 100 { BASE } else { BYTE };
        bulk(extent, &format!("memory.copy {name}"), entries, round)
    };
    vec![
        near("of nothing", 0, 32_832),
        near("of one byte", 1, 32_832),
        near("overlapping upwards", 20_000, 32_768 - shift),
        near("overlapping downwards", 20_000, 32_768 + shift),
        near("aligned alike", 20_000, 40_960),
        near("short and unaligned", 40 + random.below(60), 32_768 + shift),
        far_copy(extent, "of far pages", BYTE, (4_096 + shift, 4_096)),
        far_copy(extent, "of two far bytes", BASE, (1, 2)),
    ]
}

/// From the upper half of memory to the lower one, each time elsewhere; `before` bytes before
/// a page begins.
fn far_copy(
    extent: Extent,
    name: &str,
    entries: [&'static str; 2],
    (before, len): (u32, u32),
) -> Work {
    let half = 1 << (extent.len_log2 - 1);
    let (to, from, pages) = (half - 4_096, half - before, half - 65_536);
    let round = format!(
        "{STEP} (memory.copy (i32.and (local.get $x) (i32.const {to}))
            (i32.add (i32.const {from}) (i32.and (i32.shr_u (local.get $x) (i32.const 8)) (i32.const {pages})))
            (i32.const {len}))"
    );
    extent.wide_work(&format!("memory.copy {name}"), entries, round)
}

/// Growth by a page, each of its sixteen pages of the machine touched, and by nothing.
pub fn growth(random: &mut Random) -> Vec<Work> {
    let offset = random.below(4_000);
    let touched = repeated(16, |number| {
        format!("(i32.store8 offset={} (local.get $t) (i32.const 1))", number * 4_096 + offset)
    });
    let round =
        format!("(local.set $t (i32.mul (memory.grow (i32.const 1)) (i32.const 65536))) {touched}");
    vec![
        Work {
            name: "memory.grow by a page".into(),
            entry: "ticks_grow_page",
            round,
            rounds_max: 250,
            ..Work::default()
        },
        Work {
            name: "memory.grow by nothing".into(),
            entry: "ticks_grow_base",
            round: "(drop (memory.grow (i32.const 0)))".repeat(10),
            ..Work::default()
        },
    ]
}
