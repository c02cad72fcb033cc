//! `sandpact policy`: rules, and what they say.

mod coverage;

use crate::args::{PolicyCheckArgs, PolicyCommand, PolicyExplainArgs, PolicyShowArgs};
use crate::error::CliError;
use crate::ledger::{Ledger, parse_address};
use crate::output::Report;
use crate::table::{fields, table};
use crate::{bundled, policy_file, rule_view};
use sandpact_abi::access::Rule;
use sandpact_abi::{Address, code};
use sandpact_runtime::Supposed;
use serde_json::json;
use std::path::Path;

/// Does what `policy` is asked for.
pub fn run(folder: &Path, command: &PolicyCommand) -> Result<Report, CliError> {
    match command {
        PolicyCommand::Show(args) => show(folder, args),
        PolicyCommand::Explain(args) => explain(folder, args),
        PolicyCommand::Check(args) => check(args),
        PolicyCommand::Coverage(args) => coverage::run(folder, args),
    }
}

fn show(folder: &Path, args: &PolicyShowArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let version = ledger.runtime().version();
    let policy = version.ledger_policy()?.ok_or_else(no_organisations)?;
    let rules: Vec<(String, Rule)> = match &args.contract {
        None => rule_view::ledger_rules(&policy),
        Some(contract) => {
            let (address, _) = ledger.find(contract)?;
            let policy = version.contract_policy(&address)?.ok_or_else(|| {
                CliError::input("Policy", format!("contract {contract} has no policy"))
            })?;
            rule_view::contract_rules(&policy)
        }
    };
    ledger.close()?;
    let rows: Vec<_> = rules.iter().map(|(name, rule)| rule_view::row(name, rule)).collect();
    let json: Vec<_> = rules.iter().map(|(name, rule)| rule_view::json(name, rule)).collect();
    Ok(Report { text: table(&rule_view::HEAD, &[], &rows), json: json!({ "rules": json }) })
}

fn explain(folder: &Path, args: &PolicyExplainArgs) -> Result<Report, CliError> {
    let ledger = Ledger::open(folder)?;
    let (contract, info) = ledger.find(&args.contract)?;
    let member = address("--member", &args.member)?;
    let endorsers = args.endorsed_by.iter().map(|text| address("--endorsed-by", text));
    let endorsers = endorsers.collect::<Result<Vec<_>, _>>()?;
    let method = args.method.as_str();
    let supposed = Supposed { member, endorsers: &endorsers, contract, method };
    let decision = ledger.runtime().version().decide(&supposed)?.ok_or_else(no_organisations)?;
    ledger.close()?;
    let verdict = if decision.denial.is_none() { "allowed" } else { "refused" };
    let why = decision.denial.as_ref().map(ToString::to_string).unwrap_or_default();
    let rule = decision.rule.as_ref().map(|rule| {
        let parts = rule_view::row("", rule).into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("; ")
    });
    let signed: Vec<_> = decision.signed.iter().map(ToString::to_string).collect();
    let unfit: Vec<_> = decision.unfit.iter().map(ToString::to_string).collect();
    Ok(Report {
        text: fields(&[
            ("call", format!("{}.{method}", info.abi.name)),
            ("verdict", verdict.to_owned()),
            ("because", why.clone()),
            ("rule", rule.unwrap_or_else(|| "none".to_owned())),
            ("signatures for", signed.join(", ")),
            ("not counted", unfit.join("\n")),
        ]),
        json: json!({
            "contract": contract.to_string(),
            "method": method,
            "allowed": decision.denial.is_none(),
            "code": decision.denial.as_ref().map(sandpact_runtime::Denial::code),
            "because": why,
            "rule": decision.rule.as_ref().map(|rule| rule_view::json(method, rule)),
            "signatures_for": signed,
            "not_counted": unfit,
        }),
    })
}

/// A policy is for a module when it has a rule for each of its methods, and for none else.
fn check(args: &PolicyCheckArgs) -> Result<Report, CliError> {
    let code = bundled::read(&args.module)?;
    let abi = bundled::check(&args.module, &code)?.abi;
    policy_file::read(&args.policy, &abi)?;
    let methods = policy_file::methods(&abi);
    Ok(Report {
        text: fields(&[
            ("policy", args.policy.display().to_string()),
            ("contract", abi.name.clone()),
            ("methods", methods.len().to_string()),
        ]),
        json: json!({ "contract": abi.name, "methods": methods }),
    })
}

fn address(option: &str, text: &str) -> Result<Address, CliError> {
    let problem = format!("{option} `{text}`: expected 64 hexadecimal digits");
    parse_address(text).ok_or_else(|| CliError::input("Address", problem))
}

/// What commands about organisations say where there are none.
pub fn no_organisations() -> CliError {
    let hint = "this ledger began without organisations; begin one with `init --genesis FILE`";
    CliError::coded_input(code::NO_ORGANISATIONS, hint)
}
