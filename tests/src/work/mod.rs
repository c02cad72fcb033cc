//! Work that is meant to take long for its gas, one piece for each way a machine can be
//! made slow: chains without parallelism, addresses without locality, branches without rule.
//! Which operands, offsets and orders it has follows from a seed.

mod bulk;
mod control;
mod memory;
mod numbers;

use crate::{ModuleText, Random, method};
use sandpact_abi::MethodKind;

/// A piece of work that is done again and again.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Its name.
    pub name: String,
    /// Entry of the gas schedule that it is aimed at; empty for a mixture.
    pub entry: &'static str,
    /// Body of the method `prepare`, which is called once and committed.
    pub prepare: String,
    /// What comes before the loop.
    pub before: String,
    /// One turn of the loop; locals `$i`, `$x`, `$v` (i32), `$y` and `$z` (i64) carry results on.
    pub round: String,
    /// Functions, globals, table and data.
    pub rest: String,
    /// Whether it relies on what it laid into memory, and so mixes with nothing.
    pub is_alone: bool,
    /// Pages of memory at start and, if it has a maximum of its own, at most; empty is one.
    pub memory: &'static str,
    /// Most turns in one call; zero is as many as gas allows.
    pub rounds_max: u32,
    /// What follows the number of turns in the arguments, after the callee's address.
    pub args: Vec<u8>,
}

/// Where the arguments lie: number of turns, callee's address, everything else.
pub const ARGS_AT: u32 = 64;

const LOCALS: &str =
    "(local $i i32) (local $x i32) (local $v i32) (local $y i64) (local $z i64) (local $t i32)";
const RESULTS: &str =
    "(i32.store (i32.const 8) (local.get $x)) (i64.store (i32.const 16) (local.get $y))
    (i64.store (i32.const 24) (local.get $z)) (i32.store (i32.const 32) (local.get $v))";

impl Work {
    /// A contract whose method `run` does as many turns as its arguments say.
    #[must_use]
    pub fn counted(&self) -> Vec<u8> {
        let run = format!(
            "{LOCALS}
             (call $context_input_read (i32.const {ARGS_AT}))
             (local.set $i (i32.load (i32.const {ARGS_AT})))
             {}
             (loop $again
                {}
                (local.set $i (i32.sub (local.get $i) (i32.const 1)))
                (br_if $again (local.get $i)))
             {RESULTS}",
            self.before, self.round
        );
        self.module(&run)
    }

    /// A contract whose method `run` does it until its gas ends.
    #[must_use]
    pub fn endless(&self) -> Vec<u8> {
        let run = format!("{LOCALS} {} (loop $again {} (br $again))", self.before, self.round);
        self.module(&run)
    }

    fn module(&self, run: &str) -> Vec<u8> {
        let prepare = format!("{LOCALS} {}", self.prepare);
        let methods = vec![
            method("create", MethodKind::Init, ""),
            method("prepare", MethodKind::Write, &prepare),
            method("run", MethodKind::Write, run),
            method("nothing", MethodKind::Write, ""),
        ];
        let memory = if self.memory.is_empty() { "1" } else { self.memory };
        ModuleText { methods, rest: self.rest.clone() }.bytes_of_memory(memory)
    }
}

/// Work of guest operators: every class there is, and mixtures of them.
#[must_use]
pub fn operators(seed: u64) -> Vec<Work> {
    let mut random = Random::new(seed);
    let mut all = numbers::all(&mut random);
    all.extend(control::all(&mut random));
    all.extend(memory::all(&mut random));
    let mixed: Vec<_> = (0..MIXTURES).map(|number| mixture(&all, number, &mut random)).collect();
    all.extend(mixed);
    all
}

/// Mixtures of three classes.
const MIXTURES: usize = 12;

/// Turns of three different classes that need nothing of their own, one after the other.
fn mixture(all: &[Work], number: usize, random: &mut Random) -> Work {
    let is_plain = |work: &&Work| work.rest.is_empty() && work.rounds_max == 0 && !work.is_alone;
    let mut plain: Vec<_> = all.iter().filter(is_plain).collect();
    // Near memory, unless one of them needs more.
    let mut mixed = Work { memory: memory::NEAR.declared, ..Work::default() };
    let mut names = Vec::new();
    for _ in 0..3 {
        let end = u32::try_from(plain.len()).unwrap();
        let one = plain.swap_remove(usize::try_from(random.below(end)).unwrap());
        names.push(one.name.as_str());
        mixed.before.push_str(&one.before);
        mixed.round.push_str(&one.round);
        if one.memory == memory::FAR.declared {
            mixed.memory = one.memory;
        }
    }
    mixed.name = format!("mixture {number}: {}", names.join(" + "));
    mixed
}

fn repeated(count: u32, mut round: impl FnMut(u32) -> String) -> String {
    (0..count).map(&mut round).collect()
}
