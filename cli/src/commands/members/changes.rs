//! Members that join, and keys that they get.

use super::key::{new_key, public_key};
use crate::args::{AddMemberArgs, ProveKeyArgs, RotateKeyArgs};
use crate::commands::change;
use crate::error::CliError;
use crate::ledger::{Ledger, parse_address};
use crate::output::Report;
use crate::table::fields;
use sandpact_abi::access::{AttributeName, Change, NewMember, OrganisationId, RoleName, Validity};
use sandpact_abi::{Address, ChainId, Height};
use sandpact_client::builder::key_proof;
use sandpact_client::key::KeyPair;
use serde_json::json;
use std::path::Path;

/// Adds a member.
pub fn add(folder: &Path, args: &AddMemberArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let chain_id = ledger.runtime().chain_id().clone();
    let organisation = organisation(&args.organisation)?;
    let (_, key) = new_key(&args.new, &chain_id, &organisation, (None, Height(0)))?;
    let roles = args.role.iter().map(|name| {
        let role = RoleName::from(name.as_str());
        let is_valid = role.is_valid();
        named(is_valid, "--role", name).map(|()| (role, Validity::default()))
    });
    let attributes = args.attribute.iter().map(|text| {
        let problem = || CliError::input("Usage", format!("--attribute `{text}`: NAME=VALUE"));
        let (name, value) = text.split_once('=').ok_or_else(problem)?;
        let attribute = AttributeName::from(name);
        let is_valid = attribute.is_valid();
        named(is_valid, "--attribute", name).map(|()| (attribute, value.to_owned()))
    });
    let member = NewMember {
        organisation,
        validity: Validity::default(),
        roles: roles.collect::<Result<_, _>>()?,
        attributes: attributes.collect::<Result<_, _>>()?,
        keys: vec![key],
    };
    let sender = KeyPair::read(&args.change.send.key)?;
    let changes = [Change::AddMember(member)];
    change::send(ledger, &sender, "members add", &changes, &args.change)
}

/// Gives a member another key.
pub fn rotate_key(folder: &Path, args: &RotateKeyArgs) -> Result<Report, CliError> {
    let member = address("MEMBER", &args.of)?;
    let old = public_key("--old", &args.old)?;
    let ledger = Ledger::open(folder)?;
    let chain_id = ledger.runtime().chain_id().clone();
    let found = ledger.runtime().version().member(&member)?;
    let found = found.ok_or_else(|| {
        CliError::input("Member", format!("there is no member {member} on this ledger"))
    })?;
    let place = (Some(member), Height(args.from));
    let (_, new) = new_key(&args.new, &chain_id, &found.organisation, place)?;
    let sender = KeyPair::read(&args.change.send.key)?;
    let changes = [Change::RotateKey { member, old, new }];
    change::send(ledger, &sender, "members rotate-key", &changes, &args.change)
}

/// Proves a key where its file is.
pub fn prove(folder: &Path, args: &ProveKeyArgs) -> Result<Report, CliError> {
    let key = KeyPair::read(&args.new_key)?;
    let organisation = organisation(&args.organisation)?;
    let member = args.of.as_ref().map(|text| address("--of", text)).transpose()?;
    let member = member.unwrap_or_else(|| key.address());
    let chain_id = match &args.chain_id {
        Some(name) => ChainId(name.clone()),
        None => {
            let ledger = Ledger::open(folder)?;
            let chain_id = ledger.runtime().chain_id().clone();
            ledger.close()?;
            chain_id
        }
    };
    let proof = key_proof(&chain_id, &organisation, &member, &key).to_string();
    let public = key.public_key().to_string();
    Ok(Report {
        text: fields(&[
            ("chain id", chain_id.to_string()),
            ("organisation", organisation.to_string()),
            ("member", member.to_string()),
            ("public key", public.clone()),
            ("proof", proof.clone()),
        ]),
        json: json!({
            "chain_id": chain_id.to_string(),
            "organisation": organisation.to_string(),
            "member": member.to_string(),
            "public_key": public,
            "proof": proof,
        }),
    })
}

/// An organisation's short name.
pub fn organisation(text: &str) -> Result<OrganisationId, CliError> {
    let id = OrganisationId::from(text);
    let is_valid = id.is_valid();
    named(is_valid, "organisation", text).map(|()| id)
}

fn named(is_valid: bool, what: &str, name: &str) -> Result<(), CliError> {
    if is_valid {
        return Ok(());
    }
    let rule = "a to z, 0 to 9, - and _, a letter first, at most 48";
    Err(CliError::input("Name", format!("{what} `{name}` is no name: {rule}")))
}

fn address(what: &str, text: &str) -> Result<Address, CliError> {
    let problem = format!("{what} `{text}`: expected 64 hexadecimal digits");
    parse_address(text).ok_or_else(|| CliError::input("Address", problem))
}
