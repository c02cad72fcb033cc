//! Source lines of a contract's module.
//!
//! A compiler writes them into custom sections of the module ([DWARF for WebAssembly]). What
//! is deployed has none of them: [`split`] cuts them off and keeps them in a symbol file that
//! is addressed by the hash of the deployed code. [`Resolver`] looks places in the code up.
//! `docs/symbols.md` has the file's format.
//!
//! [DWARF for WebAssembly]: https://yurydelendik.github.io/webassembly-dwarf/

mod error;
mod file;
mod places;
mod resolve;
mod shorten;
mod split;

pub use error::SymbolError;
pub use file::{EXTENSION, SymbolFile, file_name};
pub use resolve::{Resolver, SourceFrame};
pub use split::{Split, split};
