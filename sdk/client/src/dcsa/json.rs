//! Reading DCSA's JSON: bounded, without repeated keys, without placeholders.

use crate::document::DocumentRefusal;
use crate::fhir::json::parse as parse_unambiguous;
use serde_json::Value;

/// Longest document. The largest published transport document has 5 KB, a block 3 KB.
pub const DOCUMENT_LEN_BYTES_MAX: usize = 1024 * 1024;

/// Parses a document. The depth is bounded by the parser (128).
pub fn parse(bytes: &[u8]) -> Result<Value, DocumentRefusal> {
    parse_unambiguous(bytes, DOCUMENT_LEN_BYTES_MAX)
}

/// Refuses a document with a placeholder for a value, such as `{CBR}` or
/// `TRANSPORT_DOCUMENT_REFERENCE_PLACEHOLDER`. Published samples have both: what is not filled in
/// must not become a fact.
pub fn check_filled_in(value: &Value, path: &str) -> Result<(), DocumentRefusal> {
    match value {
        Value::String(text) if is_placeholder(text) => {
            Err(DocumentRefusal::placeholder(format!("{path} is a placeholder")))
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| check_filled_in(item, &format!("{path}[{index}]"))),
        Value::Object(object) => object
            .iter()
            .try_for_each(|(name, item)| check_filled_in(item, &format!("{path}.{name}"))),
        _ => Ok(()),
    }
}

fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let is_enclosed = |start, end| text.starts_with(start) && text.ends_with(end);
    is_enclosed("{", "}")
        || is_enclosed("${", "}")
        || is_enclosed("<", ">")
        || text.ends_with("_PLACEHOLDER")
}

/// A text as DCSA's schemas have them: `^\S(?:.*\S)?$`, at most so many characters.
pub fn checked_text<'a>(
    path: &str,
    text: &'a str,
    len_max: usize,
) -> Result<&'a str, DocumentRefusal> {
    let is_trimmed = !text.is_empty() && text.trim() == text && !text.contains('\n');
    if is_trimmed && text.chars().count() <= len_max {
        Ok(text)
    } else {
        let reason = format!("{path} is empty, padded or longer than {len_max} characters");
        Err(DocumentRefusal::bad_identifier(reason))
    }
}

/// 32 bytes in hexadecimal, in lower case as the chains have them.
pub fn digest(path: &str, text: &str) -> Result<[u8; 32], DocumentRefusal> {
    let mut bytes = [0; 32];
    let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if is_lower && hex::decode_to_slice(text, &mut bytes).is_ok() {
        Ok(bytes)
    } else {
        Err(DocumentRefusal::bad_identifier(format!("{path} is no SHA-256 in hexadecimal")))
    }
}
