//! `sandpact upgrade` and `sandpact compare`.

mod args;
mod entries;
mod view;

pub use args::{CompareArgs, UpgradeArgs};

use crate::error::CliError;
use crate::ledger::{Executed, Ledger, SendOptions};
use crate::output::{Report, grouped};
use crate::table::fields;
use crate::{arguments, bundled, failure, outcome, symbols};
use sandpact_abi::compare::{self, compare};
use sandpact_abi::{Address, Call, ContractAbi, TypeDef, code};
use sandpact_client::key::KeyPair;
use sandpact_runtime::Outcome;
use serde_json::{Value, json};
use std::path::Path;

/// Compares two modules without any ledger.
pub fn compare_modules(args: &CompareArgs) -> Result<Report, CliError> {
    let abi = |path: &Path| -> Result<ContractAbi, CliError> {
        Ok(bundled::check(path, &bundled::read(path)?)?.abi)
    };
    let (old, new) = (abi(&args.old)?, abi(&args.new)?);
    let report = compare(&old, &new);
    let migration = new.migrate_method().map(|method| method.name.as_str());
    let summary = fields(&[
        ("old", format!("{} {}", old.name, old.version)),
        ("new", format!("{} {}", new.name, new.version)),
        ("verdict", view::verdict(&report, migration)),
    ]);
    let json = view::json(&report, migration);
    Ok(Report { text: view::with_findings(summary, &report), json })
}

/// What an upgrade is made of.
struct Upgrade {
    contract: Address,
    old: ContractAbi,
    new: ContractAbi,
    report: compare::Report,
    call: Call,
}

/// Replaces a contract's code, or shows what that would do.
pub fn run(folder: &Path, args: &UpgradeArgs) -> Result<Report, CliError> {
    let code = bundled::read(&args.module)?;
    let new = bundled::check(&args.module, &code)?.abi;
    let migration_args = migration_arguments(&new, args)?;
    let key = KeyPair::read(&args.send.key)?;
    let mut ledger = Ledger::open(folder)?.with_symbols(&args.symbols);
    let (contract, info) = ledger.find(&args.contract)?;
    let report = compare(&info.abi, &new);
    let call = Call::Upgrade { contract, code: code.clone(), args: migration_args };
    let upgrade = Upgrade { contract, old: info.abi, new, report, call };
    let options = SendOptions::new(&args.send, args.gas_limit)?;
    let mut done = match args.dry_run {
        true => dry_run(&ledger, &key, upgrade, options)?,
        false => send(&mut ledger, &key, upgrade, options)?,
    };
    if !args.dry_run {
        done.json["has_symbols"] = symbols::keep(&args.module, &code, folder)?.into();
    }
    ledger.close()?;
    Ok(done)
}

/// The encoded arguments of the migrate method; none when there is none.
fn migration_arguments(new: &ContractAbi, args: &UpgradeArgs) -> Result<Vec<u8>, CliError> {
    match new.migrate_method() {
        Some(method) => arguments::encode(method, &args.method),
        None if args.method.args.is_empty() && args.method.args_file.is_none() => Ok(Vec::new()),
        None => {
            let message = format!("{} has no migrate method that takes arguments", new.name);
            Err(CliError::coded_input(code::UNKNOWN_METHOD, message))
        }
    }
}

impl Upgrade {
    fn name(&self) -> String {
        format!("upgrade {} to {}", self.old.name, self.new.version)
    }

    fn migration(&self) -> Option<&str> {
        self.new.migrate_method().map(|method| method.name.as_str())
    }

    /// What the migrate method returned, if there is one that returns something.
    fn returned(&self, outcome: &Outcome) -> Option<Value> {
        let returns = &self.new.migrate_method()?.returns;
        let is_nothing = matches!(returns, TypeDef::Tuple(parts) if parts.is_empty());
        (!is_nothing).then(|| outcome::returned_json(returns, outcome::returned(outcome)))
    }

    /// The refusal in the words of the new code, whose migration ran, and of the comparison.
    fn refusal(&self, outcome: &Outcome) -> Option<outcome::Refusal> {
        let mut refusal = outcome::refusal(Some(&self.new), outcome)?;
        if matches!(refusal.code, code::UPGRADE_REFUSED | code::MIGRATION_MISSING)
            && let Some(why) = view::first_reason(&self.report)
        {
            refusal.meaning = format!("{} ({why})", refusal.meaning);
        }
        Some(refusal)
    }
}

fn send(
    ledger: &mut Ledger,
    key: &KeyPair,
    upgrade: Upgrade,
    options: SendOptions,
) -> Result<Report, CliError> {
    let sent = ledger.send(key, upgrade.call.clone(), options)?;
    if let Some(mut refusal) = upgrade.refusal(&sent.receipt.outcome) {
        refusal.meaning.push_str("; --dry-run shows more");
        return Err(outcome::error(ledger, &upgrade.name(), &refusal, &sent));
    }
    let mut json = outcome::receipt_json(ledger, &sent, "success")?;
    let events = outcome::events_text(&json["events"]).join("; ");
    let rows = [
        ("upgraded", versions(&upgrade)),
        ("contract", upgrade.contract.to_string()),
        ("verdict", view::verdict(&upgrade.report, upgrade.migration())),
        (
            "returned",
            upgrade
                .returned(&sent.receipt.outcome)
                .as_ref()
                .map_or_else(|| "nothing".to_owned(), outcome::plain),
        ),
        ("gas", outcome::gas_text(&sent.receipt)),
        ("events", events),
        ("height", sent.head.height.to_string()),
        ("state root", sent.head.state_root.to_string()),
    ];
    describe(&upgrade, &sent.receipt.outcome, &mut json);
    Ok(Report { text: view::with_findings(fields(&rows), &upgrade.report), json })
}

/// `NAME OLD to NEW`.
fn versions(upgrade: &Upgrade) -> String {
    format!("{} {} to {}", upgrade.old.name, upgrade.old.version, upgrade.new.version)
}

/// Adds to a document what is said of every upgrade.
fn describe(upgrade: &Upgrade, outcome: &Outcome, json: &mut Value) {
    json["contract"] = upgrade.contract.to_string().into();
    json["name"] = upgrade.old.name.clone().into();
    json["from"] = upgrade.old.version.clone().into();
    json["to"] = upgrade.new.version.clone().into();
    json["returned"] = upgrade.returned(outcome).unwrap_or(Value::Null);
    json["comparison"] = view::json(&upgrade.report, upgrade.migration());
}

/// Makes the upgrade on the head's state and keeps nothing. That it would be refused is what
/// the dry run was asked for, and no failure of it.
fn dry_run(
    ledger: &Ledger,
    key: &KeyPair,
    upgrade: Upgrade,
    options: SendOptions,
) -> Result<Report, CliError> {
    let Executed { block, receipt, failure } =
        ledger.execute(key, upgrade.call.clone(), options)?;
    let failure = failure.as_ref();
    let failure = failure.map(|it| failure::json(it, ledger.runtime(), ledger.symbols()));
    let refusal = upgrade.refusal(&receipt.outcome);
    let layout = if refusal.is_some() { &upgrade.old } else { &upgrade.new };
    let checked = entries::check(ledger.runtime(), &block, &upgrade.contract, layout)?;
    let would = match &refusal {
        None => "succeed".to_owned(),
        Some(refusal) => {
            let why = failure.as_ref().map(|failure| format!(": {}", failure::words(failure)));
            let why = why.unwrap_or_default();
            format!("fail with {} {}{why}", refusal.code, refusal.text())
        }
    };
    let rows = [
        ("dry run", versions(&upgrade)),
        ("contract", upgrade.contract.to_string()),
        ("verdict", view::verdict(&upgrade.report, upgrade.migration())),
        ("would", would),
        ("gas", outcome::gas_text(&receipt)),
        ("keys written", grouped(count(block.write_count()))),
        ("entries", checked.text()),
    ];
    let outcome = refusal.as_ref().map_or("success", |refusal| refusal.outcome);
    let mut json = json!({
        "dry_run": true,
        "outcome": outcome,
        "code": refusal.as_ref().map(|refusal| refusal.code),
        "gas": receipt.gas_used.0,
        "failure": failure,
        "keys_written": block.write_count(),
        "entries": checked.json(),
    });
    describe(&upgrade, &receipt.outcome, &mut json);
    Ok(Report { text: view::with_findings(fields(&rows), &upgrade.report), json })
}

fn count(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}
