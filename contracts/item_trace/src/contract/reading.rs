//! Steps of the views.

use super::ItemTrace;
use crate::errors::Error;
use crate::messages::Role;
use crate::records::{CorrectedRow, ItemView, Node, NodeRow, State, UnitRow};
use sandpact_sdk::prelude::*;

impl ItemTrace {
    /// An item seen through its parents (M4, D6), for its parties.
    pub(super) fn view(&self, key: &Hash) -> Result<ItemView, Error> {
        let view = self.seen(key)?;
        let caller = env::caller();
        let is_party = view.item.maker == caller
            || view.holder == caller
            || view.receiver == Some(caller)
            || [Role::Regulator, Role::QualityAuthority, Role::RecallAuthority]
                .iter()
                .any(|role| self.roles.has(*role, &caller));
        if is_party { Ok(view) } else { Err(Common::NotAuthorised.into()) }
    }

    #[inline(never)]
    fn seen(&self, key: &Hash) -> Result<ItemView, Error> {
        let chain = self.chain(key)?;
        let subject = self.subject(&chain)?;
        let outermost = subject.outermost;
        let is_contained = subject.item.parent.is_some();
        Ok(ItemView {
            item: subject.item.clone(),
            state: if is_contained { outermost.state } else { subject.item.state },
            holder: outermost.holder,
            receiver: outermost.receiver,
            place: outermost.place,
            outermost: chain.last().filter(|_| is_contained).map(|(key, _)| *key),
            is_blocked: subject.is_blocked(),
        })
    }

    /// Whether an item is what somebody has before him (D5).
    pub(super) fn is_genuine(
        &self,
        key: &Hash,
        lot: Option<Hash>,
        expiry: Option<CivilDate>,
    ) -> bool {
        let Some(item) = self.items.get(key) else { return false };
        let is_in_trade = matches!(item.state, State::Active | State::InTransit);
        let is_blocked = item.blocked_by.is_some() || self.is_lot_recalled(&item);
        is_in_trade && !is_blocked && (item.lot, item.expiry) == (lot, expiry)
    }

    pub(super) fn unit_rows(
        &self,
        lot: &Hash,
        after: Option<&Hash>,
        limit: u32,
    ) -> Result<Vec<UnitRow>, Error> {
        let mut rows = Vec::new();
        for (item, ()) in self.units.under(lot, after, limit) {
            let ItemView { state, holder, place, is_blocked, .. } = self.seen(&item)?;
            rows.push(UnitRow { item, state, holder, place, is_blocked });
        }
        Ok(rows)
    }

    pub(super) fn corrected_rows(
        &self,
        partner: &Address,
        after: Option<&Hash>,
        limit: u32,
    ) -> Vec<CorrectedRow> {
        let found = self.corrected.under(partner, after, limit);
        let row = |(event, ())| {
            let reason = self.events.get(&event)?.error?.reason;
            Some(CorrectedRow { event, reason })
        };
        found.into_iter().filter_map(row).collect()
    }
}

pub(super) fn rows(found: Vec<(Hash, Node)>) -> Vec<NodeRow> {
    found.into_iter().map(|(key, node)| NodeRow { key, node }).collect()
}
