//! `sandpact audit`: who did what, for whom, when, from the blocks themselves.

use crate::args::AuditArgs;
use crate::error::{CliError, code_name};
use crate::ledger::{Ledger, parse_address};
use crate::output::Report;
use crate::table::table;
use parity_scale_codec::Encode as _;
use sandpact_abi::{Address, Call, Height, SignedTransaction};
use sandpact_runtime::{Actor, CommittedBlock, Outcome, Receipt, contract_address};
use serde_json::{Value, json};
use std::path::Path;

/// Names of the columns, in the order of [`Row::cells`].
const COLUMNS: [&str; 14] = [
    "height",
    "time",
    "place",
    "transaction",
    "member",
    "organisation",
    "roles",
    "endorsed by",
    "request id",
    "call",
    "contract",
    "method",
    "outcome",
    "gas",
];

/// One call of a transaction.
struct Row {
    height: u64,
    time: u64,
    place: usize,
    transaction: String,
    actor: Actor,
    kind: &'static str,
    contract: Option<Address>,
    method: String,
    outcome: String,
    gas: u64,
}

/// Lists the calls of the blocks that the log still has.
pub fn run(folder: &Path, args: &AuditArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let contract = args.contract.as_ref().map(|name| ledger.find(name)).transpose()?;
    let contract = contract.map(|(address, _)| address);
    let member = args.member.as_ref().map(|text| {
        let problem = format!("--member `{text}`: expected 64 hexadecimal digits");
        parse_address(text).ok_or_else(|| CliError::input("Address", problem))
    });
    let member = member.transpose()?;
    let until = args.until.unwrap_or(u64::MAX).min(ledger.runtime().head().height.0);
    let (mut rows, mut blocks) = (Vec::new(), Vec::new());
    for height in args.from..=until {
        let Some(block) = ledger.runtime().block(Height(height))? else { continue };
        let mut of_block = rows_of(&block)?;
        of_block.retain(|row| is_asked_for(row, args, member, contract));
        if !of_block.is_empty() {
            blocks.push(block_json(&block));
        }
        rows.extend(of_block);
    }
    ledger.close()?;
    let cells: Vec<_> = rows.iter().map(Row::cells).collect();
    let text = if args.csv { csv_text(&cells)? } else { short(&cells) };
    let calls: Vec<_> = rows.iter().map(Row::json).collect();
    Ok(Report { text, json: json!({ "calls": calls, "blocks": blocks }) })
}

fn is_asked_for(
    row: &Row,
    args: &AuditArgs,
    member: Option<Address>,
    contract: Option<Address>,
) -> bool {
    let is_organisation = |id: &String| {
        let acts_for = row.actor.organisation.as_ref().is_some_and(|own| own.0 == *id);
        acts_for || row.actor.endorsers.iter().any(|endorser| endorser.0 == *id)
    };
    let is_request = |id: &String| row.actor.request_id.is_some_and(|own| own.to_string() == *id);
    args.organisation.as_ref().is_none_or(is_organisation)
        && member.is_none_or(|member| row.actor.sender == member)
        && contract.is_none_or(|contract| row.contract == Some(contract))
        && args.request_id.as_ref().is_none_or(is_request)
}

/// A row for each call of each transaction that was not refused.
fn rows_of(block: &CommittedBlock) -> Result<Vec<Row>, CliError> {
    let mut rows = Vec::new();
    let all = block.transactions.iter().zip(&block.receipts).enumerate();
    for (place, (bytes, receipt)) in all {
        let Some(actor) = &receipt.actor else { continue };
        let signed = SignedTransaction::from_bytes(bytes)
            .map_err(|error| CliError::input("Transaction", error.to_string()))?;
        for (index, call) in (0_u32..).zip(&signed.transaction.calls) {
            let deployed =
                contract_address(&signed.transaction.sender, signed.transaction.nonce, index);
            let (kind, contract, method) = call_parts(call, deployed);
            rows.push(Row {
                height: block.record.height.0,
                time: block.record.time.0,
                place,
                transaction: receipt.transaction_hash.to_string(),
                actor: actor.clone(),
                kind,
                contract,
                method,
                outcome: outcome_text(receipt),
                gas: receipt.gas_used.0,
            });
        }
    }
    Ok(rows)
}

fn call_parts(call: &Call, deployed: Address) -> (&'static str, Option<Address>, String) {
    match call {
        Call::Deploy { .. } => ("deploy", Some(deployed), String::new()),
        Call::Invoke { contract, method, .. } => ("call", Some(*contract), method.clone()),
        Call::Upgrade { contract, .. } => ("upgrade", Some(*contract), String::new()),
        Call::Change(change) => ("change", None, change.name().to_owned()),
    }
}

fn outcome_text(receipt: &Receipt) -> String {
    match &receipt.outcome {
        Outcome::Success { .. } => "success".to_owned(),
        Outcome::Reverted { code, .. } => format!("reverted {code} {}", code_name(*code)),
        Outcome::Halted { .. } => "halted".to_owned(),
        Outcome::Refused { code, .. } => format!("refused {code} {}", code_name(*code)),
        Outcome::Repeated { height, .. } => format!("repeated, done at {height}"),
    }
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let Actor { sender, organisation, roles, endorsers, request_id } = &self.actor;
        let roles: Vec<_> = roles.iter().map(ToString::to_string).collect();
        let endorsers: Vec<_> = endorsers.iter().map(ToString::to_string).collect();
        vec![
            self.height.to_string(),
            self.time.to_string(),
            self.place.to_string(),
            self.transaction.clone(),
            sender.to_string(),
            organisation.as_ref().map(ToString::to_string).unwrap_or_default(),
            roles.join(" "),
            endorsers.join(" "),
            request_id.map(|id| id.to_string()).unwrap_or_default(),
            self.kind.to_owned(),
            self.contract.map(|contract| contract.to_string()).unwrap_or_default(),
            self.method.clone(),
            self.outcome.clone(),
            self.gas.to_string(),
        ]
    }

    fn json(&self) -> Value {
        let named = COLUMNS.iter().zip(self.cells()).map(|(name, cell)| {
            let value = match *name {
                "height" => self.height.into(),
                "time" => self.time.into(),
                "place" => self.place.into(),
                "gas" => self.gas.into(),
                _ => Value::from(cell),
            };
            (name.replace(' ', "_"), value)
        });
        Value::Object(named.collect())
    }
}

/// What proves the rows of a block: the bytes whose hashes its record has, and the record, whose
/// hash is the block's (`docs/state-format.md`).
fn block_json(block: &CommittedBlock) -> Value {
    let transactions: Vec<_> = block.transactions.iter().map(hex::encode).collect();
    let receipts: Vec<_> =
        block.receipts.iter().map(|receipt| hex::encode(receipt.encode())).collect();
    json!({
        "height": block.record.height.0,
        "hash": block.record.hash().to_string(),
        "record": hex::encode(block.record.encode()),
        "transactions": transactions,
        "receipts": receipts,
    })
}

/// For a screen: long numbers cut, and the columns that tell what happened.
fn short(cells: &[Vec<String>]) -> String {
    const SHOWN: [usize; 9] = [0, 4, 5, 6, 7, 9, 10, 11, 12];
    let cut = |text: &String| text.chars().take(24).collect::<String>();
    let pick = |row: &Vec<String>| {
        SHOWN.iter().filter_map(|column| row.get(*column)).map(cut).collect::<Vec<_>>()
    };
    let head: Vec<_> = SHOWN.iter().filter_map(|column| COLUMNS.get(*column)).copied().collect();
    let rows: Vec<_> = cells.iter().map(pick).collect();
    table(&head, &[0], &rows)
}

/// Comma-separated values of RFC 4180. A cell that a spreadsheet would take for a formula gets
/// an apostrophe: method names come from strangers.
fn csv_text(cells: &[Vec<String>]) -> Result<String, CliError> {
    let guarded = |text: &String| match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.clone(),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = COLUMNS.map(|name| name.replace(' ', "_"));
    let failed = |error: csv::Error| CliError::input("Csv", error.to_string());
    writer.write_record(&head).map_err(failed)?;
    for row in cells {
        writer.write_record(row.iter().map(guarded)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| CliError::input("Csv", error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}
