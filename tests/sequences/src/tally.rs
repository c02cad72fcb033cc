//! How calls ended, and what they took.

use sandpact_sdk::Refusal;
use sandpact_testing::{Failure, GasParts, Outcome};
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
    pub gas: BTreeMap<String, Vec<Spent>>,
}

/// What a call took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spent {
    /// Gas of the call itself: all but its transaction.
    pub call: u64,
    /// Of that, for operators of contracts.
    pub wasm: u64,
    /// Of that, for reading and writing keys.
    pub storage: u64,
    /// All gas, with that of the transaction's bytes and signature.
    pub all: u64,
}

impl Spent {
    fn new(all: u64, parts: GasParts) -> Self {
        let GasParts { transaction, wasm, storage, .. } = parts;
        Self { call: all.saturating_sub(transaction), wasm, storage, all }
    }
}

/// What the calls of one method took that returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The method.
    pub method: String,
    /// How many there were.
    pub calls: usize,
    /// The middle one.
    pub median: Spent,
    /// Gas of the dearest one itself.
    pub max: u64,
}

impl Tally {
    /// Counts a call and hands back how it ended.
    pub fn count<T, E: Refusal + Debug>(
        &mut self,
        outcome: Outcome<T, E>,
    ) -> Result<T, Failure<E>> {
        let (method, gas) = (outcome.method().to_owned(), outcome.gas().0);
        let spent = Spent::new(gas, outcome.gas_parts().unwrap_or_default());
        let result = outcome.result();
        let counter = match &result {
            Ok(_) => &mut self.returned,
            Err(Failure::Halted { .. }) => &mut self.halted,
            Err(_) => &mut self.refused,
        };
        *counter = counter.saturating_add(1);
        self.calls = self.calls.saturating_add(1);
        if result.is_ok() {
            self.gas.entry(method).or_default().push(spent);
        }
        result
    }

    /// What each method took, in order of their names.
    #[must_use]
    pub fn costs(&self) -> Vec<Cost> {
        let cost = |(method, gas): (&String, &Vec<Spent>)| {
            let mut gas = gas.clone();
            gas.sort_unstable();
            let median = gas.get(gas.len() / 2).copied().unwrap_or_default();
            let max = gas.last().map_or(0, |spent| spent.call);
            Cost { method: method.clone(), calls: gas.len(), median, max }
        };
        self.gas.iter().map(cost).collect()
    }
}
