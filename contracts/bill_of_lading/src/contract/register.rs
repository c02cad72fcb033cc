//! What all methods share: loading, signatures, and writing both registers and the lists.

use super::BillOfLading;
use crate::errors::Error;
use crate::messages::{PAGE_LEN_MAX, Role};
use crate::records::{Bill, BlockKind, Entry, Holding, Row};
use crate::signing::{Signing, check_signer, key_id};
use sandpact_sdk::prelude::*;

/// Bits of an action's number in the key of a holding.
const NUMBER_BITS: u32 = 32;

/// A block or request that passed all rules.
pub(super) struct Accepted {
    pub id: Hash,
    pub content: Hash,
    pub kind: BlockKind,
    pub previous: Hash,
    pub signer: Hash,
    pub transferee: Hash,
    pub at_ms: u64,
    pub is_attested: bool,
}

/// SHA3-256 of what was handed in, by which the same is known again.
pub(super) fn content_of(value: &impl Encode) -> Hash {
    Hash(crypto::sha3_256(&value.encode()))
}

/// The key of an account's list in a role.
pub(super) fn list_of(role: Role, account: &Address) -> Hash {
    Hash(crypto::sha3_256(&(role, account).encode()))
}

impl BillOfLading {
    pub(super) fn check_conflict(&self, role: Role, account: &Address) -> Result<(), Error> {
        let business = [Role::Carrier, Role::Platform, Role::Oracle, Role::Bank];
        let conflicts = match role {
            Role::Admin => business.iter().any(|role| self.roles.has(*role, account)),
            _ => business.contains(&role) && self.roles.has(Role::Admin, account),
        };
        if conflicts { Err(Error::RoleConflict) } else { Ok(()) }
    }

    #[inline(never)]
    pub(super) fn load(&self, bill: &Hash) -> Result<Bill, Error> {
        Ok(self.bills.get(bill).ok_or(Common::UnknownId)?)
    }

    #[inline(never)]
    pub(super) fn find_entry(&self, id: &Hash) -> Option<Entry> {
        self.entries.get(id)
    }

    /// Who stands behind the call as `signer` of `subject`; whether by attestation.
    #[inline(never)]
    pub(super) fn check_signed(&self, subject: &Hash, signer: &Hash) -> Result<bool, Error> {
        let caller = env::caller();
        let own_key = key_id(&caller);
        let is_own = own_key == *signer;
        let signing = Signing {
            own_key,
            may_hand_in: !is_own && self.roles.has(Role::Platform, &caller),
            is_attested: !is_own && self.is_attested(subject, signer),
        };
        check_signer(signer, &signing)
    }

    pub(super) fn is_attested(&self, subject: &Hash, signer: &Hash) -> bool {
        self.attestations.contains(&(*subject, *signer))
    }

    /// The entry of what was accepted before (B5). An id is a digest: two contents under one id
    /// mean that somebody has computed it wrongly.
    pub(super) fn known(&self, id: &Hash, content: &Hash) -> Result<Option<Entry>, Error> {
        match self.find_entry(id) {
            Some(entry) if entry.content != *content => {
                Err(Common::DuplicateRequestDifferentContent.into())
            }
            entry => Ok(entry),
        }
    }

    /// Stores an entry.
    #[inline(never)]
    pub(super) fn record(&mut self, bill: &Hash, accepted: &Accepted) -> Entry {
        let entry = Entry {
            bill: *bill,
            content: accepted.content,
            kind: accepted.kind,
            previous: accepted.previous,
            signer: accepted.signer,
            transferee: accepted.transferee,
            at_ms: accepted.at_ms,
            is_attested: accepted.is_attested,
            countersigned_by: None,
            by: env::caller(),
            recorded_at: env::time(),
        };
        self.entries.set(&accepted.id, &entry);
        entry
    }

    /// Stores a bill after an action, and what both registers say since then.
    #[inline(never)]
    pub(super) fn keep(
        &mut self,
        id: &Hash,
        bill: &mut Bill,
        action: Hash,
        at_ms: u64,
    ) -> Result<(), Error> {
        bill.actions = bill.actions.checked_add(1).ok_or(Common::Overflow)?;
        bill.last_at_ms = at_ms;
        self.bills.set(id, bill);
        let holding = Holding {
            since_ms: at_ms,
            action,
            possessor: bill.possessor,
            title: bill.title.clone(),
            state: bill.state,
        };
        self.holdings.set(&(*id, newest_first(at_ms, bill.actions)), &holding);
        Ok(())
    }

    /// What both registers said at a time and before it, newest first.
    pub(super) fn held_at(&self, bill: &Hash, at_ms: u64, limit: u32) -> Vec<Holding> {
        // From the first entry that is not later than the time on.
        let cursor = newest_first(at_ms, u32::MAX).checked_sub(1);
        let page = self.holdings.under(bill, cursor.as_ref(), limit.min(PAGE_LEN_MAX));
        page.into_iter().map(|(_, holding)| holding).collect()
    }

    pub(super) fn list_len(&self, list: &Hash) -> u64 {
        self.list_lens.get(list).unwrap_or_default()
    }

    /// Adds to a list; returns the number of the row.
    #[inline(never)]
    pub(super) fn enlist(&mut self, list: &Hash, id: &Hash) -> Result<u64, Error> {
        let number = self.list_len(list).checked_add(1).ok_or(Common::Overflow)?;
        self.list_lens.set(list, &number);
        self.lists.set(&(*list, number), id);
        Ok(number)
    }

    #[inline(never)]
    pub(super) fn list(&self, list: &Hash, after: Option<u64>, limit: u32) -> Vec<Row> {
        let page = self.lists.under(list, after.as_ref(), limit.min(PAGE_LEN_MAX));
        page.into_iter().map(|(number, id)| Row { number, id }).collect()
    }
}

/// The greater time and number, the smaller the key.
fn newest_first(at_ms: u64, number: u32) -> u128 {
    u128::MAX ^ ((u128::from(at_ms) << NUMBER_BITS) | u128::from(number))
}
