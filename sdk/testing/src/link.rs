//! Typed calls over a test's ledger.

use crate::{
    Account, Failure, Ledger, Outcome,
    ledger::{Ran, Signing},
    native::End,
};
use parity_scale_codec::{Decode, DecodeAll as _};
use sandpact_sdk::{
    Refusal,
    native::Link,
    prelude::{Address, Gas},
};

/// Who calls which contract, and with how much gas.
#[derive(Clone)]
pub struct Via {
    pub(crate) ledger: Ledger,
    pub(crate) contract: Address,
    /// `None`: a query.
    pub(crate) sender: Option<Account>,
    /// The member that asks, of a query.
    pub(crate) asking: Option<Account>,
    /// Who endorses it.
    pub(crate) endorsers: Vec<Account>,
    /// `None`: plenty.
    pub(crate) gas_limit: Option<Gas>,
}

impl Link for Via {
    type Outcome<T: Decode, E: Refusal> = Outcome<T, E>;

    #[track_caller]
    fn call<T: Decode, E: Refusal>(&self, method: &'static str, args: Vec<u8>) -> Outcome<T, E> {
        let ran = match self.sender {
            Some(sender) => {
                let by = Signing { sender, endorsers: &self.endorsers };
                self.ledger.invoke(by, self.contract, method, args, self.gas_limit)
            }
            None => self.ledger.ask(self.contract, method, args, self.asking),
        };
        outcome(method, self.ledger.name_of(&self.contract), ran)
    }
}

/// What a method that returns `Result<T, E>` did.
#[track_caller]
pub fn outcome<T: Decode, E: Refusal>(
    method: &str,
    contract: Option<String>,
    ran: Ran,
) -> Outcome<T, E> {
    let result = match ran.end {
        End::Returned(value) => match T::decode_all(&mut &value[..]) {
            Ok(value) => Ok(value),
            Err(_) => panic!("{method} returned something of another type"),
        },
        End::Refused { code, data } => Err(match E::from_code(code, &data) {
            Some(refusal) => Failure::Refused(refusal),
            None => Failure::RefusedByHost { code },
        }),
        End::Halted { why } => Err(Failure::Halted { why }),
        End::Denied(denied) => Err(Failure::Denied(denied)),
    };
    Outcome {
        contract,
        method: method.to_owned(),
        result,
        gas: ran.gas,
        gas_parts: ran.gas_parts,
        events: ran.events,
    }
}
