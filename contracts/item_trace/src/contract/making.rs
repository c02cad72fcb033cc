//! Steps of events that make items, of nothing or of others.

use super::ItemTrace;
use super::capturing::Happening;
use super::moving::check_empty;
use crate::errors::Error;
use crate::events::BomReported;
use crate::messages::{BomPart, ITEMS_LEN_MAX, LotQuantity, NewItem, UnitCode};
use crate::movement::check_held;
use crate::quantities::{check_unit, check_yield};
use crate::records::{Item, Lot, Node, State, Work};
use sandpact_sdk::prelude::*;

impl ItemTrace {
    /// Items and quantities begin to exist (M1).
    #[inline(never)]
    pub(super) fn commission(
        &mut self,
        of: &Happening,
        items: &[NewItem],
        quantities: &[LotQuantity],
        expiry: Option<CivilDate>,
    ) -> Result<(), Error> {
        for new in items {
            self.make_item(of, new, expiry)?;
        }
        for quantity in quantities {
            self.make_quantity(of, quantity, expiry)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn make_item(
        &mut self,
        of: &Happening,
        new: &NewItem,
        expiry: Option<CivilDate>,
    ) -> Result<(), Error> {
        if self.items.contains(&new.key) {
            return Err(Error::AlreadyCommissioned { item: new.key });
        }
        if let Some(lot) = new.lot {
            if !self.lots.contains(&lot) {
                self.lots.set(&lot, &Lot { maker: of.by, expiry, unit: None, recall: None });
            }
            self.check_maker(of, &lot, expiry)?;
            self.units.set(&(lot, new.key), &());
        }
        let item = Item {
            class: new.class,
            lot: new.lot,
            expiry,
            maker: of.by,
            state: State::Active,
            holder: of.by,
            receiver: None,
            place: of.place,
            parent: None,
            children: 0,
            height: 0,
            blocked_inside: 0,
            soonest_expiry: None,
            blocked_by: None,
            last_event: of.id,
            last_time: of.time,
        };
        self.items.set(&new.key, &item);
        Ok(())
    }

    /// More of a lot comes from who began it, with the same last day of use.
    fn check_maker(
        &self,
        of: &Happening,
        lot: &Hash,
        expiry: Option<CivilDate>,
    ) -> Result<Option<UnitCode>, Error> {
        let found = self.lots.get(lot).ok_or(Common::UnknownId)?;
        if found.maker != of.by {
            return Err(Error::NotTheHolder { item: *lot });
        }
        if found.expiry != expiry {
            return Err(Common::DuplicateRequestDifferentContent.into());
        }
        Ok(found.unit)
    }

    #[inline(never)]
    fn make_quantity(
        &mut self,
        of: &Happening,
        quantity: &LotQuantity,
        expiry: Option<CivilDate>,
    ) -> Result<(), Error> {
        let unit = quantity.unit;
        if !self.lots.contains(&quantity.lot) {
            self.lots.set(&quantity.lot, &Lot { maker: of.by, expiry, unit, recall: None });
        }
        check_unit(quantity, self.check_maker(of, &quantity.lot, expiry)?)?;
        self.add_stock(quantity, super::stocking::at(&of.by, of.place))
    }

    /// Inputs become outputs (M5). The event stands between them, so that many of both are no
    /// more links than there are of them.
    #[inline(never)]
    pub(super) fn transform(
        &mut self,
        of: &Happening,
        (inputs, input_quantities): (&[Hash], &[LotQuantity]),
        (outputs, output_quantities): (&[NewItem], &[LotQuantity]),
        expiry: Option<CivilDate>,
        yield_max: Option<&Decimal>,
    ) -> Result<(), Error> {
        let (used, made) = ((inputs.len(), input_quantities), (outputs.len(), output_quantities));
        check_yield(used, made, yield_max)?;
        for key in inputs {
            self.consume(of, key)?;
            self.link(key, Node::Item, &of.id, Node::Step);
        }
        for quantity in input_quantities {
            self.check_lot_fit(of, quantity)?;
            self.take_stock(quantity, super::stocking::at(&of.by, of.place))?;
            self.link(&quantity.lot, Node::Lot, &of.id, Node::Step);
        }
        self.commission(of, outputs, output_quantities, expiry)?;
        for output in outputs {
            self.link(&of.id, Node::Step, &output.key, Node::Item);
        }
        for quantity in output_quantities {
            self.link(&of.id, Node::Step, &quantity.lot, Node::Lot);
        }
        Ok(())
    }

    /// An input is at the caller's, empty and not blocked, and never comes back.
    fn consume(&mut self, of: &Happening, key: &Hash) -> Result<(), Error> {
        let item = self.held(of, key)?;
        check_empty(key, &item)?;
        if item.blocked_by.is_some() || self.is_lot_recalled(&item) {
            return Err(Error::Blocked { item: *key });
        }
        self.touch(of, key, Item { state: State::Consumed, ..item });
        Ok(())
    }

    /// Parts are built into an asset; all are at the caller's. A part may be built into another
    /// asset later, so that this is no containment.
    #[inline(never)]
    pub(super) fn associate(
        &mut self,
        of: &Happening,
        parent: &Hash,
        children: &[Hash],
        lots: &[Hash],
    ) -> Result<(), Error> {
        let chain = self.chain(parent)?;
        check_held(&self.subject(&chain)?, &of.by)?;
        for key in children {
            let chain = self.chain(key)?;
            let subject = self.subject(&chain)?;
            check_held(&subject, &of.by)?;
            let blocked_by = self.recall_of(subject.item);
            self.build_in(key, Node::Item, parent, blocked_by)?;
        }
        for lot in lots {
            let recall = self.lots.get(lot).ok_or(Common::UnknownId)?.recall;
            self.build_in(lot, Node::Lot, parent, recall)?;
        }
        let parent_item = self.load(parent)?;
        crate::admission::check_order(parent, &parent_item, of.time)?;
        self.touch(of, parent, parent_item);
        Ok(())
    }

    /// Records parts of an item (M10).
    pub(super) fn keep_bom(&mut self, item: &Hash, parts: &[BomPart]) -> Result<(), Error> {
        if parts.is_empty() || parts.len() > ITEMS_LEN_MAX {
            return Err(Common::TooLarge.into());
        }
        let (chain, by) = (self.chain(item)?, env::caller());
        let subject = self.subject(&chain)?;
        if subject.item.maker != by && subject.outermost.holder != by {
            return Err(Error::NotTheHolder { item: *item });
        }
        for part in parts {
            self.keep_part(item, part)?;
        }
        let parts = u32::try_from(parts.len()).map_err(|_| Common::TooLarge)?;
        self.emit(BomReported { item: *item, parts, by });
        Ok(())
    }

    fn keep_part(&mut self, item: &Hash, of: &BomPart) -> Result<(), Error> {
        if of.part == *item {
            return Err(Error::ContainmentCycle);
        }
        if of.amount <= Decimal::integer(0) {
            return Err(Common::AmountNotPositive.into());
        }
        let (maker, node, recall) = match self.items.get(&of.part) {
            Some(part) => (part.maker, Node::Item, self.recall_of(&part)),
            None => {
                let lot = self.lots.get(&of.part).ok_or(Common::UnknownId)?;
                (lot.maker, Node::Lot, lot.recall)
            }
        };
        if maker != of.partner {
            return Err(Error::PartnerMismatch { item: of.part });
        }
        self.build_in(&of.part, node, item, recall)
    }

    /// Links a part to its product. A recall that has passed the part goes on to the product.
    #[inline(never)]
    fn build_in(
        &mut self,
        part: &Hash,
        node: Node,
        product: &Hash,
        recall: Option<Hash>,
    ) -> Result<(), Error> {
        self.link(part, node, product, Node::Item);
        match recall {
            Some(recall) => self.add_work(&recall, Work::Item { item: *product }),
            None => Ok(()),
        }
    }

    /// Links what was used and what was made of it, both ways.
    #[inline(never)]
    pub(super) fn link(&mut self, used: &Hash, used_node: Node, made: &Hash, made_node: Node) {
        self.products.set(&(*used, *made), &made_node);
        self.sources.set(&(*made, *used), &used_node);
    }
}
