//! Why there is no client of a description.

use thiserror::Error;

/// What in a description cannot become source text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// A name that is no identifier.
    #[error("{what} `{name}` is no name of letters, digits and `_`")]
    NotAName {
        /// What it names.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Two of one name where there may be one.
    #[error("{what} `{name}` is there twice")]
    Twice {
        /// What it names.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A version that no package manager reads.
    #[error("version `{version}` is not of the form 1.2.3")]
    Version {
        /// The version.
        version: String,
    },
}
