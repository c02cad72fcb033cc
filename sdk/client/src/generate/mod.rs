//! Typed clients of one contract, written from its description: source text, the same for the
//! same description.
//!
//! A description is a stranger's word. What becomes a name in source text is checked to be one,
//! and doc comments cannot end where they stand.

mod docs;
mod error;
mod names;
pub mod rust;
#[cfg(test)]
mod tests;
pub mod typescript;
#[cfg(test)]
mod vectors;

pub use error::GenerateError;

/// A file of a generated package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path within the package, with `/` between folders.
    pub path: String,
    /// Its contents.
    pub contents: String,
}
