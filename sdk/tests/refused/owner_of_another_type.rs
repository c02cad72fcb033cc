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
    owner: Value<Address>,
}

#[contract(error = Error)]
impl Book {
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    #[only(owner)]
    pub fn write(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {}
