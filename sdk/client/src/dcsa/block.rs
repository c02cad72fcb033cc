//! Blocks of an endorsement chain (dcsaorg/EndorsementChain, TRANSFERBLOCK.md).

use super::CONTRACT;
use super::json::{check_filled_in, digest, parse};
use super::jwk::Jwk;
use super::jws::{base64url, check_signature};
use crate::document::{DocumentCall, DocumentRefusal};
use crate::fhir::json::Node;
use bill_of_lading::{Endorsement, PossessionBlock, Step, TitleBlock};
use parity_scale_codec::Encode as _;
use sandpact_abi::Hash;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Most signatures of a block: the transferor's and those of platforms.
const SIGNATURES_MAX: usize = 8;

/// A block, read and its id computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// SHA-256 of its minified JSON with the first signature only (B3).
    pub id: Hash,
    /// The key that it goes to.
    pub transferee: Jwk,
    /// Its time, milliseconds since 1970.
    pub at_ms: u64,
    /// The block before in its chain; none for a first one.
    pub previous: Option<Hash>,
    /// What it says.
    pub content: Content,
    /// Number of signatures; the first is the transferor's, further ones are of platforms.
    pub signatures: usize,
    pub(super) payload: String,
    pub(super) protected: String,
    pub(super) signature: String,
}

/// What a block says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A title block.
    Title {
        /// SHA-256 of the document's canonical form.
        document: Hash,
        /// `isToOrder`, where the block says it.
        is_to_order: Option<bool>,
    },
    /// A possession block.
    Possession {
        /// The title block in force.
        title_block: Hash,
        /// How it moves possession.
        step: Step,
    },
}

impl Block {
    /// Reads a block, alone or in the envelope of a registry
    /// (`{"transferBlockHash": .., "transferBlock": ..}`), whose id must be that of the block.
    ///
    /// # Errors
    /// [`DocumentRefusal`].
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentRefusal> {
        let document = parse(bytes)?;
        let envelope = Node::new("block", &document)?;
        let block = envelope.get("transferBlock").unwrap_or(&document);
        let block = Self::of(block)?;
        if let Some(stated) = envelope.text("transferBlockHash")?
            && Hash(digest("transferBlockHash", stated)?) != block.id
        {
            return Err(DocumentRefusal::digest_mismatch(
                "transferBlockHash is not SHA-256 of the block with its first signature",
            ));
        }
        Ok(block)
    }

    fn of(block: &Value) -> Result<Self, DocumentRefusal> {
        let node = Node::new("transferBlock", block)?;
        let signatures = node.required_list("signatures")?;
        let [first, ..] = signatures else {
            return Err(DocumentRefusal::missing_field("transferBlock.signatures is empty"));
        };
        if signatures.len() > SIGNATURES_MAX {
            return Err(DocumentRefusal::too_large("more than 8 signatures"));
        }
        let id = id_of(block)?;
        let signature = Node::new("signatures[0]", first)?;
        let payload = node.required_text("payload")?;
        let decoded = parse(&base64url("transferBlock.payload", payload)?)?;
        check_filled_in(&decoded, "payload")?;
        let said = Node::new("payload", &decoded)?;
        let at_ms = said.required("timestamp")?.as_u64().ok_or_else(|| {
            DocumentRefusal::bad_date("payload.timestamp is no number of milliseconds")
        })?;
        Ok(Self {
            id,
            transferee: Jwk::read("payload.transferee", said.required("transferee")?)?,
            at_ms,
            previous: previous(said)?,
            content: Content::read(said)?,
            signatures: signatures.len(),
            payload: payload.to_owned(),
            protected: signature.required_text("protected")?.to_owned(),
            signature: signature.required_text("signature")?.to_owned(),
        })
    }
}

/// SHA-256 of the minified JSON, members in the order in which they stand, with the first
/// signature only: whoever counter-signs adds one later.
fn id_of(block: &Value) -> Result<Hash, DocumentRefusal> {
    let mut block = block.clone();
    if let Some(Value::Array(signatures)) = block.get_mut("signatures") {
        signatures.truncate(1);
    }
    let minified = serde_json::to_vec(&block)
        .map_err(|_| DocumentRefusal::not_well_formed("the block has no minified form"))?;
    Ok(Hash(Sha256::digest(minified).into()))
}

fn previous(said: Node<'_, '_>) -> Result<Option<Hash>, DocumentRefusal> {
    let name = "previousBlockHash";
    match said.required(name)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(Hash(digest(&said.path_of(name), text)?))),
        _ => Err(DocumentRefusal::bad_identifier("payload.previousBlockHash is no digest")),
    }
}

impl Content {
    fn read(said: Node<'_, '_>) -> Result<Self, DocumentRefusal> {
        let path = "payload.blockPayload";
        let payload = Node::new(path, said.required("blockPayload")?)?;
        let hash = |name: &str, text: &str| digest(&payload.path_of(name), text).map(Hash);
        match (payload.text("documentHash")?, payload.text("titleTransferBlockHash")?) {
            (Some(document), None) => {
                refuse_unknown(payload, &["documentHash", "isToOrder", "titleHolderPlatform"])?;
                let is_to_order = match payload.get("isToOrder") {
                    None => None,
                    Some(Value::Bool(is_to_order)) => Some(*is_to_order),
                    Some(_) => {
                        let reason = format!("{path}.isToOrder is neither true nor false");
                        return Err(DocumentRefusal::unsupported_value(reason));
                    }
                };
                Ok(Self::Title { document: hash("documentHash", document)?, is_to_order })
            }
            (None, Some(title)) => Ok(Self::Possession {
                title_block: hash("titleTransferBlockHash", title)?,
                step: step(payload)?,
            }),
            _ => Err(DocumentRefusal::unsupported_kind(format!(
                "{path} is neither of a title block nor of a possession block"
            ))),
        }
    }
}

fn step(payload: Node<'_, '_>) -> Result<Step, DocumentRefusal> {
    refuse_unknown(
        payload,
        &["titleTransferBlockHash", "nextRegistryJWK", "nextRegistryHost", "previousRegistryURL"],
    )?;
    match (payload.get("nextRegistryJWK"), payload.get("previousRegistryURL")) {
        (None, None) if payload.get("nextRegistryHost").is_some() => {
            let reason = "payload.blockPayload exports and announces no key";
            Err(DocumentRefusal::missing_field(reason))
        }
        (None, None) => Ok(Step::Transfer),
        (None, Some(_)) => Ok(Step::Import),
        (Some(key), None) => Ok(Step::Export { registry: registry(key)?.thumbprint() }),
        (Some(_), Some(_)) => Err(DocumentRefusal::unsupported_kind(
            "payload.blockPayload is of an export and of an import",
        )),
    }
}

/// A JWK, or a JWK set of one: with several, which one signs would be a guess.
fn registry(value: &Value) -> Result<Jwk, DocumentRefusal> {
    let path = "payload.blockPayload.nextRegistryJWK";
    let node = Node::new(path, value)?;
    if node.get("keys").is_none() {
        return Jwk::read(path, value);
    }
    match node.list("keys")? {
        [key] => Jwk::read(path, key),
        _ => Err(DocumentRefusal::unsupported_value(format!("{path} has several keys"))),
    }
}

fn refuse_unknown(payload: Node<'_, '_>, known: &[&str]) -> Result<(), DocumentRefusal> {
    match payload.unknown(known) {
        None => Ok(()),
        Some(name) => Err(DocumentRefusal::unsupported_value(format!(
            "{} is unknown",
            payload.path_of(&name.chars().take(40).collect::<String>())
        ))),
    }
}

/// Maps a block that is not the first of its chain.
///
/// # Errors
/// [`DocumentRefusal`].
pub fn map_block(bytes: &[u8]) -> Result<DocumentCall, DocumentRefusal> {
    let block = Block::read(bytes)?;
    let Some(previous) = block.previous else {
        return Err(DocumentRefusal::missing_field(
            "the first title block and the first possession block are issued together",
        ));
    };
    let (id, at_ms, holder) = (block.id, block.at_ms, block.transferee.thumbprint());
    let (method, args) = match block.content {
        Content::Title { is_to_order, .. } => {
            // An endorsement that says nothing goes on as it was: to order, for no other bill is
            // endorsed.
            let endorsement = match is_to_order {
                Some(false) => Endorsement::To { holder },
                Some(true) | None => Endorsement::ToOrder { holder },
            };
            ("endorse", TitleBlock { id, previous, endorsement, at_ms }.encode())
        }
        Content::Possession { title_block, step } => {
            let transferee = holder;
            let block = PossessionBlock { id, previous, title_block, transferee, step, at_ms };
            ("transfer", block.encode())
        }
    };
    Ok(call(method, args, "platform", format!("block {}", hex::encode(id.0))))
}

/// Maps a block and the key that signed it to the oracle's `attest`.
///
/// # Errors
/// [`DocumentRefusal`] when the signature does not hold, or cannot be checked.
pub fn map_attestation(bytes: &[u8], signer: &Jwk) -> Result<DocumentCall, DocumentRefusal> {
    let block = Block::read(bytes)?;
    check_signature(&block, signer)?;
    let args = (block.id, signer.thumbprint()).encode();
    let title = format!("signature of block {}", hex::encode(block.id.0));
    Ok(call("attest", args, "oracle", title))
}

/// A call of the contract.
pub(super) fn call(
    method: &'static str,
    args: Vec<u8>,
    actor: impl Into<String>,
    title: String,
) -> DocumentCall {
    DocumentCall { contract: CONTRACT, method, args, actor: actor.into(), title }
}
