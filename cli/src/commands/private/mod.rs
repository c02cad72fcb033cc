//! `sandpact private`: payloads that never enter the ledger.

mod erase;
mod put;
mod receive;
mod records;

use super::policy::no_organisations;
use crate::args::{PrivateArgs, PrivateCommand, PurgeArgs, SendArgs, ShowArgs};
use crate::error::CliError;
use crate::ledger::{Ledger, SendOptions, Sent};
use crate::output::Report;
use crate::table::fields;
use crate::{outcome, visible};
use sandpact_abi::access::{Change, CollectionId, OrganisationId, PrivateRecord};
use sandpact_abi::{Call, Hash};
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use sandpact_client::key::KeyPair;
use sandpact_client::value::hex_bytes;
use sandpact_private::{SealingKeyPair, Vault, open};
use serde_json::json;
use std::path::Path;

/// Where a ledger's folder keeps sealed payloads.
const FOLDER: &str = "private";

/// Does what `private` is asked for.
pub fn run(folder: &Path, args: &PrivateArgs) -> Result<Report, CliError> {
    let vault = args.vault.clone().unwrap_or_else(|| folder.join(FOLDER));
    let place = Place { folder, vault: Vault::new(vault) };
    match &args.command {
        PrivateCommand::Put(args) => put::run(&place, args),
        PrivateCommand::Receive(args) => receive::run(&place, args),
        PrivateCommand::Show(args) => show(&place, args),
        PrivateCommand::List => records::list(&place),
        PrivateCommand::Purge(args) => purge(&place, args),
        PrivateCommand::Erase(args) => erase::run(&place, args),
        PrivateCommand::Receipt(args) => records::receipt(&place, args),
    }
}

/// Where a ledger and its sealed payloads are.
struct Place<'a> {
    folder: &'a Path,
    vault: Vault,
}

/// An open ledger, and the member who acts.
struct Acting {
    ledger: Ledger,
    key: KeyPair,
    options: SendOptions,
    organisation: OrganisationId,
}

impl Acting {
    fn new(place: &Place<'_>, send: &SendArgs) -> Result<Self, CliError> {
        let key = KeyPair::read(&send.key)?;
        let options = SendOptions::new(send, GAS_LIMIT_DEFAULT.0)?;
        let ledger = Ledger::open(place.folder)?;
        let sender = options.member.unwrap_or_else(|| key.address());
        let version = ledger.runtime().version();
        version.ledger_policy()?.ok_or_else(no_organisations)?;
        let member = version.member(&sender)?.ok_or_else(|| {
            let problem = format!("account {sender} is no member; name one with --member");
            CliError::coded_input(sandpact_abi::code::NOT_A_MEMBER, problem)
        })?;
        let organisation = member.organisation;
        Ok(Self { ledger, key, options, organisation })
    }

    /// Makes changes in one transaction.
    fn change(&mut self, changes: Vec<Change>) -> Result<Sent, CliError> {
        let what = changes.first().map_or("nothing", Change::name);
        let calls = changes.into_iter().map(Call::from).collect();
        let sent = self.ledger.send_all(&self.key, calls, &self.options)?;
        match outcome::refusal(None, &sent.receipt.outcome) {
            Some(refusal) => Err(outcome::error(&self.ledger, what, &refusal, &sent)),
            None => Ok(sent),
        }
    }
}

fn commitment(text: &str) -> Result<Hash, CliError> {
    let bytes = hex_bytes(text).and_then(|bytes| bytes.try_into().ok());
    let problem = format!("commitment `{text}`: expected 64 hexadecimal digits");
    bytes.map(Hash).ok_or_else(|| CliError::input("Commitment", problem))
}

/// The record of a commitment.
fn recorded(ledger: &Ledger, commitment: &Hash) -> Result<PrivateRecord, CliError> {
    let record = ledger.runtime().version().private_record(commitment)?;
    record.ok_or_else(|| {
        let problem = format!("there is no private record {commitment} on this ledger");
        CliError::coded_input(sandpact_abi::code::CHANGE_NOT_FOUND, problem)
    })
}

fn show(place: &Place<'_>, args: &ShowArgs) -> Result<Report, CliError> {
    let commitment = commitment(&args.commitment)?;
    let ledger = Ledger::open(place.folder)?;
    let record = recorded(&ledger, &commitment)?;
    let sealed = place.vault.get(&record.collection, &commitment)?.ok_or_else(|| {
        CliError::input("Payload", format!("private record {commitment} is not kept here"))
    })?;
    let key = SealingKeyPair::read(&args.sealing_key)?;
    let payload = open(&sealed, &OrganisationId::from(args.organisation.as_str()), &key)?;
    ledger.close()?;
    let text = match &args.out {
        Some(out) => {
            std::fs::write(out, payload.bytes()).map_err(|error| CliError::file(out, &error))?;
            fields(&[("written to", out.display().to_string())])
        }
        None => match std::str::from_utf8(payload.bytes()) {
            Ok(text) => visible::json(text),
            Err(_) => {
                let problem = "it is no text: write it to a file with --out";
                return Err(CliError::input("Payload", problem));
            }
        },
    };
    Ok(Report {
        text,
        json: json!({
            "commitment": commitment.to_string(),
            "collection": record.collection.to_string(),
            "file": args.out.as_ref().map(|out| out.display().to_string()),
            "payload_hex": args.out.is_none().then(|| hex::encode(payload.bytes())),
        }),
    })
}

fn purge(place: &Place<'_>, args: &PurgeArgs) -> Result<Report, CliError> {
    let commitment = commitment(&args.commitment)?;
    let mut acting = Acting::new(place, &args.send)?;
    let record = recorded(&acting.ledger, &commitment)?;
    let sent = acting.change(vec![Change::PurgePrivate { commitment }])?;
    acting.ledger.close()?;
    Ok(done("purged", (&record.collection, &commitment), &sent, None))
}

/// What a command says that changed one record.
fn done(
    what: &str,
    (collection, commitment): (&CollectionId, &Hash),
    sent: &Sent,
    file: Option<&Path>,
) -> Report {
    let file = file.map(|file| file.display().to_string());
    Report {
        text: fields(&[
            (what, commitment.to_string()),
            ("collection", collection.to_string()),
            ("height", sent.head.height.to_string()),
            ("state root", sent.head.state_root.to_string()),
            ("sealed file", file.clone().unwrap_or_default()),
        ]),
        json: json!({
            "commitment": commitment.to_string(),
            "collection": collection.to_string(),
            "height": sent.head.height.0,
            "state_root": sent.head.state_root.to_string(),
            "file": file,
        }),
    }
}
