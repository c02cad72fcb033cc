use sandpact_sdk::prelude::*;

#[message]
pub struct Invoice {
    #[index]
    pub amount: Money,
}

fn main() {}
