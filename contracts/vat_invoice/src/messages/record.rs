//! What is recorded.

use super::{Category, CategoryAmount, Kind, Party, RedLetterMark, Regime, Totals};
use sandpact_sdk::prelude::*;

/// Where an invoice stands. Freezing and reversal are recorded beside it.
#[message]
pub enum State {
    /// Recorded; the other side has not answered.
    Issued,
    /// The other side agrees.
    Accepted,
    /// The other side objects; it may still accept.
    Disputed,
    /// The buyer has deducted the tax.
    DeductionConfirmed,
    /// An employer has reimbursed it; it can never be deducted.
    Reimbursed,
    /// The buyer has claimed the tax back because the goods were exported.
    ExportRefundClaimed,
    /// Its issuer has taken it back before acceptance, within the filing period.
    Voided,
}

/// What a document does.
#[message]
pub enum Effect {
    /// Stands for itself.
    Original,
    /// Takes the place of what remains of the preceding invoice.
    Replacement,
    /// Reduces the preceding invoice.
    Reversal,
}

/// How much of an invoice later documents took back.
#[message]
pub enum ReversalStatus {
    /// Nothing.
    NotReversed,
    /// Some of it.
    PartlyReversed,
    /// All of it.
    FullyReversed,
}

/// What remains of one breakdown line after reversals, in minor units.
#[message]
pub struct Remaining {
    /// Category.
    pub category: Category,
    /// Rate in basis points.
    pub rate_bp: u32,
    /// Taxable amount that remains.
    pub taxable_minor: i128,
    /// Tax that remains with the seller.
    pub tax_minor: i128,
    /// Tax that remains with the buyer by reverse charge.
    pub moved_tax_minor: i128,
}

/// A recorded document.
#[message]
pub struct Invoice {
    /// SHA3-256 of the SCALE-encoded request: tells a repeated request from another one.
    pub content: Hash,
    /// Newest epoch under which it was entered.
    pub epoch: u32,
    /// Kind.
    pub kind: Kind,
    /// What it does.
    pub effect: Effect,
    /// Issue date.
    pub issue_date: CivilDate,
    /// Tax point.
    pub tax_point: CivilDate,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Breakdown as issued.
    pub breakdown: Vec<CategoryAmount>,
    /// Totals as issued.
    pub totals: Totals,
    /// What remains of the breakdown; empty for a reversal.
    pub remaining: Vec<Remaining>,
    /// Rate at which reverse charge tax was moved to the buyer, basis points; 0 if none was.
    pub reverse_charge_rate_bp: u32,
    /// The preceding invoice.
    pub preceding: Option<Hash>,
    /// The seller's account.
    pub seller: Address,
    /// The buyer.
    pub buyer: Party,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
    /// Where it stands.
    pub state: State,
    /// How much was taken back.
    pub reversal: ReversalStatus,
    /// Frozen by the authority.
    pub frozen: bool,
    /// Tax that the buyer has deducted or claimed as an export refund, and not given back, minor units.
    pub deducted_minor: i128,
    /// Time of the block that recorded it.
    pub recorded_at: UnixSeconds,
    /// The regime of its issuer when it was recorded.
    pub regime: Option<Regime>,
    /// Version of the regime's terms that it was recorded under; 0 if none was in force.
    pub terms_version: u32,
    /// The red letter that has been asked for, until it is used or withdrawn.
    pub red_letter: Option<RedLetterMark>,
}

impl Invoice {
    /// The account that answers for the side that did not issue: the seller of a
    /// self-billed invoice, else the buyer; `None` for a buyer without account.
    #[must_use]
    pub const fn counterparty(&self) -> Option<&Address> {
        match self.kind {
            Kind::SelfBilled => Some(&self.seller),
            _ => self.buyer.account(),
        }
    }

    /// Whether its amounts are in the taxpayers' positions. A self-billed invoice is no
    /// invoice before the seller accepts it (Directive 2006/112/EC art. 224).
    #[must_use]
    pub const fn is_booked(&self) -> bool {
        !matches!(
            (self.kind, self.state),
            (Kind::SelfBilled, State::Issued | State::Disputed | State::Voided)
        )
    }
}
