//! What every document mapper gives: one call, or a refusal with a stable code.
//!
//! Mappers normalise and refuse; they never guess. A document whose meaning
//! would have to be guessed goes back to a person.

use crate::{
    catenax,
    commitment::{FingerprintKey, Salt},
    dcsa::DcsaFormat,
    epcis, fhir, gobl, ubl,
};
use sandpact_abi::Address;
use std::collections::BTreeMap;
use thiserror::Error;

/// What mapping needs beside the document.
#[derive(Clone, Debug)]
pub struct MappingContext {
    /// Consortium key for duplicate-detecting fingerprints; never on the ledger.
    pub fingerprint_key: FingerprintKey,
    /// The key of the epoch before, while that is in force too: invoices are then entered and
    /// looked up under both. Other documents use the newest key only.
    pub previous_fingerprint_key: Option<FingerprintKey>,
    /// Salt of this document's commitment; random, kept with the document.
    pub salt: Salt,
    /// Accounts of the parties that have one, by normalised identifier. An account is a
    /// public key: no document carries it.
    pub(crate) parties: BTreeMap<String, Address>,
    /// Whom to ask for any other.
    pub(crate) directory: Option<Directory>,
}

/// A directory of accounts, by normalised identifier.
pub type Directory = fn(&str) -> Option<Address>;

impl MappingContext {
    /// A context that knows no party's account yet.
    #[must_use]
    pub fn new(fingerprint_key: FingerprintKey, salt: Salt) -> Self {
        let parties = BTreeMap::new();
        Self { fingerprint_key, previous_fingerprint_key: None, salt, parties, directory: None }
    }

    /// Adds the key of the epoch before.
    #[must_use]
    pub fn previous_key(mut self, key: FingerprintKey) -> Self {
        self.previous_fingerprint_key = Some(key);
        self
    }

    /// Adds the account of the party with this identifier (VAT number, patient reference,
    /// ...), in whatever form it is written.
    #[must_use]
    pub fn party(mut self, identifier: impl AsRef<str>, account: Address) -> Self {
        self.parties.insert(normalised(identifier.as_ref()), account);
        self
    }

    /// Asks a directory for the accounts of parties that were not added.
    #[must_use]
    pub fn directory(mut self, directory: Directory) -> Self {
        self.directory = Some(directory);
        self
    }

    /// The account of the party with this identifier, if it has one.
    #[must_use]
    pub fn account(&self, identifier: &str) -> Option<Address> {
        let identifier = normalised(identifier);
        let known = self.parties.get(&identifier).copied();
        known.or_else(|| self.directory.and_then(|directory| directory(&identifier)))
    }
}

/// The one form of a party's identifier in which calls name it: a VAT number has many forms,
/// any other identifier is itself.
#[must_use]
pub fn normalised(identifier: &str) -> String {
    match ubl::VatId::parse(identifier) {
        Ok(id) => id.to_string(),
        Err(_) => identifier.trim().to_owned(),
    }
}

/// A document as one contract call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCall {
    /// Name of the contract, as in its ABI.
    pub contract: &'static str,
    /// Method to call.
    pub method: &'static str,
    /// SCALE-encoded arguments, one after the other.
    pub args: Vec<u8>,
    /// Normalised identifier of the party who makes the call (seller's VAT number,
    /// patient reference, ...). Stays outside the ledger; a wallet finds the key by it.
    pub actor: String,
    /// What a person would call the document, such as `invoice R-17`.
    pub title: String,
}

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
}

/// Formats of which one document becomes one call or several, whatever stands in it. A chain of
/// blocks of DCSA and a chain of fiscal records need more than a document; see [`crate::dcsa`] and
/// [`crate::fiscal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFormat {
    /// UBL 2.1 Invoice or CreditNote (EN 16931, XRechnung).
    Ubl,
    /// GOBL invoice in JSON.
    Gobl,
    /// HL7 FHIR R4 Consent in JSON.
    FhirConsent,
    /// HL7 FHIR R4 Coverage, Claim, ClaimResponse or ExplanationOfBenefit in JSON.
    FhirClaim,
    /// GS1 EPCIS: 1.2 in XML, 2.0 in JSON.
    Epcis,
    /// Test data container of Catena-X in JSON.
    CatenaX,
    /// A document of DCSA in JSON.
    Dcsa(DcsaFormat),
}

impl DocumentFormat {
    /// Recognises a document by its root element, resource type, schema or required members;
    /// `None` for any other.
    #[must_use]
    pub fn detect(bytes: &[u8]) -> Option<Self> {
        type Recognise = fn(&[u8]) -> bool;
        let formats: [(Recognise, Self); 6] = [
            (ubl::is_invoice, Self::Ubl),
            (gobl::is_invoice, Self::Gobl),
            (fhir::is_consent, Self::FhirConsent),
            (fhir::claims::is_claim_resource, Self::FhirClaim),
            (epcis::is_epcis, Self::Epcis),
            (catenax::is_container, Self::CatenaX),
        ];
        let found = formats.into_iter().find(|(is_it, _)| is_it(bytes));
        let found = found.map(|(_, format)| format);
        found.or_else(|| DcsaFormat::detect(bytes).map(Self::Dcsa))
    }

    /// Turns the document into its calls, in their order.
    ///
    /// # Errors
    /// [`DocumentRefusal`]: of a document all calls are made or none.
    pub fn map(
        self,
        bytes: &[u8],
        context: &MappingContext,
    ) -> Result<Vec<DocumentCall>, DocumentRefusal> {
        let one = match self {
            Self::Epcis => return epcis::map_document(bytes, context),
            Self::CatenaX => return Ok(catenax::map_container(bytes, context)?.calls),
            Self::Ubl => ubl::map_invoice(bytes, context),
            Self::Gobl => gobl::map_invoice(bytes, context),
            Self::FhirConsent => fhir::map_consent(bytes, context),
            Self::FhirClaim => fhir::claims::map_resource(bytes, context),
            Self::Dcsa(format) => format.map(bytes, context),
        };
        one.map(|call| vec![call])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_party_is_found_by_every_form_of_its_identifier() {
        let (greek, patient) = (Address([1; 32]), Address([2; 32]));
        let context =
            MappingContext::new(FingerprintKey::new([5; 32], 1), Salt::from_bytes([6; 32]))
                .party("gr 123.456.789", greek)
                .party(" Patient/p-1 ", patient);
        for form in ["EL123456789", "GR123456789", "el 123 456 789"] {
            assert_eq!(context.account(form), Some(greek), "{form}");
        }
        assert_eq!(context.account("Patient/p-1"), Some(patient));
        assert_eq!(context.account("Patient/P-1"), None);
        let context =
            context.directory(|identifier| (identifier == "EL98").then_some(Address([3; 32])));
        assert_eq!(context.account(" gr 9-8"), Some(Address([3; 32])), "asked in the one form");
        assert_eq!(context.account("Patient/p-1"), Some(patient), "who was added comes first");
        assert_eq!(context.account("Patient/P-1"), None);
    }
}
