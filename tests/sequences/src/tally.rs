//! How calls ended.

use sandpact_sdk::Refusal;
use sandpact_testing::{Failure, Outcome};
use std::fmt::Debug;

/// How calls ended, over all sequences of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sequences.
    pub sequences: u32,
    /// Calls.
    pub calls: u64,
    /// Those that returned.
    pub returned: u64,
    /// Those that were refused.
    pub refused: u64,
    /// Those that halted.
    pub halted: u64,
}

impl Tally {
    /// Counts a call and hands back how it ended.
    pub fn count<T, E: Refusal + Debug>(
        &mut self,
        outcome: Outcome<T, E>,
    ) -> Result<T, Failure<E>> {
        let result = outcome.result();
        let counter = match &result {
            Ok(_) => &mut self.returned,
            Err(Failure::Halted { .. }) => &mut self.halted,
            Err(_) => &mut self.refused,
        };
        *counter = counter.saturating_add(1);
        self.calls = self.calls.saturating_add(1);
        result
    }
}
