//! One event to one call.

use super::fields::{check, quantities, texts};
use super::gs1::{class_of, normalised};
use super::place::Whereabouts;
use super::time::{check_offset, seconds};
use super::vocabulary::{DISPOSITION, REASON, STEP};
use super::{COMMITMENT_TAG, event_key, key_of};
use crate::commitment::{commit, fingerprint};
use crate::document::{DocumentCall, DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use item_trace::messages::{
    Act, CORRECTIONS_LEN_MAX, ErrorDeclaration, ErrorReason, EventRequest, ITEMS_LEN_MAX, NewItem,
};
use parity_scale_codec::Encode as _;
use sandpact_abi::{CivilDate, Hash};
use serde_json::Value;

/// An event with what all its parts need.
struct Reader<'a, 'p> {
    event: Node<'a, 'p>,
    context: &'a MappingContext,
    step: Option<&'static str>,
    whereabouts: Whereabouts<'a>,
}

/// Maps an event at `path` of its document.
pub fn map(
    path: &str,
    event: &Value,
    context: &MappingContext,
) -> Result<DocumentCall, DocumentRefusal> {
    let node = Node::new(path, event)?;
    let kind = node.required_text("type")?;
    check(node)?;
    let time = seconds(&node.path_of("eventTime"), node.required_text("eventTime")?)?;
    check_offset(&node.path_of("eventTimeZoneOffset"), node.required_text("eventTimeZoneOffset")?)?;
    let step = node.text("bizStep")?.map(|text| STEP.word(text)).transpose()?.flatten();
    node.text("disposition")?.map(|text| DISPOSITION.word(text)).transpose()?;
    let whereabouts = Whereabouts::read(node)?;
    let reader = Reader { event: node, context, step, whereabouts };
    let act = reader.act(kind)?;
    let commitment = commit(COMMITMENT_TAG, &context.salt, &canonical(event)?);
    let actor = reader.whereabouts.actor(step)?;
    let id = reader.id(event)?;
    let (method, args) = match node.get("errorDeclaration") {
        Some(declaration) => {
            ("declare_error", reader.declaration(declaration, id, commitment)?.encode())
        }
        None => {
            let place = reader.whereabouts.place();
            let place = place.map(|place| reader.key(place)).transpose()?;
            ("capture", EventRequest { id, time, place, act, commitment }.encode())
        }
    };
    Ok(DocumentCall {
        contract: "item_trace",
        method,
        args,
        actor,
        title: format!("{kind} {path}"),
    })
}

fn canonical(event: &Value) -> Result<Vec<u8>, DocumentRefusal> {
    serde_json_canonicalizer::to_vec(event)
        .map_err(|_| DocumentRefusal::not_well_formed("no canonical form (RFC 8785)"))
}

impl Reader<'_, '_> {
    fn key(&self, identifier: &str) -> Result<Hash, DocumentRefusal> {
        key_of(&self.context.fingerprint_key, identifier)
    }

    /// The event's own id, or a fingerprint of what it says; neither the time at which somebody
    /// recorded it nor a declaration that it is wrong is part of that.
    fn id(&self, event: &Value) -> Result<Hash, DocumentRefusal> {
        let key = &self.context.fingerprint_key;
        if let Some(id) = self.event.text("eventID")? {
            return Ok(event_key(key, id.trim()));
        }
        let mut said = event.clone();
        if let Some(members) = said.as_object_mut() {
            members.remove("recordTime");
            members.remove("errorDeclaration");
        }
        let said = String::from_utf8(canonical(&said)?)
            .map_err(|_| DocumentRefusal::not_well_formed("no UTF-8"))?;
        Ok(fingerprint(key, &["epcis-event-content", &said]))
    }

    fn act(&self, kind: &str) -> Result<Act, DocumentRefusal> {
        match kind {
            "ObjectEvent" => self.object(),
            "AggregationEvent" => self.aggregation(),
            "TransactionEvent" => self.transaction(),
            "TransformationEvent" => self.transformation(),
            "AssociationEvent" => self.association(),
            other => {
                let shown: String = other.chars().take(40).collect();
                Err(DocumentRefusal::unsupported_kind(format!("events of type {shown:?}")))
            }
        }
    }

    fn is_moving(&self) -> bool {
        matches!(self.step, Some("shipping" | "receiving"))
    }

    fn action(&self) -> Result<&str, DocumentRefusal> {
        match self.event.required_text("action")? {
            action @ ("ADD" | "OBSERVE" | "DELETE") => Ok(action),
            other => {
                let shown: String = other.chars().take(40).collect();
                let reason = format!("{} {shown:?}", self.event.path_of("action"));
                Err(DocumentRefusal::unsupported_value(reason))
            }
        }
    }

    fn object(&self) -> Result<Act, DocumentRefusal> {
        let action = self.action()?;
        let names = self.names("epcList")?;
        let is_counted = action != "OBSERVE" || self.is_moving();
        let quantities = self.quantities("quantityList", is_counted)?;
        self.refuse_nothing(names.is_empty() && quantities.is_empty(), "epcList")?;
        let is_end = matches!(self.step, Some("dispensing" | "retail_selling"));
        match action {
            "ADD" => Ok(Act::Commission {
                items: self.new_items(&names)?,
                quantities,
                expiry: self.expiry()?,
            }),
            "DELETE" if !is_end => Ok(Act::Decommission { items: self.keys(&names)?, quantities }),
            _ if is_end && quantities.is_empty() => Ok(Act::Dispense { items: self.keys(&names)? }),
            "DELETE" => Ok(Act::Decommission { items: self.keys(&names)?, quantities }),
            _ => self.moved(self.keys(&names)?, quantities),
        }
    }

    fn aggregation(&self) -> Result<Act, DocumentRefusal> {
        let action = self.action()?;
        let children = self.keys(&self.names("childEPCs")?)?;
        let quantities = self.quantities("childQuantityList", action != "OBSERVE")?;
        let parent = self.parent()?;
        if action == "OBSERVE" {
            return self.about_parent(parent, children, quantities);
        }
        let parent = parent.ok_or_else(|| self.missing("parentID"))?;
        self.refuse_nothing(children.is_empty() && quantities.is_empty(), "childEPCs")?;
        Ok(match action {
            "ADD" => Act::Pack { parent, children, quantities },
            _ => Act::Unpack { parent, children, quantities },
        })
    }

    fn transaction(&self) -> Result<Act, DocumentRefusal> {
        self.action()?;
        if self.event.get("bizTransactionList").is_none() {
            return Err(self.missing("bizTransactionList"));
        }
        let items = self.keys(&self.names("epcList")?)?;
        let quantities = self.quantities("quantityList", self.is_moving())?;
        self.about_parent(self.parent()?, items, quantities)
    }

    fn transformation(&self) -> Result<Act, DocumentRefusal> {
        let inputs = self.keys(&self.names("inputEPCList")?)?;
        let input_quantities = self.quantities("inputQuantityList", true)?;
        let outputs = self.new_items(&self.names("outputEPCList")?)?;
        let output_quantities = self.quantities("outputQuantityList", true)?;
        self.refuse_nothing(inputs.is_empty() && input_quantities.is_empty(), "inputEPCList")?;
        self.refuse_nothing(outputs.is_empty() && output_quantities.is_empty(), "outputEPCList")?;
        let (expiry, yield_max) = (self.expiry()?, None);
        Ok(Act::Transform {
            inputs,
            input_quantities,
            outputs,
            output_quantities,
            expiry,
            yield_max,
        })
    }

    fn association(&self) -> Result<Act, DocumentRefusal> {
        let action = self.action()?;
        let children = self.keys(&self.names("childEPCs")?)?;
        let quantities = self.quantities("childQuantityList", false)?;
        let parent = self.parent()?.ok_or_else(|| self.missing("parentID"))?;
        let lots: Vec<Hash> = quantities.iter().map(|quantity| quantity.lot).collect();
        if action == "ADD" {
            self.refuse_nothing(children.is_empty() && lots.is_empty(), "childEPCs")?;
            return Ok(Act::Associate { parent, children, lots });
        }
        let items = [vec![parent], children].concat();
        Ok(Act::Observe { items, quantities: vec![] })
    }

    /// An event about a parent is about the parent alone: what is in it moves with it (M4).
    fn about_parent(
        &self,
        parent: Option<Hash>,
        items: Vec<Hash>,
        quantities: Vec<item_trace::messages::LotQuantity>,
    ) -> Result<Act, DocumentRefusal> {
        match parent {
            Some(parent) => self.moved(vec![parent], vec![]),
            None => {
                self.refuse_nothing(items.is_empty() && quantities.is_empty(), "epcList")?;
                self.moved(items, quantities)
            }
        }
    }

    /// Shipping to a named party, receiving, or neither.
    fn moved(
        &self,
        items: Vec<Hash>,
        quantities: Vec<item_trace::messages::LotQuantity>,
    ) -> Result<Act, DocumentRefusal> {
        match (self.step, self.whereabouts.destination_party) {
            (Some("shipping"), Some(party)) => {
                let name = super::normalised(party)?;
                let to = self.context.account(&name).or_else(|| self.context.account(party));
                let to = to.ok_or_else(|| {
                    let path = self.event.path_of("destinationList");
                    let reason = format!("{path} names a party without account");
                    DocumentRefusal::unknown_party(reason)
                })?;
                let destination = self.whereabouts.destination;
                let destination = destination.map(|place| self.key(place)).transpose()?;
                Ok(Act::Ship { items, quantities, to, destination })
            }
            (Some("receiving"), _) => Ok(Act::Receive { items, quantities }),
            _ => Ok(Act::Observe { items, quantities }),
        }
    }

    fn declaration(
        &self,
        declaration: &Value,
        event: Hash,
        commitment: Hash,
    ) -> Result<ErrorDeclaration, DocumentRefusal> {
        let path = self.event.path_of("errorDeclaration");
        let declaration = Node::new(&path, declaration)?;
        let time = declaration.required_text("declarationTime")?;
        let reason = match declaration.text("reason")?.map(|text| REASON.word(text)).transpose()? {
            Some(Some("did_not_occur")) => ErrorReason::DidNotOccur,
            Some(Some(_)) => ErrorReason::IncorrectData,
            _ => ErrorReason::Other,
        };
        let corrections = texts(declaration, "correctiveEventIDs")?;
        if corrections.len() > CORRECTIONS_LEN_MAX {
            let reason = format!("{path} names more than {CORRECTIONS_LEN_MAX} events");
            return Err(DocumentRefusal::too_large(reason));
        }
        let key = &self.context.fingerprint_key;
        Ok(ErrorDeclaration {
            event,
            time: seconds(&declaration.path_of("declarationTime"), time)?,
            reason,
            corrections: corrections.iter().map(|id| event_key(key, id.trim())).collect(),
            commitment,
        })
    }

    fn parent(&self) -> Result<Option<Hash>, DocumentRefusal> {
        self.event.text("parentID")?.map(|parent| self.key(parent)).transpose()
    }

    fn names(&self, list: &str) -> Result<Vec<&str>, DocumentRefusal> {
        let names = texts(self.event, list)?;
        if names.len() > ITEMS_LEN_MAX {
            let path = self.event.path_of(list);
            let reason = format!("{path} has {} items, at most {ITEMS_LEN_MAX}", names.len());
            return Err(DocumentRefusal::too_large(reason));
        }
        Ok(names)
    }

    fn keys(&self, names: &[&str]) -> Result<Vec<Hash>, DocumentRefusal> {
        names.iter().map(|name| self.key(name)).collect()
    }

    fn quantities(
        &self,
        list: &str,
        is_counted: bool,
    ) -> Result<Vec<item_trace::messages::LotQuantity>, DocumentRefusal> {
        quantities(self.event, list, &self.context.fingerprint_key, is_counted)
    }

    /// Items with their class, and their lot where the event's master data names one.
    fn new_items(&self, names: &[&str]) -> Result<Vec<NewItem>, DocumentRefusal> {
        let lot = self.master_data("cbvmda:lotNumber")?;
        let mut items = Vec::new();
        for name in names {
            let normal = normalised(name)?;
            let class = class_of(&normal);
            let of = |text: &str| fingerprint(&self.context.fingerprint_key, &["epc", text]);
            let has_gtin = class.starts_with("01:");
            let lot = lot.filter(|_| has_gtin).map(|lot| of(&format!("{class}|10:{lot}")));
            items.push(NewItem { key: of(&normal), class: of(class), lot });
        }
        Ok(items)
    }

    fn expiry(&self) -> Result<Option<CivilDate>, DocumentRefusal> {
        let bad = |_| DocumentRefusal::bad_date("ilmd: itemExpirationDate is no day");
        let text = self.master_data("cbvmda:itemExpirationDate")?;
        text.map(CivilDate::parse).transpose().map_err(bad)
    }

    fn master_data(&self, name: &str) -> Result<Option<&str>, DocumentRefusal> {
        let path = self.event.path_of("ilmd");
        match self.event.get("ilmd") {
            Some(ilmd) => Ok(Node::new(&path, ilmd)?.text(name)?.map(str::trim)),
            None => Ok(None),
        }
    }

    fn refuse_nothing(&self, is_nothing: bool, list: &str) -> Result<(), DocumentRefusal> {
        if is_nothing { Err(self.missing(list)) } else { Ok(()) }
    }

    fn missing(&self, name: &str) -> DocumentRefusal {
        DocumentRefusal::missing_field(format!("{} is missing", self.event.path_of(name)))
    }
}
