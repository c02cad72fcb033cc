//! A contract's `policy.toml`, held to the contract: every method has a rule, or is marked open.

use crate::commands::file_error;
use crate::error::CliError;
use sandpact_abi::access::ContractPolicy;
use sandpact_abi::{ContractAbi, MethodKind, code};
use sandpact_access::file::parse_policy;
use std::path::Path;

/// Its name in the folder of a contract crate.
pub const NAME: &str = "policy.toml";

/// Methods that are called once a contract is on a ledger.
pub fn methods(abi: &ContractAbi) -> Vec<&str> {
    let called = |kind| matches!(kind, MethodKind::Write | MethodKind::Read);
    let methods = abi.methods.iter().filter(|method| called(method.kind));
    methods.map(|method| method.name.as_str()).collect()
}

/// Reads a policy and holds it to a contract.
pub fn read(path: &Path, abi: &ContractAbi) -> Result<ContractPolicy, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let policy = parse_policy(&text).map_err(|error| file_error(path, &error))?;
    let problems = problems(&policy, abi);
    if problems.is_empty() {
        return Ok(policy);
    }
    let message = format!("{}: {}", path.display(), problems.join("; "));
    Err(CliError::refused(code::NO_RULE, message))
}

/// The policy of a contract crate. Without one nobody could call anything.
pub fn of_crate(folder: &Path, abi: &ContractAbi) -> Result<ContractPolicy, CliError> {
    let path = folder.join(NAME);
    if path.exists() {
        return read(&path, abi);
    }
    let message = format!(
        "{} is missing: it says who may call {}; write a rule for each, or mark it open (docs/access.md), \
         or build with --without-policy",
        path.display(),
        methods(abi).join(", ")
    );
    Err(CliError::refused(code::NO_RULE, message))
}

fn problems(policy: &ContractPolicy, abi: &ContractAbi) -> Vec<String> {
    let methods = methods(abi);
    let without: Vec<_> =
        methods.iter().filter(|name| !policy.methods.contains_key(**name)).copied().collect();
    let unknown = policy.methods.keys().map(String::as_str);
    let unknown: Vec<_> = unknown.filter(|name| !methods.contains(name)).collect();
    let is_read =
        |name: &&str| abi.methods.iter().any(|it| it.name == *name && it.kind == MethodKind::Read);
    let logged = policy.logged.iter().map(String::as_str);
    let logged: Vec<_> = logged.filter(|name| !is_read(name)).collect();
    let is_field = |field: &str| abi.storage.iter().any(|known| known.name == field);
    let fields = policy.keys.iter().map(|key| key.field.as_str());
    let fields: Vec<_> = fields.filter(|field| !is_field(field)).collect();
    [
        ("no rule for", without),
        ("no such method:", unknown),
        ("logged, and not a method that only reads:", logged),
        ("no such storage field:", fields),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(what, names)| format!("{what} {}", names.join(", ")))
    .collect()
}
