//! A contract that does one thing natively and another as wasm, which tests must notice.
#![no_std]

use sandpact_sdk::prelude::*;

/// Whether this is the module.
const IS_WASM: bool = cfg!(target_arch = "wasm32");

/// Why a call was refused.
#[error]
pub enum Error {
    /// As asked.
    #[code(100)]
    AsAsked {
        /// For this.
        number: u64,
    },
}

/// Something was said.
#[event]
pub struct Said {
    /// What.
    pub number: u64,
}

/// Others of its kind.
#[interface]
pub trait Peer {
    /// A number for a number.
    fn answer(&self, number: u64) -> u64;
}

/// One number, and numbers by account.
#[storage]
pub struct TwoFaced {
    number: Value<u64>,
    by_account: Map<Address, u64>,
}

#[contract(error = Error, events = [Said])]
impl TwoFaced {
    /// Does nothing.
    #[init]
    pub fn create(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Returns another number as wasm.
    pub fn different_result(&self) -> Result<bool, Error> {
        Ok(IS_WASM)
    }

    /// Emits another number as wasm.
    pub fn different_event(&mut self) -> Result<(), Error> {
        self.emit(Said { number: u64::from(IS_WASM) });
        Ok(())
    }

    /// Stores another number as wasm.
    pub fn different_state(&mut self) -> Result<(), Error> {
        self.number.set(&u64::from(IS_WASM));
        Ok(())
    }

    /// Refuses as wasm only.
    pub fn different_end(&mut self) -> Result<(), Error> {
        if IS_WASM { Err(Error::AsAsked { number: 1 }) } else { Ok(()) }
    }

    /// Stores a number for the caller, tells, and returns it.
    pub fn store(&mut self, number: u64) -> Result<u64, Error> {
        self.number.set(&number);
        self.by_account.set(&env::caller(), &number);
        self.emit(Said { number });
        Ok(number)
    }

    /// Stores, then refuses.
    pub fn refuse(&mut self, number: u64) -> Result<(), Error> {
        self.number.set(&number);
        Err(Error::AsAsked { number })
    }

    /// Stores, then panics.
    pub fn panic(&mut self) -> Result<(), Error> {
        self.number.set(&9);
        let nothing: Option<u64> = None;
        #[allow(clippy::unnecessary_literal_unwrap)]
        let _ = nothing.expect("there is nothing");
        Ok(())
    }

    /// Asks another contract, with at most so much gas if any is given.
    pub fn ask(&mut self, peer: Address, number: u64, gas: Option<u64>) -> Result<u64, Error> {
        let peer = PeerAt(peer);
        match gas {
            Some(gas) => Ok(peer.gas(Gas(gas)).answer(number)?),
            None => Ok(peer.answer(number)?),
        }
    }

    /// Answers with the height and time of the block.
    pub fn now(&self) -> Result<(u64, u64), Error> {
        Ok((env::height().0, env::time().0))
    }
}
