//! Parties and the accounts that they act with.

use super::json::checked_text;
use super::jwk::account_key;
use crate::document::{DocumentRefusal, MappingContext};
use crate::fhir::json::Node;
use sandpact_abi::{Address, Hash};
use serde_json::Value;

/// The word of the "No Party" object.
const NONE: &str = "NONE";

/// A party that has an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The identifying code that the account was found by, `PROVIDER:CODE`.
    pub code: String,
    /// The account.
    pub account: Address,
}

impl Party {
    /// The id of its key.
    pub fn key(&self) -> Hash {
        account_key(&self.account)
    }
}

/// The account of a party, by any of its identifying codes; two codes of two accounts are a
/// contradiction.
pub fn party(
    path: &str,
    value: &Value,
    context: &MappingContext,
) -> Result<Party, DocumentRefusal> {
    let mut found: Option<Party> = None;
    for code in codes(path, value)? {
        let Some(account) = context.account(&code) else { continue };
        match &found {
            Some(other) if other.account != account => {
                let reason = format!("{path} has codes of two accounts");
                return Err(DocumentRefusal::bad_identifier(reason));
            }
            Some(_) => {}
            None => found = Some(Party { code, account }),
        }
    }
    found.ok_or_else(|| {
        DocumentRefusal::unknown_party(format!("{path} has no account in the directory"))
    })
}

/// Whether a recipient is DCSA's "No Party". An object that is it in part is neither.
pub fn is_none(path: &str, value: &Value) -> Result<bool, DocumentRefusal> {
    let node = Node::new(path, value)?;
    let is_name = node.text("partyName")? == Some(NONE);
    let is_platform = node.text("eblPlatform")? == Some(NONE);
    let codes = codes(path, value)?;
    let is_code = !codes.is_empty() && codes.iter().all(|code| code == "NONE:NONE");
    match (is_name, is_platform, is_code) {
        (true, true, true) => Ok(true),
        (false, false, false) => Ok(false),
        _ => {
            let reason = format!("{path} is the party `NONE` in part");
            Err(DocumentRefusal::unsupported_value(reason))
        }
    }
}

fn codes(path: &str, value: &Value) -> Result<Vec<String>, DocumentRefusal> {
    let node = Node::new(path, value)?;
    let mut codes = Vec::new();
    for item in node.list("identifyingCodes")? {
        let code = Node::new(path, item)?;
        let provider = checked_text(path, code.required_text("codeListProvider")?, 100)?;
        let value = checked_text(path, code.required_text("partyCode")?, 150)?;
        codes.push(format!("{provider}:{value}"));
    }
    Ok(codes)
}
