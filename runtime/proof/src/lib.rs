//! What a state root commits to, and how the values or the absence of keys are
//! proven against it.
//!
//! Knows no runtime and no store: a stranger needs this crate, the root and the
//! proof's bytes. `docs/state-format.md` describes both to the byte.
//!
//! ```
//! use sandpact_abi::Address;
//! use sandpact_proof::{commitment, encode, verify_absence, verify_inclusion, Terminal};
//!
//! // A ledger with one value: its root is that value's leaf.
//! let contract = Address([7; 32]);
//! let key = commitment::key_hash(&contract, b"invoices");
//! let root = commitment::leaf(&key, &commitment::value_hash(b"42"));
//! let proof = encode(&Terminal::Present, &[]);
//! verify_inclusion(&root, &contract, b"invoices", b"42", &proof)?;
//!
//! let other = Terminal::OtherLeaf { key_hash: key, value_hash: commitment::value_hash(b"42") };
//! verify_absence(&root, &contract, b"orders", &encode(&other, &[]))?;
//! # Ok::<(), sandpact_proof::ProofError>(())
//! ```
//!
//! Many keys under one root take one proof, which states no hash twice:
//!
//! ```
//! use sandpact_abi::Address;
//! use sandpact_proof::{commitment, verify_many, Claim, ManyWriter};
//!
//! let contract = Address([7; 32]);
//! let key = commitment::key_hash(&contract, b"invoices");
//! let root = commitment::leaf(&key, &commitment::value_hash(b"42"));
//! let mut proof = ManyWriter::new();
//! proof.own_leaf();
//! let claims = [
//!     Claim { contract: &contract, key: b"orders", value: None },
//!     Claim { contract: &contract, key: b"invoices", value: Some(b"42") },
//! ];
//! verify_many(&root, &claims, &proof.into_bytes())?;
//! # Ok::<(), sandpact_proof::ProofError>(())
//! ```
#![no_std]

extern crate alloc;

pub mod commitment;
mod error;
mod format;
#[cfg(target_arch = "x86_64")]
mod keccak;
mod many;
mod reader;
mod verify;

pub use error::ProofError;
pub use format::{PROOF_LEN_BYTES_MAX, Siblings, Terminal, encode};
/// Also for kernels that hash many inputs at a time.
#[cfg(target_arch = "x86_64")]
pub use keccak::ROUNDS as KECCAK_ROUNDS;
pub use many::{Claim, ManyWriter, Node, Nodes, encode_many, verify_many};
pub use verify::{verify_absence, verify_inclusion};
