//! Loads and stores, in memory that counts as near and in memory that does not.

use super::{Work, bulk, control::STEP, repeated};
use crate::Random;

/// How large a memory is.
#[derive(Clone, Copy)]
pub struct Extent {
    /// Base-two logarithm of its length in bytes, all of which is used.
    pub len_log2: u32,
    /// What it declares.
    pub declared: &'static str,
    /// What work in it is called.
    name: &'static str,
}

/// As far as memory can grow.
pub const FAR: Extent = Extent { len_log2: 24, declared: "1", name: "" };
/// As far as loads have the near price.
pub const NEAR: Extent = Extent { len_log2: 20, declared: "1 16", name: "near, " };

impl Extent {
    /// Grows memory and touches every page of the machine, which growth is the price of.
    fn grown(self) -> String {
        let (len, pages) = (1 << self.len_log2, (1 << (self.len_log2 - 16)) - 1);
        format!(
            "(drop (memory.grow (i32.const {pages}))) (local.set $t (i32.const 0))
             (loop $touch (i32.store8 offset=4000 (local.get $t) (i32.const 0))
                (br_if $touch (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4096)))
                    (i32.const {len}))))"
        )
    }

    /// Work aimed at one of two entries, that of near memory first.
    pub fn work(self, name: &str, entries: [&'static str; 2], before: &str, round: String) -> Work {
        let [near, far] = entries;
        Work {
            name: format!("{}{name}", self.name),
            entry: if self.len_log2 == NEAR.len_log2 { near } else { far },
            before: before.to_owned(),
            round,
            memory: self.declared,
            ..Work::default()
        }
    }

    /// As [`Extent::work`], all over memory.
    pub fn wide_work(self, name: &str, entries: [&'static str; 2], round: String) -> Work {
        self.work(name, entries, &self.grown(), round)
    }
}

const LOAD: [&str; 2] = ["ticks_load_near", "ticks_load"];
const STORE: [&str; 2] = ["ticks_store_near", "ticks_store"];

pub fn all(random: &mut Random) -> Vec<Work> {
    let mut all = in_memory(FAR, random);
    all.extend(in_memory(NEAR, random));
    all.extend(bulk::growth(random));
    all
}

fn in_memory(extent: Extent, random: &mut Random) -> Vec<Work> {
    let nearest =
        |_| "(local.set $x (i32.load (i32.and (local.get $x) (i32.const 4092))))".to_owned();
    let mut all = vec![
        extent.work("load, nearest cache", LOAD, "", repeated(50, nearest)),
        chase(extent, "chased loads, one a page", (4_096, 0), random),
        chase(extent, "chased loads, one a cache line", (64, 0), random),
        chase(extent, "chased loads across pages", (4_096, 4_094), random),
        chase(extent, "chased loads across cache lines", (64, 62), random),
        extent.wide_work("stores without rule", STORE, stores(extent, 0)),
        extent.wide_work("stores across pages", STORE, stores(extent, 4_093)),
        extent.wide_work("loads without rule, unchained", LOAD, loads(extent)),
        extent.work("a load of what was just stored in part", LOAD, "", forwarded(random)),
    ];
    all.extend(bulk::all(extent, random));
    all
}

/// Each load says where the next one is. The places form one cycle through all of memory:
/// place `n` is followed by `n * a + c` of as many places, `a - 1` a multiple of four and
/// `c` odd.
fn chase(extent: Extent, name: &str, (stride, offset): (u32, u32), random: &mut Random) -> Work {
    let places = (1 << extent.len_log2) / stride;
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
        "{} (local.set $v (i32.const {places})) (local.set $x (i32.const 1))
         (loop $fill
            (local.set $t {next})
            (if (i32.eq (local.get $t) (i32.const {last})) (then (local.set $t (i32.const {behind_last}))))
            (if (i32.ne (local.get $x) (i32.const {last}))
                (then (i32.store {at} (i32.add (i32.mul (local.get $t) (i32.const {stride})) (i32.const {offset})))))
            (local.set $x {next})
            (br_if $fill (local.tee $v (i32.sub (local.get $v) (i32.const 1)))))
         (local.set $x (i32.const {offset}))",
        extent.grown()
    );
    let round = repeated(40, |_| "(local.set $x (i32.load (local.get $x)))".to_owned());
    Work { is_alone: true, ..extent.work(name, LOAD, &before, round) }
}

fn stores(extent: Extent, offset: u32) -> String {
    let mask = (1 << extent.len_log2) - 8_192;
    let stores = repeated(4, |number| {
        format!(
            "(i64.store offset={offset} (i32.and (i32.shr_u (local.get $x) (i32.const {number})) (i32.const {mask})) (local.get $y))"
        )
    });
    format!("{STEP} {stores}")
}

fn loads(extent: Extent) -> String {
    let mask = (1 << extent.len_log2) - 8;
    let loads = repeated(4, |number| {
        format!(
            "(local.set $z (i64.xor (local.get $z) (i64.load (i32.and (i32.shr_u (local.get $x) (i32.const {number})) (i32.const {mask})))))"
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
