//! What tests and benchmarks may see of the inside. Not part of a node.

use crate::{Runtime, RuntimeError, executor::Repeated, vm};
use sandpact_abi::{Address, Gas};
use sandpact_module::ModuleError;
use std::time::{Duration, Instant};

pub use sandpact_module::{AdmittedModule, Placement};

/// What the instrumenter writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instrumentation {
    /// Where charges stand.
    pub placement: Placement,
    /// Whether functions that can recurse count their frames.
    pub counts_depth: bool,
}

impl Default for Instrumentation {
    fn default() -> Self {
        Self { placement: Placement::Late, counts_depth: true }
    }
}

/// The instrumented bytes of a module.
///
/// # Errors
/// [`ModuleError`] for a module that no ledger takes.
pub fn instrument(code: &[u8], how: Instrumentation) -> Result<Vec<u8>, ModuleError> {
    sandpact_module::prepare_with(code, how.placement, how.counts_depth)
        .map(|prepared| prepared.bytes)
}

/// The production engine itself, for measuring it without the host.
///
/// # Errors
/// [`RuntimeError::LocalFault`] when this machine cannot run it.
pub fn production_engine() -> Result<wasmtime::Engine, RuntimeError> {
    vm::production_engine()
}

/// One call of a method again and again, from where the executor calls it: no signature, no
/// receipt, no commit.
pub struct CallBench {
    repeated: Repeated,
}

impl CallBench {
    /// A call on a ledger's head.
    ///
    /// # Errors
    /// [`RuntimeError`] when the ledger cannot be read.
    pub fn new(
        runtime: &Runtime,
        contract: Address,
        method: &str,
        gas_limit: Gas,
    ) -> Result<Self, RuntimeError> {
        Ok(Self { repeated: runtime.repeated(contract, method, gas_limit) })
    }

    /// Makes `calls` and says how long they took by the caller's clock.
    ///
    /// # Errors
    /// [`RuntimeError`] when the node fails.
    ///
    /// # Panics
    /// When a call does not return: its time would mean nothing.
    pub fn time(
        &mut self,
        calls: u32,
        clock: impl Fn() -> Instant + Send + Sync,
    ) -> Result<Duration, RuntimeError> {
        self.repeated.run(calls, clock)
    }
}
