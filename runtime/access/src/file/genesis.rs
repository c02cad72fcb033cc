//! `genesis.toml`: what a ledger of organisations begins with.

use super::{
    FileError,
    beside::{Beside, ReadFile},
    member::MemberFile,
    parse,
    rule::RuleFile,
    text::{HashText, TextError, TimeText, organisation, role_name},
};
use crate::change::{Consortium, found};
use sandpact_abi::{
    ChainId, Gas, KeyKind, UnixSeconds,
    access::{Certificates, LedgerPolicy, Organisation, Quota, Validity},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

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
    #[serde(default)]
    pub certificates: CertificatesFile,
    #[serde(default)]
    pub anchor_files: Vec<String>,
    pub quota: Option<QuotaFile>,
    pub members: Vec<MemberFile>,
}

/// Whether keys need certificates.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificatesFile {
    #[default]
    Optional,
    Required,
}

impl OrganisationFile {
    /// Its trust anchors, in DER.
    pub fn anchors(&self, beside: Beside<'_>) -> Result<Vec<Vec<u8>>, String> {
        self.anchor_files.iter().map(|name| beside.certificate(name)).collect()
    }

    /// The organisation, without its members and anchors.
    pub fn described(self) -> Result<Organisation, String> {
        let roles = self.roles.iter().map(|role| role_name(role));
        Ok(Organisation {
            name: self.name,
            validity: Validity::default(),
            revocation: None,
            roles: in_words(roles.collect())?,
            certificates: match self.certificates {
                CertificatesFile::Optional => Certificates::Optional,
                CertificatesFile::Required => Certificates::Required,
            },
            anchors: BTreeSet::new(),
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

/// Reads a genesis, and checks it as the ledger would. `read` reads the files of certificates
/// that it names.
///
/// # Errors
/// [`FileError`].
pub fn parse_genesis(text: &str, read: ReadFile<'_>) -> Result<GenesisFile, FileError> {
    let File { chain, time, policy, organisations } = parse(text)?;
    let chain_id = ChainId(chain);
    if !chain_id.is_valid() {
        let name = chain_id.0;
        return Err(FileError::new(format!("chain {name:?} is not 1 to 32 printable characters")));
    }
    let beside = Beside { text, read };
    let consortium = consortium(policy, organisations, beside).map_err(FileError::new)?;
    found(&consortium, &chain_id, time.0).map_err(|denial| FileError::new(denial.to_string()))?;
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
    beside: Beside<'_>,
) -> Result<Consortium, String> {
    let (mut organisations, mut quotas) = (BTreeMap::new(), BTreeMap::new());
    let mut anchors = BTreeMap::new();
    let mut members = Vec::new();
    for (name, mut file) in files {
        let id = in_words(organisation(&name))?;
        let of_this = std::mem::take(&mut file.members);
        let of_this = of_this.into_iter().map(|file| file.new_member(&id, beside));
        members.extend(of_this.collect::<Result<Vec<_>, _>>()?);
        anchors.insert(id.clone(), file.anchors(beside)?);
        quotas.extend(file.quota.take().map(|quota| (id.clone(), quota.into())));
        organisations.insert(id, file.described()?);
    }
    let policy = ledger_policy(policy)?;
    Ok(Consortium { organisations, anchors, members, quotas, policy })
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

/// An error as a line.
pub fn in_words<T>(result: Result<T, TextError>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
