use sandpact_sdk::prelude::*;

#[storage]
pub struct Book {
    prices: Value<u64>,
    #[storage_key("prices")]
    costs: Map<u64, u64>,
}

fn main() {}
