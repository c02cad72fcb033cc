//! Loads, stores, bulk operators and growth.

use super::{Work, control::STEP, repeated};
use crate::Random;

/// Grows memory to its 16 MiB and touches every page of the machine, which growth is the
/// price of.
const GROWN: &str = "(drop (memory.grow (i32.const 255))) (local.set $t (i32.const 0))
    (loop $touch (i32.store8 offset=4000 (local.get $t) (i32.const 0))
        (br_if $touch (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4096))) (i32.const 0x1000000))))";

fn work(name: &str, entry: &'static str, before: String, round: String) -> Work {
    Work { name: name.to_owned(), entry, before, round, ..Work::default() }
}

pub fn all(random: &mut Random) -> Vec<Work> {
    let mut all = vec![
        work(
            "load, nearest cache",
            "ticks_load",
            String::new(),
            repeated(50, |_| {
                "(local.set $x (i32.load (i32.and (local.get $x) (i32.const 4092))))".to_owned()
            }),
        ),
        chase("chased loads, one a page", 4_096, 0, random),
        chase("chased loads, one a cache line", 64, 0, random),
        chase("chased loads across pages", 4_096, 4_094, random),
        chase("chased loads across cache lines", 64, 62, random),
        work("stores without rule", "ticks_store", GROWN.into(), stores(0)),
        work("stores across pages", "ticks_store", GROWN.into(), stores(4_093)),
        work("loads without rule, unchained", "ticks_load", GROWN.into(), loads()),
        work(
            "a load of what was just stored in part",
            "ticks_load",
            String::new(),
            forwarded(random),
        ),
    ];
    all.extend(fills(random));
    all.extend(copies(random));
    all.extend(growth(random));
    all
}

/// Each load says where the next one is. The places form one cycle through all of memory:
/// place `n` is followed by `n * a + c` of as many places, `a - 1` a multiple of four and
/// `c` odd.
fn chase(name: &str, stride: u32, offset: u32, random: &mut Random) -> Work {
    let places = (16 << 20) / stride;
    let mask = places - 1;
    let (a, c) = (random.below(places / 8) * 8 + 5, random.below(places / 2) * 2 + 1);
    let at =
        format!("(i32.add (i32.mul (local.get $x) (i32.const {stride})) (i32.const {offset}))");
    let next = format!(
        "(i32.and (i32.add (i32.mul (local.get $x) (i32.const {a})) (i32.const {c})) (i32.const {mask}))"
    );
    // Across the last page there is nothing: whoever leads to the last place leads on to the
    // one behind it.
    let behind_last = mask.wrapping_mul(a).wrapping_add(c) & mask;
    let last = if offset == 0 { places } else { mask };
    let before = format!(
        "{GROWN} (local.set $v (i32.const {places})) (local.set $x (i32.const 1))
         (loop $fill
            (local.set $t {next})
            (if (i32.eq (local.get $t) (i32.const {last})) (then (local.set $t (i32.const {behind_last}))))
            (if (i32.ne (local.get $x) (i32.const {last}))
                (then (i32.store {at} (i32.add (i32.mul (local.get $t) (i32.const {stride})) (i32.const {offset})))))
            (local.set $x {next})
            (br_if $fill (local.tee $v (i32.sub (local.get $v) (i32.const 1)))))
         (local.set $x (i32.const {offset}))"
    );
    let round = repeated(40, |_| "(local.set $x (i32.load (local.get $x)))".to_owned());
    Work { is_alone: true, ..work(name, "ticks_load", before, round) }
}

fn stores(offset: u32) -> String {
    let stores = repeated(4, |number| {
        format!(
            "(i64.store offset={offset} (i32.and (i32.shr_u (local.get $x) (i32.const {number})) (i32.const 0xffe000)) (local.get $y))"
        )
    });
    format!("{STEP} {stores}")
}

fn loads() -> String {
    let loads = repeated(4, |number| {
        format!(
            "(local.set $z (i64.xor (local.get $z) (i64.load (i32.and (i32.shr_u (local.get $x) (i32.const {number})) (i32.const 0xfffff8)))))"
        )
    });
    format!("{STEP} {loads}")
}

fn forwarded(random: &mut Random) -> String {
    repeated(20, |_| {
        let at = random.below(60) * 64 + 60;
        format!(
            "(i32.store8 (i32.const {}) (local.get $x))
             (local.set $x (i32.add (local.get $x) (i32.load (i32.sub (i32.const {at}) (i32.and (local.get $x) (i32.const 0))))))",
            at + 1
        )
    })
}

/// Nothing that the compiler could know: zero, from memory.
const UNKNOWN: &str = "(local.set $v (i32.load (i32.const 3000)))";

/// Work that needs [`UNKNOWN`] in `$v` and takes its length from it.
fn bulk(name: &str, entry: &'static str, round: String) -> Work {
    Work { is_alone: true, ..work(name, entry, UNKNOWN.into(), round) }
}

fn fills(random: &mut Random) -> Vec<Work> {
    let lengths = [0, 1, 7 + random.below(50), 1_000 + random.below(3_000), 60_000];
    let one = |len: u32| {
        let at = 4_096 + random.below(64);
        let round = repeated(if len < 100 { 10 } else { 1 }, |_| {
            format!(
                "(memory.fill (i32.const {at}) (i32.const 1) (i32.add (local.get $v) (i32.const {len})))"
            )
        });
        bulk(&format!("memory.fill of {len}"), "ticks_bulk_base", round)
    };
    let mut all: Vec<_> = lengths.map(one).into();
    let far = format!(
        "{STEP} (memory.fill (i32.and (local.get $x) (i32.const 0xffe000)) (i32.const 1) (i32.const 4096))"
    );
    all.push(work("memory.fill of far pages", "ticks_bulk_byte", GROWN.into(), far));
    all
}

fn copies(random: &mut Random) -> Vec<Work> {
    let shift = 1 + random.below(63);
    let near = |name: &str, len: u32, from: u32| {
        let round = repeated(if len < 100 { 10 } else { 1 }, |_| {
            format!(
                "(memory.copy (i32.const 32768) (i32.const {from}) (i32.add (local.get $v) (i32.const {len})))"
            )
        });
        let entry = if len < 100 { "ticks_bulk_base" } else { "ticks_bulk_byte" };
        bulk(&format!("memory.copy {name}"), entry, round)
    };
    vec![
        near("of nothing", 0, 32_832),
        near("of one byte", 1, 32_832),
        near("overlapping upwards", 20_000, 32_768 - shift),
        near("overlapping downwards", 20_000, 32_768 + shift),
        near("aligned alike", 20_000, 40_960),
        near("short and unaligned", 40 + random.below(60), 32_768 + shift),
        far_copy("of far pages", "ticks_bulk_byte", (8 << 20) - 4_096 - shift, 4_096),
        far_copy("of two far bytes", "ticks_bulk_base", (8 << 20) - 1, 2),
    ]
}

/// From the upper half of memory to the lower one, each time elsewhere.
fn far_copy(name: &str, entry: &'static str, from: u32, len: u32) -> Work {
    let round = format!(
        "{STEP} (memory.copy (i32.and (local.get $x) (i32.const 0x7ff000))
            (i32.add (i32.const {from}) (i32.and (i32.shr_u (local.get $x) (i32.const 8)) (i32.const 0x7f0000)))
            (i32.const {len}))"
    );
    work(&format!("memory.copy {name}"), entry, GROWN.into(), round)
}

/// Growth by a page, each of its sixteen pages of the machine touched, and by nothing.
fn growth(random: &mut Random) -> Vec<Work> {
    let offset = random.below(4_000);
    let touched = repeated(16, |number| {
        format!("(i32.store8 offset={} (local.get $t) (i32.const 1))", number * 4_096 + offset)
    });
    let round =
        format!("(local.set $t (i32.mul (memory.grow (i32.const 1)) (i32.const 65536))) {touched}");
    vec![
        Work {
            rounds_max: 250,
            ..work("memory.grow by a page", "ticks_grow_page", String::new(), round)
        },
        work(
            "memory.grow by nothing",
            "ticks_grow_base",
            String::new(),
            "(drop (memory.grow (i32.const 0)))".repeat(10),
        ),
    ]
}
