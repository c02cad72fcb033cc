//! Which keys of the fingerprints are in force. Pure rules.
//!
//! The same number has another fingerprint under each key. While two keys are in force,
//! every document is entered under both, so none can be entered once under each.

use crate::errors::Error;
use crate::messages::{Epochs, IssueRequest};
use sandpact_sdk::prelude::*;

impl Epochs {
    /// What is in force on a new ledger.
    pub const FIRST: Self = Self { current: 1, previous: None };

    /// The next epoch begins; the current one goes on beside it.
    ///
    /// # Errors
    /// [`Common::WrongState`] while two are in force, [`Common::Overflow`].
    pub fn begin(&self) -> Result<Self, Error> {
        if self.previous.is_some() {
            return Err(Common::WrongState.into());
        }
        let current = self.current.checked_add(1).ok_or(Common::Overflow)?;
        Ok(Self { current, previous: Some(self.current) })
    }

    /// The previous epoch ends.
    ///
    /// # Errors
    /// [`Common::WrongState`] when only one is in force.
    pub fn end(&self) -> Result<Self, Error> {
        match self.previous {
            Some(_) => Ok(Self { current: self.current, previous: None }),
            None => Err(Common::WrongState.into()),
        }
    }

    /// Checks that a document has a fingerprint of each epoch in force and of no other.
    ///
    /// # Errors
    /// [`Error::EpochNotInForce`].
    pub fn check(&self, request: &IssueRequest) -> Result<(), Error> {
        let previous = request.previous_fingerprint.as_ref().map(|it| it.epoch);
        if request.fingerprint.epoch == self.current && previous == self.previous {
            Ok(())
        } else {
            Err(Error::EpochNotInForce)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::messages::{Category, Fingerprint};
    use crate::samples::{line, request};

    #[test]
    fn an_epoch_begins_beside_the_one_before_and_ends_it_later() {
        let both = Epochs::FIRST.begin().unwrap();
        assert_eq!(both, Epochs { current: 2, previous: Some(1) });
        assert_eq!(both.begin(), Err(Common::WrongState.into()));
        let second = both.end().unwrap();
        assert_eq!(second, Epochs { current: 2, previous: None });
        assert_eq!(second.end(), Err(Common::WrongState.into()));
        let last = Epochs { current: u32::MAX, previous: None };
        assert_eq!(last.begin(), Err(Common::Overflow.into()));
    }

    #[test]
    fn a_document_is_entered_under_every_epoch_in_force_and_no_other() {
        let checked = |in_force: &Epochs, current, previous: Option<u32>| {
            let of = |epoch| Fingerprint { epoch, hash: Hash([7; 32]) };
            let mut request = request(vec![line(Category::ZeroRated, 0, 100, 0)]);
            request.fingerprint = of(current);
            request.previous_fingerprint = previous.map(of);
            in_force.check(&request)
        };
        let (one, refused) = (Epochs::FIRST, Err(Error::EpochNotInForce));
        let both = one.begin().unwrap();
        assert_eq!(checked(&one, 1, None), Ok(()));
        assert_eq!(checked(&one, 2, None), refused);
        assert_eq!(checked(&one, 1, Some(0)), refused);
        assert_eq!(checked(&both, 2, Some(1)), Ok(()));
        assert_eq!(checked(&both, 2, None), refused);
        assert_eq!(checked(&both, 1, None), refused);
        assert_eq!(checked(&both, 1, Some(2)), refused);
    }
}
