//! A whole endorsement chain to its calls: what an oracle attests, and what carrier and platform
//! hand in, block by block.

use super::block::{Block, Content, call, map_attestation, map_block};
use super::issue::{ChainIssue, map_issue};
use super::json::parse;
use super::jwk::Jwk;
use super::jws::{base64url, check_signature};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use parity_scale_codec::Encode as _;
use serde_json::Value;

/// Most blocks of a chain, and most keys that it names: each block is checked under each key.
pub const CHAIN_LEN_MAX: usize = 100;

/// A call that a block of the chain is mapped to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCall {
    /// Place of the block among those that were given.
    pub block: usize,
    /// The call.
    pub call: DocumentCall,
}

/// A block with its place among those that were given.
struct Link<'a> {
    index: usize,
    bytes: &'a [u8],
    block: Block,
}

impl Link<'_> {
    fn is_title(&self) -> bool {
        matches!(self.block.content, Content::Title { .. })
    }

    fn calls(&self, calls: impl IntoIterator<Item = DocumentCall>) -> Vec<ChainCall> {
        calls.into_iter().map(|call| ChainCall { block: self.index, call }).collect()
    }
}

/// Maps the blocks of one chain, given in any order, to calls in the order in which they are made.
/// The actors are `oracle`, `carrier` and `platform`. Signatures are checked under the keys that
/// the chain itself names; `reference` is the transport document's, which no block names.
///
/// # Errors
/// [`DocumentRefusal`]: `MissingField` for a chain without its first two blocks or with a gap,
/// `DigestMismatch` for a block that no key of the chain signed, `TooLarge` above
/// [`CHAIN_LEN_MAX`] blocks or keys.
pub fn map_chain(
    blocks: &[&[u8]],
    reference: &str,
    context: &MappingContext,
) -> Result<Vec<ChainCall>, DocumentRefusal> {
    if blocks.len() > CHAIN_LEN_MAX {
        let reason = format!("{} blocks, at most {CHAIN_LEN_MAX}", blocks.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    let links = blocks.iter().enumerate();
    let links = links.map(|(index, bytes)| Ok(Link { index, bytes, block: Block::read(bytes)? }));
    let links = ordered(links.collect::<Result<_, _>>()?)?;
    let keys = keys(&links)?;
    let [title, possession, rest @ ..] = &links[..] else {
        return Err(DocumentRefusal::missing_field("a chain begins with two blocks"));
    };
    let carrier = signer(title, &keys)?;
    let issue = ChainIssue {
        title: title.bytes,
        possession: possession.bytes,
        carrier,
        reference,
        document: None,
    };
    let mut calls = title.calls([map_attestation(title.bytes, carrier)?]);
    let attested = map_attestation(possession.bytes, carrier)?;
    calls.extend(possession.calls([attested, map_issue(&issue, context)?]));
    for link in rest {
        let attested = map_attestation(link.bytes, signer(link, &keys)?)?;
        calls.extend(link.calls([attested, map_block(link.bytes)?]));
        if link.block.signatures > 1 {
            let title = format!("counter-signature of block {}", hex::encode(link.block.id.0));
            let args = link.block.id.encode();
            calls.extend(link.calls([call("countersign", args, "platform", title)]));
        }
    }
    Ok(calls)
}

/// First ones first, title before possession, then by time; of one time, a block after the one
/// that it follows.
fn ordered(mut links: Vec<Link<'_>>) -> Result<Vec<Link<'_>>, DocumentRefusal> {
    links.sort_by_key(|it| (it.block.at_ms, !it.is_title()));
    let mut ordered: Vec<Link<'_>> = Vec::new();
    while !links.is_empty() {
        let is_next = |it: &Link<'_>| {
            it.block.previous.is_none_or(|id| ordered.iter().any(|other| other.block.id == id))
        };
        let next = links.iter().position(is_next).ok_or_else(|| {
            DocumentRefusal::missing_field("the block that another one follows is missing")
        })?;
        ordered.push(links.remove(next));
    }
    Ok(ordered)
}

/// The keys that may have signed a block: those that blocks go to, and announced ones.
fn keys(links: &[Link<'_>]) -> Result<Vec<Jwk>, DocumentRefusal> {
    let mut keys: Vec<Jwk> = Vec::new();
    for link in links {
        let announced = announced(&link.block)?;
        keys.push(link.block.transferee.clone());
        keys.extend(announced.iter().filter_map(|key| Jwk::read("nextRegistryJWK", key).ok()));
    }
    keys.sort_by_key(Jwk::thumbprint);
    keys.dedup();
    if keys.len() > CHAIN_LEN_MAX {
        let reason = format!("{} keys, at most {CHAIN_LEN_MAX}", keys.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    Ok(keys)
}

/// The keys of the registry that a block announces: one, or a set of them.
fn announced(block: &Block) -> Result<Vec<Value>, DocumentRefusal> {
    let payload = parse(&base64url("payload", &block.payload)?)?;
    let announced = payload.get("blockPayload").and_then(|it| it.get("nextRegistryJWK"));
    Ok(match announced {
        None => Vec::new(),
        Some(announced) => match announced.get("keys") {
            Some(Value::Array(keys)) => keys.clone(),
            _ => vec![announced.clone()],
        },
    })
}

/// The key of the chain that signed a block.
fn signer<'a>(link: &Link<'_>, keys: &'a [Jwk]) -> Result<&'a Jwk, DocumentRefusal> {
    let signed = keys.iter().find(|key| check_signature(&link.block, key).is_ok());
    signed.ok_or_else(|| {
        let id = hex::encode(link.block.id.0);
        DocumentRefusal::digest_mismatch(format!("no key of the chain signed block {id}"))
    })
}
