//! What happened. The block gives the time.

use crate::messages::Role;
use crate::records::{ChainKind, RecordKind};
use sandpact_sdk::prelude::*;

/// A role was given to an account.
#[event]
pub struct RoleGranted {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The admin.
    pub by: Address,
}

/// A role was taken from an account.
#[event]
pub struct RoleRevoked {
    /// The role.
    pub role: Role,
    /// The account.
    pub account: Address,
    /// The admin.
    pub by: Address,
}

/// A device writes for an issuer from now on.
#[event]
pub struct DeviceBound {
    /// The device.
    pub device: Address,
    /// The issuer.
    pub by: Address,
}

/// A device writes no longer.
#[event]
pub struct DeviceReleased {
    /// The device.
    pub device: Address,
    /// The issuer.
    pub by: Address,
}

/// A record was appended.
#[event]
pub struct RecordAppended {
    /// Whose chain: the issuer's, or the device's for documents.
    pub owner: Address,
    /// Which chain.
    pub chain: ChainKind,
    /// What it is.
    pub kind: RecordKind,
    /// Its number.
    pub counter: u64,
    /// Its hash.
    pub hash: Hash,
    /// The device.
    pub by: Address,
}
