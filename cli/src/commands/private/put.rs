//! `sandpact private put`.

use super::{Acting, Place, done};
use crate::args::PutArgs;
use crate::error::CliError;
use crate::new_file;
use crate::output::Report;
use sandpact_abi::access::{Change, CollectionId, OrganisationId, SealingKey};
use sandpact_abi::{UnixSeconds, code};
use sandpact_private::{Payload, seal};
use zeroize::Zeroizing;

/// Seals a file to the organisations of a collection, keeps it, and records the commitment.
pub fn run(place: &Place<'_>, args: &PutArgs) -> Result<Report, CliError> {
    let bytes = std::fs::read(&args.file).map_err(|error| CliError::file(&args.file, &error))?;
    let payload = Payload::new(&Zeroizing::new(bytes))?;
    let mut acting = Acting::new(place, &args.send)?;
    let collection = CollectionId::from(args.collection.as_str());
    let sealed = seal(&payload, &collection, &recipients(&acting, &collection)?)?;
    let commitment = sealed.commitment;
    new_file::write(&args.out, &sealed.to_bytes())?;
    // Kept before it is recorded: what the ledger says that an organisation has, it has.
    place.vault.keep(&sealed)?;
    let expires_at = args.expires_at.map(UnixSeconds);
    let change = Change::RecordPrivate { collection: collection.clone(), commitment, expires_at };
    let sent = acting.change(vec![change]).inspect_err(|error| {
        // A rule said no, so nobody has it. After any other failure the record may be there.
        if matches!(error, CliError::Refused { .. }) {
            let _ = place.vault.erase(&collection, &commitment);
            let _ = std::fs::remove_file(&args.out);
        }
    })?;
    acting.ledger.close()?;
    Ok(done("recorded", (&collection, &commitment), &sent, Some(&args.out)))
}

/// The organisations of a collection with their keys. One without a key could not open it.
fn recipients(
    acting: &Acting,
    collection: &CollectionId,
) -> Result<Vec<(OrganisationId, SealingKey)>, CliError> {
    let version = acting.ledger.runtime().version();
    let found = version.collection(collection)?.ok_or_else(|| {
        let problem = format!("there is no private collection `{collection}`");
        CliError::coded_input(code::CHANGE_NOT_FOUND, problem)
    })?;
    let mut recipients = Vec::new();
    for organisation in found.organisations {
        let key = version.sealing_key(&organisation)?.ok_or_else(|| {
            let problem = format!("{organisation} has no sealing key on the ledger yet");
            CliError::input("SealingKey", problem)
        })?;
        recipients.push((organisation, key));
    }
    Ok(recipients)
}
