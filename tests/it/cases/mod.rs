//! One file per subject.

mod admission;
mod block_bytes;
mod calls;
mod context;
mod counted_loops;
mod crash;
mod damage;
mod deploy_gas;
mod determinism;
mod documents;
mod engines;
mod gas;
mod healthcare;
mod hostile;
mod limits;
mod module_cache;
mod module_limits;
mod reentrancy;
mod sdk_calls;
mod storage;
mod tax;
mod tax_effects;
mod tax_keys;
mod tax_refusals;
mod trade;
mod transactions;
