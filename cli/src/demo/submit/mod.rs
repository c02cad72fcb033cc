//! One document in its real format: recognised, mapped, sent. Used by the
//! story and by folders of documents alike.

pub mod fiscal;
pub mod lading;
mod trace;

use super::accounts::{fingerprint_key, key_of, salt_of};
use super::parties::{self, Names};
use super::row::Row;
use super::sandbox::{Prepared, Sandbox};
use super::story;
use crate::error::CliError;
use sandpact_abi::Address;
use sandpact_client::document::{DocumentCall, DocumentFormat, DocumentRefusal, MappingContext};

/// What a document became.
pub struct Mapped {
    format: DocumentFormat,
    /// Its calls.
    pub calls: Vec<DocumentCall>,
    /// Names of the accounts of some whom it names.
    names: Names,
}

/// Recognises a document and maps it. `name` finds its salt.
pub fn map(name: &str, bytes: &[u8]) -> Result<Mapped, DocumentRefusal> {
    let format = DocumentFormat::recognise(bytes)?;
    let names =
        if format == DocumentFormat::FhirClaim { parties::of_claim(bytes) } else { Names::new() };
    let calls = format.map(bytes, &context(name, &names))?;
    Ok(Mapped { format, calls, names })
}

/// In the demo every party that a document names has an account: its own, unless another one is
/// named here.
fn context(name: &str, names: &Names) -> MappingContext {
    let context = MappingContext::new(fingerprint_key(), salt_of(name)).directory(account);
    names
        .iter()
        .fold(context, |context, (party, account)| context.party(party, key_of(account).address()))
}

fn account(party: &str) -> Option<Address> {
    Some(key_of(party).address())
}

/// Maps a document, makes the calls that it needs first, and sends it.
pub fn submit(sandbox: &mut Sandbox, name: &str, bytes: &[u8]) -> Result<Row, CliError> {
    let mapped = match map(name, bytes) {
        Ok(mapped) => mapped,
        Err(refusal) => return Ok(Row::unmapped(name, &refusal)),
    };
    match mapped.format {
        DocumentFormat::Epcis => trace::submit_events(sandbox, name, bytes, &mapped.calls),
        DocumentFormat::CatenaX => trace::submit_parts(sandbox, name, &mapped.calls),
        _ => submit_calls(sandbox, name, bytes, &mapped),
    }
}

fn submit_calls(
    sandbox: &mut Sandbox,
    name: &str,
    bytes: &[u8],
    mapped: &Mapped,
) -> Result<Row, CliError> {
    let mut row = Row::of(name);
    for call in &mapped.calls {
        let actor = mapped.names.get(&call.actor).unwrap_or(&call.actor);
        prepare(sandbox, call, actor, bytes)?;
        row = row.then(send(sandbox, name, actor, call)?);
        if row.is_refused() {
            break;
        }
    }
    Ok(row)
}

/// What an authority does for everyone before it lets documents in: the contract itself, the roles
/// of the sender, and the enrolment of those whom the document names.
fn prepare(
    sandbox: &mut Sandbox,
    call: &DocumentCall,
    actor: &str,
    bytes: &[u8],
) -> Result<(), CliError> {
    if !sandbox.has(call.contract) {
        story::deploy(sandbox, call.contract)?;
    }
    if call.contract == "consent_directive" {
        for named in parties::actors(bytes) {
            story::provide(sandbox, "consent_directive.named", &[("named", named)])?;
        }
    }
    let mut names = parties::places(bytes);
    names.push(("actor", actor.to_owned()));
    story::provide(sandbox, call.contract, &names)
}

fn send(
    sandbox: &mut Sandbox,
    name: &str,
    actor: &str,
    call: &DocumentCall,
) -> Result<Row, CliError> {
    let prepared = Prepared {
        contract: call.contract.to_owned(),
        method: call.method.to_owned(),
        args: call.args.clone(),
    };
    sandbox.call(name, actor, &prepared)
}
