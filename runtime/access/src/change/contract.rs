//! The rules of one contract.

use super::{Asking, Changed, NotChanged, Writes, bad, exists, not_found};
use crate::{
    ChangeFault, Denial, Records, Thing, decide::decide, denial::RuleName, records, request::Caller,
};
use sandpact_abi::{
    Address,
    access::{ContractPolicy, Rule, Who},
};

pub fn set_policy<R: Records>(
    asking: &mut Asking<'_, R>,
    contract: &Address,
    policy: &ContractPolicy,
) -> Changed<R> {
    let deployer = asking.deployer;
    let deployer = deployer.ok_or_else(|| not_found(Thing::Contract { address: *contract }))?;
    let before = records::contract_policy(asking.records, contract)?;
    let rule = before.map_or_else(|| Rule::of([Who::Member(deployer)]), |before| before.govern);
    decide_of(asking, contract, "govern", &rule)?;
    if !policy.is_within_limits() {
        return Err(bad(ChangeFault::ContractPolicy).into());
    }
    if !policy.govern.needs_several_organisations() {
        return Err(bad(ChangeFault::GovernByOne).into());
    }
    Ok(Writes::of(records::contract_policy_key(contract), policy))
}

pub fn freeze<R: Records>(asking: &mut Asking<'_, R>, contract: &Address) -> Changed<R> {
    let policy = policy(asking, contract)?;
    decide_of(asking, contract, "freeze", &policy.freeze)?;
    if records::frozen(asking.records, contract)?.is_some() {
        return Err(exists(Thing::Freeze { contract: *contract }).into());
    }
    Ok(Writes::of(records::frozen_key(contract), &asking.signers.height))
}

pub fn unfreeze<R: Records>(asking: &mut Asking<'_, R>, contract: &Address) -> Changed<R> {
    let policy = policy(asking, contract)?;
    decide_of(asking, contract, "unfreeze", &policy.unfreeze)?;
    if records::frozen(asking.records, contract)?.is_none() {
        return Err(not_found(Thing::Freeze { contract: *contract }).into());
    }
    Ok(Writes::default().without(records::frozen_key(contract)))
}

fn policy<R: Records>(
    asking: &mut Asking<'_, R>,
    contract: &Address,
) -> Result<ContractPolicy, NotChanged<R::Error>> {
    let policy = records::contract_policy(asking.records, contract)?;
    Ok(policy.ok_or_else(|| not_found(Thing::ContractPolicy { contract: *contract }))?)
}

fn decide_of<R: Records>(
    asking: &Asking<'_, R>,
    contract: &Address,
    rule_name: &str,
    rule: &Rule,
) -> Result<(), Denial> {
    let name = RuleName::Contract { contract: *contract, rule: rule_name.to_owned() };
    decide(rule, &name, Caller::Sender(asking.signers))
}
