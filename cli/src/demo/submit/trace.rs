//! Events and parts of a supply chain. A published document tells a piece of one: what it takes
//! for granted happens first, and each has a trace of its own, since examples name the same items.

use super::{Row, Sandbox, context, send};
use crate::demo::accounts::key_of;
use crate::demo::parties::Names;
use crate::demo::sandbox::{AUTHORITY, Prepared};
use crate::demo::story;
use crate::error::CliError;
use item_trace::messages::{Act, EventRequest, LotQuantity, NewItem};
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::{Address, Hash};
use sandpact_client::document::DocumentCall;
use sandpact_client::epcis;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const CONTRACT: &str = "item_trace";

/// The account of whoever has the items until somebody receives them: events name a place or a
/// party, or nobody.
const SENDER: &str = "sender";

/// The parts of a container, each registered by its partner.
pub fn submit_parts(
    sandbox: &mut Sandbox,
    name: &str,
    calls: &[DocumentCall],
) -> Result<Row, CliError> {
    story::deploy(sandbox, CONTRACT)?;
    let mut row = Row::of(name);
    for call in calls {
        story::provide(sandbox, "item_trace.partner", &[("actor", call.actor.clone())])?;
        row = row.then(send(sandbox, name, &call.actor, call)?);
        if row.is_refused() {
            break;
        }
    }
    Ok(row)
}

/// The events of a document, in its order.
pub fn submit_events(
    sandbox: &mut Sandbox,
    name: &str,
    bytes: &[u8],
    calls: &[DocumentCall],
) -> Result<Row, CliError> {
    story::deploy(sandbox, CONTRACT)?;
    story::provide(sandbox, "item_trace.sender", &[("actor", SENDER.to_owned())])?;
    let mut trace = Trace::new(sandbox);
    // An event that is declared wrong was recorded before.
    let before = epcis::map_document(&without_declarations(bytes), &context(name, &Names::new()));
    let mut row = Row::of(name);
    for (index, call) in calls.iter().enumerate() {
        let recorded = before.as_ref().ok().and_then(|before| before.get(index));
        if let Some(recorded) = recorded.filter(|_| call.method != "capture") {
            trace.prepare(recorded)?;
            send(trace.sandbox, name, &trace.holder, recorded)?;
        }
        trace.prepare(call)?;
        row = row.then(send(trace.sandbox, name, &trace.holder, call)?);
        if row.is_refused() {
            break;
        }
    }
    Ok(row)
}

/// The document as it was before anything in it was declared wrong.
fn without_declarations(bytes: &[u8]) -> Vec<u8> {
    if let Ok(mut document) = serde_json::from_slice::<Value>(bytes) {
        remove_declarations(&mut document);
        return document.to_string().into_bytes();
    }
    let text = String::from_utf8_lossy(bytes);
    let (mut kept, mut rest) = (String::new(), text.as_ref());
    while let Some((before, after)) = rest.split_once("<errorDeclaration>") {
        kept.push_str(before);
        rest = after.split_once("</errorDeclaration>").map_or("", |(_, rest)| rest);
    }
    kept.push_str(rest);
    kept.into_bytes()
}

fn remove_declarations(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("errorDeclaration");
            members.values_mut().for_each(remove_declarations);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_declarations),
        _ => {}
    }
}

/// Items and lots as the events of a document find them.
struct Trace<'a> {
    sandbox: &'a mut Sandbox,
    /// Name of the account that has them.
    holder: String,
    /// Items that there are, and lots that the document itself made.
    known: BTreeSet<Hash>,
    /// Those that were shipped to a party.
    sent: BTreeSet<Hash>,
    /// Items that are in a parent.
    inside: BTreeSet<Hash>,
}

impl<'a> Trace<'a> {
    fn new(sandbox: &'a mut Sandbox) -> Self {
        let (known, sent, inside) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { sandbox, holder: SENDER.to_owned(), known, sent, inside }
    }

    /// Makes what an event takes for granted. Afterwards the holder is whoever records the event.
    fn prepare(&mut self, call: &DocumentCall) -> Result<(), CliError> {
        let Ok(event) = EventRequest::decode_all(&mut &call.args[..]) else { return Ok(()) };
        let needed = Needed::of(&event.act, &self.known);
        if !needed.is_nothing() {
            self.happened(&event, 1, needed.commission())?;
        }
        match &event.act {
            Act::Ship { to, items, quantities, .. } => {
                self.authorise(to)?;
                self.sent.extend(items.iter().copied().chain(quantities.iter().map(|it| it.lot)));
            }
            Act::Receive { items, quantities } => {
                let mut received = items.iter().chain(quantities.iter().map(|it| &it.lot));
                // What nobody was named to receive stays with whoever had it.
                if !needed.is_nothing() || received.any(|it| self.sent.contains(it)) {
                    self.hand_over(&event, &needed, &call.actor)?;
                }
            }
            Act::Pack { children, .. } => self.inside.extend(children),
            Act::Unpack { parent, children, .. } => self.pack(&event, parent, children, &needed)?,
            _ => {}
        }
        self.known.extend(needed.items);
        self.known.extend(made(&event.act));
        Ok(())
    }

    /// Packs what is unpacked and was not packed before.
    fn pack(
        &mut self,
        event: &EventRequest,
        parent: &Hash,
        children: &[Hash],
        needed: &Needed,
    ) -> Result<(), CliError> {
        let (parent, quantities) = (*parent, needed.quantities.clone());
        let mut loose = children.to_vec();
        loose.retain(|child| !self.inside.remove(child));
        if loose.is_empty() && quantities.is_empty() {
            return Ok(());
        }
        self.happened(event, 2, Act::Pack { parent, children: loose, quantities })
    }

    /// Makes an actor the holder, who is sent first what the document has not sent.
    fn hand_over(
        &mut self,
        event: &EventRequest,
        needed: &Needed,
        actor: &str,
    ) -> Result<(), CliError> {
        let to = key_of(actor).address();
        self.authorise(&to)?;
        if !needed.is_nothing() {
            let Needed { items, quantities } = needed.clone();
            self.happened(event, 2, Act::Ship { items, quantities, to, destination: None })?;
        }
        actor.clone_into(&mut self.holder);
        Ok(())
    }

    /// An event right before this one.
    fn happened(&mut self, event: &EventRequest, number: u8, act: Act) -> Result<(), CliError> {
        let mut id = event.id;
        id.0[0] ^= number;
        let event = EventRequest { id, act, ..event.clone() };
        let (contract, method) = (CONTRACT.to_owned(), "capture".to_owned());
        self.sandbox.provide(&self.holder, &Prepared { contract, method, args: event.encode() })
    }

    /// Lets an account receive.
    fn authorise(&mut self, account: &Address) -> Result<(), CliError> {
        let args = [("role", "Receiver".to_owned()), ("account", account.to_string())];
        let args = args.map(|(name, value)| (name.to_owned(), Value::String(value)));
        let call = self.sandbox.prepared(CONTRACT, "grant", &Map::from_iter(args))?;
        self.sandbox.provide(AUTHORITY, &call)
    }
}

/// Items and quantities that there must be before an act.
#[derive(Clone, Debug, Default, PartialEq)]
struct Needed {
    items: Vec<Hash>,
    quantities: Vec<LotQuantity>,
}

impl Needed {
    /// Those of them that are not known.
    fn of(act: &Act, known: &BTreeSet<Hash>) -> Self {
        let (items, quantities) = epcis::taken(act);
        let mut items: Vec<Hash> = items.into_iter().filter(|it| !known.contains(it)).collect();
        items.sort_unstable();
        items.dedup();
        let is_new = |it: &LotQuantity| !known.contains(&it.lot);
        Self { items, quantities: quantities.into_iter().filter(is_new).collect() }
    }

    fn is_nothing(&self) -> bool {
        self.items.is_empty() && self.quantities.is_empty()
    }

    fn commission(&self) -> Act {
        let item = |key: &Hash| NewItem { key: *key, class: Hash::ZERO, lot: None };
        let items = self.items.iter().map(item).collect();
        Act::Commission { items, quantities: self.quantities.clone(), expiry: None }
    }
}

/// Items and lots that begin with an act.
fn made(act: &Act) -> Vec<Hash> {
    let (items, quantities) = match act {
        Act::Commission { items, quantities, .. } => (items, quantities),
        Act::Transform { outputs, output_quantities, .. } => (outputs, output_quantities),
        _ => return Vec::new(),
    };
    items.iter().map(|item| item.key).chain(quantities.iter().map(|it| it.lot)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandpact_sdk::prelude::Decimal;

    #[test]
    fn what_is_known_is_not_made_again() {
        let [pallet, unit, lot] = [1, 2, 3].map(|byte| Hash([byte; 32]));
        let quantity = LotQuantity { lot, amount: Decimal::integer(5), unit: None };
        let quantities = vec![quantity.clone()];
        let act = Act::Pack { parent: pallet, children: vec![unit, unit], quantities };
        let needed = Needed::of(&act, &BTreeSet::from([pallet]));
        assert_eq!(needed, Needed { items: vec![unit], quantities: vec![quantity] });
        assert!(Needed::of(&act, &BTreeSet::from([pallet, unit, lot])).is_nothing());
        assert_eq!(made(&needed.commission()), [unit, lot]);
        assert!(made(&act).is_empty());
    }

    #[test]
    fn declarations_are_taken_out() {
        let json = br#"{"a": [{"errorDeclaration": {"reason": "x"}, "b": 1}]}"#;
        assert_eq!(without_declarations(json), br#"{"a":[{"b":1}]}"#);
        let xml = b"<e><errorDeclaration><r>x</r></errorDeclaration><t/></e>";
        assert_eq!(without_declarations(xml), b"<e><t/></e>");
        assert_eq!(without_declarations(b"<e><errorDeclaration>"), b"<e>");
    }
}
