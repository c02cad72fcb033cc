//! Words of a file: whom a rule lets in, keys, times.

use sandpact_abi::{
    Address, Hash, KeyKind, PublicKey, Signature, UnixSeconds,
    access::{AttributeName, OrganisationId, RoleName, SealingKey, Who},
};
use serde::Deserialize;
use thiserror::Error;

/// A word that is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TextError {
    /// Nobody that a rule could let in.
    #[error(
        "{0:?} is nobody: write anyone, members, organisation:ID, role:ROLE, role:ROLE@ID, \
         attribute:NAME=VALUE@ID, member:ADDRESS or contract:ADDRESS"
    )]
    Who(String),
    /// No key.
    #[error("{0:?} is no public key: write ed25519:HEX, p256:HEX or sm2:HEX")]
    Key(String),
    /// No signature of a key.
    #[error(
        "{0:?} is no proof: write ed25519:HEX, p256:HEX or sm2:HEX, as `members prove` shows it"
    )]
    Proof(String),
    /// No key that payloads are sealed to.
    #[error("{0:?} is no sealing key: write x25519:HEX")]
    SealingKey(String),
    /// No hash or address.
    #[error("{0:?} is not 64 hexadecimal digits")]
    Hex(String),
    /// No name.
    #[error("{0:?} is no name: a to z, 0 to 9, - and _, a letter first, at most 48")]
    Name(String),
    /// No time.
    #[error("{0} is no time: write it as 2026-01-31T08:00:00Z")]
    Time(String),
}

/// Whom a rule lets in, as a word.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct WhoText(pub Who);

impl TryFrom<String> for WhoText {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        let nobody = || TextError::Who(text.clone());
        let who = match text.split_once(':') {
            None if text == "anyone" => Who::Anyone,
            None if text == "members" => Who::Members,
            Some(("organisation", id)) => Who::Organisation(organisation(id)?),
            Some(("role", role)) => match role.split_once('@') {
                None => Who::Role { role: role_name(role)?, organisation: None },
                Some((role, id)) => {
                    Who::Role { role: role_name(role)?, organisation: Some(organisation(id)?) }
                }
            },
            Some(("attribute", rest)) => {
                let (name, rest) = rest.split_once('=').ok_or_else(nobody)?;
                let (value, id) = rest.rsplit_once('@').ok_or_else(nobody)?;
                Who::Attribute {
                    organisation: organisation(id)?,
                    name: attribute_name(name)?,
                    value: value.to_owned(),
                }
            }
            Some(("member", hex)) => Who::Member(address(hex)?),
            Some(("contract", hex)) => Who::Contract(address(hex)?),
            _ => return Err(nobody()),
        };
        Ok(Self(who))
    }
}

/// A public key, as a word.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct KeyText(pub PublicKey);

impl TryFrom<String> for KeyText {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        let key = text.split_once(':').and_then(|(kind, hex)| key(kind, hex));
        key.map(Self).ok_or(TextError::Key(text))
    }
}

fn key(kind: &str, hex_digits: &str) -> Option<PublicKey> {
    let bytes = hex::decode(hex_digits).ok()?;
    Some(match KeyKind::from_name(kind)? {
        KeyKind::Ed25519 => PublicKey::Ed25519(bytes.try_into().ok()?),
        KeyKind::P256 => PublicKey::P256(bytes.try_into().ok()?),
        KeyKind::Sm2 => PublicKey::Sm2(bytes.try_into().ok()?),
    })
}

/// A public key as a word of a file or of a command line.
///
/// # Errors
/// [`TextError::Key`].
pub fn parse_key(text: &str) -> Result<PublicKey, TextError> {
    KeyText::try_from(text.to_owned()).map(|key| key.0)
}

/// A key's signature that says who is to have it, as a word.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct ProofText(pub Signature);

impl TryFrom<String> for ProofText {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        proof(&text).map(Self).ok_or(TextError::Proof(text))
    }
}

/// A proof as a word of a file or of a command line: the kind of the key, a colon, hexadecimal
/// digits.
///
/// # Errors
/// [`TextError::Proof`].
pub fn parse_proof(text: &str) -> Result<Signature, TextError> {
    ProofText::try_from(text.to_owned()).map(|proof| proof.0)
}

fn proof(text: &str) -> Option<Signature> {
    let (kind, digits) = text.split_once(':')?;
    let bytes = hex::decode(digits).ok()?.try_into().ok()?;
    Some(match KeyKind::from_name(kind)? {
        KeyKind::Ed25519 => Signature::Ed25519(bytes),
        KeyKind::P256 => Signature::P256(bytes),
        KeyKind::Sm2 => Signature::Sm2(bytes),
    })
}

/// A key that payloads are sealed to, as a word.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct SealingKeyText(pub SealingKey);

impl TryFrom<String> for SealingKeyText {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        let digits = match text.split_once(':') {
            Some((SealingKey::X25519_NAME, digits)) => address(digits).ok(),
            _ => None,
        };
        let key = digits.map(|Address(bytes)| Self(SealingKey::X25519(bytes)));
        key.ok_or(TextError::SealingKey(text))
    }
}

/// A hash, as 64 digits.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct HashText(pub Hash);

impl TryFrom<String> for HashText {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        address(&text).map(|address| Self(Hash(address.0)))
    }
}

/// A point in time, as TOML writes it, in UTC.
#[derive(Deserialize)]
#[serde(try_from = "toml::value::Datetime")]
pub struct TimeText(pub UnixSeconds);

impl TryFrom<toml::value::Datetime> for TimeText {
    type Error = TextError;

    fn try_from(datetime: toml::value::Datetime) -> Result<Self, TextError> {
        seconds(&datetime).map(Self).ok_or_else(|| TextError::Time(datetime.to_string()))
    }
}

fn seconds(datetime: &toml::value::Datetime) -> Option<UnixSeconds> {
    let (date, time) = (datetime.date?, datetime.time?);
    let is_utc = datetime.offset == Some(toml::value::Offset::Z);
    let has_fraction = time.nanosecond.is_some_and(|nanosecond| nanosecond > 0);
    let second = time.second.unwrap_or(0);
    if !is_utc || has_fraction || second > 59 {
        return None;
    }
    let day =
        sandpact_abi::CivilDate::from_ymd(date.year.into(), date.month.into(), date.day.into())
            .ok()?;
    let of_day = u64::from(time.hour)
        .checked_mul(3_600)?
        .checked_add(u64::from(time.minute).checked_mul(60)?)?
        .checked_add(u64::from(second))?;
    day.starts_at()?.0.checked_add(of_day).map(UnixSeconds)
}

pub fn organisation(text: &str) -> Result<OrganisationId, TextError> {
    let id = OrganisationId::from(text);
    if id.is_valid() { Ok(id) } else { Err(TextError::Name(text.to_owned())) }
}

pub fn role_name(text: &str) -> Result<RoleName, TextError> {
    let name = RoleName::from(text);
    if name.is_valid() { Ok(name) } else { Err(TextError::Name(text.to_owned())) }
}

pub fn attribute_name(text: &str) -> Result<AttributeName, TextError> {
    let name = AttributeName::from(text);
    if name.is_valid() { Ok(name) } else { Err(TextError::Name(text.to_owned())) }
}

/// An address, as 64 digits.
pub fn address(text: &str) -> Result<Address, TextError> {
    let bytes = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(Address).ok_or_else(|| TextError::Hex(text.to_owned()))
}
