//! Actors of a provision. FHIR names an actor and how it is involved; the normal form
//! knows only those who ask for access.

use super::code::concept_code;
use super::fingerprint::{actor_pseudonym, normalised};
use super::json::Node;
use crate::commitment::FingerprintKey;
use crate::document::DocumentRefusal;
use consent_directive::ActorKey;

const PARTICIPATION_TYPE: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

/// Types of resources that `provision.actor.reference` may name (FHIR R4), without
/// groups, whose members a ledger cannot know.
const ACTOR_TYPES: &[&str] =
    &["Device", "Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson"];

/// The actors of one provision.
#[derive(Debug, Default)]
pub struct Actors {
    /// Who may or may not have access.
    pub keys: Vec<ActorKey>,
    /// The custodian of the data is named as such. Every directive is about the data of
    /// one custodian, so this adds nothing, but shows what a rule without other actors
    /// might have meant.
    pub names_custodian: bool,
    /// An author is among the keys.
    pub names_author: bool,
}

/// Reads the actors of a provision. `custodian` is the organisation of the consent.
pub fn actors(
    provision: Node<'_, '_>,
    custodian: &str,
    key: &FingerprintKey,
) -> Result<Actors, DocumentRefusal> {
    let path = provision.path_of("actor");
    let mut actors = Actors::default();
    for actor in provision.list("actor")? {
        let actor = Node::new(&path, actor)?;
        let role_path = actor.path_of("role");
        let role = concept_code(&role_path, actor.required("role")?, PARTICIPATION_TYPE)?;
        let reference = reference(actor, "reference", ACTOR_TYPES)?;
        match role {
            // Recipients of the data.
            "PRCP" | "IRCP" => {}
            "AUT" => actors.names_author = true,
            "CST" if reference == custodian => {
                actors.names_custodian = true;
                continue;
            }
            "CST" => {
                return Err(DocumentRefusal::ambiguous_directive(format!(
                    "{path} names a custodian who is not the consent's organization"
                )));
            }
            other => {
                return Err(DocumentRefusal::unsupported_value(format!(
                    "{role_path} has the code `{other}`"
                )));
            }
        }
        actors.keys.push(ActorKey::Actor { pseudonym: actor_pseudonym(key, reference) });
    }
    Ok(actors)
}

/// The normalised reference in a member of datatype `Reference`.
pub fn reference<'a>(
    node: Node<'a, '_>,
    name: &str,
    types: &[&str],
) -> Result<&'a str, DocumentRefusal> {
    let path = node.path_of(name);
    let text = Node::new(&path, node.required(name)?)?.required_text("reference")?;
    normalised(&path, text, types)
}
