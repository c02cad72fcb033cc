//! What goes in: requests and their parts. Nothing here names a person, a diagnosis or a
//! procedure; documents stay off the ledger.

use sandpact_sdk::prelude::*;

/// Most lines of a claim: the professional claim of X12 (837P, loop 2400) has at most 50.
pub const LINES_LEN_MAX: usize = 50;
/// Most periods with a limit that a coverage keeps.
pub const LIMITS_LEN_MAX: usize = 12;
/// Most payers of one bill: X12 837 (loop 2320) knows the destination payer and ten others.
pub const PAYER_ORDER_MAX: u8 = 11;
/// Most rows on one page of a view.
pub const PAGE_LEN_MAX: u32 = 100;

/// A coded reason, such as `ar002` or `CO-45`: letters, digits and hyphens, at least one digit,
/// so that no name fits.
pub type ReasonCode = Code<8>;

/// What an account may do.
#[message]
pub enum Role {
    /// Grants roles and writes nothing else.
    Admin,
    /// Reads everything that is asked of the market: the supervisor, an auditor.
    Regulator,
    /// Submits claims.
    Provider,
    /// Covers, adjudicates and pays.
    Payer,
    /// Appeals against decisions under the own coverage.
    Patient,
}

/// How a claim or preauthorisation is named.
#[message]
pub struct ClaimRef {
    /// The payer's account.
    pub payer: Address,
    /// The provider's account.
    pub provider: Address,
    /// Fingerprint of the provider's number, or of the reference given with it.
    pub claim: Hash,
}

/// A line of a claim (FHIR R4 `Claim.item`).
#[message]
pub struct Line {
    /// Its number in the document.
    pub sequence: u32,
    /// Fingerprint of what was done: code, modifiers and site (tooth, surface), for this patient.
    pub service: Hash,
    /// First day of the service.
    pub from: CivilDate,
    /// Last day of the service.
    pub to: CivilDate,
    /// Net amount in minor units.
    pub submitted_minor: i128,
}

/// A claim to be submitted, or a preauthorisation to be asked for.
#[message]
pub struct SubmitRequest {
    /// Fingerprint of the provider's number.
    pub number: Hash,
    /// Fingerprint of a reference by which answers may name it instead.
    pub reference: Option<Hash>,
    /// Epoch of the key of all fingerprints here.
    pub epoch: u32,
    /// The payer's account.
    pub payer: Address,
    /// The provider's account.
    pub provider: Address,
    /// Fingerprint of the coverage.
    pub coverage: Hash,
    /// Place of the payer among those of the bill; 1 pays first.
    pub order: u8,
    /// Pseudonym of the patient at the provider.
    pub patient: Hash,
    /// Pseudonym of the patient at the payer.
    pub beneficiary: Hash,
    /// Date of the document.
    pub created: CivilDate,
    /// Currency of all amounts.
    pub currency: Currency,
    /// The lines, ascending by number.
    pub lines: Vec<Line>,
    /// Their sum.
    pub total_minor: i128,
    /// Fingerprint of the payer's reference to a preauthorisation.
    pub preauthorisation: Option<Hash>,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
}

/// The decision on a line (FHIR R4 `ClaimResponse.item.adjudication`), minor units.
#[message]
pub struct LineDecision {
    /// The line's number in the claim.
    pub sequence: u32,
    /// What was submitted, if the decision repeats it.
    pub submitted_minor: Option<i128>,
    /// What is eligible.
    pub eligible_minor: Option<i128>,
    /// What the patient pays first.
    pub deductible_minor: Option<i128>,
    /// What the patient pays of each service.
    pub copay_minor: Option<i128>,
    /// What the plan pays.
    pub benefit_minor: i128,
    /// Why it is not more.
    pub reason: Option<ReasonCode>,
}

/// The payment that goes with a decision (FHIR R4 `ClaimResponse.payment`), minor units.
#[message]
pub struct PaymentTerms {
    /// What is paid.
    pub amount_minor: i128,
    /// What is kept for reasons outside this claim.
    pub adjustment_minor: i128,
    /// Why.
    pub reason: Option<ReasonCode>,
}

/// A decision on all lines of a claim.
#[message]
pub struct AdjudicateRequest {
    /// The claim.
    pub claim: ClaimRef,
    /// Currency of all amounts.
    pub currency: Currency,
    /// One decision for each line of the claim, ascending by number.
    pub lines: Vec<LineDecision>,
    /// Total submitted, if stated.
    pub submitted_minor: Option<i128>,
    /// Total benefit.
    pub benefit_minor: i128,
    /// The payment, if stated; without it all of the benefit is due.
    pub payment: Option<PaymentTerms>,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
}

/// A coverage to be registered by its payer (FHIR R4 `Coverage`).
#[message]
pub struct CoverageRequest {
    /// Fingerprint of the coverage.
    pub coverage: Hash,
    /// Epoch of the key of all fingerprints here.
    pub epoch: u32,
    /// Pseudonym of the beneficiary at the payer.
    pub beneficiary: Hash,
    /// First day in force; none for no beginning.
    pub start: Option<CivilDate>,
    /// Last day in force; none for no end.
    pub end: Option<CivilDate>,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
}

/// The payer's approval of a preauthorisation.
#[message]
pub struct PreauthApproval {
    /// The request, as [`SubmitRequest`] named it.
    pub request: ClaimRef,
    /// Fingerprint of the payer's reference, which claims then name.
    pub reference: Hash,
    /// Currency of the limit.
    pub currency: Currency,
    /// Most that claims may use, minor units.
    pub limit_minor: i128,
    /// First day of service.
    pub from: Option<CivilDate>,
    /// Last day of service.
    pub until: CivilDate,
    /// Salted SHA-256 commitment to the whole document.
    pub commitment: Hash,
}
