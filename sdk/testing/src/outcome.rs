//! How a call ended, the same natively and as wasm.

use crate::{Emitted, refusals};
use sandpact_sdk::{Event, Refusal, codec::Decode, prelude::Gas};
use sandpact_testing_protocol::GasParts;
use std::fmt::Debug;

/// A refusal by a rule of who may do what (`docs/access.md`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// Its stable code; see `docs/errors.md`.
    pub code: u32,
    /// The rule's name in the contract's policy file, `methods.issue`; none where it was no rule
    /// of a contract, such as for an account that is no member.
    pub rule: Option<String>,
    /// Which rule refused, and what is missing, for people.
    pub because: String,
}

/// Why a call returned nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure<E> {
    /// The contract refused.
    Refused(E),
    /// A rule of the host refused, with its stable code.
    RefusedByHost {
        /// The code; see `docs/errors.md`.
        code: u32,
    },
    /// A rule of who may do what refused it.
    Denied(Denied),
    /// It panicked, trapped or ran out of gas.
    Halted {
        /// What the native run says: the panic's message and place.
        why: String,
    },
}

/// How a call ended.
#[must_use = "say what is expected: `ok()`, `refused()` or `halted()`"]
#[derive(Clone, Debug)]
pub struct Outcome<T, E> {
    /// The contract's name, where it is known.
    pub(crate) contract: Option<String>,
    pub(crate) method: String,
    pub(crate) result: Result<T, Failure<E>>,
    pub(crate) gas: Option<Gas>,
    pub(crate) gas_parts: Option<GasParts>,
    pub(crate) events: Vec<Emitted>,
}

impl<T, E: Refusal + Debug> Outcome<T, E> {
    /// The returned value.
    #[track_caller]
    pub fn ok(self) -> T {
        match self.result {
            Ok(value) => value,
            Err(failure) => panic!("{} was to return: {failure:?}", self.method),
        }
    }

    /// The contract's refusal.
    #[track_caller]
    pub fn refused(self) -> E {
        match self.result {
            Err(Failure::Refused(refusal)) => {
                refusals::note(self.contract.as_deref(), refusal.code());
                refusal
            }
            Err(other) => panic!("{} was to refuse: {other:?}", self.method),
            Ok(_) => panic!("{} was to refuse, and returned", self.method),
        }
    }

    /// The refusal by a rule of who may do what, on a ledger of organisations.
    #[track_caller]
    pub fn denied(self) -> Denied {
        match self.result {
            Err(Failure::Denied(denied)) => denied,
            Err(other) => panic!("a rule was to refuse {}: {other:?}", self.method),
            Ok(_) => panic!("a rule was to refuse {}, and it returned", self.method),
        }
    }

    /// The code of a refusal, by the contract or by a rule of the host.
    #[track_caller]
    pub fn code(self) -> u32 {
        match self.result {
            Err(Failure::Refused(refusal)) => {
                let code = refusal.code();
                refusals::note(self.contract.as_deref(), code);
                code
            }
            Err(Failure::RefusedByHost { code }) => {
                // Of arguments as bytes the errors of the contract itself are not known.
                refusals::note(self.contract.as_deref(), code);
                code
            }
            Err(Failure::Denied(denied)) => denied.code,
            Err(Failure::Halted { why }) => {
                panic!("{} was to refuse, and halted: {why}", self.method)
            }
            Ok(_) => panic!("{} was to refuse, and returned", self.method),
        }
    }

    /// Why it halted: the message and place of a panic.
    #[track_caller]
    pub fn halted(self) -> String {
        match self.result {
            Err(Failure::Halted { why }) => why,
            Err(other) => panic!("{} was to halt: {other:?}", self.method),
            Ok(_) => panic!("{} was to halt, and returned", self.method),
        }
    }

    /// The value, or why there is none.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn result(self) -> Result<T, Failure<E>> {
        self.result
    }

    /// The method that was called.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Gas that it used, as wasm.
    #[must_use]
    #[track_caller]
    pub fn gas(&self) -> Gas {
        self.gas.expect("gas is counted as wasm, which a native ledger does not run")
    }

    /// What its gas was used for; of a query, and of a native ledger, nothing is known.
    #[must_use]
    pub fn gas_parts(&self) -> Option<GasParts> {
        self.gas_parts
    }

    /// It used at most this much gas.
    #[track_caller]
    pub fn gas_at_most(self, most: Gas) -> Self {
        let gas = self.gas();
        assert!(gas <= most, "{} used {gas} gas, more than {most}", self.method);
        self
    }

    /// Its events, in order.
    #[must_use]
    pub fn events(&self) -> &[Emitted] {
        &self.events
    }

    /// Its events of one type, in order.
    #[must_use]
    pub fn emitted<V: Event + Decode>(&self) -> Vec<V> {
        self.events.iter().filter_map(Emitted::as_event).collect()
    }

    /// It emitted this event, among others or alone.
    #[track_caller]
    pub fn emits<V: Event + Decode + PartialEq + Debug>(self, event: &V) -> Self {
        let emitted = self.emitted::<V>();
        assert!(emitted.contains(event), "{} was to emit {event:?}: {emitted:?}", self.method);
        self
    }
}
