//! Guests run on a stack of known size, whatever the caller's thread has.

use crate::RuntimeError;
use std::{panic, thread};

/// Native stack for the deepest chain of calls: [`CALL_DEPTH_MAX`] times the engine's own
/// limit and the host's frames between, with room to spare. Only touched pages take memory.
///
/// [`CALL_DEPTH_MAX`]: sandpact_abi::limits::CALL_DEPTH_MAX
const STACK_LEN_BYTES: usize = 64 * 1024 * 1024;

/// Runs `work` on a thread of its own and waits for it.
///
/// # Errors
/// Those of `work`; [`RuntimeError::LocalFault`] when the system gives no thread.
///
/// # Panics
/// When `work` does.
pub fn with_guest_stack<T: Send>(
    work: impl FnOnce() -> Result<T, RuntimeError> + Send,
) -> Result<T, RuntimeError> {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("sandpact-guest".to_owned())
            .stack_size(STACK_LEN_BYTES)
            .spawn_scoped(scope, work)
            .map_err(|error| RuntimeError::LocalFault { what: error.to_string() })?;
        worker.join().unwrap_or_else(|payload| panic::resume_unwind(payload))
    })
}
