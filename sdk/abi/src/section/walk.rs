//! A walk through an encoded description, which copies it and stops at its structs and enums. It
//! knows where each part ends; whether texts and numbers are good is for who decodes the copy.

use super::SAME_AS;
use alloc::vec::Vec;
use parity_scale_codec::{Compact, Decode};

/// Deepest nesting that is walked: above that of a section, and a bound of this stack.
const DEPTH_MAX: u32 = 40;

/// What happens to structs and enums. Nothing is `None`: the bytes are no description.
pub trait Named: Sized {
    /// At one that is written out.
    fn named(walk: &mut Walk<'_, Self>) -> Option<()>;

    /// At one that stands by its number.
    fn same_as(walk: &mut Walk<'_, Self>) -> Option<()>;
}

/// Where a walk is.
pub struct Walk<'a, N> {
    /// What was not walked yet.
    pub input: &'a [u8],
    /// The copy.
    pub out: Vec<u8>,
    /// What was seen of structs and enums.
    pub named: N,
    depth: u32,
}

impl<'a, N: Named> Walk<'a, N> {
    pub fn new(input: &'a [u8], named: N) -> Self {
        Self { input, out: Vec::new(), named, depth: 0 }
    }

    /// The copy of a whole contract.
    pub fn contract(mut self) -> Option<Vec<u8>> {
        self.texts(3)?;
        self.list(Self::method)?;
        self.list(|walk| {
            walk.copy(4)?;
            walk.documented_fields()
        })?;
        self.list(Self::documented_fields)?;
        self.list(Self::storage)?;
        self.input.is_empty().then_some(self.out)
    }

    /// A struct or an enum, written out.
    pub fn body(&mut self) -> Option<()> {
        match self.copy(1)? {
            [22] => self.documented_fields(),
            [23] => {
                self.texts(2)?;
                self.list(|walk| {
                    walk.copy(1)?;
                    walk.documented_fields()
                })
            }
            _ => None,
        }
    }

    fn method(&mut self) -> Option<()> {
        self.texts(2)?;
        // Its kind and whether it is reentrant.
        self.copy(2)?;
        self.list(Self::field)?;
        self.ty()?;
        match self.copy(1)? {
            [0] => Some(()),
            [1] => self.texts(1),
            [2] => {
                self.texts(1)?;
                self.list(|walk| {
                    walk.copy(1)?;
                    walk.texts(1)
                })
            }
            _ => None,
        }
    }

    fn storage(&mut self) -> Option<()> {
        self.texts(2)?;
        self.copy(1)?;
        self.ty()?;
        self.ty()?;
        self.list(|walk| {
            walk.texts(1)?;
            walk.copy(1)?;
            walk.ty()
        })
    }

    fn documented_fields(&mut self) -> Option<()> {
        self.texts(2)?;
        self.list(Self::field)
    }

    fn field(&mut self) -> Option<()> {
        self.texts(2)?;
        self.ty()
    }

    fn ty(&mut self) -> Option<()> {
        self.depth = self.depth.checked_add(1).filter(|depth| *depth <= DEPTH_MAX)?;
        match *self.input.first()? {
            22 | 23 => N::named(self)?,
            SAME_AS => N::same_as(self)?,
            byte => {
                self.copy(1)?;
                match byte {
                    13 => self.copy(4).map(|_| ())?,
                    19 | 20 => self.ty()?,
                    21 => self.list(Self::ty)?,
                    0..=18 => {}
                    _ => return None,
                }
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Some(())
    }

    fn texts(&mut self, count: u32) -> Option<()> {
        for _ in 0..count {
            let len = self.compact()?;
            self.copy(len)?;
        }
        Some(())
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        let count = self.compact()?;
        (0..count).try_for_each(|_| item(self))
    }

    fn compact(&mut self) -> Option<usize> {
        let mut rest = self.input;
        let Compact(number) = Compact::<u32>::decode(&mut rest).ok()?;
        let len = self.input.len().checked_sub(rest.len())?;
        self.copy(len)?;
        usize::try_from(number).ok()
    }

    fn copy(&mut self, len: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.input.split_at_checked(len)?;
        self.out.extend_from_slice(bytes);
        self.input = rest;
        Some(bytes)
    }
}
