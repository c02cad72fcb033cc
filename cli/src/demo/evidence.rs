//! What anyone can check afterwards: one proof that an invoice is on the
//! ledger, one that another is not, and one changed word that shows.

use super::accounts::key_of;
use super::sandbox::Sandbox;
use super::story;
use super::submit;
use crate::error::CliError;
use crate::proof_file::ProofFile;
use crate::storage_key;
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use sandpact_client::value::decode_fields;
use sandpact_runtime::CallResult;
use serde_json::{Value, json};

/// The recorded invoice, and the forgery: only the bank account differs.
const DOCUMENT: &str = "invoice.xml";
const ACCOUNT: &str = "DE02999000000000000017";
const FORGED_ACCOUNT: &str = "DE02999000000000000666";

/// Storage field of `vat_invoice` with one record for each invoice key.
const FIELD: &str = "invoices";

/// Proofs and the forgery, all checked.
pub struct Evidence {
    /// The invoice is recorded.
    included: ProofFile,
    /// An invoice that nobody issued is not.
    absent: ProofFile,
    /// Commitment that the ledger holds.
    recorded: String,
    /// Commitment to the forged document.
    forged: String,
}

impl Evidence {
    /// Makes and checks all of it; what does not hold is an error.
    pub fn gather(sandbox: &Sandbox) -> Result<Self, CliError> {
        let original = story::document(DOCUMENT)?;
        let request = request(sandbox, original)?;
        let forged = request_commitment(&self::request(sandbox, &forge(original))?)?;
        let recorded = request_commitment(&request)?;
        let included = prove(sandbox, &key_on_ledger(sandbox, &request)?)?;
        // The address of an account is no fingerprint of any invoice.
        let absent = prove(sandbox, key_of("an invoice that nobody issued").address().as_bytes())?;
        let evidence = Self { included, absent, recorded, forged };
        evidence.check(sandbox)?;
        Ok(evidence)
    }

    /// Verifies with `sandpact-proof` alone, against the root after the last block.
    fn check(&self, sandbox: &Sandbox) -> Result<(), CliError> {
        let root = sandbox.root();
        for proof in [&self.included, &self.absent] {
            proof.verify(&root).map_err(failed)?;
        }
        let record = self.included.value.as_deref().map(hex::encode);
        let record = record.ok_or_else(|| failed("the invoice is not on the ledger"))?;
        if self.absent.value.is_some() {
            return Err(failed("an invoice that nobody issued is on the ledger"));
        }
        if !record.contains(&self.recorded) || record.contains(&self.forged) {
            return Err(failed("the record does not tell the invoice from its forgery"));
        }
        Ok(())
    }

    /// For people.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let proof = |proof: &ProofFile, what| {
            let key = storage_key::show(&proof.key);
            format!("verified, {} bytes: {key} {what}", proof.proof.len())
        };
        vec![
            ("proof of inclusion", proof(&self.included, "is recorded")),
            ("proof of absence", proof(&self.absent, "is not")),
            ("recorded commitment", format!("{} ({DOCUMENT})", self.recorded)),
            ("with another bank account", format!("{}: not what is recorded", self.forged)),
        ]
    }

    /// For programs.
    pub fn json(&self) -> Value {
        json!({
            "inclusion": self.included.json(),
            "absence": self.absent.json(),
            "verified": true,
            "commitment_recorded": self.recorded,
            "commitment_forged": self.forged,
        })
    }
}

fn forge(original: &str) -> String {
    original.replace(ACCOUNT, FORGED_ACCOUNT)
}

/// The request that the mapper makes of a text under the name of the original.
fn request(sandbox: &Sandbox, text: &str) -> Result<Value, CliError> {
    let mapped = submit::map(DOCUMENT, text.as_bytes()).map_err(failed)?;
    let call = mapped.calls.first().ok_or_else(|| failed("no call"))?;
    let (_, abi) = sandbox.contract(call.contract)?;
    let method = abi.method(call.method).ok_or_else(|| failed("no such method"))?;
    let mut args = decode_fields(call.method, &call.args, &method.args)?;
    Ok(args["request"].take())
}

fn request_commitment(request: &Value) -> Result<String, CliError> {
    let text = request["commitment"].as_str();
    text.map(ToOwned::to_owned).ok_or_else(|| failed("the request has no commitment"))
}

/// The key of the request's record, asked as anyone may who has the document.
fn key_on_ledger(sandbox: &Sandbox, request: &Value) -> Result<Vec<u8>, CliError> {
    let args = json!({
        "issuer": request["seller"],
        "kind": request["kind"],
        "fingerprint": request["fingerprint"]["hash"],
    });
    let args = args.as_object().expect("it is written as an object above");
    let call = sandbox.prepared("vat_invoice", "key", args)?;
    let (contract, _) = sandbox.contract(&call.contract)?;
    let runtime = sandbox.ledger().runtime();
    match runtime.query(contract, &call.method, &call.args, GAS_LIMIT_DEFAULT)? {
        CallResult::Success { returned, .. } => Ok(returned),
        other => Err(failed(format!("the invoice has no key: {other:?}"))),
    }
}

fn prove(sandbox: &Sandbox, key: &[u8]) -> Result<ProofFile, CliError> {
    let (contract, _) = sandbox.contract("vat_invoice")?;
    let key = storage_key::of_field(FIELD, key);
    Ok(sandbox.ledger().runtime().prove(contract, &key)?.into())
}

fn failed(problem: impl ToString) -> CliError {
    let message = format!("evidence of the demo: {}", problem.to_string());
    CliError::Refused { code: None, name: "Evidence".to_owned(), message, receipt: None }
}
