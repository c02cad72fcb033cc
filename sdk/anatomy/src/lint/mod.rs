//! What deserves a second look. `docs/lints.md` explains each lint and where it errs.

mod description;
mod iteration;
mod size;

use crate::module::{AnatomyError, Module};
use crate::sizes::Names;
use sandpact_abi::{ContractAbi, module_limits::ModuleLimit};

/// A lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lint {
    /// Its stable name.
    pub name: &'static str,
    /// What it finds.
    pub finds: &'static str,
}

/// A method that goes through storage without a visible end.
pub const UNBOUNDED_ITERATION: Lint = Lint {
    name: "unbounded-iteration",
    finds: "a method with a loop over storage keys that nothing visible bounds",
};
/// A part of the description that says nothing.
pub const NO_DOCS: Lint =
    Lint { name: "no-docs", finds: "a contract, method, error or event without a doc comment" };
/// A method that anyone may call.
pub const OPEN_WRITE_METHOD: Lint = Lint {
    name: "open-write-method",
    finds: "a writing method that the description leaves open to every caller",
};
/// A module that is dear to deploy.
pub const LARGE_MODULE: Lint =
    Lint { name: "large-module", finds: "a module of more than 128 KiB, a quarter of the limit" };
/// A module that the next change may push over a limit.
pub const NEAR_LIMIT: Lint =
    Lint { name: "near-limit", finds: "a module that uses more than four fifths of a limit" };

/// Every lint, by name.
pub const ALL: [Lint; 5] =
    [LARGE_MODULE, NEAR_LIMIT, NO_DOCS, OPEN_WRITE_METHOD, UNBOUNDED_ITERATION];

/// Something that a lint found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The lint.
    pub lint: Lint,
    /// Where: a method, an error, an event, a limit; the contract's own name otherwise.
    pub place: String,
    /// One sentence without its dot.
    pub message: String,
}

/// A limit and how much of it is used.
pub type Used = (&'static ModuleLimit, u64);

/// Everything that the lints find in an accepted module, by lint.
///
/// # Errors
/// [`AnatomyError`] for bytes that are no module.
pub fn find(
    code: &[u8],
    abi: &ContractAbi,
    used: &[Used],
    names: &Names,
) -> Result<Vec<Finding>, AnatomyError> {
    let module = Module::read(code)?;
    let mut findings = Vec::from_iter(size::large(abi, code.len()));
    findings.extend(size::near_limit(used));
    findings.extend(description::without_docs(abi));
    findings.extend(description::open_methods(abi));
    findings.extend(iteration::unbounded(&module, names));
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ascend() {
        assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn the_document_lists_them() {
        let rows = ALL.iter().map(|lint| format!("| `{}` | {} |\n", lint.name, lint.finds));
        let table = format!("| lint | finds |\n|---|---|\n{}\n", rows.collect::<String>());
        assert!(include_str!("../../../../docs/lints.md").contains(&table), "{table}");
    }
}
