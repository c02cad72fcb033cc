//! `sandpact policy coverage`: which rules of a contract a ledger's blocks have tried.

use super::no_organisations;
use crate::args::PolicyCoverageArgs;
use crate::error::CliError;
use crate::ledger::Ledger;
use crate::output::Report;
use crate::table::table;
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::access::{Change, ContractPolicy};
use sandpact_abi::{Address, Call, Height, SignedTransaction};
use sandpact_runtime::{CommittedBlock, Denial, Outcome, Receipt, RuleName};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// How often a rule let a call pass, and how often it refused one.
#[derive(Clone, Copy, Default)]
struct Tried {
    passed: u64,
    refused: u64,
}

/// Counts over all blocks that the log still has, by the contract's rules of today.
pub fn run(folder: &Path, args: &PolicyCoverageArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let version = ledger.runtime().version();
    version.ledger_policy()?.ok_or_else(no_organisations)?;
    let (contract, _) = ledger.find(&args.contract)?;
    let policy = version.contract_policy(&contract)?.ok_or_else(|| {
        CliError::input("Policy", format!("contract {} has no policy", args.contract))
    })?;
    let mut rules = rules(&policy);
    for height in 1..=ledger.runtime().head().height.0 {
        if let Some(block) = ledger.runtime().block(Height(height))? {
            count(&block, &contract, &mut rules)?;
        }
    }
    ledger.close()?;
    Ok(report(&rules))
}

/// Every rule of a policy by its name in the file. Rules that ask for nothing cannot refuse.
fn rules(policy: &ContractPolicy) -> BTreeMap<String, Tried> {
    let methods = policy.methods.keys().map(|name| method_rule(name));
    let named = policy.named_rules().map(|(name, _)| format!("contract.{name}"));
    let keys = policy.keys.iter().map(|key| format!("keys {}", key.field));
    let writes = (!policy.endorsements.is_empty()).then(|| "contract.endorsements".to_owned());
    let all = methods.chain(named).chain(keys).chain(writes);
    all.map(|name| (name, Tried::default())).collect()
}

fn method_rule(name: &str) -> String {
    format!("methods.{name}")
}

fn count(
    block: &CommittedBlock,
    contract: &Address,
    rules: &mut BTreeMap<String, Tried>,
) -> Result<(), CliError> {
    for (bytes, receipt) in block.transactions.iter().zip(&block.receipts) {
        let signed = SignedTransaction::from_bytes(bytes)
            .map_err(|error| CliError::input("Transaction", error.to_string()))?;
        if let Some(rule) = refusing(receipt).and_then(|rule| name_of(&rule, contract)) {
            rules.entry(rule).and_modify(|tried| tried.refused = tried.refused.saturating_add(1));
        }
        // Of a transaction that failed at a call, the calls before it had passed.
        for call in signed.transaction.calls.iter().take(passed(receipt)) {
            if let Some(rule) = rule_of(call, contract) {
                rules.entry(rule).and_modify(|tried| tried.passed = tried.passed.saturating_add(1));
            }
        }
    }
    Ok(())
}

/// The rule that refused a transaction, if one did.
fn refusing(receipt: &Receipt) -> Option<RuleName> {
    let (Outcome::Reverted { data, .. } | Outcome::Refused { data, .. }) = &receipt.outcome else {
        return None;
    };
    denial(receipt)?;
    match Denial::decode_all(&mut &data[..]).ok()? {
        Denial::NoRule { rule }
        | Denial::NotACaller { rule, .. }
        | Denial::EndorsementMissing { rule, .. }
        | Denial::OutsideWindow { rule, .. } => Some(rule),
        Denial::ReadIsLogged { contract, method } => Some(RuleName::Method { contract, method }),
        _ => None,
    }
}

/// The code, if it is one of the class access.
fn denial(receipt: &Receipt) -> Option<u32> {
    use sandpact_abi::code::Class;
    match receipt.outcome {
        Outcome::Reverted { code, .. } | Outcome::Refused { code, .. } => {
            (Class::of(code) == Some(Class::Access)).then_some(code)
        }
        _ => None,
    }
}

/// How many calls, from the first on, the rules let pass.
fn passed(receipt: &Receipt) -> usize {
    match &receipt.outcome {
        Outcome::Success { returned } => returned.len(),
        Outcome::Reverted { call, .. } | Outcome::Halted { call } => {
            let before = usize::try_from(*call).unwrap_or(usize::MAX);
            // A contract's own refusal comes after the rules have let the call in.
            before.saturating_add(usize::from(denial(receipt).is_none()))
        }
        Outcome::Refused { .. } | Outcome::Repeated { .. } => 0,
    }
}

fn rule_of(call: &Call, contract: &Address) -> Option<String> {
    match call {
        Call::Invoke { contract: of, method, .. } => (of == contract).then(|| method_rule(method)),
        Call::Upgrade { contract: of, .. } => (of == contract).then(|| "contract.upgrade".into()),
        Call::Change(change) => match change.as_ref() {
            Change::Freeze { contract: of } => (of == contract).then(|| "contract.freeze".into()),
            Change::Unfreeze { contract: of } => {
                (of == contract).then(|| "contract.unfreeze".into())
            }
            Change::SetContractPolicy { contract: of, .. } => {
                (of == contract).then(|| "contract.govern".into())
            }
            _ => None,
        },
        Call::Deploy { .. } => None,
    }
}

fn name_of(rule: &RuleName, of: &Address) -> Option<String> {
    match rule {
        RuleName::Method { contract, method } => (contract == of).then(|| method_rule(method)),
        RuleName::Contract { contract, rule } => {
            (contract == of).then(|| format!("contract.{rule}"))
        }
        RuleName::Key { contract, field } => (contract == of).then(|| format!("keys {field}")),
        RuleName::Writes { contract } => {
            (contract == of).then(|| "contract.endorsements".to_owned())
        }
        _ => None,
    }
}

fn report(rules: &BTreeMap<String, Tried>) -> Report {
    // A rule of writes passes unseen: what is known of it is what it refused.
    let is_of_writes = |name: &str| name.starts_with("keys ") || name == "contract.endorsements";
    let verdict = |name: &str, tried: &Tried| match (tried.passed, tried.refused) {
        (0, 0) => "never tried",
        (0, _) if !is_of_writes(name) => "never let anyone in",
        (_, 0) => "never refused",
        _ => "",
    };
    let rows: Vec<_> = rules
        .iter()
        .map(|(name, tried)| {
            let passed = if is_of_writes(name) { String::new() } else { tried.passed.to_string() };
            vec![name.clone(), passed, tried.refused.to_string(), verdict(name, tried).to_owned()]
        })
        .collect();
    let json: Vec<_> = rules
        .iter()
        .map(|(name, tried)| {
            json!({
                "rule": name,
                "passed": (!is_of_writes(name)).then_some(tried.passed),
                "refused": tried.refused,
                "verdict": verdict(name, tried),
            })
        })
        .collect();
    let never = rules.values().filter(|tried| tried.passed == 0 && tried.refused == 0).count();
    let summary = format!("{never} of {} rules never tried", rules.len());
    Report {
        text: format!("{}\n\n{summary}", table(&["rule", "passed", "refused", ""], &[1, 2], &rows)),
        json: json!({ "rules": json, "never_tried": never }),
    }
}
