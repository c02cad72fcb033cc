//! `sandpact profile`.

use crate::error::CliError;
use crate::ledger::{Ledger, SendOptions};
use crate::output::{Report, grouped};
use crate::profile::{ProfileArgs, Stacks, draw};
use crate::table::fields;
use crate::{arguments, outcome};
use sandpact_abi::{Address, Call, Gas, MethodKind, UnixSeconds};
use sandpact_client::key::KeyPair;
use sandpact_runtime::{CallResult, Explainer, GasSplit, Outcome, Profile};
use serde_json::{Value, json};
use std::path::Path;

/// What a profiled call did.
struct Profiled {
    outcome: &'static str,
    gas: Gas,
    /// A query has no receipt, so no split either.
    split: Option<GasSplit>,
    profile: Profile,
}

/// Shows what a call would take gas for; nothing is written to the ledger.
pub fn run(folder: &Path, args: &ProfileArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?.with_symbols(&args.symbols);
    let (contract, info) = ledger.find(&args.contract)?;
    let kinds: &[MethodKind] = match args.key {
        Some(_) => &[MethodKind::Write, MethodKind::Read],
        None => &[MethodKind::Read],
    };
    let method = arguments::method(&info.abi, &args.method, kinds)?;
    let encoded = arguments::encode(method, &args.arguments)?;
    let profiled = profile(&ledger, args, contract, encoded)?;

    let name = outcome::call_name(&info.abi, &method.name);
    let stacks = Stacks::new(&profiled.profile, ledger.runtime(), ledger.symbols());
    let title = format!("{name}: {}, {} gas", profiled.outcome, grouped(profiled.gas.0));
    write(&args.out, &draw(&stacks, &title))?;
    if let Some(folded) = &args.folded {
        write(folded, &stacks.folded())?;
    }
    ledger.close()?;
    let split = profiled.split.as_ref().map_or(Value::Null, outcome::split_json);
    let folded = args.folded.as_ref().map(|path| path.display().to_string());
    Ok(Report {
        text: fields(&[
            ("profiled", format!("{name}: {}", profiled.outcome)),
            ("gas", grouped(profiled.gas.0)),
            ("picture", args.out.display().to_string()),
            ("stacks", folded.clone().unwrap_or_else(|| "not written (--folded)".to_owned())),
        ]),
        json: json!({
            "contract": contract.to_string(),
            "name": info.abi.name,
            "method": method.name,
            "outcome": profiled.outcome,
            "gas": profiled.gas.0,
            "gas_split": split,
            "picture": args.out.display().to_string(),
            "folded": folded,
        }),
    })
}

fn profile(
    ledger: &Ledger,
    args: &ProfileArgs,
    contract: Address,
    encoded: Vec<u8>,
) -> Result<Profiled, CliError> {
    let gas_limit = Gas(args.gas_limit);
    let Some(key) = &args.key else {
        let version = ledger.runtime().version();
        let explainer = Explainer::profiling()?;
        let explained =
            version.explain_query(&contract, &args.method, &encoded, gas_limit, &explainer)?;
        let (outcome, gas) = match explained.result {
            CallResult::Success { gas_used, .. } => ("success", gas_used),
            CallResult::Reverted { gas_used, .. } => ("reverted", gas_used),
            CallResult::Halted { gas_used } => ("halted", gas_used),
        };
        return Ok(Profiled { outcome, gas, split: None, profile: made(explained.profile) });
    };
    let key = KeyPair::read(key)?;
    let call = Call::Invoke { contract, method: args.method.clone(), args: encoded };
    let options = SendOptions::alone(gas_limit, args.time.map(UnixSeconds));
    let explained = ledger.profile(&key, call, options)?;
    let receipt = explained.result;
    let outcome = match &receipt.outcome {
        Outcome::Success { .. } => "success",
        Outcome::Reverted { .. } => "reverted",
        Outcome::Halted { .. } => "halted",
        // Nothing ran, so there is nothing to show.
        Outcome::Repeated { .. } => "repeated",
        Outcome::Refused { code, .. } => {
            return Err(CliError::refused(*code, format!("{}: refused", args.method)));
        }
    };
    let (gas, split) = (receipt.gas_used, Some(receipt.gas_split));
    Ok(Profiled { outcome, gas, split, profile: made(explained.profile) })
}

fn made(profile: Option<Profile>) -> Profile {
    profile.expect("a profile is made when it is asked for")
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    std::fs::write(path, text).map_err(|error| CliError::file(path, &error))
}
