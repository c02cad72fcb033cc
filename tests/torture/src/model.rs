//! Random operations on every kind of ledger at once, against plain maps.

mod many;
mod trie;

use crate::{
    report::{Report, Tally},
    run::{Setting, case},
};

/// Operations of one sequence, which begins with empty ledgers.
const OPERATIONS_PER_SEQUENCE: u64 = 10_000;
/// Of those, on a trie by itself, whose keys are chosen freely.
const TRIE_OPERATIONS: u64 = 5_000;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// How many operations.
    pub operations: u64,
}

impl Model {
    /// Operates and compares.
    #[must_use]
    pub fn run(self, setting: &Setting) -> Report {
        let sequences = self.operations.div_ceil(OPERATIONS_PER_SEQUENCE);
        let tally = setting.in_parallel(sequences, |number| {
            let left = self.operations - number * OPERATIONS_PER_SEQUENCE;
            let operations = OPERATIONS_PER_SEQUENCE.min(left);
            let on_trie = TRIE_OPERATIONS.min(operations / 2);
            let mut tally = Tally::default();
            let label = format!("--seed {}, sequence {number}", setting.seed);
            for result in [
                case(&label, || trie::operate(setting.seed, number, on_trie, &mut tally)),
                case(&label, || many::operate(setting, number, operations - on_trie, &mut tally)),
            ] {
                if let Err(error) = result {
                    tally.fail(format!("{label}: {error}"));
                }
            }
            tally.add_many("operations", operations);
            setting.bar.inc(operations);
            tally
        });
        Report {
            battery: "model",
            arguments: format!("--operations {} --seed {}", self.operations, setting.seed),
            what: "random operations on memory, sled, redb and a bare trie, against plain maps",
            tally,
        }
    }
}
