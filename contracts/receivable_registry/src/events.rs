//! What happened. Every event names who acted, the block gives the time. None names a bank
//! beside a receivable's fingerprint, which other banks know.

use crate::messages::Role;
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

/// Other epochs of fingerprint keys are in force.
#[event]
pub struct EpochsChanged {
    /// The newest epoch.
    pub current: u32,
    /// The one before, until it ends.
    pub previous: Option<u32>,
    /// The admin.
    pub by: Address,
}

/// A receivable was registered.
#[event]
pub struct ReceivableRegistered {
    /// Its key.
    pub receivable: Hash,
    /// The invoice in `vat_invoice`.
    pub invoice: Hash,
    /// The seller.
    pub by: Address,
}

/// A receivable is financed.
#[event]
pub struct ReceivableFinanced {
    /// Its key.
    pub receivable: Hash,
    /// The bank.
    pub by: Address,
}

/// A bank got money back for a receivable.
#[event]
pub struct RepaymentRecorded {
    /// Its key.
    pub receivable: Hash,
    /// Whether all of it is back.
    pub is_repaid: bool,
    /// The bank.
    pub by: Address,
}

/// A bank no longer finances a receivable.
#[event]
pub struct ReceivableReleased {
    /// Its key.
    pub receivable: Hash,
    /// The bank.
    pub by: Address,
}
