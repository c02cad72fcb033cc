//! A register of notes: who wrote which, once and for all.
#![no_std]

use sandpact_sdk::prelude::*;

/// Longest text of a note, in bytes.
pub const TEXT_LEN_BYTES_MAX: usize = 280;
/// Most notes in one answer.
pub const PAGE_LEN_MAX: u32 = 100;

/// Who may do what.
#[message]
pub enum Role {
    /// Writes notes.
    Clerk,
}

/// A note.
#[message]
pub struct Note {
    /// Who wrote it.
    pub author: Address,
    /// What it says.
    pub text: String,
}

/// Why a call was refused.
#[error]
pub enum Error {
    /// There is a note of this number already.
    #[code(100)]
    Taken {
        /// The number.
        number: u64,
    },
    /// The text is empty or too long.
    #[code(101)]
    TextLength {
        /// Its length in bytes.
        len_bytes: u32,
    },
}

/// A note was written.
#[event]
pub struct Written {
    /// Its number.
    pub number: u64,
    /// Who wrote it.
    pub author: Address,
}

/// A register of notes.
#[storage]
pub struct Register {
    /// Who is what.
    roles: Roles<Role>,
    /// All notes, by number.
    notes: OrderedMap<u64, Note>,
}

#[contract(error = Error, events = [Written])]
impl Register {
    /// Names the clerk. Runs once, with the deployment.
    #[init]
    pub fn create(&mut self, clerk: Address) -> Result<(), Error> {
        self.roles.grant(Role::Clerk, &clerk);
        Ok(())
    }

    /// Writes a note under a number that is still free.
    #[only(Role::Clerk)]
    pub fn write(&mut self, number: u64, text: String) -> Result<(), Error> {
        check_text(&text)?;
        if self.notes.contains(&number) {
            return Err(Error::Taken { number });
        }
        let author = env::caller();
        self.notes.set(&number, &Note { author, text });
        self.emit(Written { number, author });
        Ok(())
    }

    /// The note of a number.
    pub fn note(&self, number: u64) -> Result<Option<Note>, Error> {
        Ok(self.notes.get(&number))
    }

    /// The notes after a number, in order, one page of them.
    pub fn after(&self, number: Option<u64>) -> Result<Vec<(u64, Note)>, Error> {
        Ok(self.notes.after(number.as_ref(), PAGE_LEN_MAX))
    }
}

/// A text that may be a note.
///
/// # Errors
/// [`Error::TextLength`].
pub fn check_text(text: &str) -> Result<(), Error> {
    if (1..=TEXT_LEN_BYTES_MAX).contains(&text.len()) {
        Ok(())
    } else {
        Err(Error::TextLength { len_bytes: u32::try_from(text.len()).unwrap_or(u32::MAX) })
    }
}
