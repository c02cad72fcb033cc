//! A contract on a test's ledger.

use crate::{Account, Ledger, Outcome, Via};
use sandpact_sdk::{
    native::{Link as _, NativeContract},
    prelude::{Address, Gas},
};
use std::marker::PhantomData;

/// A deployed contract.
pub struct Deployed<C> {
    pub(crate) address: Address,
    pub(crate) ledger: Ledger,
    pub(crate) contract: PhantomData<fn() -> C>,
}

impl<C: NativeContract> Deployed<C> {
    /// Its address.
    #[must_use]
    pub fn address(&self) -> Address {
        self.address
    }

    /// Its methods as an account calls them, each in a block of its own.
    #[must_use]
    pub fn by(&self, account: &Account) -> C::Calls<Via> {
        C::calls(self.via(Some(*account), None))
    }

    /// The same with a limit of gas.
    #[must_use]
    pub fn by_with_gas(&self, account: &Account, limit: Gas) -> C::Calls<Via> {
        C::calls(self.via(Some(*account), Some(limit)))
    }

    /// Its reading methods as queries: by nobody, after the newest block.
    #[must_use]
    pub fn query(&self) -> C::Calls<Via> {
        C::calls(self.via(None, None))
    }

    /// A call with encoded arguments, whatever they are.
    #[track_caller]
    pub fn call_raw(
        &self,
        account: &Account,
        method: &'static str,
        args: Vec<u8>,
    ) -> Outcome<Raw, sandpact_sdk::Common> {
        self.via(Some(*account), None).call(method, args)
    }

    fn via(&self, sender: Option<Account>, gas_limit: Option<Gas>) -> Via {
        Via { ledger: self.ledger.clone(), contract: self.address, sender, gas_limit }
    }
}

/// A returned value as its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw(pub Vec<u8>);

impl parity_scale_codec::Decode for Raw {
    fn decode<I: parity_scale_codec::Input>(
        input: &mut I,
    ) -> Result<Self, parity_scale_codec::Error> {
        let mut bytes = vec![0; input.remaining_len()?.unwrap_or(0)];
        input.read(&mut bytes)?;
        Ok(Self(bytes))
    }
}
