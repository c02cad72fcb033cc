//! A register of amounts, in the version after: entries may be closed, there is a sum, and no
//! label.
#![no_std]

extern crate alloc;

use alloc::string::String;
use sandpact_sdk::prelude::*;
use sandpact_sdk::storage::Field as _;

/// Entries that the migration reads at a time.
const PAGE: u32 = 50;

/// What is kept of an entry.
#[message]
pub struct Entry {
    /// In cents.
    pub amount: u64,
    /// A remark.
    pub note: String,
    /// Whether it counts no more.
    pub is_closed: bool,
}

/// What the first version kept.
#[message]
pub struct FirstEntry {
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
    /// The sum is beyond 64 bits.
    #[code(101)]
    TooMuch,
}

/// Amounts by number.
#[storage]
pub struct Register {
    entries: OrderedMap<u64, Entry>,
    sum: Value<u64>,
}

#[contract(name = "register", error = Error, events = [Entered])]
impl Register {
    /// Begins empty.
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Writes every entry anew, adds the amounts up and removes the label; entries below
    /// `closed_below` are closed. Returns their number.
    #[migrate]
    pub fn from_first(&mut self, closed_below: u64) -> Result<u64, Error> {
        Value::<String>::named("label").remove();
        let first = OrderedMap::<u64, FirstEntry>::named("entries");
        let (mut cursor, mut sum, mut count) = (None, 0_u64, 0_u64);
        loop {
            let page = first.after(cursor.as_ref(), PAGE);
            if page.is_empty() {
                break;
            }
            for (number, FirstEntry { amount, note }) in page {
                sum = sum.checked_add(amount).ok_or(Error::TooMuch)?;
                count = count.saturating_add(1);
                let is_closed = number < closed_below;
                self.entries.set(&number, &Entry { amount, note, is_closed });
                cursor = Some(number);
            }
        }
        self.sum.set(&sum);
        Ok(count)
    }

    /// Makes an entry.
    pub fn enter(&mut self, number: u64, amount: u64, note: String) -> Result<(), Error> {
        if self.entries.contains(&number) {
            return Err(Error::Taken);
        }
        let sum = self.sum.get().unwrap_or_default();
        self.sum.set(&sum.checked_add(amount).ok_or(Error::TooMuch)?);
        self.entries.set(&number, &Entry { amount, note, is_closed: false });
        self.emit(Entered { number });
        Ok(())
    }

    /// The amount of an entry; none where there is no entry.
    pub fn amount(&self, number: u64) -> Result<Option<u64>, Error> {
        Ok(self.entries.get(&number).map(|entry| entry.amount))
    }

    /// Whether an entry is closed; none where there is no entry.
    pub fn is_closed(&self, number: u64) -> Result<Option<bool>, Error> {
        Ok(self.entries.get(&number).map(|entry| entry.is_closed))
    }

    /// The sum of all amounts.
    pub fn sum(&self) -> Result<u64, Error> {
        Ok(self.sum.get().unwrap_or_default())
    }
}
