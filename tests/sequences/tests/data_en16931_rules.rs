//! The published test sets of EN 16931: each fragment keeps or breaks the rule that it is labelled
//! with.
#![allow(clippy::unwrap_used)]

use sandpact_client::ubl::rules::{is_test_set, judge_fragments};
use std::{fs, path::Path};

/// Published documents, where a checkout has them beside it.
const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/tax");

/// How many fragments of the published sets keep their rule and how many break it.
const DEMANDED: (usize, usize) = (39, 23);

#[test]
fn published_fragments_keep_and_break_the_rules_that_they_are_labelled_with() {
    let folder = Path::new(PUBLISHED);
    if !folder.is_dir() {
        println!("published documents absent: {PUBLISHED}");
        return;
    }
    let sets = fs::read_dir(folder.join("en16931-unit")).unwrap();
    let mut files: Vec<_> = sets.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut counted = (0, 0);
    for file in files {
        let document = fs::read(&file).unwrap();
        assert!(is_test_set(&document), "{}", file.display());
        let judged = judge_fragments(&document).unwrap();
        for fragment in &judged {
            assert!(fragment.is_as_labelled(), "{}: {fragment:?}", file.display());
        }
        let kept = judged.iter().filter(|fragment| fragment.refusal().is_none()).count();
        let broken = judged.len() - kept;
        counted = (counted.0 + kept, counted.1 + broken);
    }
    assert_eq!(counted, DEMANDED);
}
