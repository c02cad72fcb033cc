//! What happened. Every event names the document and who acted; the block gives the time.

mod supervision;

pub use supervision::*;

use crate::messages::{Kind, Role};
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

/// The reverse charge rate changes from a day on.
#[event]
pub struct RateSet {
    /// First tax point.
    pub from: CivilDate,
    /// Rate in basis points.
    pub rate_bp: u32,
    /// The authority.
    pub by: Address,
}

/// Other epochs of fingerprint keys are in force.
#[event]
pub struct EpochsChanged {
    /// The newest epoch.
    pub current: u32,
    /// The one before, until it ends.
    pub previous: Option<u32>,
    /// The authority.
    pub by: Address,
}

/// A document of an earlier epoch was entered under the current one too.
#[event]
pub struct EnteredAgain {
    /// Its key, which stays.
    pub key: Hash,
    /// The current epoch.
    pub epoch: u32,
    /// Who issued it.
    pub by: Address,
}

/// A document was recorded.
#[event]
pub struct Issued {
    /// Its key.
    pub key: Hash,
    /// Its kind.
    pub kind: Kind,
    /// The seller's account.
    pub seller: Address,
    /// Tax as issued, minor units.
    pub tax_minor: i128,
    /// Currency of the tax.
    pub currency: Currency,
    /// Who issued it: the seller, or the buyer of a self-billed invoice.
    pub by: Address,
}

/// Output tax went from seller to buyer by reverse charge; negative when it is taken back.
#[event]
pub struct OutputTaxMoved {
    /// The invoice.
    pub key: Hash,
    /// The seller's account.
    pub seller: Address,
    /// The buyer's account.
    pub buyer: Address,
    /// Tax moved, minor units.
    pub tax_minor: i128,
}

/// The other side agreed.
#[event]
pub struct Accepted {
    /// The invoice.
    pub key: Hash,
    /// Who accepted.
    pub by: Address,
}

/// The other side objected.
#[event]
pub struct Disputed {
    /// The invoice.
    pub key: Hash,
    /// Who objected.
    pub by: Address,
}

/// The buyer deducted the tax.
#[event]
pub struct DeductionConfirmed {
    /// The invoice.
    pub key: Hash,
    /// Tax deducted, minor units.
    pub tax_minor: i128,
    /// The buyer.
    pub by: Address,
}

/// An employer reimbursed the invoice.
#[event]
pub struct Reimbursed {
    /// The invoice.
    pub key: Hash,
    /// The employer.
    pub by: Address,
}

/// A later document took an invoice back, in whole or in part.
#[event]
pub struct Reversed {
    /// The invoice.
    pub key: Hash,
    /// The later document.
    pub later: Hash,
    /// Taxable amount taken back, minor units.
    pub taxable_minor: i128,
    /// Tax taken back from the seller, minor units.
    pub tax_minor: i128,
    /// Deduction taken back from the buyer, minor units.
    pub deduction_minor: i128,
    /// Who issued the later document.
    pub by: Address,
}

/// The authority froze an invoice.
#[event]
pub struct Frozen {
    /// The invoice.
    pub key: Hash,
    /// The authority.
    pub by: Address,
}

/// The authority lifted the freeze of an invoice.
#[event]
pub struct Unfrozen {
    /// The invoice.
    pub key: Hash,
    /// The authority.
    pub by: Address,
}

/// Its issuer voided an invoice.
#[event]
pub struct Voided {
    /// The invoice.
    pub key: Hash,
    /// Who issued it.
    pub by: Address,
}

/// The buyer claimed the tax back because the goods were exported.
#[event]
pub struct ExportRefundClaimed {
    /// The invoice.
    pub key: Hash,
    /// Tax claimed, minor units.
    pub tax_minor: i128,
    /// The buyer.
    pub by: Address,
}

/// One side asks to take an invoice back.
#[event]
pub struct RedLetterRequested {
    /// The invoice.
    pub key: Hash,
    /// Last second in which the other side may confirm.
    pub deadline: UnixSeconds,
    /// Who asks.
    pub by: Address,
}

/// The other side agrees to a red letter.
#[event]
pub struct RedLetterConfirmed {
    /// The invoice.
    pub key: Hash,
    /// Who agrees.
    pub by: Address,
}

/// Whoever asked for a red letter takes it back.
#[event]
pub struct RedLetterWithdrawn {
    /// The invoice.
    pub key: Hash,
    /// Who asked.
    pub by: Address,
}

/// A lender may read an invoice.
#[event]
pub struct Shared {
    /// The invoice.
    pub key: Hash,
    /// The lender.
    pub lender: Address,
    /// The seller.
    pub by: Address,
}

/// A lender may no longer read an invoice.
#[event]
pub struct Unshared {
    /// The invoice.
    pub key: Hash,
    /// The lender.
    pub lender: Address,
    /// The seller.
    pub by: Address,
}
