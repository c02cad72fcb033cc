//! Payloads of private records, which never enter the ledger (`docs/private.md`). The ledger has
//! the commitment to a payload; the payload itself is sealed to the organisations of its
//! collection, handed over by whatever way they like, checked against the commitment, and kept
//! in files until it is erased with its salt.
//!
//! | file | purpose |
//! |---|---|
//! | `payload` | bytes with their salt, and the commitment to them |
//! | `key` | what payloads for an organisation are sealed to and opened with |
//! | `sealed` | a payload that only those organisations can open |
//! | `vault` | sealed payloads as files |
//!
//! ```
//! use sandpact_private::{Payload, SealingKeyPair, open, seal};
//!
//! let bank = SealingKeyPair::generate()?;
//! let payload = Payload::new(b"net price 1,200.00 EUR")?;
//! let sealed = seal(&payload, &"prices".into(), &[("bank-a".into(), bank.public())])?;
//! assert_eq!(sealed.commitment, payload.commitment(&"prices".into()));
//! assert_eq!(open(&sealed, &"bank-a".into(), &bank)?.bytes(), b"net price 1,200.00 EUR");
//! # Ok::<_, sandpact_private::PrivateError>(())
//! ```
//!
//! Not here: who may record, confirm or purge, which the ledger decides.

mod error;
mod key;
mod payload;
mod sealed;
mod vault;

pub use error::PrivateError;
pub use key::SealingKeyPair;
pub use payload::{PAYLOAD_LEN_BYTES_MAX, Payload};
pub use sealed::{SEALED_LEN_BYTES_MAX, Sealed, SealedKey, open, seal};
pub use vault::Vault;
