//! Fails on request. The line that each fault must be traced to ends in its number; numbers
//! in `test_parts` are of the same list.
#![cfg(target_arch = "wasm32")]
#![no_std]
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used)]

extern crate alloc;

mod engine;
mod plain;

use sandpact_sdk::prelude::*;

/// It has no errors of its own.
#[error]
pub enum Error {}

/// Another contract that fails.
#[interface]
pub trait Other {
    /// Fails there.
    fn fail(&mut self, fault: u8, seed: u64) -> u64;
}

/// Counts its calls.
#[storage]
pub struct Faults {
    calls: Value<u64>,
}

#[contract(error = Error)]
impl Faults {
    /// Begins at none.
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Fails by this number. `seed` is 1: a number that no compiler knows.
    pub fn fail(&mut self, fault: u8, seed: u64) -> Result<u64, Error> {
        self.calls.set(&seed);
        Ok(match fault {
            1..=19 => plain::fail(fault, seed),
            _ => engine::fail(fault, seed, &mut self.calls),
        })
    }

    /// What was stored last.
    pub fn count(&self) -> Result<u64, Error> {
        Ok(self.calls.get().unwrap_or(0))
    }

    /// Fails in a query.
    pub fn look(&self, fault: u8, seed: u64) -> Result<u64, Error> {
        Ok(plain::fail(fault, seed))
    }

    /// Has another contract fail, with all gas.
    pub fn pass(&mut self, other: Address, fault: u8, seed: u64) -> Result<u64, Error> {
        Ok(OtherAt(other).fail(fault, seed)?) // CALLER
    }

    /// Has another contract fail under a cap on gas, and goes on.
    pub fn survive(&mut self, other: Address, fault: u8, seed: u64) -> Result<bool, Error> {
        self.calls.set(&2);
        Ok(OtherAt(other).gas(Gas(5_000_000)).fail(fault, seed).is_err())
    }

    /// Some work: a loop, hashes, memory, storage.
    pub fn work(&mut self, turns: u64) -> Result<u64, Error> {
        Ok(engine::work(turns, &mut self.calls))
    }

    /// Work here and in another contract.
    pub fn work_together(&mut self, other: Address, turns: u64) -> Result<u64, Error> {
        let own = engine::work(turns, &mut self.calls);
        let theirs: u64 = sandpact_sdk::call::call(&other, "work", &turns.to_le_bytes())?;
        Ok(own ^ theirs)
    }
}
