use sandpact_sdk::prelude::*;

#[message]
pub struct Invoice {
    pub buyer: Address,
}

#[storage]
pub struct Book {
    invoices: IndexedMap<u64, Invoice>,
}

fn main() {}
