//! Running instrumented modules. The only room that names an engine.

mod artifacts;
mod cache;
mod config;
mod functions;
mod guest;
#[cfg(feature = "testing")]
mod interpreter;
mod options;
mod pristine;
mod production;
mod watching;

#[cfg(feature = "testing")]
pub use interpreter::Interpreter;
pub use options::EngineOptions;
pub use production::ProductionEngine;
pub use watching::WatchingEngine;

/// The engine without any module.
///
/// # Errors
/// [`RuntimeError::LocalFault`](crate::RuntimeError::LocalFault) when this machine cannot run it.
#[cfg(feature = "testing")]
pub fn production_engine() -> Result<wasmtime::Engine, crate::RuntimeError> {
    config::engine(true).map_err(guest::fault)
}
