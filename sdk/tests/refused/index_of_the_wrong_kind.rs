use sandpact_sdk::prelude::*;

#[message]
pub struct Invoice {
    #[index]
    pub buyer: Address,
}

#[storage]
pub struct Book {
    invoices: IndexedMap<u64, Invoice>,
}

impl Book {
    fn of(&self, buyer: Address) -> Option<(u64, Invoice)> {
        self.invoices.get_by(Invoice::BY_BUYER, &buyer)
    }
}

fn main() {}
