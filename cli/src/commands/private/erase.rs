//! `sandpact private erase`.

use super::{Acting, Place};
use crate::args::EraseArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::table::{fields, table};
use sandpact_abi::access::{Change, CollectionId};
use sandpact_abi::{Hash, limits};
use serde_json::json;

/// Erases what this organisation may not have any more, then says so on the ledger.
pub fn run(place: &Place<'_>, args: &EraseArgs) -> Result<Report, CliError> {
    let mut acting = Acting::new(place, &args.send)?;
    let orphans = erase_orphans(place, &acting)?;
    let ended = ended(&acting)?;
    let mut erased = Vec::new();
    for (collection, commitment) in &ended {
        erased.push((commitment, place.vault.erase(collection, commitment)?));
    }
    // The payloads are gone from the disk before the ledger hears of it.
    for some in ended.chunks(limits::CALLS_MAX) {
        let confirm =
            |(_, commitment): &(_, Hash)| Change::ConfirmErasure { commitment: *commitment };
        acting.change(some.iter().map(confirm).collect())?;
    }
    let height = acting.ledger.runtime().head().height;
    acting.ledger.close()?;
    let rows: Vec<_> = erased
        .iter()
        .map(|(commitment, was_here)| {
            let was_here = if *was_here { "erased" } else { "was not here" };
            vec![commitment.to_string(), was_here.to_owned()]
        })
        .collect();
    let text = match rows.is_empty() && orphans == 0 {
        true => "nothing is to be erased".to_owned(),
        false => {
            let summary = [
                ("confirmed", ended.len().to_string()),
                ("erased without a record", orphans.to_string()),
                ("height", height.to_string()),
            ];
            format!("{}\n\n{}", table(&["commitment", "payload"], &[], &rows), fields(&summary))
        }
    };
    let list: Vec<_> = erased
        .iter()
        .map(|(commitment, was_here)| json!({ "commitment": commitment.to_string(), "was_here": was_here }))
        .collect();
    Ok(Report {
        text,
        json: json!({ "erased": list, "without_a_record": orphans, "height": height.0 }),
    })
}

/// What was kept for a record that was never made.
fn erase_orphans(place: &Place<'_>, acting: &Acting) -> Result<usize, CliError> {
    let version = acting.ledger.runtime().version();
    let mut count: usize = 0;
    for (collection, commitment) in place.vault.list()? {
        if version.private_record(&commitment)?.is_none() {
            place.vault.erase(&collection, &commitment)?;
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

/// The records that have ended and that this organisation has not confirmed to have erased.
fn ended(acting: &Acting) -> Result<Vec<(CollectionId, Hash)>, CliError> {
    let time = acting.ledger.next_time(acting.options.time)?;
    let all = acting.ledger.runtime().version().private_records()?;
    let is_due = |record: &sandpact_abi::access::PrivateRecord| {
        record.has_ended(time) && record.keeping().any(|id| *id == acting.organisation)
    };
    let due = all.into_iter().filter(|(_, record)| is_due(record));
    Ok(due.map(|(commitment, record)| (record.collection, commitment)).collect())
}
