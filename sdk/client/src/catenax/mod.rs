//! Test data containers of Catena-X (Tractus-X traceability) to calls of `item_trace`: each part
//! that was built is commissioned by its partner, and each bill of materials as built reported.
//!
//! Parts are known by their Catena-X id, partners by their business partner number. Local
//! identifiers become part of a keyed fingerprint (class and lot) or of the commitment. Plans,
//! sites and usages are not read: a plan is no item, and a usage is a bill of materials seen from
//! the other side.

#[cfg(test)]
mod tests;

use crate::commitment::{commit, fingerprint};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::epcis::key_of;
use crate::fhir::json::{Node, parse};
use item_trace::messages::{Act, BomPart, EventRequest, NewItem};
use parity_scale_codec::Encode as _;
use sandpact_abi::{CivilDate, Hash};
use sandpact_sdk::prelude::Decimal;
use serde_json::Value;
use std::collections::BTreeSet;

/// Longest container in bytes.
pub const CONTAINER_LEN_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most assets of a container.
pub const ASSETS_LEN_MAX: usize = 10_000;
/// Tag of the commitment to an asset: SHA-256 over it, the salt and the asset in the canonical
/// form of RFC 8785.
pub const COMMITMENT_TAG: &str = "catenax-asset";

/// How the member that has the assets begins.
const CONTAINER: &str = "https://catenax.io/schema/TestDataContainer/";

/// Aspects of parts that were built, without namespace and version. A part that is delivered in
/// sequence may have a serial number too, and that tells more.
const BUILT: &[&str] = &["SerialPart", "Batch", "JustInSequencePart"];

/// A container as calls.
#[derive(Clone, Debug, Default)]
pub struct Container {
    /// Assets, of whatever kind.
    pub assets: usize,
    /// Links of a part to what it is in.
    pub edges: usize,
    /// Business partner numbers of those who registered assets.
    pub partners: BTreeSet<String>,
    /// Parts first, then their bills of materials.
    pub calls: Vec<DocumentCall>,
}

/// Whether the document is a container of this kind.
#[must_use]
pub fn is_container(bytes: &[u8]) -> bool {
    let document: Option<Value> = serde_json::from_slice(bytes).ok();
    let members = document.as_ref().and_then(Value::as_object);
    members.is_some_and(|members| members.keys().any(|name| name.starts_with(CONTAINER)))
}

/// Maps a container.
///
/// # Errors
/// [`DocumentRefusal`] for the first asset that has no call: of a container all is recorded or
/// nothing.
pub fn map_container(bytes: &[u8], context: &MappingContext) -> Result<Container, DocumentRefusal> {
    let document = parse(bytes, CONTAINER_LEN_BYTES_MAX)?;
    let node = Node::new("container", &document)?;
    let name = node.names().find(|name| name.starts_with(CONTAINER));
    let name = name.ok_or_else(|| {
        DocumentRefusal::unsupported_kind("the document is no test data container")
    })?;
    let assets = node.required_list(name)?;
    if assets.len() > ASSETS_LEN_MAX {
        let reason = format!("{} assets, at most {ASSETS_LEN_MAX}", assets.len());
        return Err(DocumentRefusal::too_large(reason));
    }
    let mut container = Container { assets: assets.len(), ..Container::default() };
    let mut bills = Vec::new();
    for asset in assets {
        let asset = Asset::read(asset, context)?;
        container.partners.insert(asset.partner.to_owned());
        container.calls.extend(asset.commission()?);
        let (edges, call) = asset.bill()?;
        container.edges = container.edges.saturating_add(edges);
        bills.extend(call);
    }
    container.calls.extend(bills);
    if container.calls.is_empty() {
        return Err(DocumentRefusal::missing_field("the container has no part"));
    }
    Ok(container)
}

/// An asset with what all its parts need.
struct Asset<'a> {
    value: &'a Value,
    node: Node<'a, 'static>,
    id: &'a str,
    partner: &'a str,
    context: &'a MappingContext,
}

impl<'a> Asset<'a> {
    fn read(value: &'a Value, context: &'a MappingContext) -> Result<Self, DocumentRefusal> {
        let node = Node::new("asset", value)?;
        let (id, partner) = (node.required_text("catenaXId")?, node.required_text("bpnl")?);
        Ok(Self { value, node, id, partner, context })
    }

    fn key(&self) -> Result<Hash, DocumentRefusal> {
        key_of(&self.context.fingerprint_key, self.id)
    }

    /// The entries of an aspect, whatever its version, if there is one.
    fn aspect(&self, name: &str) -> Result<Option<&'a [Value]>, DocumentRefusal> {
        let is_it =
            |member: &&str| member.rsplit_once('#').is_some_and(|(_, aspect)| aspect == name);
        let mut found = self.node.names().filter(is_it);
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some(name), None) => self.node.required_list(name).map(Some),
            (Some(_), Some(_)) => {
                let reason = format!("{} has an aspect in two versions", self.id);
                Err(DocumentRefusal::unsupported_value(reason))
            }
        }
    }

    fn call(&self, method: &'static str, args: Vec<u8>) -> DocumentCall {
        let (actor, title) = (self.partner.to_owned(), format!("{method} {}", self.id));
        DocumentCall { contract: "item_trace", method, args, actor, title }
    }

    /// The call that commissions the part; none for what was not built.
    fn commission(&self) -> Result<Option<DocumentCall>, DocumentRefusal> {
        let mut aspects = Vec::new();
        for name in BUILT {
            aspects.extend(self.aspect(name)?);
        }
        let Some(entries) = aspects.first() else { return Ok(None) };
        let [entry] = entries else {
            let reason = format!("{} is not one part", self.id);
            return Err(DocumentRefusal::unsupported_value(reason));
        };
        let part = Node::new("part", entry)?;
        let made =
            Node::new("part.manufacturingInformation", part.required("manufacturingInformation")?)?;
        let kind = Node::new("part.partTypeInformation", part.required("partTypeInformation")?)?;
        let key = &self.context.fingerprint_key;
        let class = kind.required_text("manufacturerPartId")?;
        let lot = local(part, "batchId")?;
        let item = NewItem {
            key: self.key()?,
            class: fingerprint(key, &["catenax-class", self.partner, class]),
            lot: lot.map(|lot| lot_key(key, self.partner, lot)),
        };
        let canonical = serde_json_canonicalizer::to_vec(self.value)
            .map_err(|_| DocumentRefusal::not_well_formed("no canonical form (RFC 8785)"))?;
        let request = EventRequest {
            id: fingerprint(key, &["catenax-asset", self.id]),
            time: day(made)?.starts_at().ok_or_else(|| DocumentRefusal::bad_date("before 1970"))?,
            place: None,
            act: Act::Commission { items: vec![item], quantities: vec![], expiry: None },
            commitment: commit(COMMITMENT_TAG, &self.context.salt, &canonical),
        };
        Ok(Some(self.call("capture", request.encode())))
    }

    /// How many parts the bill of materials as built has, and the call that reports them.
    fn bill(&self) -> Result<(usize, Option<DocumentCall>), DocumentRefusal> {
        let Some(entries) = self.aspect("SingleLevelBomAsBuilt")? else { return Ok((0, None)) };
        let mut parts = Vec::new();
        for entry in entries {
            for child in Node::new("bill", entry)?.list_or_empty("childItems")? {
                parts.push(self.part(Node::new("bill.childItems", child)?)?);
            }
        }
        if parts.is_empty() {
            return Ok((0, None));
        }
        let (edges, args) = (parts.len(), (self.key()?, parts).encode());
        Ok((edges, Some(self.call("report_bom", args))))
    }

    /// A part with the partner who made it (M10).
    fn part(&self, child: Node<'_, '_>) -> Result<BomPart, DocumentRefusal> {
        let partner = self.context.account(child.required_text("businessPartner")?);
        let partner = partner.ok_or_else(|| {
            DocumentRefusal::unknown_party("businessPartner has no account in the directory")
        })?;
        let quantity = Node::new("bill.childItems.quantity", child.required("quantity")?)?;
        let bad = || DocumentRefusal::bad_amount("the quantity of a part is no decimal number");
        let number = quantity.get("quantityNumber").or_else(|| quantity.get("value"));
        let amount = match number.ok_or_else(bad)? {
            Value::Number(number) => Decimal::parse(number.to_string().trim_end_matches(".0")),
            _ => return Err(bad()),
        };
        let part = key_of(&self.context.fingerprint_key, child.required_text("catenaXId")?)?;
        Ok(BomPart { part, partner, amount: amount.map_err(|_| bad())? })
    }
}

/// The key of a partner's batch.
#[must_use]
pub fn lot_key(key: &crate::commitment::FingerprintKey, partner: &str, batch: &str) -> Hash {
    fingerprint(key, &["catenax-lot", partner, batch])
}

/// A local identifier of a part, if it has one of this kind.
fn local<'a>(part: Node<'a, '_>, kind: &str) -> Result<Option<&'a str>, DocumentRefusal> {
    for identifier in part.list_or_empty("localIdentifiers")? {
        let identifier = Node::new("part.localIdentifiers", identifier)?;
        if identifier.required_text("key")? == kind {
            return identifier.required_text("value").map(Some);
        }
    }
    Ok(None)
}

/// The day on which a part was made. Some have no offset, so that the day is all that counts.
fn day(made: Node<'_, '_>) -> Result<CivilDate, DocumentRefusal> {
    let text = made.required_text("date")?;
    let bad = || DocumentRefusal::bad_date("part.manufacturingInformation.date is no date");
    let day = text.get(..10).ok_or_else(bad)?;
    CivilDate::parse(day).map_err(|_| bad())
}
