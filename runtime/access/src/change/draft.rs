//! Records as they would be after some writes.

use super::Writes;
use crate::{Records, Work};
use std::convert::Infallible;

/// Records with writes over them that are not made yet.
pub struct Draft<'a, R> {
    pub records: &'a mut R,
    pub writes: &'a Writes,
}

impl<R: Records> Records for Draft<'_, R> {
    type Error = R::Error;

    fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, R::Error> {
        match self.writes.0.get(key) {
            Some(written) => Ok(written.clone()),
            None => self.records.get(key),
        }
    }

    fn pay(&mut self, work: Work) -> Result<(), R::Error> {
        self.records.pay(work)
    }
}

/// The records of a ledger that has not begun.
pub struct Nothing;

impl Records for Nothing {
    type Error = Infallible;

    fn get(&mut self, _: &[u8]) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(None)
    }
}
