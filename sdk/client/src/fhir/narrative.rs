//! The narrative against the rules. It can make a consent ambiguous and nothing else.

/// Beginnings of words that speak of refusing.
const STEMS: &[&str] = &[
    "withh", "withdr", "refus", "revok", "revoc", "restrict", "prohibit", "exclud", "except",
    "forbid", "dissent", "oppos", "suppress", "conceal",
];

/// Whole words that refuse or turn a sentence round; of `don't` the part before the mark.
const WORDS: &[&str] = &[
    "deny", "denies", "denied", "denying", "denial", "denials", "not", "no", "never", "none",
    "nobody", "neither", "nor", "cannot", "without", "don", "doesn", "didn", "won", "mustn",
    "shouldn",
];

/// Whether a narrative in XHTML speaks of refusing something. Tags and their attributes
/// do not count, nor does the case of letters.
pub fn speaks_of_refusal(xhtml: &str) -> bool {
    let text = without_tags(xhtml).to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric()).any(is_refusing)
}

fn is_refusing(word: &str) -> bool {
    let has_stem = STEMS.iter().any(|stem| word.starts_with(stem));
    has_stem || WORDS.contains(&word)
}

fn without_tags(xhtml: &str) -> String {
    let mut text = String::with_capacity(xhtml.len());
    let mut is_in_tag = false;
    for letter in xhtml.chars() {
        match letter {
            '<' => is_in_tag = true,
            '>' if is_in_tag => {
                is_in_tag = false;
                text.push(' ');
            }
            _ if !is_in_tag => text.push(letter),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::speaks_of_refusal;

    #[test]
    fn words_of_refusal_are_found_in_the_text_alone() {
        for refusing in [
            "<div>Please WITHHOLD everything</div>",
            "<p>I do <b>not</b> agree</p>",
            "consent is denied.",
            "I don&apos;t agree",
            "I don't agree",
            "all but the psychiatric record is excluded",
        ] {
            assert!(speaks_of_refusal(refusing), "{refusing}");
        }
        for permitting in [
            "<div title=\"not shown\">Notice of privacy practices</div>",
            "The dentist in Denmark may see noted results",
            "",
        ] {
            assert!(!speaks_of_refusal(permitting), "{permitting}");
        }
    }
}
