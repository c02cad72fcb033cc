//! `sandpact private receive`.

use super::{Acting, Place, done, recorded};
use crate::args::ReceiveArgs;
use crate::error::CliError;
use crate::output::Report;
use sandpact_abi::access::Change;
use sandpact_abi::code;
use sandpact_private::{SEALED_LEN_BYTES_MAX, Sealed, SealingKeyPair, open};
use std::io::Read as _;
use std::path::Path;

/// Checks a sealed file against its record, keeps it, and confirms the delivery.
pub fn run(place: &Place<'_>, args: &ReceiveArgs) -> Result<Report, CliError> {
    let sealed = Sealed::from_bytes(&read(&args.file)?)?;
    let key = SealingKeyPair::read(&args.sealing_key)?;
    let mut acting = Acting::new(place, &args.send)?;
    let commitment = sealed.commitment;
    let record = recorded(&acting.ledger, &commitment)?;
    if record.collection != sealed.collection {
        let problem = format!("private record {commitment} is of another collection");
        return Err(CliError::input("Sealed", problem));
    }
    // A payload that may not be had any more is not kept for a moment.
    let time = acting.ledger.next_time(acting.options.time)?;
    if record.has_ended(time) {
        let problem = format!("private record {commitment} was purged or has expired");
        return Err(CliError::refused(code::RECORD_ENDED, problem));
    }
    open(&sealed, &acting.organisation, &key)?;
    place.vault.keep(&sealed)?;
    let sent = acting.change(vec![Change::ConfirmDelivery { commitment }])?;
    acting.ledger.close()?;
    Ok(done("received", (&record.collection, &commitment), &sent, None))
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed = |error| CliError::file(path, &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let most = u64::try_from(SEALED_LEN_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
