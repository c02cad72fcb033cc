//! Whether something holds at a height.

use sandpact_abi::{
    Height,
    access::{Revocation, Validity},
};

/// What a validity and a revocation say of a height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds.
    Valid,
    /// It will, from then on.
    NotYet(Height),
    /// It did, until then.
    Expired(Height),
    /// It does not from then on.
    Revoked(Height),
    /// Another took its place from then on.
    Rotated(Height),
}

/// The standing of something at a height.
#[must_use]
pub fn standing(validity: &Validity, revocation: Option<&Revocation>, at: Height) -> Standing {
    match revocation {
        Some(Revocation::Revoked { from }) if *from <= at => return Standing::Revoked(*from),
        Some(Revocation::Rotated { from }) if *from <= at => return Standing::Rotated(*from),
        _ => {}
    }
    match validity.until {
        _ if at < validity.from => Standing::NotYet(validity.from),
        Some(until) if until < at => Standing::Expired(until),
        _ => Standing::Valid,
    }
}
