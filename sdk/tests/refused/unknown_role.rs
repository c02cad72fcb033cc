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
    roles: Roles<Role>,
}

#[contract(error = Error)]
impl Book {
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    #[only(Role::Judge)]
    pub fn write(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {}
