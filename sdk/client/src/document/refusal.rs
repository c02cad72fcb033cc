//! Refusals of mappers: one line each, with a stable code.

use thiserror::Error;

/// Why a document did not become a call.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name}: {reason}")]
pub struct DocumentRefusal {
    /// Stable code, 20 000 to 20 999; see `REFUSALS`.
    pub code: u32,
    /// The code's name.
    pub name: &'static str,
    /// What is wrong where, in one line.
    pub reason: String,
}

impl DocumentRefusal {
    /// Refuses a document longer than its mapper reads.
    pub(crate) fn check_len(bytes: &[u8], len_bytes_max: usize) -> Result<(), Self> {
        if bytes.len() <= len_bytes_max {
            return Ok(());
        }
        Err(Self::too_large(format!("{} bytes, at most {len_bytes_max}", bytes.len())))
    }
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $function:ident = $number:literal, $name:literal, $meaning:literal;)*) => {
        impl DocumentRefusal {
            $(
                #[doc = $meaning]
                #[must_use]
                pub fn $function(reason: impl Into<String>) -> Self {
                    Self { code: $number, name: $name, reason: reason.into() }
                }
            )*
        }

        /// Every refusal of a mapper: code, name, meaning.
        pub const REFUSALS: &[(u32, &str, &str)] = &[$(($number, $name, $meaning),)*];
    };
}

refusals! {
    not_well_formed = 20_001, "NotWellFormed", "Not well-formed XML or JSON.";
    missing_field = 20_002, "MissingField", "A field that the call needs is missing.";
    bad_amount = 20_003, "BadAmount", "An amount is no decimal number of the currency's precision.";
    bad_date = 20_004, "BadDate", "A date is not an ISO 8601 calendar date.";
    bad_identifier = 20_005, "BadIdentifier", "An identifier cannot be normalised.";
    mixed_currencies = 20_006, "MixedCurrencies", "Amounts in several currencies without an accounting currency.";
    unsupported_kind = 20_007, "UnsupportedKind", "A document kind that the contract does not take.";
    unsupported_value = 20_008, "UnsupportedValue", "A coded value outside the value set that the contract takes.";
    too_large = 20_009, "TooLarge", "More entries or bytes than the contract takes.";
    ambiguous_directive = 20_010, "AmbiguousDirective", "A consent directive whose meaning would have to be guessed.";
    totals_mismatch = 20_011, "TotalsMismatch", "Amounts contradict each other; the reason names the rule.";
    unknown_party = 20_012, "UnknownParty", "A party that needs an account has none in the directory.";
    digest_mismatch = 20_021, "DigestMismatch", "A digest or a signature is not that of what it stands beside.";
    placeholder = 20_022, "Placeholder", "A placeholder stands where a value should.";
    rule_broken = 20_023, "RuleBroken", "A business rule of EN 16931 is broken; the reason names it.";
    unknown_format = 20_024, "UnknownFormat", "A document of no format that is mapped.";
}
