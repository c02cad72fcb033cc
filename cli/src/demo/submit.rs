//! One document in its real format: recognised, mapped, sent. Used by the
//! story and by folders of documents alike.

use super::accounts::{fingerprint_key, key_of, salt_of};
use super::row::Row;
use super::sandbox::{Prepared, Sandbox};
use super::story::Grant;
use super::{parties, story};
use crate::error::CliError;
use sandpact_client::document::{DocumentCall, DocumentFormat, DocumentRefusal, MappingContext};

/// Maps a document; `None` when its format is unknown. `name` finds its salt.
pub fn map(name: &str, bytes: &[u8]) -> Option<Result<DocumentCall, DocumentRefusal>> {
    let format = DocumentFormat::detect(bytes)?;
    // In the demo every party that a document names has an account.
    let context = parties::of(format, bytes).into_iter().fold(
        MappingContext::new(fingerprint_key(), salt_of(name)),
        |context, party| {
            let account = key_of(&party).address();
            context.party(party, account)
        },
    );
    Some(format.map(bytes, &context))
}

/// What an authority does for everyone before it lets documents in: the roles of the
/// sender, and the enrolment of those whom the document names.
fn needed(call: &DocumentCall, bytes: &[u8]) -> Result<Vec<Grant>, CliError> {
    let mut needed = Vec::new();
    if call.contract == "consent_directive" {
        for named in parties::actors(bytes) {
            needed.extend(story::grants("consent_directive.named", &[("named", named)])?);
        }
    }
    let mut names = parties::places(bytes);
    names.push(("actor", call.actor.clone()));
    needed.extend(story::grants(call.contract, &names)?);
    Ok(needed)
}

/// Maps a document, makes the calls that it needs first, and sends it.
pub fn submit(sandbox: &mut Sandbox, name: &str, bytes: &[u8]) -> Result<Row, CliError> {
    let call = match map(name, bytes) {
        None => return Ok(Row::unknown(name)),
        Some(Err(refusal)) => return Ok(Row::unmapped(name, &refusal)),
        Some(Ok(call)) => call,
    };
    for grant in needed(&call, bytes)? {
        story::prepare(sandbox, &grant)?;
    }
    let prepared = Prepared {
        contract: call.contract.to_owned(),
        method: call.method.to_owned(),
        args: call.args,
    };
    sandbox.call(name, &call.actor, &prepared)
}
