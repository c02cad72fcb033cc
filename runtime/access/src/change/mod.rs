//! A change of organisations, members and policies: whether it may be made, and what it writes.

mod anchor;
mod contract;
mod draft;
mod key;
mod ledger;
mod member;
mod private;
mod writes;

pub use ledger::{Consortium, found};
pub use writes::Writes;

use crate::{AccessError, ChangeFault, Records, Thing, denial::Denial, signers::Signers};
use sandpact_abi::{
    Address, ChainId, Height, UnixSeconds,
    access::{Change, LedgerPolicy, OrganisationId, Revocation},
};

/// Why a change was not made: the ledger refuses, or the node fails.
pub enum NotChanged<E> {
    /// It may not be made, or cannot.
    Denied(Denial),
    /// The node's own failure.
    Failed(AccessError<E>),
}

impl<E> From<Denial> for NotChanged<E> {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl<E> From<AccessError<E>> for NotChanged<E> {
    fn from(error: AccessError<E>) -> Self {
        Self::Failed(error)
    }
}

/// What a change is asked with.
pub struct Asking<'a, R> {
    /// The records before it.
    pub records: &'a mut R,
    /// The ledger's policy.
    pub ledger: &'a LedgerPolicy,
    /// Who asks, and who signed.
    pub signers: &'a Signers,
    /// Who deployed the contract that the change is about, if there is one.
    pub deployer: Option<Address>,
    /// The ledger's name.
    pub chain_id: &'a ChainId,
}

impl<'a, R> Asking<'a, R> {
    /// What keys and anchors are added to.
    fn joining(&self) -> Joining<'a> {
        let Signers { height, time, .. } = *self.signers;
        Joining { ledger: self.ledger, chain_id: self.chain_id, height, time, is_proven: true }
    }
}

/// What members, keys and anchors are added to.
#[derive(Clone, Copy, Debug)]
pub struct Joining<'a> {
    /// The ledger's policy.
    pub ledger: &'a LedgerPolicy,
    /// The ledger's name.
    pub chain_id: &'a ChainId,
    /// Height of the block.
    pub height: Height,
    /// Its time.
    pub time: UnixSeconds,
    /// Whether each key has to be proven.
    pub is_proven: bool,
}

type Changed<R> = Result<Writes, NotChanged<<R as Records>::Error>>;

/// Checks a change; the writes that make it.
///
/// # Errors
/// [`NotChanged`]; nothing is to be written then.
pub fn change<R: Records>(asking: &mut Asking<'_, R>, change: &Change) -> Changed<R> {
    let writes = match change {
        Change::SetOrganisation { id, organisation, anchors, admin } => {
            ledger::set_organisation(asking, id, organisation, (anchors, admin.as_ref()))
        }
        Change::RevokeOrganisation { id, from } => ledger::revoke_organisation(asking, id, *from),
        Change::SetLedgerPolicy(policy) => ledger::set_policy(asking, policy),
        Change::SetQuota { organisation, quota } => {
            ledger::set_quota(asking, organisation, quota.as_ref())
        }
        Change::AddMember(member) => member::add(asking, member),
        Change::RevokeMember { member, from } => member::revoke_member(asking, member, *from),
        Change::GrantRole { member, role, validity } => {
            member::grant(asking, member, role, *validity)
        }
        Change::RevokeRole { member, role } => member::revoke_role(asking, member, role),
        Change::RotateKey { member, old, new } => member::rotate_key(asking, member, old, new),
        Change::RevokeKey { member, key, from } => member::revoke_key(asking, member, key, *from),
        Change::SetContractPolicy { contract, policy } => {
            contract::set_policy(asking, contract, policy)
        }
        Change::Freeze { contract } => contract::freeze(asking, contract),
        Change::Unfreeze { contract } => contract::unfreeze(asking, contract),
        Change::SetCollection { id, collection } => private::set_collection(asking, id, collection),
        Change::SetSealingKey { organisation, key } => {
            private::set_sealing_key(asking, organisation, key.as_ref())
        }
        Change::RecordPrivate { collection, commitment, expires_at } => {
            private::record(asking, collection, commitment, *expires_at)
        }
        Change::ConfirmDelivery { commitment } => private::confirm_delivery(asking, commitment),
        Change::PurgePrivate { commitment } => private::purge(asking, commitment),
        Change::ConfirmErasure { commitment } => private::confirm_erasure(asking, commitment),
        Change::AddAnchor { organisation, certificate } => {
            anchor::add(asking, organisation, certificate)
        }
        Change::RemoveAnchor { organisation, anchor } => {
            anchor::remove(asking, organisation, anchor)
        }
        Change::RevokeCertificate { organisation, certificate, from } => {
            anchor::revoke_certificate(asking, organisation, certificate, *from)
        }
    };
    writes.and_then(|writes| Ok(writes.checked()?))
}

fn not_found(what: Thing) -> Denial {
    Denial::NotFound { what }
}

fn exists(what: Thing) -> Denial {
    Denial::Exists { what }
}

fn bad(fault: ChangeFault) -> Denial {
    Denial::BadChange { fault }
}

/// An organisation that a change names.
fn named(id: &OrganisationId) -> Thing {
    Thing::Organisation { id: id.clone() }
}

/// Ends something from a height on: not in the past, and never later than it was to end.
fn revoke(
    revocation: &mut Option<Revocation>,
    ended: Revocation,
    now: Height,
) -> Result<(), Denial> {
    if ended.from() < now {
        return Err(bad(ChangeFault::RevocationInThePast));
    }
    if revocation.is_some_and(|before| before.from() <= ended.from()) {
        return Err(exists(Thing::Revocation));
    }
    *revocation = Some(ended);
    Ok(())
}
