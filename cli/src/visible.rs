//! Text that others wrote, made safe to print. A contract's description comes
//! from whoever deployed it: it must not move a terminal's cursor, change its
//! colours or turn the reading direction.

/// One line: escapes whatever does not stand visibly in its place, line ends included.
pub fn line(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, char| {
        if is_hidden(char) {
            out.extend(char.escape_unicode())
        } else {
            out.push(char)
        }
        out
    })
}

/// Several lines: the same, but line ends stay.
pub fn lines(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// JSON as a program printed it: what hides becomes `\uXXXX` (RFC 8259 section 7).
/// JSON writers escape U+0000 to U+001F only, and such characters occur in strings only.
pub fn json(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, char| {
        if char != '\n' && is_hidden(char) {
            out.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            out.push(char);
        }
        out
    })
}

/// Control characters, and those that Unicode Standard Annex 9 (reading direction)
/// and zero-width formatting use. All lie below U+10000.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_printed() {
        assert_eq!(line("gr\u{fc}n \u{1b}[31m\n"), "gr\u{fc}n \\u{1b}[31m\\u{a}");
        assert_eq!(line("\u{202e}\u{9b}2J\u{7f}"), "\\u{202e}\\u{9b}2J\\u{7f}");
        assert_eq!(lines("a\nb\r\tc"), "a\nb\\u{d}\\u{9}c");
    }

    #[test]
    fn json_stays_json_and_means_the_same() -> Result<(), serde_json::Error> {
        let value = serde_json::json!({"name": "\u{1b}[2J \u{9b}31m \u{202e} \u{7f} ü\n"});
        let text = json(&format!("{value:#}"));
        assert!(text.chars().all(|char| char == '\n' || !is_hidden(char)), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text)?, value);
        Ok(())
    }
}
