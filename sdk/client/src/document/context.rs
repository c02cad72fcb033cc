//! Who the parties of a document are on the ledger, and the keys of fingerprints and commitments.

use crate::{
    commitment::{FingerprintKey, Salt},
    ubl,
};
use sandpact_abi::Address;
use std::collections::BTreeMap;

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

/// The one form of a party's identifier in which calls name it: a VAT number has many forms, a
/// tax registration (`DE:12/345/67890`) some, any other identifier is itself.
#[must_use]
pub fn normalised(identifier: &str) -> String {
    let registration = |(country, number)| ubl::TaxId::registration(country, number).ok();
    let id = ubl::TaxId::vat(identifier).ok();
    let id = id.or_else(|| identifier.trim().split_once(':').and_then(registration));
    id.map_or_else(|| identifier.trim().to_owned(), |id| id.to_string())
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
        let context = context.party(" DE: 12/345 /67890", Address([4; 32]));
        assert_eq!(context.account("DE:12/345/67890"), Some(Address([4; 32])));
        let context =
            context.directory(|identifier| (identifier == "EL98").then_some(Address([3; 32])));
        assert_eq!(context.account(" gr 9-8"), Some(Address([3; 32])), "asked in the one form");
        assert_eq!(context.account("Patient/p-1"), Some(patient), "who was added comes first");
        assert_eq!(context.account("Patient/P-1"), None);
    }
}
