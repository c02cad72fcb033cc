//! `sandpact private list` and `sandpact private receipt`.

use super::{Place, commitment};
use crate::args::ReceiptArgs;
use crate::commands::policy::no_organisations;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::Report;
use crate::proof_file::ProofFile;
use crate::table::{fields, table};
use sandpact_abi::access::{OrganisationId, PrivateRecord};
use sandpact_abi::{Hash, Height, UnixSeconds};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Lists all private records.
pub fn list(place: &Place<'_>) -> Result<Report, CliError> {
    let ledger = Ledger::open(place.folder)?;
    let version = ledger.runtime().version();
    version.ledger_policy()?.ok_or_else(no_organisations)?;
    let kept: BTreeSet<Hash> =
        place.vault.list()?.into_iter().map(|(_, commitment)| commitment).collect();
    let records = version.private_records()?;
    let time = ledger.runtime().head().time;
    ledger.close()?;
    let mut rows = Vec::new();
    let mut list = Vec::new();
    for (commitment, record) in &records {
        let is_here = kept.contains(commitment);
        let of = record.recipients.len();
        rows.push(vec![
            record.collection.to_string(),
            commitment.to_string(),
            record.recorded_by.to_string(),
            standing(record, time),
            format!("{} of {of}", record.delivered.len()),
            format!("{} of {of}", record.erased.len()),
            if is_here { "here" } else { "" }.to_owned(),
        ]);
        let mut json = record_json(commitment, record, time);
        json["is_here"] = is_here.into();
        list.push(json);
    }
    let head =
        ["collection", "commitment", "recorded by", "standing", "delivered", "erased", "payload"];
    Ok(Report { text: table(&head, &[], &rows), json: json!({ "records": list }) })
}

fn standing(record: &PrivateRecord, time: UnixSeconds) -> String {
    match (&record.purged, record.expires_at) {
        (Some((by, at)), _) => format!("purged by {by} at height {at}"),
        (None, Some(_)) if record.has_ended(time) => "expired".to_owned(),
        (None, Some(at)) => format!("kept until second {at}"),
        (None, None) => "kept".to_owned(),
    }
}

fn heights(by: &BTreeMap<OrganisationId, Height>) -> Value {
    by.iter().map(|(id, height)| (id.to_string(), Value::from(height.0))).collect()
}

fn record_json(commitment: &Hash, record: &PrivateRecord, time: UnixSeconds) -> Value {
    let recipients: Vec<_> = record.recipients.iter().map(ToString::to_string).collect();
    let keeping: Vec<_> = record.keeping().map(ToString::to_string).collect();
    json!({
        "commitment": commitment.to_string(),
        "collection": record.collection.to_string(),
        "recorded_by": record.recorded_by.to_string(),
        "recorded_at": record.recorded_at.0,
        "expires_at": record.expires_at.map(|at| at.0),
        "standing": standing(record, time),
        "recipients": recipients,
        "delivered": heights(&record.delivered),
        "erased": heights(&record.erased),
        "not_erased": keeping,
    })
}

/// Says of one record who has erased it, with the proof.
pub fn receipt(place: &Place<'_>, args: &ReceiptArgs) -> Result<Report, CliError> {
    let commitment = commitment(&args.commitment)?;
    let ledger = Ledger::open(place.folder)?;
    let record = super::recorded(&ledger, &commitment)?;
    let version = ledger.runtime().version();
    let head = version.head();
    let proof = ProofFile::from(version.prove_private_record(&commitment)?);
    ledger.close()?;
    let mut json = record_json(&commitment, &record, head.time);
    let is_complete = record.keeping().next().is_none();
    json["is_erased_by_all"] = is_complete.into();
    json["state_root"] = head.state_root.to_string().into();
    if let Some(out) = &args.out {
        std::fs::write(out, format!("{:#}\n", proof.json()))
            .map_err(|error| CliError::file(out, &error))?;
        json["file"] = out.display().to_string().into();
    }
    let erased = record.erased.iter().map(|(id, height)| format!("{id} at height {height}"));
    let keeping: Vec<_> = record.keeping().map(ToString::to_string).collect();
    let verdict = if is_complete { "every organisation has confirmed it" } else { "not complete" };
    let text = fields(&[
        ("record", commitment.to_string()),
        ("collection", record.collection.to_string()),
        ("standing", standing(&record, head.time)),
        ("erasure", verdict.to_owned()),
        ("erased by", erased.collect::<Vec<_>>().join("\n")),
        ("not erased by", keeping.join(", ")),
        ("state root", format!("{} at height {}", head.state_root, head.height)),
        ("proof file", args.out.as_ref().map(|out| out.display().to_string()).unwrap_or_default()),
    ]);
    Ok(Report { text, json })
}
