//! Transactions: what a sender signs and a node executes.
//!
//! Byte form: SCALE, canonical only. The signed message is
//! `SHA3-256(SIGNING_DOMAIN || SCALE(Transaction))`; hashing and signing live
//! with the signer and the verifier, this crate fixes the bytes.

use crate::{Address, Gas, Height, PublicKey, Signature, access::Change, limits};
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;
use parity_scale_codec::{Decode, DecodeLimit, Encode};

/// Names one ledger, so that a transaction signed for one cannot run on another.
/// At most [`limits::CHAIN_ID_LEN_BYTES_MAX`] bytes of printable ASCII.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct ChainId(pub String);

impl ChainId {
    /// Whether the name is within the length limit and printable ASCII without blanks.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let len = self.0.len();
        (1..=limits::CHAIN_ID_LEN_BYTES_MAX).contains(&len)
            && self.0.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One step of a transaction. All calls of a transaction succeed or none does.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Call {
    /// Stores a contract's code and runs its `init` method.
    #[codec(index = 0)]
    Deploy {
        /// The wasm module.
        code: Vec<u8>,
        /// SCALE-encoded arguments of the `init` method, one after the other.
        args: Vec<u8>,
    },
    /// Runs a method of a deployed contract.
    #[codec(index = 1)]
    Invoke {
        /// The contract's address.
        contract: Address,
        /// The method's name.
        method: String,
        /// SCALE-encoded arguments, one after the other.
        args: Vec<u8>,
    },
    /// Replaces the code of a deployed contract and runs the new code's `migrate` method, if it
    /// has one, in one step.
    #[codec(index = 2)]
    Upgrade {
        /// The contract's address.
        contract: Address,
        /// The wasm module.
        code: Vec<u8>,
        /// SCALE-encoded arguments of the `migrate` method; none when there is no such method.
        args: Vec<u8>,
    },
    /// Changes who may do what. In a box: it is far longer than the others.
    #[codec(index = 3)]
    Change(Box<Change>),
}

impl From<Change> for Call {
    fn from(change: Change) -> Self {
        Self::Change(Box::new(change))
    }
}

/// What a sender calls a request, so that it is done once however often it is sent: 16 bytes,
/// such as those of a UUID (RFC 9562).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct RequestId(pub [u8; 16]);

/// 32 lower-case hexadecimal digits.
impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestId({self})")
    }
}

/// The signed part of a [`SignedTransaction`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Transaction {
    /// The ledger it is meant for.
    pub chain_id: ChainId,
    /// Who sends it: a member, or on a ledger without members the account of the first key that
    /// signs.
    pub sender: Address,
    /// Number of transactions of this sender that blocks contain so far.
    pub nonce: u64,
    /// Last height at which it may be executed.
    pub valid_until: Height,
    /// Most work it may do, over all calls.
    pub gas_limit: Gas,
    /// What the sender calls the request, if it does. While it has succeeded with these calls,
    /// it is not done again; with other calls it is refused.
    pub request_id: Option<RequestId>,
    /// The calls, in order.
    pub calls: Vec<Call>,
}

/// A signature over a transaction's signing hash, and by which key.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct KeySignature {
    /// The key.
    pub key: PublicKey,
    /// Its signature.
    pub signature: Signature,
}

/// A transaction and signatures over its signing hash.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SignedTransaction {
    /// What was signed.
    pub transaction: Transaction,
    /// The sender's, then endorsements in ascending order of their keys, each key once; at most
    /// [`limits::SIGNATURES_MAX`].
    pub signatures: Vec<KeySignature>,
}

/// Why bytes are no transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionDecodeError {
    /// Longer than [`limits::TRANSACTION_LEN_BYTES_MAX`].
    TooLong {
        /// Length of the input in bytes.
        len_bytes: usize,
    },
    /// Not SCALE of a [`SignedTransaction`], bytes left over, or nested too deep.
    Malformed,
    /// Decodes, but is not the one canonical encoding of its value.
    NotCanonical,
}

impl fmt::Display for TransactionDecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { len_bytes } => write!(
                f,
                "transaction of {len_bytes} bytes is longer than {}",
                limits::TRANSACTION_LEN_BYTES_MAX
            ),
            Self::Malformed => f.write_str("not a SCALE-encoded signed transaction"),
            Self::NotCanonical => f.write_str("transaction is not in canonical encoding"),
        }
    }
}

impl core::error::Error for TransactionDecodeError {}

/// Nesting that [`SignedTransaction`] needs, with the lists and maps of a policy; a little room
/// is left.
const DECODE_DEPTH_MAX: u32 = 16;

impl Transaction {
    /// Prefix of the signed message: no other hash of the ledger starts so.
    pub const SIGNING_DOMAIN: &'static [u8] = b"sandpact/transaction/v1";

    /// The bytes whose SHA3-256 is signed.
    #[must_use]
    pub fn signing_preimage(&self) -> Vec<u8> {
        let mut bytes = Self::SIGNING_DOMAIN.to_vec();
        self.encode_to(&mut bytes);
        bytes
    }
}

impl SignedTransaction {
    /// Whether the signatures are as many as allowed, and in their order.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        let Some((first, others)) = self.signatures.split_first() else { return false };
        self.signatures.len() <= limits::SIGNATURES_MAX
            && others.is_sorted_by(|a, b| a.key < b.key)
            && others.iter().all(|other| other.key != first.key)
    }

    /// Adds an endorsement in its place; one of the same key is replaced.
    pub fn endorse(&mut self, endorsement: KeySignature) {
        let same = self.signatures.iter().position(|other| other.key == endorsement.key);
        if let Some(own) = same.and_then(|place| self.signatures.get_mut(place)) {
            *own = endorsement;
            return;
        }
        let place = self.signatures.iter().skip(1).take_while(|it| it.key < endorsement.key);
        let place = place.count().saturating_add(1).min(self.signatures.len());
        self.signatures.insert(place, endorsement);
    }

    /// Reads exactly one canonically encoded transaction.
    ///
    /// # Errors
    /// [`TransactionDecodeError`]; work is bounded by the length limit.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TransactionDecodeError> {
        if bytes.len() > limits::TRANSACTION_LEN_BYTES_MAX {
            return Err(TransactionDecodeError::TooLong { len_bytes: bytes.len() });
        }
        let signed = Self::decode_all_with_depth_limit(DECODE_DEPTH_MAX, &mut &bytes[..])
            .map_err(|_| TransactionDecodeError::Malformed)?;
        if signed.encode() == bytes {
            Ok(signed)
        } else {
            Err(TransactionDecodeError::NotCanonical)
        }
    }
}

/// The bytes whose SHA3-256 is the address of the contract that the
/// `call_index`-th call of the sender's transaction `nonce` deploys.
#[must_use]
pub fn contract_address_preimage(sender: &Address, nonce: u64, call_index: u32) -> Vec<u8> {
    let mut bytes = b"sandpact/contract/v1".to_vec();
    sender.encode_to(&mut bytes);
    nonce.encode_to(&mut bytes);
    call_index.encode_to(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use parity_scale_codec::{Compact, DecodeAll};

    fn sample() -> SignedTransaction {
        SignedTransaction {
            transaction: Transaction {
                chain_id: ChainId("test-1".into()),
                sender: Address([7; 32]),
                nonce: 3,
                valid_until: Height(9),
                gas_limit: Gas(1_000_000),
                request_id: Some(RequestId([4; 16])),
                calls: vec![
                    Call::Invoke {
                        contract: Address([8; 32]),
                        method: "issue".into(),
                        args: vec![1, 2],
                    },
                    Call::Deploy { code: vec![0; 9], args: vec![] },
                    Call::Upgrade { contract: Address([9; 32]), code: vec![1; 5], args: vec![3] },
                ],
            },
            signatures: vec![signed_by(7)],
        }
    }

    fn signed_by(key: u8) -> KeySignature {
        KeySignature { key: PublicKey::Ed25519([key; 32]), signature: Signature::Ed25519([5; 64]) }
    }

    #[test]
    fn endorsements_are_in_order_and_each_key_is_there_once() {
        let mut signed = sample();
        for key in [9, 3, 8, 3, 7] {
            signed.endorse(signed_by(key));
        }
        let keys: Vec<_> = signed.signatures.iter().map(|it| it.key.as_bytes()[0]).collect();
        assert_eq!(keys, [7, 3, 8, 9]);
        assert!(signed.is_in_order());
        signed.signatures.swap(2, 3);
        assert!(!signed.is_in_order());
        signed.signatures[3] = signed_by(7);
        assert!(!signed.is_in_order());
        signed.signatures.clear();
        assert!(!signed.is_in_order());
    }

    #[test]
    fn round_trip_and_left_over_bytes() {
        let bytes = sample().encode();
        assert_eq!(SignedTransaction::from_bytes(&bytes), Ok(sample()));
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(SignedTransaction::from_bytes(&longer), Err(TransactionDecodeError::Malformed));
        for len in 0..bytes.len() {
            assert_eq!(
                SignedTransaction::from_bytes(&bytes[..len]),
                Err(TransactionDecodeError::Malformed)
            );
        }
    }

    #[test]
    fn a_length_prefix_in_a_longer_form_is_refused() {
        let mut bytes = sample().encode();
        // "test-1" has the compact length 6, one byte 0x18; the four-byte form of 6 means the same.
        assert_eq!(bytes[0], 0x18);
        bytes.splice(0..1, [0x1a, 0, 0, 0]);
        assert!(SignedTransaction::from_bytes(&bytes).is_err());
    }

    #[test]
    fn a_length_bomb_is_refused_at_once() {
        let mut bytes = Compact(u32::MAX).encode();
        bytes.extend([0; 5]);
        assert_eq!(SignedTransaction::from_bytes(&bytes), Err(TransactionDecodeError::Malformed));
        assert!(SignedTransaction::decode_all(&mut &bytes[..]).is_err());
    }
}
