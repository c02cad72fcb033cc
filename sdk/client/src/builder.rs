//! Building and signing transactions.

use crate::key::KeyPair;
use parity_scale_codec::Encode as _;
use sandpact_abi::{
    Address, Call, ChainId, Gas, Hash, Height, KeySignature, RequestId, Signature,
    SignedTransaction, Transaction,
    access::{OrganisationId, key_proof_preimage},
    limits,
};
use sha3::{Digest as _, Sha3_256};
use thiserror::Error;

/// Why a transaction is not worth signing: a node would refuse it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// See [`ChainId::is_valid`].
    #[error(
        "chain id `{chain_id}` is not 1 to {} printable ASCII characters without blanks",
        limits::CHAIN_ID_LEN_BYTES_MAX
    )]
    BadChainId {
        /// The name given.
        chain_id: String,
    },
    /// No call, or more than [`limits::CALLS_MAX`].
    #[error("{count} calls in one transaction; 1 to {} are allowed", limits::CALLS_MAX)]
    CallCount {
        /// Number of calls.
        count: usize,
    },
    /// Above [`limits::GAS_LIMIT_MAX`].
    #[error("gas limit {gas_limit} is above {}", limits::GAS_LIMIT_MAX)]
    GasLimit {
        /// The limit given.
        gas_limit: Gas,
    },
    /// Longer than [`limits::TRANSACTION_LEN_BYTES_MAX`].
    #[error(
        "transaction of {len_bytes} bytes is longer than {}",
        limits::TRANSACTION_LEN_BYTES_MAX
    )]
    TooLong {
        /// Length of the encoded transaction in bytes.
        len_bytes: usize,
    },
}

/// Gas limit of a transaction that names none: about a tenth of a second of work.
pub const GAS_LIMIT_DEFAULT: Gas = Gas(100_000_000);

/// Collects the calls of one transaction, then signs it.
///
/// ```
/// use sandpact_abi::{Address, ChainId, Height};
/// use sandpact_client::{builder::TransactionBuilder, key::KeyPair};
///
/// let key = KeyPair::from_seed([1; 32]);
/// let signed = TransactionBuilder::new(ChainId("test-1".into()), 0, Height(10))
///     .invoke(Address([2; 32]), "issue", vec![])
///     .sign(&key)?;
/// assert_eq!(signed.transaction.sender, key.address());
/// # Ok::<(), sandpact_client::builder::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TransactionBuilder {
    chain_id: ChainId,
    nonce: u64,
    valid_until: Height,
    gas_limit: Gas,
    sender: Option<Address>,
    request_id: Option<RequestId>,
    calls: Vec<Call>,
}

impl TransactionBuilder {
    /// A transaction without calls and with [`GAS_LIMIT_DEFAULT`]. `nonce` is the number of
    /// the sender's transactions in blocks so far, `valid_until` the last height for this one.
    #[must_use]
    pub fn new(chain_id: ChainId, nonce: u64, valid_until: Height) -> Self {
        let (gas_limit, calls) = (GAS_LIMIT_DEFAULT, Vec::new());
        Self { chain_id, nonce, valid_until, gas_limit, sender: None, request_id: None, calls }
    }

    /// Says which member sends it, where that is not the one whose first key signs.
    #[must_use]
    pub fn sender(mut self, sender: Address) -> Self {
        self.sender = Some(sender);
        self
    }

    /// Names the request, so that it is done once however often it is sent.
    #[must_use]
    pub fn request_id(mut self, id: RequestId) -> Self {
        self.request_id = Some(id);
        self
    }

    /// Sets the most gas that all calls together may take.
    #[must_use]
    pub fn gas_limit(mut self, gas_limit: Gas) -> Self {
        self.gas_limit = gas_limit;
        self
    }

    /// Adds a call.
    #[must_use]
    pub fn call(mut self, call: Call) -> Self {
        self.calls.push(call);
        self
    }

    /// Adds a call of a deployed contract's method; `args` are its SCALE-encoded arguments.
    #[must_use]
    pub fn invoke(self, contract: Address, method: &str, args: Vec<u8>) -> Self {
        self.call(Call::Invoke { contract, method: method.to_owned(), args })
    }

    /// Adds a deployment; `args` are the SCALE-encoded arguments of its `init` method.
    #[must_use]
    pub fn deploy(self, code: Vec<u8>, args: Vec<u8>) -> Self {
        self.call(Call::Deploy { code, args })
    }

    /// Adds an upgrade; `args` are the SCALE-encoded arguments of the new code's `migrate`
    /// method, none when it has no such method.
    #[must_use]
    pub fn upgrade(self, contract: Address, code: Vec<u8>, args: Vec<u8>) -> Self {
        self.call(Call::Upgrade { contract, code, args })
    }

    /// Signs. The result's SCALE encoding is what a node executes.
    ///
    /// # Errors
    /// [`BuildError`] for a transaction that every node would refuse.
    pub fn sign(self, key: &KeyPair) -> Result<SignedTransaction, BuildError> {
        if !self.chain_id.is_valid() {
            return Err(BuildError::BadChainId { chain_id: self.chain_id.0 });
        }
        if !(1..=limits::CALLS_MAX).contains(&self.calls.len()) {
            return Err(BuildError::CallCount { count: self.calls.len() });
        }
        if self.gas_limit.0 > limits::GAS_LIMIT_MAX {
            return Err(BuildError::GasLimit { gas_limit: self.gas_limit });
        }
        let transaction = Transaction {
            chain_id: self.chain_id,
            sender: self.sender.unwrap_or_else(|| key.address()),
            nonce: self.nonce,
            valid_until: self.valid_until,
            gas_limit: self.gas_limit,
            request_id: self.request_id,
            calls: self.calls,
        };
        let signatures = vec![signature(&transaction, key)];
        let signed = SignedTransaction { transaction, signatures };
        match signed.encoded_size() {
            len_bytes if len_bytes > limits::TRANSACTION_LEN_BYTES_MAX => {
                Err(BuildError::TooLong { len_bytes })
            }
            _ => Ok(signed),
        }
    }
}

/// A key's signature over a transaction: the sender's, or an endorsement for
/// [`SignedTransaction::endorse`].
#[must_use]
pub fn signature(transaction: &Transaction, key: &KeyPair) -> KeySignature {
    let signature = key.sign(signing_hash(transaction).as_bytes());
    KeySignature { key: key.public_key(), signature }
}

/// The message that the sender signs: SHA3-256 (FIPS 202) of the signing preimage.
#[must_use]
pub fn signing_hash(transaction: &Transaction) -> Hash {
    Hash(Sha3_256::digest(transaction.signing_preimage()).into())
}

/// The proof that whoever adds `key` to a member of an organisation has it: what
/// [`NewKey::proof`](sandpact_abi::access::NewKey) asks for. A new member's address is that of its
/// first key.
#[must_use]
pub fn key_proof(
    chain_id: &ChainId,
    organisation: &OrganisationId,
    member: &Address,
    key: &KeyPair,
) -> Signature {
    let preimage = key_proof_preimage(chain_id, organisation, member, &key.public_key());
    key.sign(&Sha3_256::digest(preimage))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
    use super::*;
    use ed25519_dalek::VerifyingKey;
    use sandpact_abi::KeyKind;

    fn builder() -> TransactionBuilder {
        TransactionBuilder::new(ChainId("test-1".into()), 4, Height(9))
    }

    #[test]
    fn the_signature_is_the_senders_over_the_signing_hash() {
        let key = KeyPair::from_seed([3; 32]);
        let signed = builder()
            .gas_limit(Gas(7))
            .invoke(Address([1; 32]), "issue", vec![5])
            .deploy(vec![0], vec![])
            .upgrade(Address([2; 32]), vec![1], vec![6])
            .sign(&key)
            .unwrap();
        assert_eq!(SignedTransaction::from_bytes(&signed.encode()), Ok(signed.clone()));
        let public = VerifyingKey::from_bytes(key.address().as_bytes()).unwrap();
        let signature =
            ed25519_dalek::Signature::from_bytes(signed.signatures[0].signature.as_bytes());
        let message = signing_hash(&signed.transaction);
        public.verify_strict(message.as_bytes(), &signature).unwrap();

        let mut other = signed.transaction.clone();
        other.nonce += 1;
        assert!(public.verify_strict(signing_hash(&other).as_bytes(), &signature).is_err());
        assert_eq!(signed.transaction.gas_limit, Gas(7));
        assert_eq!(signed.transaction.calls.len(), 3);
        assert_eq!(signed.signatures[0].key.as_bytes(), key.address().as_bytes());
    }

    #[test]
    fn keys_of_every_kind_sign_and_endorse() {
        for kind in KeyKind::ALL {
            let key = KeyPair::from_secret(kind, &[3; 32]).unwrap();
            let one = builder().invoke(Address::ZERO, "m", vec![]);
            let mut signed = one.request_id(RequestId([8; 16])).sign(&key).unwrap();
            let other = KeyPair::from_secret(kind, &[4; 32]).unwrap();
            let endorsement = signature(&signed.transaction, &other);
            signed.endorse(endorsement);
            assert!(signed.is_in_order());
            let message = signing_hash(&signed.transaction);
            for by in &signed.signatures {
                assert_eq!(by.key.kind(), kind);
                assert!(sandpact_keys::verify(&by.key, message.as_bytes(), &by.signature));
            }
            assert_eq!(signed.transaction.sender, key.address());
        }
    }

    #[test]
    fn transactions_that_no_node_takes_are_not_signed() {
        let key = KeyPair::from_seed([3; 32]);
        let call = Call::Invoke { contract: Address::ZERO, method: "m".into(), args: vec![] };
        assert_eq!(builder().sign(&key), Err(BuildError::CallCount { count: 0 }));
        let many = (0..=limits::CALLS_MAX).fold(builder(), |all, _| all.call(call.clone()));
        assert_eq!(many.sign(&key), Err(BuildError::CallCount { count: limits::CALLS_MAX + 1 }));

        let gas_limit = Gas(limits::GAS_LIMIT_MAX + 1);
        let over = builder().gas_limit(gas_limit).call(call.clone());
        assert_eq!(over.sign(&key), Err(BuildError::GasLimit { gas_limit }));

        let blank = TransactionBuilder::new(ChainId("a b".into()), 0, Height(1)).call(call);
        assert_eq!(blank.sign(&key), Err(BuildError::BadChainId { chain_id: "a b".into() }));

        let long = builder().deploy(vec![0; limits::TRANSACTION_LEN_BYTES_MAX], vec![]);
        assert!(matches!(long.sign(&key), Err(BuildError::TooLong { .. })));
    }
}
