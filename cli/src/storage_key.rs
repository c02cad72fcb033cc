//! Storage keys as people write them.
//!
//! The SDK's keys are the field's name, one zero byte, then the encoded map
//! key (nothing for a plain value). The text form is `FIELD` or `FIELD/HEX`;
//! a key of any other shape is written `/HEX`.

use crate::error::CliError;
use sandpact_client::value::hex_bytes;

/// Reads the text form.
pub fn parse(text: &str) -> Result<Vec<u8>, CliError> {
    let (field, hex) = text.split_once('/').unwrap_or((text, ""));
    let part =
        hex_bytes(hex).ok_or_else(|| bad(text, "HEX is no sequence of hexadecimal digits"))?;
    match field {
        "" if part.is_empty() => Err(bad(text, "it is empty")),
        "" => Ok(part),
        _ if is_field(field.as_bytes()) => Ok(of_field(field, &part)),
        _ => Err(bad(text, "FIELD is no field name")),
    }
}

/// The key of a field, given the encoded map key.
pub fn of_field(field: &str, part: &[u8]) -> Vec<u8> {
    [field.as_bytes(), &[0], part].concat()
}

/// Writes the text form.
pub fn show(key: &[u8]) -> String {
    let zero = key.iter().position(|byte| *byte == 0);
    let split = zero.and_then(|zero| Some((key.get(..zero)?, key.get(zero.checked_add(1)?..)?)));
    match split {
        Some((field, part)) if is_field(field) => {
            let field = String::from_utf8_lossy(field);
            if part.is_empty() {
                field.into_owned()
            } else {
                format!("{field}/{}", hex::encode(part))
            }
        }
        _ => format!("/{}", hex::encode(key)),
    }
}

/// Whether the bytes could name a field of a Rust struct, or an index `FIELD.INDEX` of one.
fn is_field(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(byte))
}

fn bad(text: &str, why: &str) -> CliError {
    CliError::input("Key", format!("storage key `{text}`: expected FIELD or FIELD/HEX, but {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_one_text() {
        let keys: [(&[u8], &str); 6] = [
            (b"authority\0", "authority"),
            (b"roles\0\x01\xff", "roles/01ff"),
            (b"roles\0\0", "roles/00"),
            (b"filed.by_day\0\x07", "filed.by_day/07"),
            (b"\0\x01", "/0001"),
            (b"no zero", "/6e6f207a65726f"),
        ];
        for (key, text) in keys {
            assert_eq!(show(key), text);
            assert_eq!(parse(text).map_err(|error| error.line()), Ok(key.to_vec()));
        }
        assert_eq!(of_field("roles", &[1]), b"roles\0\x01");
        for bad in ["", "/", "a b", "roles/xyz", "roles/abc"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
