use sandpact_sdk::prelude::*;

#[message]
pub enum Role {
    Clerk,
}

#[event]
pub struct Written;

#[error]
pub enum Error {}

#[derive(Encode, Decode)]
#[codec(crate = sandpact_sdk::codec)]
pub struct Note(u8);

#[storage]
pub struct Book {
    number: Value<u64>,
}

#[contract(error = Error)]
impl Book {
    #[init]
    pub fn create(&mut self, first: Note) -> Result<(), Error> {
        self.number.set(&first.0.into());
        Ok(())
    }
}

fn main() {}
