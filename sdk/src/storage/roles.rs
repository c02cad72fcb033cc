//! Who may do what.

use super::{Field, Map};
use crate::{Common, env};
use parity_scale_codec::Encode;
use sandpact_abi::{Address, Describe, Shape, StorageKind};

/// A set of roles held by accounts and contracts. `#[only(Role::A)]` on a method makes the
/// host look into the field called `roles` before the contract runs.
pub struct Roles<R> {
    held: Map<(R, Address), ()>,
}

impl<R: Describe> Field for Roles<R> {
    const SHAPE: Shape =
        Shape { kind: StorageKind::Roles, key: &R::TYPE, value: &<()>::TYPE, indexes: &[] };

    fn named(name: &'static str) -> Self {
        Self { held: Map::named(name) }
    }
}

impl<R: Copy + Encode> Roles<R> {
    /// Whether the account holds the role.
    #[must_use]
    pub fn has(&self, role: R, account: &Address) -> bool {
        self.held.contains(&(role, *account))
    }

    /// Gives the account the role.
    pub fn grant(&mut self, role: R, account: &Address) {
        self.held.set(&(role, *account), &());
    }

    /// Takes the role from the account; returns whether it held it.
    pub fn revoke(&mut self, role: R, account: &Address) -> bool {
        self.held.remove(&(role, *account))
    }

    /// The caller must hold the role.
    ///
    /// # Errors
    /// [`Common::NotAuthorised`].
    pub fn require(&self, role: R) -> Result<(), Common> {
        self.require_any(&[role])
    }

    /// The caller must hold at least one of the roles.
    ///
    /// # Errors
    /// [`Common::NotAuthorised`].
    pub fn require_any(&self, roles: &[R]) -> Result<(), Common> {
        let caller = env::caller();
        if roles.iter().any(|role| self.has(*role, &caller)) {
            Ok(())
        } else {
            Err(Common::NotAuthorised)
        }
    }
}
