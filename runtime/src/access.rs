//! Who may do what. For now: who may deploy.

use crate::record::GenesisRecord;
use sandpact_abi::{Address, code};

/// Refuses a deployment by anyone whom the genesis does not name.
///
/// # Errors
/// The stable code of the refusal.
pub fn may_deploy(genesis: &GenesisRecord, sender: &Address) -> Result<(), u32> {
    if genesis.deployers.contains(sender) { Ok(()) } else { Err(code::NOT_A_DEPLOYER) }
}
