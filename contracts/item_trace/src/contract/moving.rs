//! Steps of events that move items or end them.

use super::ItemTrace;
use super::capturing::Happening;
use crate::admission::check_order;
use crate::errors::Error;
use crate::messages::{LotQuantity, Role};
use crate::movement::{check_exists, check_fit, check_free, check_held, check_receive};
use crate::records::{Item, State};
use sandpact_sdk::prelude::*;

impl ItemTrace {
    /// Somebody who holds, receives or carries items has seen them.
    #[inline(never)]
    pub(super) fn observe(
        &mut self,
        of: &Happening,
        items: &[Hash],
        quantities: &[LotQuantity],
    ) -> Result<(), Error> {
        let is_carrier = self.roles.has(Role::Carrier, &of.by);
        for key in items {
            let chain = self.chain(key)?;
            let subject = self.subject(&chain)?;
            check_exists(key, subject.item)?;
            check_order(key, subject.item, of.time)?;
            let outermost = subject.outermost;
            if !is_carrier && outermost.holder != of.by && outermost.receiver != Some(of.by) {
                return Err(Error::NotTheHolder { item: *key });
            }
            let mut item = subject.item.clone();
            if item.parent.is_none() && item.state == State::Active && item.holder == of.by {
                item.place = of.place.or(item.place);
            }
            self.touch(of, key, item);
        }
        for quantity in quantities {
            self.lots.get(&quantity.lot).ok_or(Common::UnknownId)?;
        }
        Ok(())
    }

    /// Items leave for a receiver, with all that is in them (M2, M4, D1, D2, D4).
    #[inline(never)]
    pub(super) fn ship(
        &mut self,
        of: &Happening,
        items: &[Hash],
        quantities: &[LotQuantity],
        to: Address,
        destination: Option<Hash>,
    ) -> Result<(), Error> {
        if !self.is_trader(&to) {
            return Err(Error::NotATradingPartner);
        }
        for key in items {
            let item = self.fit(of, key)?;
            let (state, receiver) = (State::InTransit, Some(to));
            self.touch(of, key, Item { state, receiver, place: destination, ..item });
        }
        for quantity in quantities {
            self.check_lot_fit(of, quantity)?;
            self.take_stock(quantity, super::stocking::at(&of.by, of.place))?;
            self.add_stock(quantity, super::stocking::on_the_way_to(&to))?;
        }
        Ok(())
    }

    /// Items arrive, with all that is in them (M2, M4). Blocked ones arrive too: somebody has
    /// to take them in.
    #[inline(never)]
    pub(super) fn receive(
        &mut self,
        of: &Happening,
        items: &[Hash],
        quantities: &[LotQuantity],
    ) -> Result<(), Error> {
        for key in items {
            let chain = self.chain(key)?;
            let subject = self.subject(&chain)?;
            check_receive(&subject, &of.by)?;
            check_order(key, subject.item, of.time)?;
            let item = Item {
                state: State::Active,
                holder: of.by,
                receiver: None,
                place: of.place,
                ..subject.item.clone()
            };
            self.touch(of, key, item);
        }
        for quantity in quantities {
            self.take_stock(quantity, super::stocking::on_the_way_to(&of.by))?;
            self.add_stock(quantity, super::stocking::at(&of.by, of.place))?;
        }
        Ok(())
    }

    /// Units go to whoever uses them (D3, D4).
    #[inline(never)]
    pub(super) fn dispense(&mut self, of: &Happening, items: &[Hash]) -> Result<(), Error> {
        for key in items {
            let item = self.fit(of, key)?;
            check_empty(key, &item)?;
            self.touch(of, key, Item { state: State::Dispensed, ..item });
        }
        Ok(())
    }

    /// Items and quantities leave trade (D3). Blocked ones may.
    #[inline(never)]
    pub(super) fn decommission(
        &mut self,
        of: &Happening,
        items: &[Hash],
        quantities: &[LotQuantity],
    ) -> Result<(), Error> {
        for key in items {
            let item = self.held(of, key)?;
            check_empty(key, &item)?;
            self.touch(of, key, Item { state: State::Decommissioned, ..item });
        }
        for quantity in quantities {
            self.take_stock(quantity, super::stocking::at(&of.by, of.place))?;
        }
        Ok(())
    }

    /// An item that its holder has before him, in nothing else.
    #[inline(never)]
    pub(super) fn held(&self, of: &Happening, key: &Hash) -> Result<Item, Error> {
        let chain = self.chain(key)?;
        let subject = self.subject(&chain)?;
        check_held(&subject, &of.by)?;
        check_free(&subject)?;
        check_order(key, subject.item, of.time)?;
        Ok(subject.item.clone())
    }

    /// The same, fit to be used or sold (D4). While a recall runs nobody knows what of it is in
    /// a container.
    fn fit(&self, of: &Happening, key: &Hash) -> Result<Item, Error> {
        let item = self.held(of, key)?;
        let chain = vec![(*key, item)];
        check_fit(&self.subject(&chain)?, of.time.date())?;
        let has_contents = chain.first().is_some_and(|(_, item)| item.children > 0);
        if has_contents && self.running.get_or(0) > 0 {
            return Err(Error::RecallRunning);
        }
        let first = chain.into_iter().next().ok_or(Common::UnknownId)?;
        Ok(first.1)
    }
}

/// What is in an item does not end with it.
pub(super) fn check_empty(key: &Hash, item: &Item) -> Result<(), Error> {
    if item.children == 0 { Ok(()) } else { Err(Error::NotEmpty { item: *key }) }
}
