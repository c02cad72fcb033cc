//! A module, taken apart.

use std::ops::Range;
use thiserror::Error;
use wasmparser::{BinaryReaderError, FuncType, Operator};

/// Bytes that are no module.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no module: {message} (at byte {offset})")]
pub struct AnatomyError {
    /// What the parser said.
    pub message: String,
    /// Where, in bytes from the start.
    pub offset: usize,
}

impl From<BinaryReaderError> for AnatomyError {
    fn from(error: BinaryReaderError) -> Self {
        Self { message: error.message().to_owned(), offset: error.offset() }
    }
}

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its kind; of a custom section, its name.
    pub name: String,
    /// Where its contents lie in the module.
    pub range: Range<usize>,
}

/// A module, taken apart. Functions are numbered as in calls: imports first.
pub struct Module<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) sections: Vec<Section>,
    pub(crate) types: Vec<FuncType>,
    /// Names of imported functions.
    pub(crate) imports: Vec<&'a str>,
    /// Type of each function.
    pub(crate) function_types: Vec<u32>,
    /// Exported functions.
    pub(crate) exports: Vec<(&'a str, u32)>,
    /// Functions that calls through the table may reach.
    pub(crate) table: Vec<u32>,
    pub(crate) bodies: Vec<Body<'a>>,
}

/// The body of a function.
pub(crate) struct Body<'a> {
    pub range: Range<usize>,
    pub operators: Vec<Operator<'a>>,
}

impl<'a> Module<'a> {
    /// The sections, in file order.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The number of a defined function.
    pub(crate) fn number(&self, body: usize) -> u32 {
        u32::try_from(self.imports.len().saturating_add(body)).unwrap_or(u32::MAX)
    }

    /// The body of a function; none of an import.
    pub(crate) fn body(&self, function: u32) -> Option<&Body<'a>> {
        self.bodies.get(usize::try_from(function).ok()?.checked_sub(self.imports.len())?)
    }

    /// The names under which a function is exported.
    pub(crate) fn exported_as(&self, function: u32) -> impl Iterator<Item = &'a str> {
        let exports = self.exports.iter().filter(move |(_, index)| *index == function);
        exports.map(|(name, _)| *name)
    }
}
