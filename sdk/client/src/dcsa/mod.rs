//! Documents of the Digital Container Shipping Association (DCSA) in JSON to calls of
//! `bill_of_lading`.
//!
//! | document | call |
//! |---|---|
//! | block of an endorsement chain (JWS in JSON, RFC 7515 section 7.2) | `endorse` or `transfer` |
//! | the two first blocks of a chain | `issue`, by [`map_issue`] |
//! | all blocks of a chain | `attest` and the above for each, by [`map_chain`] |
//! | transport document (EBL 3.0, the `document` of an issuance) | `issue` |
//! | surrender request (EBL_SUR 3.0) | `request_surrender` |
//! | surrender answer (EBL_SUR 3.0) | `answer_surrender` |
//!
//! A block's id is SHA-256 of its minified JSON with its first signature only: it was fixed
//! before an exporting platform counter-signed. A document's checksum is SHA-256 of its canonical
//! form (RFC 8785). Keys are named by their JWK thumbprints (RFC 7638). Names, goods and keys
//! themselves stay here.
//!
//! # Signatures
//! RS256, which the published chains use, ES256 and EdDSA are checked by [`check_signature`], off
//! the ledger. [`map_attestation`] makes the call by which an oracle attests what it has checked.
//!
//! The examples in DCSA's OpenAPI files are YAML in block style, which is no JSON: they are not
//! read. What a system sends by that API is JSON and is.

mod action;
mod block;
mod chain;
mod issue;
mod json;
mod jwk;
mod jws;
mod party;
mod surrender;
#[cfg(test)]
mod tests;
mod time;
mod transport;

use crate::commitment::{FingerprintKey, fingerprint};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use sandpact_abi::Hash;

pub use block::{Block, map_attestation};
pub use chain::{CHAIN_LEN_MAX, ChainCall, map_chain};
pub use issue::{ChainIssue, map_issue};
pub use jwk::{Jwk, account_key};
pub use jws::check_signature;
pub use transport::document_checksum;

/// Name of the contract.
const CONTRACT: &str = "bill_of_lading";
/// First field of the fingerprint of a transport document reference.
const DOCUMENT_TAG: &str = "sandpact/bill_of_lading/document/1";
/// First field of the fingerprint of a surrender request reference.
const SURRENDER_TAG: &str = "sandpact/bill_of_lading/surrender/1";

/// Formats of DCSA that can be mapped from one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DcsaFormat {
    /// A block of an endorsement chain.
    Block,
    /// A transport document.
    TransportDocument,
    /// A surrender request.
    SurrenderRequest,
    /// An answer to one.
    SurrenderAnswer,
}

impl DcsaFormat {
    /// Recognises a document by the members that its schema requires; `None` for any other.
    #[must_use]
    pub fn detect(bytes: &[u8]) -> Option<Self> {
        let document = json::parse(bytes).ok()?;
        let has = |name: &str| document.get(name).is_some();
        let is_block = |value: &serde_json::Value| {
            value.get("payload").is_some() && value.get("signatures").is_some()
        };
        if is_block(&document) || document.get("transferBlock").is_some_and(is_block) {
            Some(Self::Block)
        } else if has("surrenderRequestReference") && has("surrenderRequestCode") {
            Some(Self::SurrenderRequest)
        } else if has("surrenderRequestReference") && has("action") {
            Some(Self::SurrenderAnswer)
        } else if has("transportDocumentTypeCode")
            || document
                .get("document")
                .is_some_and(|it| it.get("transportDocumentTypeCode").is_some())
        {
            Some(Self::TransportDocument)
        } else {
            None
        }
    }

    /// Turns the document into a call.
    ///
    /// # Errors
    /// [`DocumentRefusal`].
    pub fn map(
        self,
        bytes: &[u8],
        context: &MappingContext,
    ) -> Result<DocumentCall, DocumentRefusal> {
        match self {
            Self::Block => block::map_block(bytes),
            Self::TransportDocument => transport::map_document(bytes, context),
            Self::SurrenderRequest => surrender::map_request(bytes, context),
            Self::SurrenderAnswer => surrender::map_answer(bytes, context),
        }
    }
}

/// Fingerprint by which the ledger knows a transport document of a carrier.
#[must_use]
pub fn document_fingerprint(key: &FingerprintKey, reference: &str) -> Hash {
    fingerprint(key, &[DOCUMENT_TAG, reference])
}

/// Fingerprint by which the ledger knows a surrender request of a carrier.
#[must_use]
pub fn surrender_fingerprint(key: &FingerprintKey, reference: &str) -> Hash {
    fingerprint(key, &[SURRENDER_TAG, reference])
}
