//! Files of certificates: DER as it is, or PEM (RFC 7468 section 5), several of them one after
//! the other.

use super::{CERTIFICATE_LEN_BYTES_MAX, PATH_LEN_MAX};
use thiserror::Error;

/// The label of a certificate, RFC 7468 section 5.1.
const LABEL: &str = "CERTIFICATE";
/// Where one begins and ends.
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
/// A SEQUENCE, with which DER of a certificate begins and no text does.
const SEQUENCE: u8 = 0x30;

/// Why a file holds no certificates.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FileError {
    /// Neither DER nor text.
    #[error("it is neither DER nor PEM")]
    NeitherForm,
    /// No `-----BEGIN CERTIFICATE-----`.
    #[error("there is no certificate in it")]
    NoCertificate,
    /// More than a path has.
    #[error("{count} certificates in it; at most {limit} are read")]
    TooMany {
        /// Number of certificates.
        count: usize,
        /// The most allowed.
        limit: usize,
    },
    /// Something else stands between the lines, such as a key.
    #[error("line {line}: `{label}` is no {LABEL}")]
    OtherLabel {
        /// Line of the file, from 1.
        line: usize,
        /// What it is.
        label: String,
    },
    /// Not as RFC 7468 writes it: lines of 64 characters, no headers, an end.
    #[error("line {line}: the PEM that begins here is malformed")]
    Malformed {
        /// Line of the file, from 1.
        line: usize,
    },
    /// Longer than [`CERTIFICATE_LEN_BYTES_MAX`].
    #[error("a certificate in it is longer than {CERTIFICATE_LEN_BYTES_MAX} bytes")]
    TooLong,
}

/// The DER of the certificates in a file, in their order. What is in them is not looked at.
///
/// # Errors
/// [`FileError`].
pub fn read_file(bytes: &[u8]) -> Result<Vec<Vec<u8>>, FileError> {
    let certificates = match bytes.first() {
        Some(&SEQUENCE) => vec![bytes.to_vec()],
        _ => read_pem(std::str::from_utf8(bytes).map_err(|_| FileError::NeitherForm)?)?,
    };
    if certificates.is_empty() {
        return Err(FileError::NoCertificate);
    }
    if certificates.len() > PATH_LEN_MAX {
        return Err(FileError::TooMany { count: certificates.len(), limit: PATH_LEN_MAX });
    }
    if certificates.iter().any(|der| der.len() > CERTIFICATE_LEN_BYTES_MAX) {
        return Err(FileError::TooLong);
    }
    Ok(certificates)
}

/// What stands before, between and behind certificates says nothing (section 2).
fn read_pem(text: &str) -> Result<Vec<Vec<u8>>, FileError> {
    let mut certificates = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (line, words) in (1_usize..).zip(text.lines()) {
        match &mut open {
            None if words.starts_with(BEGIN) => open = Some((line, format!("{words}\n"))),
            None => {}
            Some((begun, block)) => {
                block.push_str(words);
                block.push('\n');
                if words.starts_with(END) {
                    certificates.push(read_block(*begun, block)?);
                    open = None;
                }
            }
        }
    }
    match open {
        Some((line, _)) => Err(FileError::Malformed { line }),
        None => Ok(certificates),
    }
}

fn read_block(line: usize, block: &str) -> Result<Vec<u8>, FileError> {
    let read = pem_rfc7468::decode_vec(block.as_bytes());
    let (label, der) = read.map_err(|_| FileError::Malformed { line })?;
    if label == LABEL { Ok(der) } else { Err(FileError::OtherLabel { line, label: label.into() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `30 03 02 01 05`, which is no certificate but has its form.
    const ONE: &str = "-----BEGIN CERTIFICATE-----\nMAMCAQU=\n-----END CERTIFICATE-----\n";

    #[test]
    fn pem_and_der_are_the_same_bytes() {
        let der = vec![0x30, 3, 2, 1, 5];
        assert_eq!(read_file(&der).unwrap(), vec![der.clone()]);
        let text = format!("subject=CN = A\r\n{}\n{ONE}", ONE.replace('\n', "\r\n"));
        assert_eq!(read_file(text.as_bytes()).unwrap(), [der.clone(), der.clone()]);
        assert_eq!(read_file(ONE.repeat(PATH_LEN_MAX).as_bytes()).unwrap().len(), PATH_LEN_MAX);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let key = ONE.replace("CERTIFICATE", "PRIVATE KEY");
        let many = ONE.repeat(PATH_LEN_MAX + 1);
        let count = PATH_LEN_MAX + 1;
        for (text, expected) in [
            ("", FileError::NoCertificate),
            ("MAMCAQU=", FileError::NoCertificate),
            (&key, FileError::OtherLabel { line: 1, label: "PRIVATE KEY".into() }),
            (&format!("\n\n{}", ONE.replace("MAM", "M M")), FileError::Malformed { line: 3 }),
            (&ONE[..40], FileError::Malformed { line: 1 }),
            (&many, FileError::TooMany { count, limit: PATH_LEN_MAX }),
        ] {
            assert_eq!(read_file(text.as_bytes()), Err(expected), "{text}");
        }
        assert_eq!(read_file(&[0xff, 0xfe]), Err(FileError::NeitherForm));
        let mut long = vec![SEQUENCE; CERTIFICATE_LEN_BYTES_MAX];
        assert!(read_file(&long).is_ok());
        long.push(0);
        assert_eq!(read_file(&long), Err(FileError::TooLong));
    }
}
