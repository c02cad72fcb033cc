//! Runs sequences from a seed; a failing one is shrunk to the fewest steps that show it.

use crate::Tally;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::RefCell;

/// How a contract's sequences are run: the number of sequences, a seed, and what is told after
/// each sequence.
pub type Run = fn(u32, u64, &dyn Fn()) -> Tally;

/// Runs `body` on `count` sequences made from `seed`. `body` panics where a rule is broken or
/// the two ways to run a call differ, and counts its calls.
///
/// # Panics
/// At the first sequence that `body` panics for, shrunk.
pub fn drive<S: Strategy>(
    name: &str,
    (count, seed): (u32, u64),
    each: &dyn Fn(),
    sequences: S,
    body: impl Fn(S::Value, &mut Tally),
) -> Tally {
    let tally = RefCell::new(Tally::default());
    let config = Config { cases: count, failure_persistence: None, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let ran = TestRunner::new_with_rng(config, rng).run(&sequences, |steps| {
        let mut tally = tally.borrow_mut();
        body(steps, &mut tally);
        tally.sequences = tally.sequences.saturating_add(1);
        each();
        Ok(())
    });
    if let Err(failure) = ran {
        panic!("{name}: {failure}");
    }
    tally.into_inner()
}
