//! What is asked for, and which rules it meets.

use crate::{
    AccessError, Records,
    decide::{decide, endorsed},
    denial::{Denial, RuleName},
    records,
    signers::Signers,
};
use sandpact_abi::{
    Address, Hash,
    access::{ContractPolicy, LedgerPolicy, Rule, Who},
};

/// Who calls.
#[derive(Clone, Copy, Debug)]
pub enum Caller<'a> {
    /// The sender of the transaction.
    Sender(&'a Signers),
    /// A contract, in a transaction that these signed.
    Contract {
        /// Which.
        contract: Address,
        /// Who signed.
        signers: &'a Signers,
    },
}

impl<'a> Caller<'a> {
    /// Who signed the transaction.
    #[must_use]
    pub const fn signers(&self) -> &'a Signers {
        match self {
            Self::Sender(signers) | Self::Contract { signers, .. } => signers,
        }
    }
}

type Decided<R> = Result<Result<(), Denial>, AccessError<<R as Records>::Error>>;

/// Whether a method may be called. A call that cannot write passes a frozen contract. What
/// comes back is the contract's policy, if its writes need endorsements by key.
///
/// # Errors
/// Only for a node's own failure; the inner error says why not.
pub fn may_call<R: Records>(
    records: &mut R,
    ledger: &LedgerPolicy,
    (contract, method): (&Address, &str),
    may_write: bool,
    caller: Caller<'_>,
) -> Result<Result<Option<ContractPolicy>, Denial>, AccessError<R::Error>> {
    if may_write && let Some(since) = records::frozen(records, contract)? {
        return Ok(Err(Denial::Frozen { contract: *contract, since }));
    }
    let policy = records::contract_policy(records, contract)?;
    let decided = call(policy.as_ref(), ledger, (contract, method), may_write, caller);
    Ok(decided.map(|()| policy.filter(|policy| may_write && !policy.keys.is_empty())))
}

fn call(
    policy: Option<&ContractPolicy>,
    ledger: &LedgerPolicy,
    (contract, method): (&Address, &str),
    may_write: bool,
    caller: Caller<'_>,
) -> Result<(), Denial> {
    let Some(policy) = policy else {
        let rule = RuleName::NoPolicy { contract: *contract };
        if !ledger.is_open_without_policy {
            return Err(Denial::NoRule { rule });
        }
        // What is read changes nothing, and a node answers whom it likes.
        return match caller {
            Caller::Sender(_) if may_write => decide(&Rule::of([Who::Members]), &rule, caller),
            _ => Ok(()),
        };
    };
    let name = RuleName::Method { contract: *contract, method: method.to_owned() };
    let Some(rule) = policy.methods.get(method) else {
        return Err(Denial::NoRule { rule: name });
    };
    decide(rule, &name, caller)?;
    if caller.signers().is_query && policy.logged.contains(method) {
        return Err(Denial::ReadIsLogged { contract: *contract, method: method.to_owned() });
    }
    if may_write {
        let name = RuleName::Writes { contract: *contract };
        endorsed(&policy.endorsements, &name, caller.signers())?;
    }
    Ok(())
}

/// Whether a key of a contract may be written, which `field` and the rest of the key name.
///
/// # Errors
/// The [`Denial`] that says which endorsement is missing.
pub fn may_write(
    policy: &ContractPolicy,
    (contract, field, rest): (&Address, &str, &[u8]),
    signers: &Signers,
) -> Result<(), Denial> {
    for rule in &policy.keys {
        if rule.field == field && rest.starts_with(&rule.key_prefix) {
            let name = RuleName::Key { contract: *contract, field: field.to_owned() };
            endorsed(&rule.endorsements, &name, signers)?;
        }
    }
    Ok(())
}

/// Whether a module may be deployed.
///
/// # Errors
/// The [`Denial`].
pub fn may_deploy(
    ledger: &LedgerPolicy,
    code_hash: &Hash,
    signers: &Signers,
) -> Result<(), Denial> {
    decide(&ledger.deploy, &RuleName::LedgerDeploy, Caller::Sender(signers))?;
    is_listed(ledger, code_hash)
}

fn is_listed(ledger: &LedgerPolicy, code_hash: &Hash) -> Result<(), Denial> {
    if ledger.code.is_empty() || ledger.code.contains(code_hash) {
        return Ok(());
    }
    Err(Denial::CodeNotListed { code_hash: *code_hash })
}

/// Whether a contract's code may be replaced: by whom its policy lets, or, without one, by its
/// deployer while he may deploy.
///
/// # Errors
/// Only for a node's own failure; the inner error says why not.
pub fn may_upgrade<R: Records>(
    records: &mut R,
    ledger: &LedgerPolicy,
    (contract, deployer): (&Address, &Address),
    code_hash: &Hash,
    signers: &Signers,
) -> Decided<R> {
    let policy = records::contract_policy(records, contract)?;
    let caller = Caller::Sender(signers);
    let name = RuleName::Contract { contract: *contract, rule: "upgrade".to_owned() };
    let decided = match policy {
        Some(policy) => decide(&policy.upgrade, &name, caller),
        None => decide(&Rule::of([Who::Member(*deployer)]), &name, caller)
            .and_then(|()| decide(&ledger.deploy, &RuleName::LedgerDeploy, caller)),
    };
    Ok(decided.and_then(|()| is_listed(ledger, code_hash)))
}
