//! A contract on a test's ledger.

use crate::{Account, Ledger, Outcome, Via, link::outcome};
use parity_scale_codec::Decode;
use sandpact_sdk::{
    Refusal,
    native::{Link as _, NativeContract, Upgrade},
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

    /// Its methods as an account calls them while others endorse each call.
    #[must_use]
    pub fn by_endorsed(&self, account: &Account, endorsers: &[&Account]) -> C::Calls<Via> {
        let endorsers = endorsers.iter().map(|endorser| **endorser).collect();
        C::calls(Via { endorsers, ..self.via(Some(*account), None) })
    }

    /// Its reading methods as queries of a member, on a ledger of organisations.
    #[must_use]
    pub fn query_by(&self, member: &Account) -> C::Calls<Via> {
        C::calls(Via { asking: Some(*member), ..self.via(None, None) })
    }

    /// Its reading methods as queries: by nobody, after the newest block.
    #[must_use]
    pub fn query(&self) -> C::Calls<Via> {
        C::calls(self.via(None, None))
    }

    /// Replaces the contract's code by that of `N`, as its deployer would: the descriptions are
    /// compared, and `N`'s migrate method runs, `Calls::<N>::METHOD(arguments)`, or
    /// `Upgrade::plain()` where it has none.
    #[track_caller]
    pub fn upgrade<N: NativeContract, T: Decode, E: Refusal>(
        &self,
        account: &Account,
        upgrade: Upgrade<N, T, E>,
    ) -> Outcome<T, E> {
        let ran = self.ledger.upgrade::<N>(account, self.address, upgrade.args);
        outcome("the upgrade", None, ran)
    }

    /// The contract under the code that it was upgraded to.
    #[must_use]
    pub fn upgraded<N: NativeContract>(&self) -> Deployed<N> {
        Deployed { address: self.address, ledger: self.ledger.clone(), contract: PhantomData }
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
        let (ledger, contract) = (self.ledger.clone(), self.address);
        Via { ledger, contract, sender, asking: None, endorsers: Vec::new(), gas_limit }
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
