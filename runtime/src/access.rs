//! Who may do what. For now: who may deploy, and who may upgrade.

use crate::record::{ContractRecord, GenesisRecord};
use sandpact_abi::{Address, code};

/// Refuses a deployment by anyone whom the genesis does not name.
///
/// # Errors
/// The stable code of the refusal.
pub fn may_deploy(genesis: &GenesisRecord, sender: &Address) -> Result<(), u32> {
    if genesis.deployers.contains(sender) { Ok(()) } else { Err(code::NOT_A_DEPLOYER) }
}

/// Refuses an upgrade by anyone but the contract's deployer, and by him when the genesis does
/// not name him.
///
/// # Errors
/// The stable code of the refusal.
pub fn may_upgrade(
    genesis: &GenesisRecord,
    record: &ContractRecord,
    sender: &Address,
) -> Result<(), u32> {
    let may = record.deployer == *sender && genesis.deployers.contains(sender);
    if may { Ok(()) } else { Err(code::NOT_AN_UPGRADER) }
}
