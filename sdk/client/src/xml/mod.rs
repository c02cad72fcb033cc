//! Opening XML of strangers: bounded in bytes, markup and nodes, without document type
//! declarations, so that no entity is ever expanded.

pub mod markup;
mod root;

use crate::document::DocumentRefusal;
use roxmltree::{Document, Error, ParsingOptions};

pub use root::RootTag;

/// The text of a file without its byte order mark.
///
/// # Errors
/// `TooLarge` above `len_bytes_max`, `NotWellFormed` for what is not UTF-8.
pub fn text(bytes: &[u8], len_bytes_max: usize) -> Result<&str, DocumentRefusal> {
    DocumentRefusal::check_len(bytes, len_bytes_max)?;
    let text = std::str::from_utf8(bytes)
        .map_err(|error| DocumentRefusal::not_well_formed(format!("not UTF-8: {error}")))?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// Parses a document of at most `nodes_max` nodes.
///
/// # Errors
/// `TooLarge`, `NotWellFormed`.
pub fn parse(text: &str, nodes_max: u32) -> Result<Document<'_>, DocumentRefusal> {
    markup::check(text)?;
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: nodes_max, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => {
            DocumentRefusal::too_large(format!("more than {nodes_max} XML nodes"))
        }
        error => DocumentRefusal::not_well_formed(error.to_string()),
    })
}
