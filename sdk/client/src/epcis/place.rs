//! Where an event was and who was part of it.

use super::vocabulary::SOURCE;
use super::{ACTOR_UNNAMED, normalised};
use crate::document::DocumentRefusal;
use crate::fhir::json::Node;
use serde_json::Value;

/// Parties and places of an event, as it writes them.
#[derive(Debug, Default)]
pub struct Whereabouts<'a> {
    read_point: Option<&'a str>,
    location: Option<&'a str>,
    source_party: Option<&'a str>,
    /// Who receives.
    pub destination_party: Option<&'a str>,
    /// Where it goes.
    pub destination: Option<&'a str>,
}

impl<'a> Whereabouts<'a> {
    /// Reads them.
    pub fn read(event: Node<'a, '_>) -> Result<Self, DocumentRefusal> {
        let (source_party, _) = ends(event, "sourceList", "source")?;
        let (destination_party, destination) = ends(event, "destinationList", "destination")?;
        Ok(Self {
            read_point: place(event, "readPoint")?,
            location: place(event, "bizLocation")?,
            source_party,
            destination_party,
            destination,
        })
    }

    /// Where it happened: the place where the items are afterwards, or were read.
    pub const fn place(&self) -> Option<&'a str> {
        match self.location {
            Some(location) => Some(location),
            None => self.read_point,
        }
    }

    /// Who makes the call: who receives at step `receiving`, else who sends, else whoever is at
    /// the place.
    pub fn actor(&self, step: Option<&str>) -> Result<String, DocumentRefusal> {
        let party = match step {
            Some("receiving" | "accepting") => self.destination_party,
            _ => self.source_party,
        };
        party.or(self.place()).map_or_else(|| Ok(ACTOR_UNNAMED.to_owned()), normalised)
    }
}

fn place<'a>(event: Node<'a, '_>, name: &str) -> Result<Option<&'a str>, DocumentRefusal> {
    let path = event.path_of(name);
    event.get(name).map(|place| Node::new(&path, place)?.required_text("id")).transpose()
}

/// The party and the place of a list of sources or destinations. Who owns comes before who has.
fn ends<'a>(
    event: Node<'a, '_>,
    list: &str,
    name: &str,
) -> Result<(Option<&'a str>, Option<&'a str>), DocumentRefusal> {
    let path = event.path_of(list);
    let (mut owner, mut possessor, mut location) = (None, None, None);
    let items = match event.get(list) {
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) => return Err(DocumentRefusal::unsupported_value(format!("{path} is no list"))),
        None => &[],
    };
    for item in items {
        let item = Node::new(&path, item)?;
        let slot = match SOURCE.word(item.required_text("type")?)? {
            Some("owning_party") => &mut owner,
            Some("possessing_party") => &mut possessor,
            Some(_) => &mut location,
            None => continue,
        };
        if slot.replace(item.required_text(name)?).is_some() {
            let reason = format!("{path} has two of one type");
            return Err(DocumentRefusal::unsupported_value(reason));
        }
    }
    Ok((owner.or(possessor), location))
}
