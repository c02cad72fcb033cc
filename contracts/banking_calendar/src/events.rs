//! What happened. Every event names who acted; the block gives the time.

use crate::messages::{Place, Reason, Role};
use sandpact_sdk::prelude::*;

/// A role was given to an account.
#[event]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The authority.
    pub by: Address,
}

/// A role was taken from an account.
#[event]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The authority.
    pub by: Address,
}

/// A year's banking days are known.
#[event]
pub struct YearPublished {
    /// The place.
    pub place: Place,
    /// The calendar year.
    pub year: u16,
    /// The oracle.
    pub by: Address,
}

/// Banks will be closed on a day that was open.
#[event]
pub struct DayClosed {
    /// The place.
    pub place: Place,
    /// The day.
    pub date: CivilDate,
    /// Why.
    pub reason: Reason,
    /// The oracle.
    pub by: Address,
}
