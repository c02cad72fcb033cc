//! One document in its real format: recognised, mapped, sent. Used by the
//! story and by folders of documents alike.

use super::accounts::{fingerprint_key, key_of, salt_of};
use super::row::Row;
use super::sandbox::{Prepared, Sandbox};
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

/// Maps a document, gives its sender the roles that the call needs, and sends it.
pub fn submit(sandbox: &mut Sandbox, name: &str, bytes: &[u8]) -> Result<Row, CliError> {
    let call = match map(name, bytes) {
        None => return Ok(Row::unknown(name)),
        Some(Err(refusal)) => return Ok(Row::unmapped(name, &refusal)),
        Some(Ok(call)) => call,
    };
    for grant in story::grants(call.contract, &call.actor)? {
        story::prepare(sandbox, &grant)?;
    }
    let prepared = Prepared {
        contract: call.contract.to_owned(),
        method: call.method.to_owned(),
        args: call.args,
    };
    sandbox.call(name, &call.actor, &prepared)
}
