//! What a change writes.

use super::bad;
use crate::{ChangeFault, Denial, records};
use parity_scale_codec::Encode;
use sandpact_abi::{
    Address, PublicKey,
    access::{Member, Organisation, OrganisationId},
    limits,
};
use std::collections::BTreeMap;

/// Records by key; `None` removes one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writes(pub BTreeMap<Vec<u8>, Option<Vec<u8>>>);

impl Writes {
    /// One record.
    pub fn of(key: Vec<u8>, value: &impl Encode) -> Self {
        Self::default().and(key, value)
    }

    /// One more record.
    #[must_use]
    pub fn and(mut self, key: Vec<u8>, value: &impl Encode) -> Self {
        self.0.insert(key, Some(value.encode()));
        self
    }

    /// The removal of a record.
    #[must_use]
    pub fn without(mut self, key: Vec<u8>) -> Self {
        self.0.insert(key, None);
        self
    }

    /// A member as it is now.
    #[must_use]
    pub fn and_member(self, address: &Address, member: &Member) -> Self {
        self.and(records::member_key(address), member)
    }

    /// A key that is a member's from now on, and for ever.
    #[must_use]
    pub fn and_key(self, key: &PublicKey, member: &Address) -> Self {
        self.and(records::key_key(key), member)
    }

    /// An organisation as it is now.
    #[must_use]
    pub fn and_organisation(self, id: &OrganisationId, organisation: &Organisation) -> Self {
        self.and(records::organisation_key(id), organisation)
    }

    /// The writes, unless one is too long to be stored.
    ///
    /// # Errors
    /// [`Denial::BadChange`].
    pub fn checked(self) -> Result<Self, Denial> {
        let is_long = |value: &Option<Vec<u8>>| {
            value.as_ref().is_some_and(|value| value.len() > limits::ACCESS_RECORD_LEN_BYTES_MAX)
        };
        if self.0.values().any(is_long) {
            return Err(bad(ChangeFault::RecordTooLong));
        }
        Ok(self)
    }
}
