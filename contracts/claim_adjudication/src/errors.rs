//! Refusals of this contract. Codes are stable.

use sandpact_sdk::prelude::*;

/// Which stated total is not the sum of its lines.
#[message]
pub enum Total {
    /// What was submitted (FHIR R4 category `submitted`).
    Submitted,
    /// What is paid by the plan (FHIR R4 category `benefit`).
    Benefit,
}

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The number was submitted before with other contents, or the service of a line was
    /// granted under another claim number (K6).
    #[code(100)]
    DuplicateClaim {
        /// The line, if it is one.
        sequence: Option<u32>,
    },
    /// A total, or the submitted amount of a line, is not what the lines say (K2).
    #[code(101)]
    LineSumMismatch {
        /// The total.
        total: Total,
    },
    /// The payment is above benefit less adjustment (K3).
    #[code(102)]
    PaymentExceedsBenefit,
    /// The payment is below benefit less adjustment (K3).
    #[code(103)]
    PaymentBelowBenefit,
    /// An adjustment of the payment has no reason (K3).
    #[code(104)]
    AdjustmentWithoutReason,
    /// A benefit is below zero or above what was submitted (K1).
    #[code(105)]
    BenefitOutOfRange {
        /// The line.
        sequence: u32,
    },
    /// Payments under the coverage would exceed its limit (K7).
    #[code(106)]
    LimitExceeded,
    /// The coverage is unknown or was not in force on a service date (K9).
    #[code(107)]
    CoverageInactive,
    /// The coverage is another person's.
    #[code(108)]
    NotTheBeneficiary,
    /// More would be used than was approved (K8).
    #[code(109)]
    PreauthExhausted,
    /// A service lies outside the time of the preauthorisation (K8).
    #[code(110)]
    PreauthExpired,
    /// The preauthorisation is another patient's, another coverage's, or not approved (K8).
    #[code(111)]
    PreauthMismatch,
    /// The lines decided are not the lines of the claim.
    #[code(112)]
    LineUnknown {
        /// The line.
        sequence: u32,
    },
    /// A line, or a service within one claim, occurs twice (K6).
    #[code(113)]
    RepeatedLine {
        /// The line.
        sequence: u32,
    },
    /// All payers together would pay more than was submitted for a line (K5).
    #[code(114)]
    OverSubmitted {
        /// The line.
        sequence: u32,
    },
    /// A payer later in order has granted a benefit for the service already (K5).
    #[code(115)]
    PayerOutOfOrder,
    /// The new decision is below what was paid (K4): money is not recovered by this contract.
    #[code(116)]
    BelowPaid,
    /// Fingerprints of two epochs of the key cannot be compared.
    #[code(117)]
    EpochMismatch,
    /// The admin's role goes with no other one.
    #[code(118)]
    RoleConflict,
    /// A service or the claim is dated after its submission.
    #[code(119)]
    DateAfterSubmission,
    /// An eligible amount, deductible, copay or adjustment is below zero.
    #[code(120)]
    AmountNegative,
}
