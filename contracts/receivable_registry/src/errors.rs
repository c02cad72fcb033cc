//! Refusals of this contract. Codes are stable.

use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The receivable is financed already, or was repaid (X1).
    #[code(100)]
    AlreadyFinanced,
    /// More than what remains of the invoice (X1).
    #[code(101)]
    AboveRemaining,
    /// The invoice is disputed, voided, frozen, not agreed to, or used up.
    #[code(102)]
    InvoiceNotFinanceable,
    /// The invoice is not on this ledger, or is another seller's.
    #[code(103)]
    InvoiceUnknown,
    /// The receivable was entered for another invoice, or the invoice under another fingerprint.
    #[code(104)]
    DuplicateReceivable,
    /// A receivable has one fingerprint for each epoch in force, and no other.
    #[code(105)]
    EpochNotInForce,
    /// Another bank finances it.
    #[code(106)]
    NotTheBank,
    /// More than what is outstanding.
    #[code(107)]
    AboveOutstanding,
    /// Admin and regulator write no business state, a bank sells nothing, and an examiner is no
    /// bank.
    #[code(108)]
    RoleConflict,
}
