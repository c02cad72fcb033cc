//! Private collections and records as a block left them. Payloads are elsewhere.

use super::LedgerVersion;
use crate::{
    KeyProof, RuntimeError,
    access::{Committed, failure},
    record::SYSTEM,
};
use sandpact_abi::{
    Hash,
    access::{Collection, CollectionId, OrganisationId, PrivateRecord, SealingKey},
};
use sandpact_access::records;

impl LedgerVersion {
    /// All private collections, in order of their short names.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn collections(&self) -> Result<Vec<(CollectionId, Collection)>, RuntimeError> {
        let all = self.records(records::COLLECTION_PREFIX, "a private collection")?;
        let named = all.into_iter().map(|(key, collection)| {
            let name = String::from_utf8(key);
            let name = name.map_err(|_| RuntimeError::Damaged { what: "a private collection" })?;
            Ok((CollectionId(name), collection))
        });
        named.collect()
    }

    /// One private collection.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn collection(&self, id: &CollectionId) -> Result<Option<Collection>, RuntimeError> {
        records::collection(&mut Committed(self.version.as_ref()), id).map_err(failure)
    }

    /// What payloads for an organisation are sealed to.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn sealing_key(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Option<SealingKey>, RuntimeError> {
        let key = records::sealing_key(&mut Committed(self.version.as_ref()), organisation);
        key.map_err(failure)
    }

    /// One private record, by the commitment to its payload.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn private_record(&self, commitment: &Hash) -> Result<Option<PrivateRecord>, RuntimeError> {
        let record = records::private_record(&mut Committed(self.version.as_ref()), commitment);
        record.map_err(failure)
    }

    /// All private records, in order of their commitments.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails or is damaged.
    pub fn private_records(&self) -> Result<Vec<(Hash, PrivateRecord)>, RuntimeError> {
        let all = self.records(records::PRIVATE_RECORD_PREFIX, "a private record")?;
        let committed = all.into_iter().map(|(key, record)| {
            let commitment = key.try_into();
            let commitment =
                commitment.map_err(|_| RuntimeError::Damaged { what: "a private record" })?;
            Ok((Hash(commitment), record))
        });
        committed.collect()
    }

    /// What the state says of a private record, or that it has none, with the proof: who had
    /// it, and who has erased it.
    ///
    /// # Errors
    /// [`RuntimeError`] when the store fails.
    pub fn prove_private_record(&self, commitment: &Hash) -> Result<KeyProof, RuntimeError> {
        self.prove(&SYSTEM, &records::private_record_key(commitment))
    }
}
