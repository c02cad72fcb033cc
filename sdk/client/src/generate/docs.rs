//! Doc comments as they enter source text.

/// One line without control characters and without those that hide or turn text around, so
/// that a comment ends where its writer ends it and reads as it is.
pub fn line(docs: &str) -> String {
    let plain = docs.chars().map(|char| if is_plain(char) { char } else { ' ' });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_plain(char: char) -> bool {
    !char.is_control()
        && !matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_one_line_of_visible_text() {
        assert_eq!(line(" a\n\r b\u{2028}c\u{202e}d "), "a b c d");
    }
}
