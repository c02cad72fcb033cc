//! How large the parts of a module are.

use crate::module::Module;
use std::collections::BTreeMap;

/// Names of functions by their number, for modules that carry none themselves.
pub type Names = BTreeMap<u32, String>;

/// The size of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionSize {
    /// Its number; imports come first.
    pub index: u32,
    /// A name: what it is exported as, or else that of `names`.
    pub name: Option<String>,
    /// Length of its body in bytes.
    pub len_bytes: usize,
}

impl Module<'_> {
    /// The `count` largest functions, the largest first.
    #[must_use]
    pub fn largest(&self, names: &Names, count: usize) -> Vec<FunctionSize> {
        let mut all: Vec<_> = (0..self.bodies.len()).map(|body| self.size(names, body)).collect();
        // Stable: of two equally large ones the first stays first.
        all.sort_by_key(|function| std::cmp::Reverse(function.len_bytes));
        all.truncate(count);
        all
    }

    fn size(&self, names: &Names, body: usize) -> FunctionSize {
        let index = self.number(body);
        let len_bytes = self.bodies.get(body).map_or(0, |body| body.range.len());
        FunctionSize { index, name: self.name(names, index), len_bytes }
    }

    /// What a function is called, if anything.
    pub(crate) fn name(&self, names: &Names, function: u32) -> Option<String> {
        let exported = self.exported_as(function).collect::<Vec<_>>();
        if exported.is_empty() { names.get(&function).cloned() } else { Some(exported.join(", ")) }
    }
}
