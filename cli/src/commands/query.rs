//! `sandpact query`.

use crate::args::QueryArgs;
use crate::error::CliError;
use crate::ledger::{Ledger, member};
use crate::output::Report;
use crate::{arguments, failure, outcome, visible};
use sandpact_abi::{Gas, MethodKind};
use sandpact_client::value::hex_bytes;
use sandpact_runtime::{CallResult, Explainer};
use serde_json::json;
use std::path::Path;

/// Asks a read method.
pub fn run(folder: &Path, args: &QueryArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?.with_symbols(&args.symbols);
    let (contract, info) = ledger.find(&args.contract)?;
    let method = arguments::method(&info.abi, &args.method, &[MethodKind::Read])?;
    let encoded = match &args.encoded {
        None => arguments::encode(method, &args.arguments)?,
        Some(digits) => hex_bytes(digits).ok_or_else(|| {
            let message = format!("--encoded `{digits}`: expected hexadecimal digits");
            CliError::input("Argument", message)
        })?,
    };
    let runtime = ledger.runtime();
    let version = runtime.version();
    let gas_limit = Gas(args.gas_limit);
    let mut failure = None;
    let asks = args.member.as_deref().map(member).transpose()?;
    let result = version.query_as(asks, &contract, &method.name, &encoded, gas_limit)?;
    let (refusal, data, gas) = match result {
        CallResult::Success { returned, gas_used } => {
            let bytes = hex::encode(&returned);
            let returned = outcome::returned_json(&method.returns, &returned);
            return Ok(Report {
                text: visible::json(&format!("{returned:#}")),
                json: json!({
                    "contract": contract.to_string(),
                    "name": info.abi.name,
                    "method": method.name,
                    "returned": returned,
                    "returned_hex": bytes,
                    "gas": gas_used.0,
                    "height": runtime.head().height.0,
                }),
            });
        }
        CallResult::Reverted { code, data, gas_used } => {
            (outcome::reverted(Some(&info.abi), code, &data), data, gas_used)
        }
        CallResult::Halted { gas_used, .. } => {
            let explainer = Explainer::new()?;
            let explained =
                version.explain_query(&contract, &method.name, &encoded, gas_limit, &explainer)?;
            let root = explained.root_failure();
            failure = root.map(|root| failure::json(root, runtime, ledger.symbols()));
            (outcome::halted(), Vec::new(), gas_used)
        }
    };
    let name = outcome::call_name(&info.abi, &method.name);
    let receipt = json!({
        "outcome": refusal.outcome,
        "gas": gas.0,
        "code": refusal.code,
        "data": refusal.data,
        "data_hex": hex::encode(data),
    });
    Err(outcome::refused(&name, &refusal, gas, Some(receipt), failure))
}
