//! Quantities of lots at places (M6).

use super::ItemTrace;
use super::capturing::Happening;
use crate::errors::Error;
use crate::messages::LotQuantity;
use crate::quantities::{check_unit, minus, plus};
use sandpact_sdk::prelude::*;

/// A holder's place, as a key.
pub(super) fn at(holder: &Address, place: Option<Hash>) -> Hash {
    Hash(crypto::sha3_256(&(0_u8, holder, place).encode()))
}

/// The way to a receiver, as a key.
pub(super) fn on_the_way_to(receiver: &Address) -> Hash {
    Hash(crypto::sha3_256(&(1_u8, receiver).encode()))
}

impl ItemTrace {
    /// Adds to what is at a place.
    #[inline(never)]
    pub(super) fn add_stock(&mut self, of: &LotQuantity, place: Hash) -> Result<(), Error> {
        let key = (of.lot, place);
        let stock = plus(self.stock.get(&key), &of.amount)?;
        self.stock.set(&key, &stock);
        Ok(())
    }

    /// Takes from what is at a place.
    #[inline(never)]
    pub(super) fn take_stock(&mut self, of: &LotQuantity, place: Hash) -> Result<(), Error> {
        let lot = self.lots.get(&of.lot).ok_or(Common::UnknownId)?;
        check_unit(of, lot.unit)?;
        let key = (of.lot, place);
        let stock = minus(self.stock.get(&key), of)?;
        self.stock.set(&key, &stock);
        Ok(())
    }

    /// A lot is neither recalled nor, at the time of the event, expired (D4).
    #[inline(never)]
    pub(super) fn check_lot_fit(&self, at: &Happening, of: &LotQuantity) -> Result<(), Error> {
        let lot = self.lots.get(&of.lot).ok_or(Common::UnknownId)?;
        if lot.recall.is_some() {
            return Err(Error::Blocked { item: of.lot });
        }
        if lot.expiry.is_some_and(|last| last < at.time.date()) {
            return Err(Error::Expired { item: of.lot });
        }
        Ok(())
    }
}
