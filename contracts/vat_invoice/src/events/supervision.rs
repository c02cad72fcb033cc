//! Regimes, quotas, periods and returns.

use crate::messages::{Category, Period, Regime};
use sandpact_sdk::prelude::*;

/// An account issues under this regime from now on.
#[event]
pub struct RegimeSet {
    /// The account; `None`: every one that has no other.
    pub account: Option<Address>,
    /// The regime.
    pub regime: Regime,
    /// The authority.
    pub by: Address,
}

/// A regime has new terms.
#[event]
pub struct TermsSet {
    /// The regime.
    pub regime: Regime,
    /// Their version.
    pub version: u32,
    /// First tax point for which they hold.
    pub from: CivilDate,
    /// The authority.
    pub by: Address,
}

/// A rate begins.
#[event]
pub struct RateBegun {
    /// The regime.
    pub regime: Regime,
    /// The category.
    pub category: Category,
    /// The rate in basis points.
    pub rate_bp: u32,
    /// First tax point.
    pub from: CivilDate,
    /// The authority.
    pub by: Address,
}

/// A rate ends.
#[event]
pub struct RateEnded {
    /// The regime.
    pub regime: Regime,
    /// The category.
    pub category: Category,
    /// The rate in basis points.
    pub rate_bp: u32,
    /// Last tax point.
    pub until: CivilDate,
    /// The authority.
    pub by: Address,
}

/// An issuer has another quota from a period on.
#[event]
pub struct QuotaSet {
    /// The issuer.
    pub account: Address,
    /// The currency.
    pub currency: Currency,
    /// The first period.
    pub from: Period,
    /// The quota of each period, minor units.
    pub limit_minor: i128,
    /// The authority.
    pub by: Address,
}

/// A period was closed, and all before it.
#[event]
pub struct PeriodClosed {
    /// The period.
    pub period: Period,
    /// The authority.
    pub by: Address,
}

/// A taxpayer filed its return.
#[event]
pub struct ReturnFiled {
    /// The period.
    pub period: Period,
    /// Salted commitment to the return.
    pub commitment: Hash,
    /// The taxpayer.
    pub by: Address,
}
