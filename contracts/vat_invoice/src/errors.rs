//! Refusals of this contract. Codes are stable.

use crate::messages::Category;
use sandpact_sdk::prelude::*;

/// An arithmetic rule of EN 16931-1:2017, by its published id.
#[message]
pub enum Rule {
    /// BR-CO-13: total without VAT = lines - allowances + charges.
    BrCo13,
    /// BR-CO-14: total VAT = sum of the breakdown's tax amounts.
    BrCo14,
    /// BR-CO-15: total with VAT = total without VAT + total VAT.
    BrCo15,
    /// BR-CO-16: amount due = total with VAT - paid + rounding.
    BrCo16,
    /// BR-CO-17: tax of a category = taxable amount x rate, rounded half away from zero
    /// to the minor unit. For category S this is BR-S-09.
    BrCo17,
    /// BR-CO-18: at least one line in the breakdown.
    BrCo18,
    /// BR-S-08 and its likes for the other categories, summed over all of them: the
    /// taxable amounts add up to the total without VAT.
    BrS08,
}

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The issuer has recorded another document of this kind, number and fiscal year (T2).
    #[code(100)]
    DuplicateInvoice,
    /// The amounts break a rule of EN 16931 (T3).
    #[code(101)]
    TotalsMismatch {
        /// The rule.
        rule: Rule,
    },
    /// A rate or a tax that this category cannot have (T4).
    #[code(102)]
    WrongCategoryTax {
        /// The category.
        category: Category,
    },
    /// A category and rate twice in one breakdown.
    #[code(103)]
    RepeatedCategory {
        /// The category.
        category: Category,
    },
    /// The issue date is after the date of the block.
    #[code(104)]
    FutureIssueDate,
    /// A credit, or an invoice with a negative total, tax or reverse charge tax, that reduces
    /// no preceding invoice (T1).
    #[code(105)]
    NegativeWithoutReference,
    /// A corrected invoice that names no preceding invoice.
    #[code(106)]
    ReferenceMissing,
    /// The preceding invoice is not on this ledger (T5).
    #[code(107)]
    ReferenceUnknown,
    /// The preceding document is a credit, or is of other parties or of another date.
    #[code(108)]
    ReferenceMismatch,
    /// More would be taken back than remains of this category and rate (T5).
    #[code(109)]
    ReversalExceedsRemaining {
        /// The category.
        category: Category,
        /// Its rate in basis points.
        rate_bp: u32,
    },
    /// The invoice's tax as a whole would fall below zero although no category does (T1).
    #[code(110)]
    RemainingTaxNegative,
    /// What the buyer deducted for this invoice would fall below zero (T6).
    #[code(111)]
    DeductionNegative,
    /// The tax was deducted already (T7).
    #[code(112)]
    AlreadyDeducted,
    /// The caller is not the buyer that the invoice names (T7).
    #[code(113)]
    NotTheBuyer,
    /// The invoice was reimbursed already (T7, T8).
    #[code(114)]
    AlreadyReimbursed,
    /// A credit carries nothing that could be deducted or reimbursed (T7).
    #[code(115)]
    NotDeductible,
    /// No tax remains that could be deducted.
    #[code(116)]
    NothingToDeduct,
    /// Reverse charge needs a buyer with an account and the buyer's role (T4).
    #[code(117)]
    ReverseChargeNeedsBuyer,
    /// On the tax point, the category and rate are not in the issuer's rate table, or no
    /// reverse charge rate is in force (T12).
    #[code(118)]
    RateNotInForce,
    /// Seller and buyer are the same account.
    #[code(119)]
    SameParty,
    /// A self-billed invoice cannot be negative: that would be a self-billed credit note
    /// (UNTDID 1001 code 261), which this contract does not take.
    #[code(120)]
    NegativeSelfBilled,
    /// Several recorded invoices may be meant by the reference (T5).
    #[code(121)]
    ReferenceAmbiguous,
    /// The authority writes no business state: its role goes with no other one.
    #[code(122)]
    RoleConflict,
    /// Taking back negative amounts would raise the tax, and what the buyer deducted (T7).
    #[code(123)]
    ReversalRaisesTax,
    /// Nothing remains of the preceding invoice: a further correction names the document that
    /// replaced it (T8).
    #[code(124)]
    NothingToReplace,
    /// The tax point is more than 366 days after the issue date.
    #[code(125)]
    TaxPointTooLate,
    /// A document has one fingerprint for each epoch in force, and no other.
    #[code(126)]
    EpochNotInForce,
    /// The tax point lies in a closed period, which only corrections may touch (T13).
    #[code(127)]
    PeriodClosed,
    /// More would be issued in this period than the issuer's quota allows (T9).
    #[code(128)]
    QuotaExceeded {
        /// What may still be issued in this currency, minor units.
        left_minor: i128,
    },
    /// A quota below what was issued in the period already (T9).
    #[code(129)]
    QuotaBelowUsed {
        /// What was issued, minor units.
        used_minor: i128,
    },
    /// Issued more days after the tax point than the issuer's regime allows (T10).
    #[code(130)]
    IssuedTooLate {
        /// Most days.
        days_max: u16,
    },
    /// A red letter is asked for or confirmed: until it is used, withdrawn or has lapsed, the
    /// invoice is not used otherwise (T11).
    #[code(131)]
    RedLetterPending,
    /// The other side did not confirm in time (T11).
    #[code(132)]
    RedLetterLapsed,
    /// The issuer's regime demands that the other side confirms a red letter first (T11).
    #[code(133)]
    RedLetterNotConfirmed,
    /// The document takes back something else than the confirmed red letter says (T11).
    #[code(134)]
    RedLetterMismatch,
    /// The tax was claimed as an export refund already (T7).
    #[code(135)]
    ExportRefundClaimed,
}
