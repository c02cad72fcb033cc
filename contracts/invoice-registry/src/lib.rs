//! Invoices, each registered once, by the owner, for a buyer whom another contract approves.
#![no_std]

use sandpact_sdk::prelude::*;

/// An invoice.
#[message]
pub struct Invoice {
    /// Who owes it.
    pub buyer: Address,
    /// What is owed.
    pub amount: Money,
}

/// An invoice was registered.
#[event]
pub struct Registered {
    /// Its number.
    pub id: u64,
    /// Who owes it.
    pub buyer: Address,
    /// What is owed.
    pub amount: Money,
}

/// Why a call was refused.
#[error]
pub enum Error {
    /// The invoice is registered already.
    #[code(100)]
    Duplicate {
        /// Its number.
        id: u64,
    },
    /// The buyer is not approved.
    #[code(101)]
    NotApproved,
}

/// Who approves buyers.
#[interface]
pub trait Approvals {
    /// Whether a buyer is approved.
    fn is_approved(&self, buyer: Address) -> bool;
}

/// Invoices by number.
#[storage]
pub struct InvoiceRegistry {
    owner: Owner,
    approvals: Value<Address>,
    invoices: Map<u64, Invoice>,
}

#[contract(error = Error, events = [Registered])]
impl InvoiceRegistry {
    /// The caller becomes the owner.
    #[init]
    pub fn create(&mut self, approvals: Address) -> Result<(), Error> {
        self.owner.set(&env::caller());
        self.approvals.set(&approvals);
        Ok(())
    }

    /// Registers an invoice.
    #[only(owner)]
    pub fn register(&mut self, id: u64, buyer: Address, amount: Money) -> Result<(), Error> {
        if self.invoices.contains(&id) {
            return Err(Error::Duplicate { id });
        }
        let approvals = ApprovalsAt(self.approvals.get().ok_or(Common::WrongState)?);
        if !approvals.is_approved(buyer)? {
            return Err(Error::NotApproved);
        }
        self.invoices.set(&id, &Invoice { buyer, amount });
        self.emit(Registered { id, buyer, amount });
        Ok(())
    }

    /// The invoice of this number.
    pub fn get(&self, id: u64) -> Result<Option<Invoice>, Error> {
        Ok(self.invoices.get(&id))
    }
}
