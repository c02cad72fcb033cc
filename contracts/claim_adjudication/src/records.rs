//! What is stored, and the rows of views.

use crate::messages::{Line, LineDecision, ReasonCode};
use sandpact_sdk::prelude::*;

/// Where a claim stands.
#[message]
pub enum State {
    /// The payer has not looked at it.
    Submitted,
    /// The payer took it in.
    Accepted,
    /// The payer could not take it in (K10); final.
    RejectedAtIntake,
    /// The payer waits for something.
    Pended,
    /// Decided.
    Adjudicated,
    /// What is due was paid.
    PaymentIssued,
    /// The provider has found the payment.
    Reconciled,
    /// Provider or patient object to the decision.
    Appealed,
    /// Decided again.
    Readjudicated,
    /// The provider took it back (K12); final.
    Cancelled,
}

/// A decision on a claim.
#[message]
pub struct Adjudication {
    /// SHA3-256 of the request.
    pub content: Hash,
    /// 1 for the first.
    pub number: u32,
    /// `content` of the one before (K4).
    pub prior: Option<Hash>,
    /// The lines, as in the claim.
    pub lines: Vec<LineDecision>,
    /// Sum of benefits, minor units.
    pub benefit_minor: i128,
    /// Kept from the payment, minor units.
    pub adjustment_minor: i128,
    /// Why it was kept.
    pub adjustment_reason: Option<ReasonCode>,
    /// Benefit less adjustment: all that is paid for the claim, minor units.
    pub payable_minor: i128,
    /// Salted SHA-256 commitment to the document.
    pub commitment: Hash,
    /// Time of the block.
    pub decided_at: UnixSeconds,
}

/// A claim at one payer, as submitted.
#[message]
pub struct Claim {
    /// SHA3-256 of the request: tells a repeated one from another.
    pub content: Hash,
    /// Fingerprint of the provider's number, the same at all payers.
    pub number: Hash,
    /// Epoch of the key of all fingerprints.
    pub epoch: u32,
    /// The payer's account.
    pub payer: Address,
    /// The provider's account.
    pub provider: Address,
    /// Key of the coverage.
    pub coverage: Hash,
    /// Place of the payer; 1 pays first.
    pub order: u8,
    /// Pseudonym of the patient at the provider.
    pub patient: Hash,
    /// Pseudonym of the patient at the payer.
    pub beneficiary: Hash,
    /// Currency of all amounts (K11).
    pub currency: Currency,
    /// The lines.
    pub lines: Vec<Line>,
    /// Their sum, minor units.
    pub total_minor: i128,
    /// Key of the preauthorisation.
    pub preauthorisation: Option<Hash>,
    /// Salted SHA-256 commitment to the document.
    pub commitment: Hash,
}

/// What of a claim changes, apart from the claim: most steps need no more.
#[message]
pub struct Status {
    /// Where it stands.
    pub state: State,
    /// Key of the coverage.
    pub coverage: Hash,
    /// Currency of all amounts (K11).
    pub currency: Currency,
    /// Time of the block that submitted it.
    pub submitted_at: UnixSeconds,
    /// Why it was rejected at intake.
    pub rejection: Option<ReasonCode>,
    /// The live decision (K4).
    pub decision: Option<Live>,
    /// Paid so far, minor units.
    pub paid_minor: i128,
    /// Fingerprint and amount of the last payment.
    pub payment: Option<(Hash, i128)>,
    /// Lines that are on the list of duplicates (K6).
    pub duplicates: Vec<u32>,
}

/// The live decision in short.
#[message]
pub struct Live {
    /// SHA3-256 of the request.
    pub content: Hash,
    /// 1 for the first.
    pub number: u32,
    /// All that is paid for the claim, minor units.
    pub payable_minor: i128,
    /// First and last day of the services that it grants something for.
    pub granted: Option<(CivilDate, CivilDate)>,
}

/// A claim with all that is known of it.
#[message]
pub struct ClaimView {
    /// Its key in events.
    pub key: Hash,
    /// As submitted.
    pub claim: Claim,
    /// Where it stands.
    pub status: Status,
    /// The live decision.
    pub decision: Option<Adjudication>,
}

/// What submitting gives back; the same again when the same request is repeated.
#[message]
pub struct Submitted {
    /// Key of the claim in events and views.
    pub key: Hash,
    /// Lines whose service was granted under another number before.
    pub duplicates: Vec<u32>,
}

/// What adjudicating gives back; the same again when the same request is repeated.
#[message]
pub struct Decided {
    /// Key of the claim.
    pub key: Hash,
    /// Number of the decision.
    pub number: u32,
    /// All that is to be paid for the claim, minor units.
    pub payable_minor: i128,
    /// What was not paid yet, minor units (K4).
    pub due_minor: i128,
}

/// A limit on payments for services of a period.
#[message]
pub struct Limit {
    /// First day.
    pub from: CivilDate,
    /// Last day.
    pub until: CivilDate,
    /// Currency.
    pub currency: Currency,
    /// Most that is paid, minor units.
    pub limit_minor: i128,
    /// What decisions have promised, minor units.
    pub used_minor: i128,
}

/// A coverage.
#[message]
pub struct Coverage {
    /// SHA3-256 of the request.
    pub content: Hash,
    /// The payer's account.
    pub payer: Address,
    /// Epoch of the key of all fingerprints.
    pub epoch: u32,
    /// Pseudonym of the beneficiary at the payer.
    pub beneficiary: Hash,
    /// First day in force.
    pub start: Option<CivilDate>,
    /// Last day in force.
    pub end: Option<CivilDate>,
    /// Account of the beneficiary, who may appeal.
    pub member: Option<Address>,
    /// Limits, ascending, without overlap.
    pub limits: Vec<Limit>,
    /// Salted SHA-256 commitment to the document.
    pub commitment: Hash,
}

/// Where a preauthorisation stands.
#[message]
pub enum PreauthState {
    /// The payer has not answered.
    Requested,
    /// Claims may use it.
    Approved,
    /// All of it was used.
    Used,
    /// The payer said no; final.
    Declined,
}

/// A preauthorisation.
#[message]
pub struct Preauthorisation {
    /// SHA3-256 of the request.
    pub content: Hash,
    /// The payer's account.
    pub payer: Address,
    /// The provider's account.
    pub provider: Address,
    /// Key of the coverage.
    pub coverage: Hash,
    /// Pseudonym of the patient at the provider.
    pub patient: Hash,
    /// Currency.
    pub currency: Currency,
    /// What was asked for, minor units.
    pub requested_minor: i128,
    /// Where it stands.
    pub state: PreauthState,
    /// SHA3-256 of the approval.
    pub approval: Option<Hash>,
    /// Most that claims may use, minor units.
    pub limit_minor: i128,
    /// What decisions have used, minor units.
    pub used_minor: i128,
    /// First day of service.
    pub from: Option<CivilDate>,
    /// Last day of service.
    pub until: Option<CivilDate>,
}

/// What all payers granted for one service of one provider to one patient.
#[message]
pub struct Service {
    /// Fingerprint of the number under which it was granted.
    pub number: Hash,
    /// What was submitted for it, minor units.
    pub submitted_minor: i128,
    /// Sum of live benefits of all payers, minor units.
    pub granted_minor: i128,
    /// Place of the last payer that granted.
    pub order: u8,
}

/// What a payer did in one currency.
#[message]
pub struct PayerTotals {
    /// Claims rejected at intake.
    pub rejected: u64,
    /// Claims with a decision.
    pub adjudicated: u64,
    /// First decisions that granted nothing.
    pub denied: u64,
    /// Later decisions.
    pub readjudicated: u64,
    /// Sum of live payable amounts, minor units.
    pub payable_minor: i128,
    /// Payments.
    pub payments: u64,
    /// Sum of payments, minor units.
    pub paid_minor: i128,
    /// Claims by days from submission to first payment; the last of 91 counts 90 and more.
    pub days_to_pay: Vec<u32>,
}

/// A line that was billed under two numbers.
#[message]
pub struct DuplicateAttempt {
    /// Time of the block.
    pub at: UnixSeconds,
    /// Key of the later claim.
    pub claim: Hash,
    /// Its line.
    pub sequence: u32,
    /// Fingerprint of the number under which the service was granted.
    pub granted: Hash,
}

/// A place in the list of duplicate attempts.
#[message]
pub struct DuplicateCursor {
    /// Time of the block.
    pub at: UnixSeconds,
    /// Key of the claim.
    pub claim: Hash,
    /// Its line.
    pub sequence: u32,
}

/// How often a payer denied for a reason.
#[message]
pub struct DenialRow {
    /// The reason; none if the decision gave none.
    pub reason: Option<ReasonCode>,
    /// Claims whose first decision granted nothing.
    pub denied: u64,
}

/// A claim that was paid for services after the last day of its coverage.
#[message]
pub struct PaidRow {
    /// Last day of service.
    pub last_service: CivilDate,
    /// Key of the claim.
    pub claim: Hash,
}
