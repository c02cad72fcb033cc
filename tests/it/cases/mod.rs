//! One file per subject.

mod admission;
mod calls;
mod context;
mod crash;
mod determinism;
mod documents;
mod gas;
mod healthcare;
mod limits;
mod storage;
mod tax;
mod trade;
mod transactions;
