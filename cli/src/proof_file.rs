//! Proof files: JSON with hexadecimal digits, so that people can read what is
//! proved and any program can check it. Checking needs no ledger.

use crate::error::CliError;
use crate::storage_key;
use sandpact_abi::{Address, Hash};
use sandpact_client::value::hex_bytes;
use sandpact_proof::{verify_absence, verify_inclusion};
use sandpact_runtime::KeyProof;
use serde_json::{Map, Value, json};
use std::path::Path;

/// Longest proof file that is read: a value and a proof at their limits, with room.
const PROOF_FILE_LEN_BYTES_MAX: u64 = 1024 * 1024;

/// What a proof file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFile {
    /// State root that the proof leads to.
    pub root: Hash,
    /// The contract.
    pub contract: Address,
    /// The storage key.
    pub key: Vec<u8>,
    /// Its value, or `None` when the proof is one of absence.
    pub value: Option<Vec<u8>>,
    /// The proof's bytes.
    pub proof: Vec<u8>,
}

impl ProofFile {
    /// The file's JSON.
    pub fn json(&self) -> Value {
        json!({
            "root": self.root.to_string(),
            "contract": self.contract.to_string(),
            "key": hex::encode(&self.key),
            "key_text": storage_key::show(&self.key),
            "value": self.value.as_ref().map(hex::encode),
            "proof": hex::encode(&self.proof),
        })
    }

    /// Reads a proof file.
    pub fn read(path: &Path) -> Result<Self, CliError> {
        let metadata = std::fs::metadata(path).map_err(|error| CliError::file(path, &error))?;
        if metadata.is_file() && metadata.len() > PROOF_FILE_LEN_BYTES_MAX {
            let message = format!("{}: too long for a proof file", path.display());
            return Err(CliError::input("ProofFile", message));
        }
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
        Self::parse(&text).map_err(|problem| {
            CliError::input("ProofFile", format!("{}: {problem}", path.display()))
        })
    }

    /// Whether the proof leads from key and value to `root`.
    pub fn verify(&self, root: &Hash) -> Result<(), String> {
        let verified = match &self.value {
            Some(value) => verify_inclusion(root, &self.contract, &self.key, value, &self.proof),
            None => verify_absence(root, &self.contract, &self.key, &self.proof),
        };
        verified.map_err(|error| error.to_string())
    }

    fn parse(text: &str) -> Result<Self, String> {
        let object: Map<String, Value> =
            serde_json::from_str(text).map_err(|error| format!("no JSON object: {error}"))?;
        let value = match object.get("value") {
            None => return Err("`value` is missing".to_owned()),
            Some(Value::Null) => None,
            Some(_) => Some(digits(&object, "value")?),
        };
        Ok(Self {
            root: Hash(bytes32(&object, "root")?),
            contract: Address(bytes32(&object, "contract")?),
            key: digits(&object, "key")?,
            value,
            proof: digits(&object, "proof")?,
        })
    }
}

impl From<KeyProof> for ProofFile {
    fn from(it: KeyProof) -> Self {
        Self { root: it.root, contract: it.contract, key: it.key, value: it.value, proof: it.proof }
    }
}

fn digits(object: &Map<String, Value>, name: &str) -> Result<Vec<u8>, String> {
    let text = object.get(name).and_then(Value::as_str).ok_or(format!("`{name}` is missing"))?;
    hex_bytes(text).ok_or(format!("`{name}` is no sequence of hexadecimal digits"))
}

fn bytes32(object: &Map<String, Value>, name: &str) -> Result<[u8; 32], String> {
    digits(object, name)?.try_into().map_err(|_| format!("`{name}` is not 32 bytes long"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn files_read_back_and_wrong_ones_say_what_is_wrong() {
        let file = ProofFile {
            root: Hash([1; 32]),
            contract: Address([2; 32]),
            key: b"roles\0\x01".to_vec(),
            value: None,
            proof: vec![3, 4],
        };
        let json = file.json();
        assert_eq!(ProofFile::parse(&json.to_string()), Ok(file.clone()));
        let present = ProofFile { value: Some(vec![]), ..file };
        assert_eq!(ProofFile::parse(&present.json().to_string()), Ok(present));

        let wrong = |name: &str, value: Value| {
            let mut changed = json.clone();
            changed[name] = value;
            ProofFile::parse(&changed.to_string()).unwrap_err()
        };
        assert_eq!(wrong("root", json!("00")), "`root` is not 32 bytes long");
        assert_eq!(wrong("key", json!(7)), "`key` is missing");
        assert_eq!(wrong("value", json!("x")), "`value` is no sequence of hexadecimal digits");
        assert!(ProofFile::parse("[]").unwrap_err().starts_with("no JSON object"));
    }
}
