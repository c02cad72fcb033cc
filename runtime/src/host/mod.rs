//! What contracts may ask of the host, one file per family, and the one way
//! in which a contract is called.
//!
//! The functions here work on plain bytes and a [`Frame`]; which engine runs
//! the guest is unknown to them ([`Machine`]).

pub mod call;
pub mod calls;
pub mod context;
pub mod crypto;
pub mod event;
mod frame;
pub mod memory;
pub mod storage;

pub use frame::{Finish, Frame, Machine, ModuleInfo, Session, Stop};
