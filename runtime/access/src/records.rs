//! What the ledger keeps, by key. All of it is part of the state root.

use parity_scale_codec::{DecodeAll, Encode};
use sandpact_abi::{
    Address, Hash, Height, KeyKind, PublicKey,
    access::{
        CertificateId, Collection, CollectionId, ContractPolicy, LedgerPolicy, Member,
        Organisation, OrganisationId, PrivateRecord, Quota, Revocation, SealingKey,
    },
};
use thiserror::Error;

/// Where the records are: the overlay of a block, or a version of the state.
pub trait Records {
    /// Why one cannot be read.
    type Error;

    /// A record.
    ///
    /// # Errors
    /// Only for a node's own failure.
    fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Is told of work before it is done, by whoever is paid for it.
    ///
    /// # Errors
    /// Where it cannot be paid for.
    fn pay(&mut self, _work: Work) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// Work beside reading records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Checking a signature by a key of this kind.
    Signature(KeyKind),
    /// Reading a certificate.
    Certificate {
        /// Its length.
        len_bytes: usize,
    },
}

/// Records cannot be read.
#[derive(Debug, Error)]
pub enum AccessError<E> {
    /// Where they are failed.
    #[error(transparent)]
    Records(E),
    /// A record is none.
    #[error("damaged ledger: {0} cannot be read")]
    Damaged(&'static str),
}

/// The key of the ledger's policy.
pub const LEDGER_POLICY_KEY: &[u8] = b"policy";

/// The key of an organisation.
pub fn organisation_key(id: &OrganisationId) -> Vec<u8> {
    [b"organisation/", id.0.as_bytes()].concat()
}

/// The key of a member.
pub fn member_key(member: &Address) -> Vec<u8> {
    [b"member/", &member.0[..]].concat()
}

/// The key of what says whose a public key is.
pub fn key_key(key: &PublicKey) -> Vec<u8> {
    [&b"key/"[..], &key.encode()].concat()
}

/// The key of a contract's policy.
pub fn contract_policy_key(contract: &Address) -> Vec<u8> {
    [b"policy/", &contract.0[..]].concat()
}

/// The key of what says since when a contract is frozen.
pub fn frozen_key(contract: &Address) -> Vec<u8> {
    [b"frozen/", &contract.0[..]].concat()
}

/// The key of an organisation's quota.
pub fn quota_key(id: &OrganisationId) -> Vec<u8> {
    [b"quota/", id.0.as_bytes()].concat()
}

/// The key of a trust anchor of an organisation.
pub fn anchor_key(id: &OrganisationId, anchor: &CertificateId) -> Vec<u8> {
    of_certificate(b"anchor/", id, anchor)
}

/// The key of what says from when on a certificate is revoked for an organisation.
pub fn certificate_revocation_key(id: &OrganisationId, certificate: &CertificateId) -> Vec<u8> {
    of_certificate(b"revoked/", id, certificate)
}

fn of_certificate(prefix: &[u8], id: &OrganisationId, certificate: &CertificateId) -> Vec<u8> {
    [prefix, id.0.as_bytes(), b"/", &certificate.0.0].concat()
}

/// The key of a private collection.
pub fn collection_key(id: &CollectionId) -> Vec<u8> {
    [COLLECTION_PREFIX, id.0.as_bytes()].concat()
}

/// The key of what payloads for an organisation are sealed to.
pub fn sealing_key_key(id: &OrganisationId) -> Vec<u8> {
    [b"sealing/", id.0.as_bytes()].concat()
}

/// The key of a private record.
pub fn private_record_key(commitment: &Hash) -> Vec<u8> {
    [PRIVATE_RECORD_PREFIX, &commitment.0].concat()
}

/// With what the keys of private collections begin.
pub const COLLECTION_PREFIX: &[u8] = b"collection/";

/// With what the keys of private records begin.
pub const PRIVATE_RECORD_PREFIX: &[u8] = b"private/";

/// A record of this type.
pub fn read<R: Records, T: DecodeAll>(
    records: &mut R,
    key: &[u8],
    what: &'static str,
) -> Result<Option<T>, AccessError<R::Error>> {
    let bytes = records.get(key).map_err(AccessError::Records)?;
    let decode = |bytes: Vec<u8>| T::decode_all(&mut &bytes[..]);
    bytes.map(decode).transpose().map_err(|_| AccessError::Damaged(what))
}

/// An organisation.
pub fn organisation<R: Records>(
    records: &mut R,
    id: &OrganisationId,
) -> Result<Option<Organisation>, AccessError<R::Error>> {
    read(records, &organisation_key(id), "an organisation")
}

/// A member.
pub fn member<R: Records>(
    records: &mut R,
    member: &Address,
) -> Result<Option<Member>, AccessError<R::Error>> {
    read(records, &member_key(member), "a member")
}

/// Whose a key is or was.
pub fn member_of_key<R: Records>(
    records: &mut R,
    key: &PublicKey,
) -> Result<Option<Address>, AccessError<R::Error>> {
    read(records, &key_key(key), "the member of a key")
}

/// The ledger's policy; none on a ledger without organisations.
pub fn ledger_policy<R: Records>(
    records: &mut R,
) -> Result<Option<LedgerPolicy>, AccessError<R::Error>> {
    read(records, LEDGER_POLICY_KEY, "the ledger's policy")
}

/// A contract's policy.
pub fn contract_policy<R: Records>(
    records: &mut R,
    contract: &Address,
) -> Result<Option<ContractPolicy>, AccessError<R::Error>> {
    read(records, &contract_policy_key(contract), "a contract's policy")
}

/// Since when a contract is frozen.
pub fn frozen<R: Records>(
    records: &mut R,
    contract: &Address,
) -> Result<Option<Height>, AccessError<R::Error>> {
    read(records, &frozen_key(contract), "whether a contract is frozen")
}

/// What an organisation may use.
pub fn quota<R: Records>(
    records: &mut R,
    id: &OrganisationId,
) -> Result<Option<Quota>, AccessError<R::Error>> {
    read(records, &quota_key(id), "a quota")
}

/// A trust anchor of an organisation, in DER.
pub fn anchor<R: Records>(
    records: &mut R,
    id: &OrganisationId,
    anchor: &CertificateId,
) -> Result<Option<Vec<u8>>, AccessError<R::Error>> {
    read(records, &anchor_key(id, anchor), "a trust anchor")
}

/// From when on a certificate is revoked for an organisation.
pub fn certificate_revocation<R: Records>(
    records: &mut R,
    id: &OrganisationId,
    certificate: &CertificateId,
) -> Result<Option<Revocation>, AccessError<R::Error>> {
    read(records, &certificate_revocation_key(id, certificate), "a certificate's revocation")
}

/// A private collection.
pub fn collection<R: Records>(
    records: &mut R,
    id: &CollectionId,
) -> Result<Option<Collection>, AccessError<R::Error>> {
    read(records, &collection_key(id), "a private collection")
}

/// What payloads for an organisation are sealed to.
pub fn sealing_key<R: Records>(
    records: &mut R,
    id: &OrganisationId,
) -> Result<Option<SealingKey>, AccessError<R::Error>> {
    read(records, &sealing_key_key(id), "a sealing key")
}

/// A private record, by its commitment.
pub fn private_record<R: Records>(
    records: &mut R,
    commitment: &Hash,
) -> Result<Option<PrivateRecord>, AccessError<R::Error>> {
    read(records, &private_record_key(commitment), "a private record")
}
