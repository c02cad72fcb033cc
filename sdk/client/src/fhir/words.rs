//! Words that speak of refusing. A word too many costs a person a look at a paper; a word
//! too few discloses against the patient's will.

/// Beginnings of words that speak of refusing.
const STEMS: &[&str] = &[
    "abstain",
    "block",
    "cancel",
    "ceas",
    "conceal",
    "declin",
    "delet",
    "disagree",
    "disallow",
    "disapprov",
    "dissent",
    "eras",
    "except",
    "exclu",
    "forbad",
    "forbid",
    "limit",
    "mask",
    "object",
    "omit",
    "oppos",
    "optout",
    "preclud",
    "prevent",
    "prohibit",
    "redact",
    "refus",
    "reject",
    "remov",
    "rescin",
    "restrict",
    "revoc",
    "revok",
    "seal",
    "secre",
    "shield",
    "stop",
    "suppress",
    "terminat",
    "unauthori",
    "unwill",
    "veto",
    "withdr",
    "withh",
];

/// Whole words that refuse or turn a sentence round; of `don't` the part before the mark.
const WORDS: &[&str] = &[
    "against", "ain", "aren", "avoid", "away", "ban", "banned", "bans", "bar", "barred", "bars",
    "but", "cannot", "couldn", "denial", "denials", "denied", "denies", "deny", "denying", "didn",
    "doesn", "don", "hadn", "hasn", "haven", "hid", "hidden", "hide", "hides", "hiding", "isn",
    "just", "keep", "keeps", "kept", "merely", "mustn", "needn", "neither", "never", "no",
    "nobody", "non", "none", "nor", "not", "nothing", "nowhere", "off", "only", "out", "shouldn",
    "solely", "unless", "wasn", "weren", "without", "won", "wouldn",
];

/// Negations in languages that are often written with English headings.
const FOREIGN_WORDS: &[&str] = &[
    "bez", "geen", "ikke", "ingen", "inte", "jamais", "kein", "keine", "keinen", "keiner", "nao",
    "nein", "nicht", "nie", "niemand", "niet", "nunca", "ohne", "pas", "sans", "sem", "senza",
    "sin", "uden", "utan", "zonder",
];

/// Words that nearly every English sentence has one of and that are no words of other
/// languages with Latin letters.
const ENGLISH_MARKERS: &[&str] = &["and", "from", "that", "the", "this", "with"];

/// Whether a word, in small letters, speaks of refusing something.
pub fn is_refusing(word: &str) -> bool {
    let has_stem = STEMS.iter().any(|stem| word.starts_with(stem));
    has_stem || WORDS.contains(&word) || FOREIGN_WORDS.contains(&word)
}

/// Whether a word, in small letters, shows that a text is in English.
pub fn is_english_marker(word: &str) -> bool {
    ENGLISH_MARKERS.contains(&word)
}
