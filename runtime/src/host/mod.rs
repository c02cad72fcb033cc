//! What contracts may ask of the host, one file per family, and the one way
//! in which a contract is called.
//!
//! The functions here work on plain bytes and a [`Frame`]; which engine runs
//! the guest is unknown to them ([`Engine`]).

pub mod call;
pub mod calls;
pub mod context;
pub mod crypto;
mod engine;
pub mod event;
mod frame;
mod guard;
pub mod memory;
mod recorder;
pub mod storage;
mod trace;
mod warm;
mod watch;

pub use crate::explain::Cause;
pub use engine::{Compiled, Engine, Finish, LoadedModule, ModuleInfo};
pub use frame::{Frame, Session, Stop};
pub use trace::{HostCall, Trace};
pub use warm::{WARM_INSTANCES_MAX, WarmInstances};
pub use watch::Watch;
