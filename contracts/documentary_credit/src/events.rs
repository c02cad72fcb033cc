//! What happened. Every event names what it is about and who acted; the block gives the time.

mod changes;

use crate::credit::{CreditState, Role};
use crate::presentation::Disposal;
pub use changes::*;
use sandpact_sdk::prelude::*;

/// A role was given to an account.
#[event]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// Who acted.
    pub by: Address,
}

/// A role was taken from an account.
#[event]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// Who acted.
    pub by: Address,
}

/// A bank issued a credit.
#[event]
pub struct CreditIssued {
    /// The credit.
    pub credit: Hash,
    /// The beneficiary's account.
    pub beneficiary: Address,
    /// Minor units.
    pub amount_minor: i128,
    /// Currency.
    pub currency: Currency,
    /// Expiry date.
    pub expiry: CivilDate,
    /// Who acted.
    pub by: Address,
}

/// The advising bank advised the credit.
#[event]
pub struct CreditAdvised {
    /// The credit.
    pub credit: Hash,
    /// Who acted.
    pub by: Address,
}

/// The confirming bank added its confirmation.
#[event]
pub struct CreditConfirmed {
    /// The credit.
    pub credit: Hash,
    /// Who acted.
    pub by: Address,
}

/// The credit takes no further presentation.
#[event]
pub struct CreditClosed {
    /// The credit.
    pub credit: Hash,
    /// Why: exhausted or expired.
    pub state: CreditState,
    /// Who acted.
    pub by: Address,
}

/// Documents were presented.
#[event]
pub struct Presented {
    /// The presentation.
    pub presentation: Hash,
    /// The credit.
    pub credit: Hash,
    /// The bank.
    pub to: Address,
    /// Amount that the invoice claims, minor units.
    pub claimed_minor: i128,
    /// Currency.
    pub currency: Currency,
    /// Last day for a notice of refusal, as the calendar stands.
    pub deadline: CivilDate,
    /// Who acted.
    pub by: Address,
}

/// A document supports another presentation too, which has drawn or may still draw.
#[event]
pub struct DocumentReused {
    /// The presentation.
    pub presentation: Hash,
    /// The document.
    pub commitment: Hash,
    /// The other presentation.
    pub other_presentation: Hash,
    /// Who acted.
    pub by: Address,
}

/// A bank sent the documents on.
#[event]
pub struct Forwarded {
    /// The presentation.
    pub presentation: Hash,
    /// The next bank.
    pub to: Address,
    /// Last day for a notice of refusal, as the calendar stands.
    pub deadline: CivilDate,
    /// Who acted.
    pub by: Address,
}

/// A bank took the documents up.
#[event]
pub struct ExaminationBegun {
    /// The presentation.
    pub presentation: Hash,
    /// Who acted.
    pub by: Address,
}

/// A bank found that the documents comply.
#[event]
pub struct FoundComplying {
    /// The presentation.
    pub presentation: Hash,
    /// Who acted.
    pub by: Address,
}

/// A bank gave its notice of refusal.
#[event]
pub struct RefusalNotified {
    /// The presentation.
    pub presentation: Hash,
    /// Codes of the discrepancies.
    pub discrepancies: Vec<u16>,
    /// What happens with the documents.
    pub disposal: Disposal,
    /// Salted SHA-256 commitment to the wording.
    pub notice: Hash,
    /// Who acted.
    pub by: Address,
}

/// The issuing bank asked the applicant to waive discrepancies.
#[event]
pub struct WaiverSought {
    /// The presentation.
    pub presentation: Hash,
    /// Who acted.
    pub by: Address,
}

/// The applicant answered.
#[event]
pub struct WaiverAnswered {
    /// The presentation.
    pub presentation: Hash,
    /// Whether it waives.
    pub is_given: bool,
    /// Who acted.
    pub by: Address,
}

/// The refusing bank sent the documents back.
#[event]
pub struct DocumentsReturned {
    /// The presentation.
    pub presentation: Hash,
    /// Who acted.
    pub by: Address,
}

/// A bank paid at sight.
#[event]
pub struct Honoured {
    /// The presentation.
    pub presentation: Hash,
    /// The credit.
    pub credit: Hash,
    /// Minor units.
    pub amount_minor: i128,
    /// Currency.
    pub currency: Currency,
    /// The bank that is reimbursed; `None` when the beneficiary is paid. A1 sums the latter.
    pub reimburses: Option<Address>,
    /// Who acted.
    pub by: Address,
}

/// A bank is bound to pay at maturity.
#[event]
pub struct Undertaken {
    /// The presentation.
    pub presentation: Hash,
    /// The credit.
    pub credit: Hash,
    /// Minor units.
    pub amount_minor: i128,
    /// Currency.
    pub currency: Currency,
    /// First day on which it is paid.
    pub maturity: CivilDate,
    /// The bank that is reimbursed; `None` when the beneficiary is paid. A1 sums the latter.
    pub reimburses: Option<Address>,
    /// Who acted.
    pub by: Address,
}

/// A bank purchased the documents.
#[event]
pub struct Negotiated {
    /// The presentation.
    pub presentation: Hash,
    /// The credit.
    pub credit: Hash,
    /// Minor units.
    pub amount_minor: i128,
    /// Currency.
    pub currency: Currency,
    /// The bank that is reimbursed; `None` when the beneficiary is paid. A1 sums the latter.
    pub reimburses: Option<Address>,
    /// Who acted.
    pub by: Address,
}

/// A bank paid what it had undertaken.
#[event]
pub struct PaidAtMaturity {
    /// The presentation.
    pub presentation: Hash,
    /// The credit.
    pub credit: Hash,
    /// Minor units.
    pub amount_minor: i128,
    /// Currency.
    pub currency: Currency,
    /// The bank that is reimbursed; `None` when the beneficiary is paid.
    pub reimburses: Option<Address>,
    /// Who acted.
    pub by: Address,
}
