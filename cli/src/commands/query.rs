//! `sandpact query`.

use crate::args::QueryArgs;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::{Report, grouped};
use crate::{arguments, outcome, visible};
use sandpact_abi::{Gas, MethodKind};
use sandpact_client::value::hex_bytes;
use sandpact_runtime::CallResult;
use serde_json::json;
use std::path::Path;

/// Asks a read method.
pub fn run(folder: &Path, args: &QueryArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
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
    let result = runtime.query(&contract, &method.name, &encoded, Gas(args.gas_limit))?;
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
        CallResult::Halted { gas_used, .. } => (outcome::halted(), Vec::new(), gas_used),
    };
    let name = outcome::call_name(&info.abi, &method.name);
    let receipt = json!({
        "outcome": refusal.outcome,
        "gas": gas.0,
        "code": refusal.code,
        "data": refusal.data,
        "data_hex": hex::encode(data),
    });
    Err(CliError::Refused {
        code: Some(refusal.code),
        name: refusal.name.clone(),
        message: format!("{name}: {} (gas {})", refusal.text(), grouped(gas.0)),
        receipt: Some(Box::new(receipt)),
    })
}
