//! Replacing a contract's code: the steps of `docs/upgrades.md` that do not need a module.

use super::{
    Code, NativeLedger,
    call::{End, Entry, Request},
};
use sandpact_abi::{
    Address, ContractAbi, code,
    compare::{Verdict, compare},
};
use std::rc::Rc;

impl NativeLedger {
    /// Replaces the code of a contract and runs its migrate method. Returns its end and its
    /// events; unless it returned, nothing is changed.
    pub fn upgrade(
        &self,
        caller: Address,
        contract: Address,
        abi: ContractAbi,
        enter: fn(&str, u32) -> bool,
        args: Vec<u8>,
    ) -> (End, Vec<crate::Emitted>) {
        let removed = match self.comparison(&caller, &contract, &abi, &args) {
            Ok(removed) => removed,
            Err(code) => return (End::refused(code), Vec::new()),
        };
        let migration = abi.migrate_method().map(|method| method.name.clone());
        let new = Rc::new(Code::Contract { abi, enter });
        let (before, savepoint) = {
            let mut world = self.world.borrow_mut();
            (world.codes.insert(contract, new), world.store.savepoint())
        };
        let mut end = match &migration {
            Some(method) => {
                self.call(Request { contract, caller, method, args, entry: Entry::Migrate })
            }
            None => End::Returned(Vec::new()),
        };
        if matches!(end, End::Returned(_)) && self.has_entries(&contract, &removed) {
            end = End::refused(code::MIGRATION_INCOMPLETE);
        }
        if !matches!(end, End::Returned(_)) {
            let mut world = self.world.borrow_mut();
            world.store.roll_back(savepoint);
            world.events.clear();
            world.codes.extend(before.map(|before| (contract, before)));
        }
        self.settle(end)
    }

    /// The names that no key may begin with afterwards, or why there is no upgrade.
    fn comparison(
        &self,
        caller: &Address,
        contract: &Address,
        new: &ContractAbi,
        args: &[u8],
    ) -> Result<Vec<String>, u32> {
        let world = self.world.borrow();
        let old = world.codes.get(contract).ok_or(code::UNKNOWN_CONTRACT)?;
        if !world.has_organisations && world.deployers.get(contract) != Some(caller) {
            return Err(code::NOT_AN_UPGRADER);
        }
        let Code::Contract { abi: old, .. } = &**old else { return Err(code::UPGRADE_REFUSED) };
        let report = compare(old, new);
        match (report.verdict, new.migrate_method()) {
            (Verdict::Refused, _) => Err(code::UPGRADE_REFUSED),
            (Verdict::NeedsMigration, None) => Err(code::MIGRATION_MISSING),
            (_, None) if !args.is_empty() => Err(code::UNKNOWN_METHOD),
            _ => Ok(report.removed),
        }
    }

    fn has_entries(&self, contract: &Address, names: &[String]) -> bool {
        let values = self.values(contract);
        let of = |name: &String| {
            let prefix = [name.as_bytes(), &[0]].concat();
            values.iter().any(|(key, _)| key.starts_with(&prefix))
        };
        names.iter().any(of)
    }
}
