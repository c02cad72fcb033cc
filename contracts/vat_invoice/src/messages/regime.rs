//! Regimes: what the authority lays down for the issuers of a country or scheme.

use super::Category;
use sandpact_sdk::prelude::*;

/// A regime: a country of ISO 3166-1, or a scheme within one. An issuer has one: that of the
/// registration under which it issues.
pub type Regime = Code<8>;

/// What a regime demands from a tax point on.
#[message]
pub struct Terms {
    /// First tax point for which they hold.
    pub from: CivilDate,
    /// Most days from the tax point to the issue date; `None`: any.
    pub issue_days_max: Option<u16>,
    /// The same for supplies to another country (T10).
    pub cross_border_issue_days_max: Option<u16>,
    /// Whether the other side confirms before an accepted invoice is taken back.
    pub confirms_red_letters: bool,
    /// Hours that it has for that (T11).
    pub red_letter_hours: u16,
}

/// Days on which a rate is in force.
#[message]
pub struct InForce {
    /// First tax point.
    pub from: CivilDate,
    /// Last one; `None` until it is ended.
    pub until: Option<CivilDate>,
}

/// A category and rate of a regime's table.
#[message]
pub struct RateRow {
    /// Category.
    pub category: Category,
    /// Rate in basis points.
    pub rate_bp: u32,
    /// When it is in force, ascending.
    pub in_force: Vec<InForce>,
}

/// The last row of a rate table that a reader has seen.
#[message]
pub struct RateCursor {
    /// Category.
    pub category: Category,
    /// Rate in basis points.
    pub rate_bp: u32,
}
