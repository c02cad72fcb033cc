use sandpact_sdk::prelude::*;

#[error]
pub enum Error {
    #[code(7)]
    Taken,
    #[code(100)]
    Lost,
    #[code(100)]
    Found,
    Nameless,
}

fn main() {}
