//! Files of certificates, and how certificates are shown.

use crate::error::CliError;
use sandpact_abi::UnixSeconds;
use sandpact_keys::certificate::{Certificate, read_file};
use serde_json::{Value, json};
use std::path::Path;

/// The head of a table of certificates.
pub const HEAD: [&str; 6] = ["subject", "issuer", "serial", "from", "until", "identity"];

/// The certificates of a file, each with its DER.
pub fn read(path: &Path) -> Result<Vec<(Vec<u8>, Certificate)>, CliError> {
    let bytes = std::fs::read(path).map_err(|error| CliError::file(path, &error))?;
    let wrong =
        |problem: String| CliError::input("Certificate", format!("{}: {problem}", path.display()));
    let all = read_file(&bytes).map_err(|error| wrong(error.to_string()))?;
    let read = (1_usize..).zip(all).map(|(number, der)| {
        let certificate = Certificate::from_der(&der);
        let certificate =
            certificate.map_err(|error| wrong(format!("certificate {number}: {error}")))?;
        Ok((der, certificate))
    });
    read.collect()
}

/// The only certificate of a file, in DER.
pub fn read_one(path: &Path) -> Result<Vec<u8>, CliError> {
    let mut all = read(path)?;
    match (all.pop(), all.len()) {
        (Some((der, _)), 0) => Ok(der),
        (_, others) => {
            let count = others.saturating_add(1);
            let problem = format!("there are {count} certificates in it, not one");
            Err(CliError::input("Certificate", format!("{}: {problem}", path.display())))
        }
    }
}

/// A certificate as a row.
pub fn row(certificate: &Certificate) -> Vec<String> {
    vec![
        certificate.subject(),
        certificate.issuer(),
        hex::encode(certificate.serial()),
        time_text(certificate.not_before()),
        time_text(certificate.not_after()),
        certificate.id().to_string(),
    ]
}

/// A certificate for programs.
pub fn json(certificate: &Certificate) -> Value {
    json!({
        "identity": certificate.id().to_string(),
        "subject": certificate.subject(),
        "issuer": certificate.issuer(),
        "serial": hex::encode(certificate.serial()),
        "not_before": certificate.not_before().0,
        "not_after": certificate.not_after().0,
        "public_key": certificate.public_key().to_string(),
    })
}

/// A second as RFC 3339 writes it, in UTC.
pub fn time_text(time: UnixSeconds) -> String {
    let day = time.date();
    let of_day = day.starts_at().map_or(0, |start| time.0.saturating_sub(start.0));
    let (hours, minutes, seconds) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{day}T{hours:02}:{minutes:02}:{seconds:02}Z")
}
