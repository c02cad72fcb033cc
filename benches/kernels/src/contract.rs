//! The methods.

use crate::{compute, data};
use sandpact_sdk::prelude::*;

/// Nothing is stored.
#[storage]
pub struct Kernels {}

/// Never refuses.
#[error]
pub enum Error {
    /// Not used.
    #[code(100)]
    Never,
}

#[contract(error = Error, events = [])]
impl Kernels {
    /// Nothing to set up.
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// SHA3-256 over 64 KiB, in the guest.
    pub fn sha3(&self, rounds: u32) -> Result<u64, Error> {
        Ok(compute::sha3(rounds))
    }

    /// Sorts 10 000 numbers.
    pub fn sort(&self, rounds: u32) -> Result<u64, Error> {
        Ok(data::sort(rounds))
    }

    /// Fibonacci's number of 22, by recursion alone.
    pub fn fib(&self, rounds: u32) -> Result<u64, Error> {
        Ok((0..rounds).map(|_| compute::fib(core::hint::black_box(22))).fold(0, u64::wrapping_add))
    }

    /// 2 000 insertions into an ordered map and as many look-ups.
    pub fn btree(&self, rounds: u32) -> Result<u64, Error> {
        Ok(data::btree(rounds))
    }

    /// Encodes and decodes an invoice of ten lines.
    pub fn scale(&self, rounds: u32) -> Result<u64, Error> {
        Ok(data::scale(rounds))
    }

    /// 10 000 calls through a table.
    pub fn dispatch(&self, rounds: u32) -> Result<u64, Error> {
        Ok(compute::dispatch(rounds))
    }

    /// Counts a byte's occurrences in 64 KiB.
    pub fn scan(&self, rounds: u32) -> Result<u64, Error> {
        Ok(data::scan(rounds))
    }

    /// Looks for the first of a byte in 64 KiB.
    pub fn find(&self, rounds: u32) -> Result<u64, Error> {
        Ok(data::find(rounds))
    }

    /// 1 000 host calls.
    pub fn host(&self, rounds: u32) -> Result<u64, Error> {
        let calls = rounds.saturating_mul(1_000);
        Ok((0..calls).map(|_| env::height().0).fold(0, u64::wrapping_add))
    }

    /// Multiplies two matrices of 32 by 32 in fixed point.
    pub fn matrix(&self, rounds: u32) -> Result<u64, Error> {
        Ok(compute::matrix(rounds))
    }
}
