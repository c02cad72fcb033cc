//! Where two modules differ.

use crate::module::{AnatomyError, Module, Section};
use crate::sizes::Names;
use std::fmt;
use std::ops::Range;

/// The first difference of two modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// One has a section where the other has another one, or none.
    Sections {
        /// Name of the section of the first module.
        one: Option<String>,
        /// Name of the section of the second module.
        other: Option<String>,
    },
    /// A section has other contents.
    Contents {
        /// Its name.
        section: String,
        /// Length in the first module, in bytes.
        one_len_bytes: usize,
        /// Length in the second module, in bytes.
        other_len_bytes: usize,
    },
    /// A function has another body.
    Function {
        /// Its number.
        index: u32,
        /// What the first module exports it as, or its name in `names`.
        name: Option<String>,
        /// How many functions differ, this one included.
        count: usize,
    },
}

/// The first difference of two modules; `None` when they are the same bytes. `names` are
/// of the first module's functions.
///
/// # Errors
/// [`AnatomyError`] when one of them cannot be parsed.
pub fn difference(
    one: &[u8],
    other: &[u8],
    names: &Names,
) -> Result<Option<Difference>, AnatomyError> {
    if one == other {
        return Ok(None);
    }
    let (one, other) = (Module::read(one)?, Module::read(other)?);
    let len = one.sections.len().max(other.sections.len());
    let pairs = (0..len).map(|index| (one.sections.get(index), other.sections.get(index)));
    let mut first = None;
    for (a, b) in pairs {
        let (Some(a), Some(b)) = (a, b) else { return Ok(Some(sections(a, b))) };
        if a.name != b.name {
            return Ok(Some(sections(Some(a), Some(b))));
        }
        if slice(one.bytes, &a.range) == slice(other.bytes, &b.range) {
            continue;
        }
        if a.name == "code"
            && let Some(function) = function(&one, &other, names)
        {
            return Ok(Some(function));
        }
        // Other sections differ because functions do; so the code has precedence.
        first.get_or_insert_with(|| contents(a, b));
    }
    // Equal sections in other bytes: lengths written otherwise.
    Ok(first.or(Some(Difference::Contents {
        section: "lengths of sections".into(),
        one_len_bytes: one.bytes.len(),
        other_len_bytes: other.bytes.len(),
    })))
}

fn sections(one: Option<&Section>, other: Option<&Section>) -> Difference {
    let name = |section: Option<&Section>| section.map(|section| section.name.clone());
    Difference::Sections { one: name(one), other: name(other) }
}

fn contents(one: &Section, other: &Section) -> Difference {
    Difference::Contents {
        section: one.name.clone(),
        one_len_bytes: one.range.len(),
        other_len_bytes: other.range.len(),
    }
}

/// The first function that differs, of as many as both have.
fn function(one: &Module<'_>, other: &Module<'_>, names: &Names) -> Option<Difference> {
    if one.bodies.len() != other.bodies.len() {
        return None;
    }
    let pairs = one.bodies.iter().zip(&other.bodies).enumerate();
    let differ =
        pairs.filter(|(_, (a, b))| slice(one.bytes, &a.range) != slice(other.bytes, &b.range));
    let mut differ = differ.map(|(body, _)| body).peekable();
    let index = one.number(*differ.peek()?);
    Some(Difference::Function { index, name: one.name(names, index), count: differ.count() })
}

fn slice<'a>(bytes: &'a [u8], range: &Range<usize>) -> &'a [u8] {
    bytes.get(range.clone()).unwrap_or_default()
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sections { one, other } => {
                let name = |name: &Option<String>| match name {
                    Some(name) => format!("section `{name}`"),
                    None => "no section".to_owned(),
                };
                write!(f, "{} stands in place of {}", name(other), name(one))
            }
            Self::Contents { section, one_len_bytes, other_len_bytes } => write!(
                f,
                "section `{section}` differs ({one_len_bytes} and {other_len_bytes} bytes)"
            ),
            Self::Function { index, name, count } => {
                let name = name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
                write!(f, "function {index}{name} differs")?;
                match count.saturating_sub(1) {
                    0 => Ok(()),
                    more => write!(f, ", and {more} more"),
                }
            }
        }
    }
}
