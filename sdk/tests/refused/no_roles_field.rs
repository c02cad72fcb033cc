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
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    #[only(Role::Clerk)]
    pub fn write(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {}
