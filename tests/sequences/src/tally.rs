//! How calls ended, and what they took.

use sandpact_sdk::Refusal;
use sandpact_testing::{Failure, Outcome};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// How calls ended, over all sequences of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Gas of each call that returned, by method, as wasm.
    pub gas: BTreeMap<String, Vec<u64>>,
}

/// What the calls of one method took that returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The method.
    pub method: String,
    /// How many there were.
    pub calls: usize,
    /// Gas of the middle one.
    pub median: u64,
    /// Gas of the dearest one.
    pub max: u64,
}

impl Tally {
    /// Counts a call and hands back how it ended.
    pub fn count<T, E: Refusal + Debug>(
        &mut self,
        outcome: Outcome<T, E>,
    ) -> Result<T, Failure<E>> {
        let (method, gas) = (outcome.method().to_owned(), outcome.gas().0);
        let result = outcome.result();
        let counter = match &result {
            Ok(_) => &mut self.returned,
            Err(Failure::Halted { .. }) => &mut self.halted,
            Err(_) => &mut self.refused,
        };
        *counter = counter.saturating_add(1);
        self.calls = self.calls.saturating_add(1);
        if result.is_ok() {
            self.gas.entry(method).or_default().push(gas);
        }
        result
    }

    /// What each method took, in order of their names.
    #[must_use]
    pub fn costs(&self) -> Vec<Cost> {
        let cost = |(method, gas): (&String, &Vec<u64>)| {
            let mut gas = gas.clone();
            gas.sort_unstable();
            let median = gas.get(gas.len() / 2).copied().unwrap_or(0);
            let max = gas.last().copied().unwrap_or(0);
            Cost { method: method.clone(), calls: gas.len(), median, max }
        };
        self.gas.iter().map(cost).collect()
    }
}
