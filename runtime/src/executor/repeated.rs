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

    /// Makes `calls`, on a guest's stack, and says how long they took.
    pub fn run(
        &mut self,
        calls: u32,
        clock: impl Fn() -> Instant + Send + Sync,
    ) -> Result<Duration, RuntimeError> {
        let mut session = self.session.take().expect("it is put back after each run");
        // The thread gets copies: a session cannot be looked at from two threads.
        let (contract, method, gas_limit) = (self.contract, self.method.clone(), self.gas_limit);
        let (session, time) = with_guest_stack(|| {
            let begun = clock();
            for _ in 0..calls {
                let (back, ended) = call::call(session, request(contract, &method, gas_limit))?;
                session = back;
                assert!(matches!(ended.end, CallEnd::Returned(_)), "{:?}", ended.end);
            }
            Ok((session, clock().saturating_duration_since(begun)))
        })?;
        self.session = Some(session);
        Ok(time)
    }
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
