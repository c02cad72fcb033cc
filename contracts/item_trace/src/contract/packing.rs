//! Steps of events that put items into others and take them out.

use super::ItemTrace;
use super::capturing::Happening;
use crate::admission::check_order;
use crate::containment::{check_pack, put, take};
use crate::errors::Error;
use crate::messages::LotQuantity;
use crate::movement::check_held;
use crate::records::{Item, Node, State};
use sandpact_sdk::prelude::*;

impl ItemTrace {
    /// Items go into a parent (M3). Both are at the caller's; neither is blocked.
    #[inline(never)]
    pub(super) fn pack(
        &mut self,
        of: &Happening,
        parent: &Hash,
        children: &[Hash],
        quantities: &[LotQuantity],
    ) -> Result<(), Error> {
        let mut chain = self.open_parent(of, parent)?;
        if self.subject(&chain)?.is_blocked() {
            return Err(Error::Blocked { item: *parent });
        }
        for key in children {
            let mut child = self.load(key)?;
            check_pack(key, &child, &chain)?;
            let own = vec![(*key, child)];
            let subject = self.subject(&own)?;
            check_held(&subject, &of.by)?;
            check_order(key, subject.item, of.time)?;
            if subject.is_blocked() {
                return Err(Error::Blocked { item: *key });
            }
            child = subject.item.clone();
            put(&child, &mut chain);
            child.parent = Some(*parent);
            self.touch(of, key, child);
            self.children.set(&(*parent, *key), &());
        }
        for quantity in quantities {
            self.check_lot_fit(of, quantity)?;
            self.take_stock(quantity, super::stocking::at(&of.by, of.place))?;
            self.add_stock(quantity, *parent)?;
            // A recall of the lot reaches the container that it is in.
            self.link(&quantity.lot, Node::Lot, parent, Node::Item);
        }
        self.close_parent(of, chain);
        Ok(())
    }

    /// Items leave a parent, and are where it is. Blocked ones may.
    #[inline(never)]
    pub(super) fn unpack(
        &mut self,
        of: &Happening,
        parent: &Hash,
        children: &[Hash],
        quantities: &[LotQuantity],
    ) -> Result<(), Error> {
        let mut chain = self.open_parent(of, parent)?;
        let (holder, place) = match chain.last() {
            Some((_, outermost)) => (outermost.holder, outermost.place),
            None => return Err(Common::UnknownId.into()),
        };
        for key in children {
            let child = self.load(key)?;
            if child.parent != Some(*parent) {
                return Err(Error::NotInParent { item: *key });
            }
            check_order(key, &child, of.time)?;
            take(&child, &mut chain);
            let child = Item {
                parent: None,
                state: State::Active,
                holder,
                receiver: None,
                place: of.place.or(place),
                ..child
            };
            self.touch(of, key, child);
            self.children.remove(&(*parent, *key));
        }
        for quantity in quantities {
            self.take_stock(quantity, *parent)?;
            self.add_stock(quantity, super::stocking::at(&of.by, of.place))?;
        }
        self.close_parent(of, chain);
        Ok(())
    }

    /// A parent at the caller's, with all that it is in.
    fn open_parent(&self, of: &Happening, parent: &Hash) -> Result<Vec<(Hash, Item)>, Error> {
        let chain = self.chain(parent)?;
        let subject = self.subject(&chain)?;
        check_held(&subject, &of.by)?;
        check_order(parent, subject.item, of.time)?;
        Ok(chain)
    }

    /// Stores what changed of a parent and of what it is in.
    fn close_parent(&mut self, of: &Happening, chain: Vec<(Hash, Item)>) {
        for (index, (key, item)) in chain.into_iter().enumerate() {
            match index {
                0 => self.touch(of, &key, item),
                _ => self.items.set(&key, &item),
            }
        }
    }
}
