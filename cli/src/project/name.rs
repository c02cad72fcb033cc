//! Names of contract crates.

/// Words of the language (The Rust Reference, "Keywords", edition 2024), and crates that
/// every contract names already.
const TAKEN: &[&str] = &[
    "Self",
    "abstract",
    "alloc",
    "as",
    "async",
    "await",
    "become",
    "box",
    "break",
    "const",
    "continue",
    "core",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "proc_macro",
    "pub",
    "ref",
    "return",
    "sandpact_sdk",
    "self",
    "static",
    "std",
    "struct",
    "super",
    "test",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

/// Longest name in bytes, that of crates.io.
const LEN_BYTES_MAX: usize = 64;

/// Checks the name of a new crate, which is the contract's name too.
///
/// # Errors
/// One sentence on what is wrong with it.
pub fn check(name: &str) -> Result<(), String> {
    let is_inner = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    if !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
        return Err(format!("`{name}` does not begin with a letter"));
    }
    if let Some(char) = name.chars().find(|char| !is_inner(*char)) {
        return Err(format!("`{name}` has a `{char}`; letters, digits, `_` and `-` are allowed"));
    }
    if name.len() > LEN_BYTES_MAX {
        return Err(format!("`{name}` is longer than {LEN_BYTES_MAX} bytes"));
    }
    if TAKEN.contains(&crate_name(name).as_str()) {
        return Err(format!("`{name}` is a word of the language or a crate of every contract"));
    }
    Ok(())
}

/// The name as Rust code writes it.
pub fn crate_name(name: &str) -> String {
    name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_a_crate() {
        for good in ["a", "invoice_book", "Invoice-2", &"x".repeat(64)] {
            assert_eq!(check(good), Ok(()));
        }
        for bad in [
            "",
            "_a",
            "1a",
            "-a",
            "a b",
            "a/b",
            "a.b",
            "\u{e4}",
            "fn",
            "proc-macro",
            "test",
            "sandpact-sdk",
            &"x".repeat(65),
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        assert!(TAKEN.is_sorted());
    }
}
