use sandpact_sdk::prelude::*;

#[error]
pub enum Error {}

#[storage]
pub struct Book {
    #[storage_key("first_owner")]
    owner: Owner,
}

#[contract(error = Error)]
impl Book {
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        self.owner.set(&env::caller());
        Ok(())
    }

    #[only(owner)]
    pub fn close(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {}
