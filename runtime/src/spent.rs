//! What gas was taken for: host functions by their kind; the rest of what a transaction
//! used is its wasm's.

use crate::receipt::GasSplit;
use sandpact_abi::Gas;
use sandpact_module::schedule::TICKS_PER_GAS;

/// A kind of work of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Everything that is neither of the others: the transaction itself, calls, context, events.
    Host,
    /// Reading and writing keys.
    Storage,
    /// Hashes and signatures that a contract asked for.
    Crypto,
}

impl Work {
    /// The kind of a host function, by its name's first word.
    #[must_use]
    pub fn of(host_function: &str) -> Self {
        if host_function.starts_with("storage_") {
            Self::Storage
        } else if host_function.starts_with("crypto_") {
            Self::Crypto
        } else {
            Self::Host
        }
    }
}

/// Ticks that the host took in a transaction, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    host: u64,
    storage: u64,
    crypto: u64,
}

impl Spent {
    /// Adds ticks that were taken. Their sum is within a gas limit.
    pub fn add(&mut self, work: Work, ticks: u64) {
        let sum = match work {
            Work::Host => &mut self.host,
            Work::Storage => &mut self.storage,
            Work::Crypto => &mut self.crypto,
        };
        *sum = sum.saturating_add(ticks);
    }

    /// The split of `used`, of which this is a part. Units that were begun count as wasm, the
    /// only work that is paid by less than one.
    #[must_use]
    pub fn split(self, used: Gas) -> GasSplit {
        let [host, storage, crypto] =
            [self.host, self.storage, self.crypto].map(|ticks| ticks / TICKS_PER_GAS);
        let wasm = used.0.saturating_sub(host).saturating_sub(storage).saturating_sub(crypto);
        GasSplit { wasm: Gas(wasm), host: Gas(host), storage: Gas(storage), crypto: Gas(crypto) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_add_up_to_the_whole() {
        let mut spent = Spent::default();
        for (function, ticks) in
            [("storage_get", 25), ("crypto_sha3_256", 40), ("context_time", 9), ("event_emit", 10)]
        {
            spent.add(Work::of(function), ticks);
        }
        let split = spent.split(Gas(100));
        let parts = [split.wasm, split.host, split.storage, split.crypto].map(|gas| gas.0);
        assert_eq!(parts, [93, 1, 2, 4]);
        assert_eq!(split.sum(), Gas(100));
    }
}
