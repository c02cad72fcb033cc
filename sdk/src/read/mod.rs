//! SCALE read in the sandbox. What is read is what `Decode` takes, and nothing else; a test holds the
//! two together.
//!
//! `Decode` gives a `Result` for every value, which is looked at and moved at every level: half of the
//! code that reads a record. A [`Reader`] remembers instead that something was wrong, so that a value
//! is read to where it belongs, and whether all was right is asked once, at the end.

mod types;

#[cfg(test)]
mod tests;

use crate::host::Received;

/// A value that is read from SCALE. `#[message]` implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from SCALE",
    label = "not readable",
    note = "write #[message] on a struct or enum of your own"
)]
pub trait Read: Sized {
    /// The value that begins here. Where there is none, some value: the reader knows.
    fn read(reader: &mut Reader<'_>) -> Self;
}

/// Bytes that are read from front to back.
pub struct Reader<'a> {
    rest: &'a [u8],
    is_bad: bool,
}

impl<'a> Reader<'a> {
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn of(received: &'a Received) -> Self {
        Self { rest: received, is_bad: false }
    }
}

impl Reader<'_> {
    /// Copies the next bytes. Where there are too few, `out` stays as it is.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub fn copy(&mut self, out: &mut [u8]) {
        match self.rest.split_at_checked(out.len()) {
            Some((bytes, rest)) => {
                out.copy_from_slice(bytes);
                self.rest = rest;
            }
            None => self.refuse(),
        }
    }

    /// The next byte: 0 where there is none.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((byte, rest)) => {
                self.rest = rest;
                *byte
            }
            None => {
                self.refuse();
                0
            }
        }
    }

    /// Says that what was read is no value. There are no bytes from here on.
    #[cold]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub fn refuse(&mut self) {
        self.rest = &[];
        self.is_bad = true;
    }

    /// Whether all was a value, and nothing is left.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn is_read(&self) -> bool {
        !self.is_bad && self.rest.is_empty()
    }

    /// The value, when it is one; what is none is refused, and this one stands for it.
    fn checked<T>(&mut self, value: Option<T>, otherwise: T) -> T {
        value.unwrap_or_else(|| {
            self.refuse();
            otherwise
        })
    }
}

/// The value of exactly these bytes.
pub fn read_all<T: Read>(bytes: &[u8]) -> Option<T> {
    let mut reader = Reader { rest: bytes, is_bad: false };
    let value = T::read(&mut reader);
    reader.is_read().then_some(value)
}

/// The value of exactly what the host gave, written to where it belongs; of others, `refuse` ends the call.
#[inline(always)]
pub fn read_or<T: Read>(received: &Received, refuse: fn() -> !) -> T {
    let mut reader = Reader::of(received);
    let value = T::read(&mut reader);
    if !reader.is_read() {
        refuse()
    }
    value
}
