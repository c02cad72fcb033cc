//! A member of a file, and its keys.

use super::{
    beside::Beside,
    genesis::in_words,
    text::{KeyText, ProofText, TextError, attribute_name, role_name},
};
use sandpact_abi::{
    Height,
    access::{NewKey, NewMember, OrganisationId, Validity},
};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};
use std::{collections::BTreeMap, fmt};

/// A key: a word, or a table with what vouches for it.
pub struct NewKeyFile {
    key: KeyText,
    certificate_file: Option<String>,
    proof: Option<ProofText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewKeyTable {
    key: KeyText,
    certificate_file: Option<String>,
    proof: Option<ProofText>,
}

impl<'de> Deserialize<'de> for NewKeyFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordOrTable)
    }
}

struct WordOrTable;

impl<'de> Visitor<'de> for WordOrTable {
    type Value = NewKeyFile;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a public key, or a table with `key`")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<NewKeyFile, E> {
        let key = KeyText::try_from(word.to_owned()).map_err(E::custom)?;
        Ok(NewKeyFile { key, certificate_file: None, proof: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<NewKeyFile, A::Error> {
        let table = NewKeyTable::deserialize(MapAccessDeserializer::new(table))?;
        let NewKeyTable { key, certificate_file, proof } = table;
        Ok(NewKeyFile { key, certificate_file, proof })
    }
}

impl NewKeyFile {
    /// The key, valid from a height on.
    pub fn new_key(self, from: Height, beside: Beside<'_>) -> Result<NewKey, String> {
        let Self { key, certificate_file, proof } = self;
        let path = certificate_file.map(|name| beside.certificates(&name)).transpose()?;
        Ok(NewKey {
            validity: Validity::since(from),
            path: path.unwrap_or_default(),
            proof: proof.map(|proof| proof.0),
            ..NewKey::of(key.0)
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberFile {
    keys: Vec<NewKeyFile>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    valid_until: Option<u64>,
}

impl MemberFile {
    /// A member of an organisation.
    pub fn new_member(
        self,
        organisation: &OrganisationId,
        beside: Beside<'_>,
    ) -> Result<NewMember, String> {
        let Self { keys, roles, attributes, valid_until } = self;
        let roles = roles.iter().map(|role| Ok((role_name(role)?, Validity::default())));
        let attributes =
            attributes.into_iter().map(|(name, value)| Ok((attribute_name(&name)?, value)));
        let keys = keys.into_iter().map(|key| key.new_key(Height(0), beside));
        Ok(NewMember {
            organisation: organisation.clone(),
            validity: Validity { from: Height(0), until: valid_until.map(Height) },
            roles: in_words(roles.collect::<Result<_, TextError>>())?,
            attributes: in_words(attributes.collect::<Result<_, TextError>>())?,
            keys: keys.collect::<Result<_, _>>()?,
        })
    }
}
