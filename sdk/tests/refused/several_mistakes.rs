use sandpact_sdk::prelude::*;

#[message]
pub enum Role {
    Clerk,
}

#[event]
pub struct Written;

#[error]
pub enum Error {}

#[storage]
pub struct Book {
    number: Value<u64>,
}

#[contract(error = Error)]
impl Book {
    pub fn write(&mut self, note: &str) -> Result<(), Error> {
        Ok(())
    }

    pub fn read(&self) -> u64 {
        0
    }
}

fn main() {}
