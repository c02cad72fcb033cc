//! A register of amounts, in its first version.
#![no_std]

extern crate alloc;

use alloc::string::String;
use sandpact_sdk::prelude::*;

/// What is kept of an entry.
#[message]
pub struct Entry {
    /// In cents.
    pub amount: u64,
    /// A remark.
    pub note: String,
}

/// An entry was made.
#[event]
pub struct Entered {
    /// Its number.
    pub number: u64,
}

/// Why a call is refused.
#[error]
pub enum Error {
    /// There is an entry of this number.
    #[code(100)]
    Taken,
}

/// Amounts by number.
#[storage]
pub struct Register {
    entries: OrderedMap<u64, Entry>,
    label: Value<String>,
}

#[contract(error = Error, events = [Entered])]
impl Register {
    /// Begins empty.
    #[init]
    pub fn create(&mut self, label: String) -> Result<(), Error> {
        self.label.set(&label);
        Ok(())
    }

    /// Makes an entry.
    pub fn enter(&mut self, number: u64, amount: u64, note: String) -> Result<(), Error> {
        if self.entries.contains(&number) {
            return Err(Error::Taken);
        }
        self.entries.set(&number, &Entry { amount, note });
        self.emit(Entered { number });
        Ok(())
    }

    /// The amount of an entry; none where there is no entry.
    pub fn amount(&self, number: u64) -> Result<Option<u64>, Error> {
        Ok(self.entries.get(&number).map(|entry| entry.amount))
    }
}
