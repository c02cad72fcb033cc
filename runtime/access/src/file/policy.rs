//! `policy.toml`: the rules of one contract.

use super::{
    FileError, parse,
    rule::{EndorsementFile, RuleFile},
};
use sandpact_abi::access::{ContractPolicy, KeyRule, Rule};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    contract: ContractFile,
    methods: BTreeMap<String, RuleFile>,
    #[serde(default)]
    keys: Vec<KeyFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractFile {
    upgrade: RuleFile,
    freeze: RuleFile,
    unfreeze: RuleFile,
    govern: RuleFile,
    #[serde(default)]
    endorsements: Vec<EndorsementFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    field: String,
    #[serde(default)]
    key_prefix: String,
    endorsements: Vec<EndorsementFile>,
}

/// Reads a policy. Whether its methods are those of the contract is for the caller to compare.
///
/// # Errors
/// [`FileError`].
pub fn parse_policy(text: &str) -> Result<ContractPolicy, FileError> {
    let PolicyFile { contract, methods, keys } = parse(text)?;
    policy(contract, methods, keys).map_err(FileError::new)
}

fn policy(
    contract: ContractFile,
    methods: BTreeMap<String, RuleFile>,
    keys: Vec<KeyFile>,
) -> Result<ContractPolicy, String> {
    let mut logged = BTreeSet::new();
    let methods = methods.into_iter().map(|(name, mut rule)| {
        if std::mem::take(&mut rule.logged) {
            logged.insert(name.clone());
        }
        let rule = rule.rule(&name)?;
        Ok((name, rule))
    });
    let policy = ContractPolicy {
        methods: methods.collect::<Result<BTreeMap<String, Rule>, String>>()?,
        logged,
        endorsements: list(contract.endorsements),
        keys: keys.into_iter().map(key_rule).collect::<Result<_, _>>()?,
        upgrade: contract.upgrade.rule("upgrade")?,
        freeze: contract.freeze.rule("freeze")?,
        unfreeze: contract.unfreeze.rule("unfreeze")?,
        govern: contract.govern.rule("govern")?,
    };
    if !policy.govern.needs_several_organisations() {
        return Err("`govern` must need endorsements of at least two organisations".to_owned());
    }
    if policy.is_within_limits() { Ok(policy) } else { Err("the policy is too long".to_owned()) }
}

fn list(endorsements: Vec<EndorsementFile>) -> Vec<sandpact_abi::access::Endorsement> {
    endorsements.into_iter().map(|EndorsementFile(one)| one).collect()
}

fn key_rule(file: KeyFile) -> Result<KeyRule, String> {
    let KeyFile { field, key_prefix, endorsements } = file;
    let key_prefix = hex::decode(&key_prefix)
        .map_err(|_| format!("key_prefix {key_prefix:?} of field `{field}` is not hexadecimal"))?;
    Ok(KeyRule { field, key_prefix, endorsements: list(endorsements) })
}
