//! What goes in and out: requests, stored records and views. Nothing here names a
//! person, a good or a bank account; documents stay off the ledger.

mod ledger;
mod record;
mod regime;
mod request;
mod views;

pub use ledger::*;
pub use record::*;
pub use regime::*;
pub use request::*;
pub use views::*;

use sandpact_sdk::prelude::*;

/// Most lines of a breakdown. Real invoices have one per rate, seldom more than six.
pub const BREAKDOWN_LEN_MAX: usize = 16;
/// Highest tax rate in basis points: 100 %.
pub const RATE_BP_MAX: u32 = 10_000;
/// Most records on one page of a view.
pub const PAGE_LEN_MAX: u32 = 100;
/// Most changes of the reverse charge rate that are kept.
pub const RATE_PERIODS_LEN_MAX: usize = 64;
/// Most versions of a regime's terms.
pub const TERMS_LEN_MAX: usize = 64;
/// Most entries of an issuer's quota: a currency each, and changes to come.
pub const QUOTA_LEN_MAX: usize = 24;
/// Most hours for the other side of a red letter: 90 days.
pub const RED_LETTER_HOURS_MAX: u16 = 2_160;
/// Hours for the other side of a red letter where no regime says otherwise, as in China.
pub const RED_LETTER_HOURS: u16 = 72;
/// Most documents that a reference may mean: four kinds in two years under two keys.
pub const CANDIDATES_LEN_MAX: usize = 16;
/// Most days from the issue date to the tax point. An invoice may precede the supply, and a
/// supply that goes on counts as completed at least once a year (Directive 2006/112/EC
/// art. 64 (2)).
pub const TAX_POINT_AHEAD_DAYS_MAX: i32 = 366;

/// What an account may do.
#[message]
pub enum Role {
    /// The tax authority: grants roles, sets rates, freezes, sees everything.
    Authority,
    /// Issues invoices.
    Seller,
    /// Accepts, disputes and deducts; issues self-billed invoices.
    Buyer,
    /// Reimburses invoices that nobody deducts.
    Employer,
    /// Reads what the authority reads, and writes nothing.
    Auditor,
    /// Reads invoices whose seller agrees.
    Lender,
}

impl Role {
    /// The roles that an account with this one cannot have: authority and auditor write no
    /// business state.
    #[must_use]
    pub const fn conflicts(self) -> &'static [Self] {
        match self {
            Self::Authority => {
                &[Self::Seller, Self::Buyer, Self::Employer, Self::Auditor, Self::Lender]
            }
            Self::Auditor => {
                &[Self::Seller, Self::Buyer, Self::Employer, Self::Authority, Self::Lender]
            }
            _ => &[Self::Authority, Self::Auditor],
        }
    }
}
