//! Replacing a contract's code: the new module is admitted as at a deployment, its description
//! is compared with the old one, and the switch and the new code's migration are one step. The
//! rules are in `docs/upgrades.md`.
//!
//! Only a transaction comes here, between two calls, so no contract is on the call stack.

use super::admission::Admitted;
use crate::{
    RuntimeError,
    access::{self, NotRead},
    host::{
        Cause, Session,
        call::{self, CallEnd, CallRequest, Ended, Entry},
    },
    meter::{Meter, OutOfGas},
    record::{self, ContractRecord, GenesisRecord},
};
use parity_scale_codec::Encode;
use sandpact_abi::{
    Address, ContractAbi, Gas, Hash, code,
    compare::{self, Verdict},
};
use sandpact_access::Denial;
use sandpact_module::schedule::{self, DEPLOY_BYTE, STORAGE_NEXT, STORAGE_READ};
use sandpact_state::NextKey;

/// An upgrade to be made.
pub struct Upgrade<'a> {
    /// Whose code is replaced.
    pub contract: Address,
    /// Who asks for it.
    pub sender: Address,
    /// The new module.
    pub code: &'a [u8],
    /// Its SHA3-256.
    pub code_hash: Hash,
    /// Arguments of its migrate method.
    pub args: &'a [u8],
    /// Gas.
    pub meter: Meter,
}

/// Why a step does not go on.
enum Stopped {
    /// By a rule, with its stable code.
    Refused(u32),
    /// By the ledger's organisations.
    Denied(Denial),
    OutOfGas,
    Fault(RuntimeError),
}

impl From<OutOfGas> for Stopped {
    fn from(_: OutOfGas) -> Self {
        Self::OutOfGas
    }
}

impl<E: Into<RuntimeError>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// What the upgrade does, once it may be made.
struct Plan {
    record: ContractRecord,
    migration: Option<String>,
    /// Names that no key may begin with afterwards.
    removed: Vec<String>,
}

/// Makes an upgrade. Unless it succeeds, the caller undoes what was written.
///
/// # Errors
/// Only for a node's own failure.
pub fn upgrade(
    mut session: Box<Session>,
    upgrade: Upgrade<'_>,
    genesis: &GenesisRecord,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    debug_assert!(session.stack.is_empty(), "no call is under way");
    let mut meter = upgrade.meter;
    let plan = match plan(&mut session, &upgrade, genesis, &mut meter) {
        Ok(plan) => plan,
        Err(stopped) => return Ok((session, ended(stopped, meter)?)),
    };
    switch(&mut session, &upgrade, &plan)?;
    let (mut session, mut migrated) = migrate(session, &upgrade, &plan, meter)?;
    if matches!(migrated.end, CallEnd::Returned(_)) {
        let (contract, removed) = (&upgrade.contract, &plan.removed);
        if let Err(stopped) = nothing_left(&mut session, contract, removed, &mut migrated.meter) {
            migrated = ended(stopped, migrated.meter)?;
        }
    }
    Ok((session, migrated))
}

fn ended(stopped: Stopped, meter: Meter) -> Result<Ended, RuntimeError> {
    match stopped {
        Stopped::Refused(code) => {
            Ok(Ended { end: CallEnd::Reverted { code, data: Vec::new() }, meter })
        }
        Stopped::Denied(denial) => {
            let end = CallEnd::Reverted { code: denial.code(), data: denial.encode() };
            Ok(Ended { end, meter })
        }
        Stopped::OutOfGas => Ok(Ended { end: CallEnd::Halted, meter: Meter::new(Gas(0)) }),
        Stopped::Fault(error) => Err(error),
    }
}

/// Everything that is checked and paid for before the first write.
fn plan(
    session: &mut Session,
    upgrade: &Upgrade<'_>,
    genesis: &GenesisRecord,
    meter: &mut Meter,
) -> Result<Plan, Stopped> {
    session.charge(meter, "upgrade", STORAGE_READ)?;
    let record = record::contract(&session.overlay, &upgrade.contract)?;
    let record = record.ok_or(Stopped::Refused(code::UNKNOWN_CONTRACT))?;
    may_upgrade(session, upgrade, genesis, &record, meter)?;
    // Paid before the module is read, as at a deployment.
    session.charge(meter, "deploy", schedule::deploy_gas(upgrade.code.len()))?;
    let admitted =
        Admitted::new(session, &upgrade.code_hash, upgrade.code).map_err(Stopped::Refused)?;
    let plan = compared(session, upgrade, &record, admitted.abi(), meter)?;
    // Paid before the compiler sees the module.
    session.charge(meter, "compile", admitted.compile_gas())?;
    admitted.compile(session, &upgrade.code_hash)?.map_err(Stopped::Refused)?;
    Ok(plan)
}

/// Whether the sender may upgrade: by the contract's or the ledger's rules, or, on a ledger
/// without organisations, as its deployer while the genesis lets him deploy.
fn may_upgrade(
    session: &mut Session,
    upgrade: &Upgrade<'_>,
    genesis: &GenesisRecord,
    record: &ContractRecord,
    meter: &mut Meter,
) -> Result<(), Stopped> {
    let Some(access) = session.access.clone() else {
        let is_deployer = record.deployer == upgrade.sender;
        let may = is_deployer && genesis.deployers.contains(&upgrade.sender);
        return if may { Ok(()) } else { Err(Stopped::Refused(code::NOT_AN_UPGRADER)) };
    };
    let place = (&upgrade.contract, &record.deployer);
    match access::may_upgrade(session, meter, &access, place, &upgrade.code_hash) {
        Ok(decided) => decided.map_err(Stopped::Denied),
        Err(NotRead::OutOfGas) => Err(Stopped::OutOfGas),
        Err(NotRead::Failed(error)) => Err(Stopped::Fault(error)),
    }
}

/// What the comparison of the two descriptions lets through.
fn compared(
    session: &mut Session,
    upgrade: &Upgrade<'_>,
    record: &ContractRecord,
    new: &ContractAbi,
    meter: &mut Meter,
) -> Result<Plan, Stopped> {
    let old = call::module_of(session, &upgrade.contract)?;
    let old = old.ok_or(Stopped::Refused(code::UNKNOWN_CONTRACT))?;
    let old = &old.info().abi;
    // The new description is a part of the module that was paid for; the old one is read again.
    let len = u64::try_from(old.encoded_size()).unwrap_or(u64::MAX);
    session.charge(meter, "upgrade", DEPLOY_BYTE.saturating_mul(len))?;
    let report = compare::compare(old, new);
    for finding in &report.findings {
        tracing::debug!(verdict = %finding.verdict, change = finding.change.name(), place = %finding.place, "upgrade");
    }
    let migration = new.migrate_method().map(|method| method.name.clone());
    match (report.verdict, &migration) {
        (Verdict::Refused, _) => return Err(Stopped::Refused(code::UPGRADE_REFUSED)),
        (Verdict::NeedsMigration, None) => return Err(Stopped::Refused(code::MIGRATION_MISSING)),
        (_, None) if !upgrade.args.is_empty() => {
            return Err(Stopped::Refused(code::UNKNOWN_METHOD));
        }
        _ => {}
    }
    // A counter of 32 bits outlasts any ledger; the refusal keeps the arithmetic honest.
    let next = record.next(upgrade.code_hash, session.header.height);
    let record = next.ok_or(Stopped::Refused(code::UPGRADE_REFUSED))?;
    Ok(Plan { record, migration, removed: report.removed })
}

/// From here on the new code is the contract's, for this transaction.
fn switch(session: &mut Session, upgrade: &Upgrade<'_>, plan: &Plan) -> Result<(), RuntimeError> {
    let key = record::contract_key(&upgrade.contract);
    let before = session.overlay.get(&record::SYSTEM, &key)?.map(std::borrow::Cow::into_owned);
    let before = before.ok_or(RuntimeError::Damaged { what: "a contract record is missing" })?;
    let replaced = plan.record.upgrades.saturating_sub(1);
    let replaced = record::replaced_key(&upgrade.contract, replaced);
    session.overlay.set(&record::SYSTEM, &replaced, before);
    session.overlay.set(&record::SYSTEM, &key, plan.record.encode());
    session.new_code.insert(plan.record.code_hash, upgrade.code.to_vec());
    session.standing.remove(&upgrade.contract);
    Ok(())
}

/// Runs the migrate method, if there is one; whatever it is for, it belongs to the step.
fn migrate(
    session: Box<Session>,
    upgrade: &Upgrade<'_>,
    plan: &Plan,
    meter: Meter,
) -> Result<(Box<Session>, Ended), RuntimeError> {
    let Some(method) = &plan.migration else {
        return Ok((session, Ended { end: CallEnd::Returned(Vec::new()), meter }));
    };
    let request = CallRequest {
        contract: upgrade.contract,
        caller: upgrade.sender,
        method,
        args: upgrade.args.to_vec(),
        meter,
        entry: Entry::Migrate,
        stack_height_bytes: 0,
    };
    call::call(session, request)
}

/// Refuses when a key begins with the name of a field or index that the new layout does not
/// have: a later field of this name would find old entries that no comparison can see.
fn nothing_left(
    session: &mut Session,
    contract: &Address,
    removed: &[String],
    meter: &mut Meter,
) -> Result<(), Stopped> {
    for name in removed {
        let prefix = [name.as_bytes(), &[0]].concat();
        session.charge(meter, "upgrade", STORAGE_READ.saturating_add(STORAGE_NEXT))?;
        if session.overlay.get(contract, &prefix)?.is_some() {
            return Err(Stopped::Refused(code::MIGRATION_INCOMPLETE));
        }
        // Entries that the migration removed are passed one by one, as `storage_next` does.
        let passed_max = meter.gas_left().0 / STORAGE_NEXT;
        match session.overlay.next_key(contract, &prefix, &prefix, passed_max)? {
            NextKey::Found { .. } => return Err(Stopped::Refused(code::MIGRATION_INCOMPLETE)),
            NextKey::End { passed } => {
                session.charge(meter, "upgrade", STORAGE_NEXT.saturating_mul(passed))?;
            }
            NextKey::TooFar => {
                session.halt_host(meter.ticks_left(), Cause::OutOfGas);
                return Err(Stopped::OutOfGas);
            }
        }
    }
    Ok(())
}
