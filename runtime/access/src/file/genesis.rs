//! `genesis.toml`: what a ledger of organisations begins with.

use super::{
    FileError, parse,
    rule::RuleFile,
    text::{HashText, KeyText, TextError, TimeText, attribute_name, organisation, role_name},
};
use crate::change::{Consortium, found};
use sandpact_abi::{
    ChainId, Gas, Height, KeyKind, UnixSeconds,
    access::{LedgerPolicy, Member, MemberKey, Organisation, OrganisationId, Quota, Validity},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A genesis as its file says it, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenesisFile {
    /// The ledger's name.
    pub chain_id: ChainId,
    /// Time of height 0.
    pub time: UnixSeconds,
    /// Organisations, members and rules.
    pub consortium: Consortium,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    chain: String,
    time: TimeText,
    policy: PolicyFile,
    organisations: BTreeMap<String, OrganisationFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    govern: RuleFile,
    deploy: RuleFile,
    #[serde(default)]
    code: Vec<HashText>,
    #[serde(default)]
    open_without_policy: bool,
    keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationFile {
    pub name: String,
    #[serde(default)]
    pub roles: Vec<String>,
    pub quota: Option<QuotaFile>,
    pub members: Vec<MemberFile>,
}

impl OrganisationFile {
    /// The organisation, without its members.
    pub fn described(self) -> Result<Organisation, String> {
        let roles = self.roles.iter().map(|role| role_name(role));
        Ok(Organisation {
            name: self.name,
            validity: Validity::default(),
            revocation: None,
            roles: in_words(roles.collect())?,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaFile {
    period_seconds: u64,
    gas: u64,
    calls: u64,
    written_bytes: u64,
}

impl From<QuotaFile> for Quota {
    fn from(file: QuotaFile) -> Self {
        let QuotaFile { period_seconds, gas, calls, written_bytes } = file;
        Self { period_seconds, gas: Gas(gas), calls, written_bytes }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberFile {
    keys: Vec<KeyText>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
    valid_until: Option<u64>,
}

/// Reads a genesis, and checks it as the ledger would.
///
/// # Errors
/// [`FileError`].
pub fn parse_genesis(text: &str) -> Result<GenesisFile, FileError> {
    let File { chain, time, policy, organisations } = parse(text)?;
    let chain_id = ChainId(chain);
    if !chain_id.is_valid() {
        let name = chain_id.0;
        return Err(FileError::new(format!("chain {name:?} is not 1 to 32 printable characters")));
    }
    let consortium = consortium(policy, organisations).map_err(FileError::new)?;
    found(&consortium).map_err(|denial| FileError::new(denial.to_string()))?;
    Ok(GenesisFile { chain_id, time: time.0, consortium })
}

/// Reads the rules of a ledger: what a genesis has under `policy`.
///
/// # Errors
/// [`FileError`].
pub fn parse_ledger_policy(text: &str) -> Result<LedgerPolicy, FileError> {
    ledger_policy(parse(text)?).map_err(FileError::new)
}

fn consortium(
    policy: PolicyFile,
    files: BTreeMap<String, OrganisationFile>,
) -> Result<Consortium, String> {
    let (mut organisations, mut quotas) = (BTreeMap::new(), BTreeMap::new());
    let mut members = Vec::new();
    for (name, mut file) in files {
        let id = in_words(organisation(&name))?;
        let of_this = std::mem::take(&mut file.members);
        let of_this = of_this.into_iter().map(|file| member(&id, file));
        members.extend(in_words(of_this.collect::<Result<Vec<_>, _>>())?);
        quotas.extend(file.quota.take().map(|quota| (id.clone(), quota.into())));
        organisations.insert(id, file.described()?);
    }
    Ok(Consortium { organisations, members, quotas, policy: ledger_policy(policy)? })
}

fn ledger_policy(file: PolicyFile) -> Result<LedgerPolicy, String> {
    let kinds = file.keys.iter().map(|name| {
        KeyKind::from_name(name).ok_or_else(|| format!("there are no keys of kind {name:?}"))
    });
    Ok(LedgerPolicy {
        govern: file.govern.rule("govern")?,
        deploy: file.deploy.rule("deploy")?,
        code: file.code.into_iter().map(|HashText(hash)| hash).collect(),
        is_open_without_policy: file.open_without_policy,
        key_kinds: kinds.collect::<Result<_, _>>()?,
    })
}

/// A member of an organisation.
pub fn member(organisation: &OrganisationId, file: MemberFile) -> Result<Member, TextError> {
    let MemberFile { keys, roles, attributes, valid_until } = file;
    let validity = Validity { from: Height(0), until: valid_until.map(Height) };
    let roles = roles.iter().map(|role| Ok((role_name(role)?, Validity::default())));
    let attributes =
        attributes.into_iter().map(|(name, value)| Ok((attribute_name(&name)?, value)));
    let keys = keys.into_iter().map(|KeyText(key)| MemberKey {
        key,
        validity: Validity::default(),
        revocation: None,
        certificate: None,
    });
    Ok(Member {
        organisation: organisation.clone(),
        validity,
        revocation: None,
        roles: roles.collect::<Result<_, TextError>>()?,
        attributes: attributes.collect::<Result<_, TextError>>()?,
        keys: keys.collect(),
    })
}

/// An error as a line.
pub fn in_words<T>(result: Result<T, TextError>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
