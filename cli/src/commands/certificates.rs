//! `sandpact certificates`: trust anchors, and certificates that are trusted no more.

use super::members::organisation;
use super::{change, policy::no_organisations};
use crate::args::{
    AddAnchorArgs, CertificatesCommand, ReadCertificatesArgs, RemoveAnchorArgs,
    RevokeCertificateArgs, ShowCertificatesArgs,
};
use crate::certificate_file::{HEAD, json as certificate_json, read, read_one, row};
use crate::error::CliError;
use crate::ledger::{Ledger, parse_address};
use crate::output::Report;
use crate::table::table;
use sandpact_abi::access::{CertificateId, Certificates, Change};
use sandpact_abi::{Hash, Height, code};
use sandpact_client::key::KeyPair;
use sandpact_keys::certificate::Certificate;
use serde_json::json;
use std::path::Path;

/// Does what `certificates` is asked for.
pub fn run(folder: &Path, command: &CertificatesCommand) -> Result<Report, CliError> {
    match command {
        CertificatesCommand::Show(args) => show(folder, args),
        CertificatesCommand::Read(args) => read_certificates(args),
        CertificatesCommand::AddAnchor(args) => add_anchor(folder, args),
        CertificatesCommand::RemoveAnchor(args) => remove_anchor(folder, args),
        CertificatesCommand::Revoke(args) => revoke(folder, args),
    }
}

fn show(folder: &Path, args: &ShowCertificatesArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let version = ledger.runtime().version();
    version.ledger_policy()?.ok_or_else(no_organisations)?;
    let organisations = super::members::organisations(&version, args.organisation.as_deref())?;
    let (mut anchors, mut revoked, mut list) = (Vec::new(), Vec::new(), Vec::new());
    for (id, organisation) in &organisations {
        let mut own = Vec::new();
        for anchor in &organisation.anchors {
            let der = version.anchor(id, anchor)?.unwrap_or_default();
            let certificate = Certificate::from_der(&der).map_err(|error| {
                let message = format!("anchor {anchor} of {id} cannot be read: {error}");
                CliError::damaged(code::STORE_DAMAGED, message)
            })?;
            anchors.push([vec![id.to_string()], row(&certificate)].concat());
            own.push(certificate_json(&certificate));
        }
        let distrusted = version.revoked_certificates(id)?;
        revoked.extend(distrusted.iter().map(|(certificate, from)| {
            vec![id.to_string(), from.to_string(), certificate.to_string()]
        }));
        let distrusted = distrusted.iter().map(
            |(certificate, from)| json!({ "identity": certificate.to_string(), "from": from.0 }),
        );
        list.push(json!({
            "organisation": id.to_string(),
            "required": organisation.certificates == Certificates::Required,
            "anchors": own,
            "revoked": distrusted.collect::<Vec<_>>(),
        }));
    }
    ledger.close()?;
    let head = [&["organisation"][..], &HEAD].concat();
    let mut text = table(&head, &[], &anchors);
    if !revoked.is_empty() {
        let revoked = table(&["organisation", "revoked at", "certificate"], &[1], &revoked);
        text = format!("{text}\n\n{revoked}");
    }
    Ok(Report { text, json: json!({ "organisations": list }) })
}

fn read_certificates(args: &ReadCertificatesArgs) -> Result<Report, CliError> {
    let all = read(&args.file)?;
    let rows: Vec<_> = all.iter().map(|(_, certificate)| row(certificate)).collect();
    let list: Vec<_> = all.iter().map(|(_, certificate)| certificate_json(certificate)).collect();
    Ok(Report { text: table(&HEAD, &[], &rows), json: json!({ "certificates": list }) })
}

fn add_anchor(folder: &Path, args: &AddAnchorArgs) -> Result<Report, CliError> {
    let organisation = organisation(&args.organisation)?;
    let certificate = read_one(&args.file)?;
    let key = KeyPair::read(&args.change.send.key)?;
    let changes = [Change::AddAnchor { organisation, certificate }];
    let what = args.file.display().to_string();
    change::send(Ledger::open(folder)?, &key, &what, &changes, &args.change)
}

fn remove_anchor(folder: &Path, args: &RemoveAnchorArgs) -> Result<Report, CliError> {
    let organisation = organisation(&args.organisation)?;
    let anchor = identity("anchor", &args.anchor)?;
    let key = KeyPair::read(&args.change.send.key)?;
    let changes = [Change::RemoveAnchor { organisation, anchor }];
    change::send(Ledger::open(folder)?, &key, "remove-anchor", &changes, &args.change)
}

fn revoke(folder: &Path, args: &RevokeCertificateArgs) -> Result<Report, CliError> {
    let organisation = organisation(&args.organisation)?;
    let certificate = identity("certificate", &args.certificate)?;
    let key = KeyPair::read(&args.change.send.key)?;
    let from = Height(args.from);
    let changes = [Change::RevokeCertificate { organisation, certificate, from }];
    change::send(Ledger::open(folder)?, &key, "revoke", &changes, &args.change)
}

fn identity(what: &str, text: &str) -> Result<CertificateId, CliError> {
    let problem = format!("{what} `{text}`: expected 64 hexadecimal digits");
    let address = parse_address(text).ok_or_else(|| CliError::input("Certificate", problem))?;
    Ok(CertificateId(Hash(address.0)))
}
