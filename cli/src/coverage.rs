//! Which rules of a contract calls have tried: how often each let one pass, and refused one.

use crate::error::CliError;
use crate::table::table;
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::access::{Change, ContractPolicy};
use sandpact_abi::code::Class;
use sandpact_abi::{Address, Call, Height, SignedTransaction};
use sandpact_runtime::{CommittedBlock, Denial, Outcome, Receipt, RuleName, Runtime};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How often a rule let a call pass, and how often it refused one.
#[derive(Clone, Copy, Default)]
pub struct Tried {
    passed: u64,
    refused: u64,
}

/// Counts by the names of rules in a policy file.
#[derive(Clone, Default)]
pub struct Coverage(BTreeMap<String, Tried>);

impl Coverage {
    /// Nothing tried yet. Rules that ask for nothing cannot refuse, and are left out.
    pub fn of(policy: &ContractPolicy) -> Self {
        let methods = policy.methods.keys().map(|name| method_rule(name));
        let named = policy.named_rules().map(|(name, _)| format!("contract.{name}"));
        let keys = policy.keys.iter().map(|key| format!("keys {}", key.field));
        let writes = (!policy.endorsements.is_empty()).then(|| "contract.endorsements".to_owned());
        let all = methods.chain(named).chain(keys).chain(writes);
        Self(all.map(|name| (name, Tried::default())).collect())
    }

    /// Counts over all blocks that the log still has.
    pub fn count_blocks(&mut self, runtime: &Runtime, contract: &Address) -> Result<(), CliError> {
        for height in 1..=runtime.head().height.0 {
            if let Some(block) = runtime.block(Height(height))? {
                self.count(&block, contract)?;
            }
        }
        Ok(())
    }

    fn count(&mut self, block: &CommittedBlock, contract: &Address) -> Result<(), CliError> {
        for (bytes, receipt) in block.transactions.iter().zip(&block.receipts) {
            let signed = SignedTransaction::from_bytes(bytes)
                .map_err(|error| CliError::input("Transaction", error.to_string()))?;
            if let Some(rule) = refusing(receipt)
                && contract_of(&rule) == Some(*contract)
            {
                self.refused(rule_name(&rule).as_deref());
            }
            // Of a transaction that failed at a call, the calls before it had passed.
            for call in signed.transaction.calls.iter().take(passed(receipt)) {
                if let Some(rule) = rule_of(call, contract) {
                    self.passed(&rule);
                }
            }
        }
        Ok(())
    }

    /// A read that a rule let pass, or refused.
    pub fn count_read(&mut self, method: &str, denial: Option<&Denial>) {
        match denial {
            None => self.passed(&method_rule(method)),
            Some(denial) => {
                self.refused(rule_of_denial(denial).and_then(|it| rule_name(&it)).as_deref())
            }
        }
    }

    fn passed(&mut self, rule: &str) {
        if let Some(tried) = self.0.get_mut(rule) {
            tried.passed = tried.passed.saturating_add(1);
        }
    }

    fn refused(&mut self, rule: Option<&str>) {
        if let Some(tried) = rule.and_then(|rule| self.0.get_mut(rule)) {
            tried.refused = tried.refused.saturating_add(1);
        }
    }

    /// Adds what others counted.
    pub fn add(&mut self, other: &Self) {
        for (rule, counted) in &other.0 {
            let tried = self.0.entry(rule.clone()).or_default();
            tried.passed = tried.passed.saturating_add(counted.passed);
            tried.refused = tried.refused.saturating_add(counted.refused);
        }
    }

    /// The counts alone, for a file.
    pub fn counts(&self) -> Value {
        let counts = self.0.iter().map(|(rule, it)| (rule.clone(), json!([it.passed, it.refused])));
        Value::Object(counts.collect())
    }

    /// The counts of a file.
    pub fn from_counts(counts: &Value) -> Option<Self> {
        let rules = counts.as_object()?.iter().map(|(rule, counted)| {
            let number = |place: usize| counted.get(place).and_then(Value::as_u64);
            Some((rule.clone(), Tried { passed: number(0)?, refused: number(1)? }))
        });
        rules.collect::<Option<_>>().map(Self)
    }

    /// How many rules nothing has tried.
    pub fn never_tried(&self) -> usize {
        self.0.values().filter(|tried| tried.passed == 0 && tried.refused == 0).count()
    }

    /// As a table, with a line below it.
    pub fn text(&self) -> String {
        let rows = self.0.iter().map(|(name, tried)| {
            let passed = if is_of_writes(name) { String::new() } else { tried.passed.to_string() };
            vec![name.clone(), passed, tried.refused.to_string(), verdict(name, tried).to_owned()]
        });
        let table = table(&["rule", "passed", "refused", ""], &[1, 2], &rows.collect::<Vec<_>>());
        format!("{table}\n\n{} of {} rules never tried", self.never_tried(), self.0.len())
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let rules = self.0.iter().map(|(name, tried)| {
            json!({
                "rule": name,
                "passed": (!is_of_writes(name)).then_some(tried.passed),
                "refused": tried.refused,
                "verdict": verdict(name, tried),
            })
        });
        json!({ "rules": rules.collect::<Vec<_>>(), "never_tried": self.never_tried() })
    }
}

/// A rule of writes passes unseen: what is known of it is what it refused.
fn is_of_writes(name: &str) -> bool {
    name.starts_with("keys ") || name == "contract.endorsements"
}

fn verdict(name: &str, tried: &Tried) -> &'static str {
    match (tried.passed, tried.refused) {
        (0, 0) => "never tried",
        (0, _) if !is_of_writes(name) => "never let anyone in",
        (_, 0) => "never refused",
        _ => "",
    }
}

fn method_rule(name: &str) -> String {
    format!("methods.{name}")
}

/// The rule that refused a transaction, if one did.
fn refusing(receipt: &Receipt) -> Option<RuleName> {
    let (Outcome::Reverted { code, data, .. } | Outcome::Refused { code, data }) = &receipt.outcome
    else {
        return None;
    };
    rule_of_denial(&denial(*code, data)?)
}

/// What a refusal says, if it is one of who may do what.
pub fn denial(code: u32, data: &[u8]) -> Option<Denial> {
    let is_access = Class::of(code) == Some(Class::Access);
    is_access.then(|| Denial::decode_all(&mut &*data).ok()).flatten()
}

/// The rule that a refusal is by.
pub fn rule_of_denial(denial: &Denial) -> Option<RuleName> {
    match denial.clone() {
        Denial::NoRule { rule }
        | Denial::NotACaller { rule, .. }
        | Denial::EndorsementMissing { rule, .. }
        | Denial::OutsideWindow { rule, .. } => Some(rule),
        Denial::ReadIsLogged { contract, method } => Some(RuleName::Method { contract, method }),
        _ => None,
    }
}

/// How many calls, from the first on, the rules let pass.
fn passed(receipt: &Receipt) -> usize {
    match &receipt.outcome {
        Outcome::Success { returned } => returned.len(),
        Outcome::Reverted { call, code, .. } => {
            let before = usize::try_from(*call).unwrap_or(usize::MAX);
            // A contract's own refusal comes after the rules have let the call in.
            before.saturating_add(usize::from(Class::of(*code) != Some(Class::Access)))
        }
        Outcome::Halted { call } => usize::try_from(*call).unwrap_or(usize::MAX).saturating_add(1),
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

fn contract_of(rule: &RuleName) -> Option<Address> {
    match rule {
        RuleName::Method { contract, .. }
        | RuleName::Contract { contract, .. }
        | RuleName::Key { contract, .. }
        | RuleName::Writes { contract } => Some(*contract),
        _ => None,
    }
}

/// A rule's name in the policy file of its contract, if it is one of a contract.
pub fn rule_name(rule: &RuleName) -> Option<String> {
    match rule {
        RuleName::Method { method, .. } => Some(method_rule(method)),
        RuleName::Contract { rule, .. } => Some(format!("contract.{rule}")),
        RuleName::Key { field, .. } => Some(format!("keys {field}")),
        RuleName::Writes { .. } => Some("contract.endorsements".to_owned()),
        _ => None,
    }
}
