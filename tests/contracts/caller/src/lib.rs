//! Calls another contract through the SDK's stub and returns what it learned; checks proofs
//! of another ledger's state.
#![no_std]

use sandpact_sdk::prelude::*;
use sandpact_sdk::proof::{Claim, verify_absence, verify_inclusion, verify_many};

/// How the callee's call ended.
#[message]
pub enum Ended {
    /// With a value.
    Returned(u64),
    /// It was refused.
    Reverted(u32),
    /// It trapped or ran out of gas.
    Halted,
    /// It returned something else.
    WrongResult,
}

/// It has no errors of its own.
#[error]
pub enum Error {}

/// The callee.
#[interface]
pub trait Callee {
    /// Whatever it does.
    fn run(&mut self) -> u64;
}

/// Counts its attempts.
#[storage]
pub struct Caller {
    attempts: Value<u64>,
}

#[contract(error = Error)]
impl Caller {
    /// Begins at none.
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Calls with a cap on gas, and goes on whatever happens.
    pub fn attempt(&mut self, callee: Address, gas_limit: u64) -> Result<Ended, Error> {
        self.count()?;
        Ok(match CalleeAt(callee).gas(Gas(gas_limit)).run() {
            Ok(value) => Ended::Returned(value),
            Err(CallFailure::Reverted { code, .. }) => Ended::Reverted(code),
            Err(CallFailure::Halted) => Ended::Halted,
            Err(CallFailure::WrongResult) => Ended::WrongResult,
        })
    }

    /// Calls with all gas, and fails when the callee does.
    pub fn insist(&mut self, callee: Address) -> Result<u64, Error> {
        self.count()?;
        Ok(CalleeAt(callee).run()?)
    }

    /// Attempts that stand.
    #[reentrant]
    pub fn attempts(&self) -> Result<u64, Error> {
        Ok(self.attempts.get().unwrap_or(0))
    }

    /// Whether under `root` the contract's `key` has `value`, or none.
    pub fn is_proven(
        &self,
        root: Hash,
        contract: Address,
        key: Vec<u8>,
        value: Option<Vec<u8>>,
        proof: Vec<u8>,
    ) -> Result<bool, Error> {
        Ok(match &value {
            Some(value) => verify_inclusion(&root, &contract, &key, value, &proof).is_ok(),
            None => verify_absence(&root, &contract, &key, &proof).is_ok(),
        })
    }

    /// The same of two keys with one proof.
    pub fn are_proven(
        &self,
        root: Hash,
        contract: Address,
        claims: Vec<(Vec<u8>, Option<Vec<u8>>)>,
        proof: Vec<u8>,
    ) -> Result<bool, Error> {
        let claims: Vec<Claim<'_>> = claims
            .iter()
            .map(|(key, value)| Claim { contract: &contract, key, value: value.as_deref() })
            .collect();
        Ok(verify_many(&root, &claims, &proof).is_ok())
    }

    fn count(&mut self) -> Result<(), Error> {
        let attempts = self.attempts.get().unwrap_or(0).checked_add(1).ok_or(Common::Overflow)?;
        self.attempts.set(&attempts);
        Ok(())
    }
}
