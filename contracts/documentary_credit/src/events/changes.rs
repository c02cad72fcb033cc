//! What happened to the terms and to who may draw, and what banks read and missed.

use crate::amendment::Answer;
use sandpact_sdk::prelude::*;

/// The issuing bank proposed an amendment or the end of the credit.
#[event]
pub struct AmendmentProposed {
    /// The amendment.
    pub amendment: Hash,
    /// The credit.
    pub credit: Hash,
    /// Whether the credit is to end.
    pub is_cancellation: bool,
    /// Who acted.
    pub by: Address,
}

/// The beneficiary or the confirming bank answered.
#[event]
pub struct AmendmentAnswered {
    /// The amendment.
    pub amendment: Hash,
    /// The credit.
    pub credit: Hash,
    /// What it said.
    pub answer: Answer,
    /// Who acted.
    pub by: Address,
}

/// New terms are in force.
#[event]
pub struct CreditAmended {
    /// The credit.
    pub credit: Hash,
    /// The amendment.
    pub amendment: Hash,
    /// Version of the terms.
    pub version: u32,
    /// Who acted.
    pub by: Address,
}

/// A beneficiary asked for a transfer.
#[event]
pub struct TransferRequested {
    /// The request.
    pub transfer: Hash,
    /// The credit.
    pub credit: Hash,
    /// To whom.
    pub beneficiary: Address,
    /// Minor units.
    pub amount_minor: i128,
    /// Who acted.
    pub by: Address,
}

/// The bank made a credit available to a second beneficiary.
#[event]
pub struct CreditTransferred {
    /// The transferred credit.
    pub credit: Hash,
    /// The credit that it comes from.
    pub from: Hash,
    /// The second beneficiary.
    pub beneficiary: Address,
    /// Minor units.
    pub amount_minor: i128,
    /// Who acted.
    pub by: Address,
}

/// A second beneficiary transferred back to the first.
#[event]
pub struct CreditTransferredBack {
    /// The transferred credit.
    pub credit: Hash,
    /// The credit that it comes from.
    pub from: Hash,
    /// Minor units.
    pub amount_minor: i128,
    /// Who acted.
    pub by: Address,
}

/// A bank stated what it reads in the documents.
#[event]
pub struct DocumentsRead {
    /// The presentation.
    pub presentation: Hash,
    /// Who acted.
    pub by: Address,
}

/// A bank's deadline passed without a decision.
#[event]
pub struct BankPrecluded {
    /// The presentation.
    pub presentation: Hash,
    /// The bank.
    pub bank: Address,
    /// Who put it on record.
    pub by: Address,
}

/// Another registry of receivables is asked from now on, or none.
#[event]
pub struct RegistryNamed {
    /// The registry.
    pub registry: Option<Address>,
    /// The authority.
    pub by: Address,
}

/// A bank asked whether another bank finances the invoice.
#[event]
pub struct InvoiceChecked {
    /// The presentation.
    pub presentation: Hash,
    /// The answer; who it is stays unsaid.
    pub is_financed_elsewhere: bool,
    /// The bank that asked.
    pub by: Address,
}
