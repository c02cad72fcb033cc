//! `sandpact private erase`.

use super::{Acting, Place};
use crate::args::EraseArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::table::{fields, table};
use sandpact_abi::access::{Change, CollectionId};
use sandpact_abi::{Hash, Height, limits};
use serde_json::json;

/// Erases what this organisation may not have any more, then says so on the ledger.
pub fn run(place: &Place<'_>, args: &EraseArgs) -> Result<Report, CliError> {
    let mut acting = Acting::new(place, &args.send)?;
    let orphans = orphans(place, &acting)?;
    if args.without_record {
        for (collection, commitment) in &orphans {
            place.vault.erase(collection, commitment)?;
        }
    }
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
    Ok(report(&erased, orphans.len(), args.without_record, height))
}

fn report(
    erased: &[(&Hash, bool)],
    orphans: usize,
    are_orphans_erased: bool,
    height: Height,
) -> Report {
    let row = |(commitment, was_here): &(&Hash, bool)| {
        let payload = if *was_here { "erased" } else { "was not here" };
        vec![commitment.to_string(), payload.to_owned()]
    };
    let rows: Vec<_> = erased.iter().map(row).collect();
    let without_record =
        if are_orphans_erased { "erased without a record" } else { "kept without a record" };
    let summary = fields(&[
        ("confirmed", erased.len().to_string()),
        (without_record, orphans.to_string()),
        ("height", height.to_string()),
    ]);
    let list: Vec<_> = erased
        .iter()
        .map(|(commitment, was_here)| {
            json!({ "commitment": commitment.to_string(), "was_here": was_here })
        })
        .collect();
    Report {
        text: match rows.is_empty() && orphans == 0 {
            true => "nothing is to be erased".to_owned(),
            false => format!("{}\n\n{summary}", table(&["commitment", "payload"], &[], &rows)),
        },
        json: json!({
            "erased": list,
            "without_a_record": { "count": orphans, "erased": are_orphans_erased },
            "height": height.0,
        }),
    }
}

/// What is kept for no record of this ledger: a crash left it, or the ledger is behind.
fn orphans(place: &Place<'_>, acting: &Acting) -> Result<Vec<(CollectionId, Hash)>, CliError> {
    let version = acting.ledger.runtime().version();
    let mut orphans = Vec::new();
    for (collection, commitment) in place.vault.list()? {
        if version.private_record(&commitment)?.is_none() {
            orphans.push((collection, commitment));
        }
    }
    Ok(orphans)
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
