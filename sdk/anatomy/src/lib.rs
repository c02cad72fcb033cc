//! What a contract's module is made of, for whoever writes or reviews it: how large its
//! parts are, where two modules differ, and what deserves a second look ([`lint`]).
//!
//! Nothing here decides what a ledger accepts: `sandpact-module` does. These are remarks on
//! modules that it has accepted; on others they are as good as the module can be read.
//!
//! ```
//! use sandpact_anatomy::Module;
//!
//! let wasm = b"\0asm\x01\0\0\0\0\x08\x04noteABC";
//! let module = Module::read(wasm)?;
//! assert_eq!(module.sections()[0].name, "note");
//! # Ok::<(), sandpact_anatomy::AnatomyError>(())
//! ```

mod difference;
mod graph;
pub mod lint;
mod loops;
mod module;
mod read;
mod sizes;

pub use difference::{Difference, difference};
pub use module::{AnatomyError, Module, Section};
pub use sizes::{FunctionSize, Names};
