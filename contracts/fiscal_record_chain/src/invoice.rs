//! What a registration or cancellation does to an invoice (F5, F6). Pure rules.

use crate::errors::Error;
use crate::records::{Invoice, RecordKind};

/// Checks a registration; returns what it is and the registration that it corrects. Nothing is
/// overwritten: what is registered again is a correction and says so (F6).
///
/// # Errors
/// [`Error::AlreadyCancelled`], [`Error::AlreadyRegistered`], [`Error::UnknownRegistration`].
pub fn check_registration(
    known: Option<&Invoice>,
    is_correction: bool,
) -> Result<(RecordKind, Option<u64>), Error> {
    match (known, is_correction) {
        (None, false) => Ok((RecordKind::Registration, None)),
        (None, true) => Err(Error::UnknownRegistration),
        (Some(Invoice { cancellation: Some(_), .. }), _) => Err(Error::AlreadyCancelled),
        (Some(_), false) => Err(Error::AlreadyRegistered),
        (Some(invoice), true) => Ok((RecordKind::Correction, Some(invoice.registration))),
    }
}

/// Checks a cancellation; returns the registration that it cancels (F5).
///
/// # Errors
/// [`Error::UnknownRegistration`], [`Error::AlreadyCancelled`].
pub const fn check_cancellation(known: Option<&Invoice>) -> Result<u64, Error> {
    match known {
        None => Err(Error::UnknownRegistration),
        Some(Invoice { cancellation: Some(_), .. }) => Err(Error::AlreadyCancelled),
        Some(invoice) => Ok(invoice.registration),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f5_and_f6_an_invoice_is_registered_corrected_and_cancelled_once() {
        let registered = Invoice { registration: 3, cancellation: None };
        let cancelled = Invoice { registration: 3, cancellation: Some(4) };
        let (new, correction) = (RecordKind::Registration, RecordKind::Correction);
        for (known, is_correction, expected) in [
            (None, false, Ok((new, None))),
            (None, true, Err(Error::UnknownRegistration)),
            (Some(&registered), false, Err(Error::AlreadyRegistered)),
            (Some(&registered), true, Ok((correction, Some(3)))),
            (Some(&cancelled), false, Err(Error::AlreadyCancelled)),
            (Some(&cancelled), true, Err(Error::AlreadyCancelled)),
        ] {
            assert_eq!(check_registration(known, is_correction), expected);
        }
        assert_eq!(check_cancellation(None), Err(Error::UnknownRegistration));
        assert_eq!(check_cancellation(Some(&registered)), Ok(3));
        assert_eq!(check_cancellation(Some(&cancelled)), Err(Error::AlreadyCancelled));
    }
}
