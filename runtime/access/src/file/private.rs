//! A private collection of a file.

use super::{
    genesis::in_words,
    rule::RuleFile,
    text::{TextError, organisation},
};
use sandpact_abi::access::{Collection, CollectionId};
use serde::Deserialize;

/// Who shares private records, and what their members may do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionFile {
    collection: String,
    organisations: Vec<String>,
    keeps_seconds_max: Option<u64>,
    record: RuleFile,
    confirm: RuleFile,
    purge: RuleFile,
}

impl CollectionFile {
    /// The collection and its name.
    pub fn collection(self) -> Result<(CollectionId, Collection), String> {
        let id = in_words(collection_id(&self.collection))?;
        let organisations = self.organisations.iter().map(|id| organisation(id));
        let collection = Collection {
            organisations: in_words(organisations.collect())?,
            keeps_seconds_max: self.keeps_seconds_max,
            record: self.record.rule("record")?,
            confirm: self.confirm.rule("confirm")?,
            purge: self.purge.rule("purge")?,
        };
        if collection.is_within_limits() {
            return Ok((id, collection));
        }
        Err(format!("collection {id} has no or too many organisations"))
    }
}

pub fn collection_id(text: &str) -> Result<CollectionId, TextError> {
    let id = CollectionId::from(text);
    if id.is_valid() { Ok(id) } else { Err(TextError::Name(text.to_owned())) }
}
