//! One call made again and again, for measuring it.

use crate::{
    RuntimeError,
    host::{
        Session,
        call::{self, CallEnd, CallRequest, Entry},
    },
    ledger::with_guest_stack,
    meter::Meter,
};
use sandpact_abi::{Address, Gas};
use std::time::{Duration, Instant};

/// A call with the session that it is made in.
pub struct Repeated {
    session: Option<Box<Session>>,
    contract: Address,
    method: String,
    gas_limit: Gas,
}

impl Repeated {
    pub fn new(session: Box<Session>, contract: Address, method: &str, gas_limit: Gas) -> Self {
        Self { session: Some(session), contract, method: method.to_owned(), gas_limit }
    }

    /// Makes one call and then `calls`, on a guest's stack, and says how long the latter took:
    /// the first one touches the new stack and finds the module.
    pub fn run(
        &mut self,
        calls: u32,
        clock: impl Fn() -> Instant + Send + Sync,
    ) -> Result<Duration, RuntimeError> {
        let session = self.session.take().expect("it is put back after each run");
        // The thread gets copies: a session cannot be looked at from two threads.
        let (contract, method, gas_limit) = (self.contract, self.method.clone(), self.gas_limit);
        let (session, time) = with_guest_stack(|| {
            let mut session = settled(session, request(contract, &method, gas_limit))?;
            let begun = clock();
            for _ in 0..calls {
                session = settled(session, request(contract, &method, gas_limit))?;
            }
            Ok((session, clock().saturating_duration_since(begun)))
        })?;
        self.session = Some(session);
        Ok(time)
    }
}

/// Makes a call that returns and settles it, as a transaction does.
fn settled(session: Box<Session>, request: CallRequest<'_>) -> Result<Box<Session>, RuntimeError> {
    let (mut session, ended) = call::call(session, request)?;
    assert!(matches!(ended.end, CallEnd::Returned(_)), "{:?}", ended.end);
    session.overlay.settle();
    Ok(session)
}

fn request(contract: Address, method: &str, gas_limit: Gas) -> CallRequest<'_> {
    CallRequest {
        contract,
        caller: Address::ZERO,
        method,
        args: Vec::new(),
        meter: Meter::new(gas_limit),
        entry: Entry::Call,
        stack_height_bytes: 0,
    }
}
