//! Why a value does not fit its type. Every message starts with the path of
//! the offending part, such as `request.breakdown[0].rate_bp`.

use thiserror::Error;

/// Why a value is not of its type.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ValueError {
    /// Another kind of value.
    #[error("{path}: expected {expected}, got {got}")]
    WrongKind {
        /// Where.
        path: String,
        /// What the type asks for.
        expected: String,
        /// What stands there, shortened.
        got: String,
    },
    /// Above the type's largest value.
    #[error("{path}: {value} is above {max}")]
    Above {
        /// Where.
        path: String,
        /// The value given.
        value: String,
        /// The largest value of the type.
        max: String,
    },
    /// Below the type's smallest value.
    #[error("{path}: {value} is below {min}")]
    Below {
        /// Where.
        path: String,
        /// The value given.
        value: String,
        /// The smallest value of the type.
        min: String,
    },
    /// A JSON number that is no integer, or one that JSON readers round.
    #[error("{path}: {value} is no exact integer; write large ones as a string of digits")]
    NotAnInteger {
        /// Where.
        path: String,
        /// The number as read.
        value: String,
    },
    /// A byte string or tuple of another length.
    #[error("{path}: expected {expected} {unit}, got {got}")]
    WrongLength {
        /// Where.
        path: String,
        /// `bytes` or `items`.
        unit: &'static str,
        /// Length of the type.
        expected: usize,
        /// Length given.
        got: usize,
    },
    /// A field or argument that the type does not have.
    #[error("{path}: there is no such field; known are {known}")]
    UnknownField {
        /// Where.
        path: String,
        /// The names that exist.
        known: String,
    },
    /// A field or argument that is missing.
    #[error("{path}: missing ({expected})")]
    MissingField {
        /// Where.
        path: String,
        /// Its type.
        expected: String,
    },
    /// A variant that the enum does not have.
    #[error("{path}: `{variant}` is not one of {known}")]
    UnknownVariant {
        /// Where.
        path: String,
        /// The name given.
        variant: String,
        /// The names that exist.
        known: String,
    },
    /// Bytes that are no SCALE encoding of the type.
    #[error("{path}: the bytes are no {expected}")]
    Malformed {
        /// Where.
        path: String,
        /// The type.
        expected: String,
    },
    /// Bytes behind the value.
    #[error("{path}: {count} bytes left over")]
    LeftOver {
        /// Where.
        path: String,
        /// How many.
        count: usize,
    },
}

/// Longest excerpt of a value in a message, in characters.
const EXCERPT_LEN_CHARS_MAX: usize = 60;

/// A value for a message: its JSON, cut when long.
pub(super) fn excerpt(value: &serde_json::Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= EXCERPT_LEN_CHARS_MAX {
        return text;
    }
    let mut short: String = text.chars().take(EXCERPT_LEN_CHARS_MAX).collect();
    short.push_str("...");
    short
}

/// `` `a`, `b`, `c` ``, or `none`.
pub(super) fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let list: Vec<_> = all.map(|name| format!("`{name}`")).collect();
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}
