//! Published vectors, and what is refused although other verifiers take it.
#![allow(missing_docs, clippy::arithmetic_side_effects, clippy::unwrap_used)]

mod certificate_bytes;
mod certificate_paths;
mod certificate_rules;
mod certificates_by_openssl;
mod forge;
mod integer;
mod refused_ed25519;
mod refused_p256;
#[cfg(feature = "gm")]
mod refused_sm2;
mod standards;
mod strangers;
mod wycheproof;
