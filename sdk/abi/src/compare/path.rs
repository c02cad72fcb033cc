//! Where something is, built up on the way down and written out for findings only: names come
//! from strangers and may be long.

use alloc::string::String;
use core::fmt::{self, Write as _};

/// Longest place or line of a finding in bytes; what is longer ends in dots.
const TEXT_LEN_BYTES_MAX: usize = 200;

/// A place, and the way to it.
pub struct Path<'a> {
    /// Above.
    pub parent: Option<&'a Path<'a>>,
    /// What stands before the names: nothing, a dot, brackets.
    pub join: &'static str,
    /// The names of this step, joined with dots.
    pub names: &'a [&'a str],
}

impl<'a> Path<'a> {
    /// The beginning of a way, words with blanks between.
    pub fn root(words: &'a [&'a str]) -> Self {
        Self { parent: None, join: " ", names: words }
    }

    /// One step further.
    pub fn step(&'a self, join: &'static str, names: &'a [&'a str]) -> Self {
        Self { parent: Some(self), join, names }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
            f.write_str(self.join)?;
        }
        let between = if self.parent.is_none() { " " } else { "." };
        for (index, name) in self.names.iter().enumerate() {
            if index > 0 {
                f.write_str(between)?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// The text of something, within the bound.
pub fn shortened(shown: &dyn fmt::Display) -> String {
    let mut text = Bounded(String::new());
    if write!(text, "{shown}").is_err() {
        text.0.push_str("...");
    }
    text.0
}

/// Takes text up to the bound.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = TEXT_LEN_BYTES_MAX.saturating_sub(self.0.len());
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        self.0.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or_default());
        Err(fmt::Error)
    }
}
