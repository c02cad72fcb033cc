//! The book's first chapter, as a reader would follow it: its commands, in an empty folder
//! outside of this repository, say what the chapter says.
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const CHAPTER: &str = include_str!("../../docs/book/src/first-contract.md");

/// A command and what the chapter shows of it.
struct Step {
    command: String,
    shown: Vec<String>,
}

/// The commands of the blocks marked `console`.
fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_inside = false;
    for line in CHAPTER.lines() {
        match (line, is_inside) {
            ("```console", false) => is_inside = true,
            ("```", true) => is_inside = false,
            (line, true) => match line.strip_prefix("$ ") {
                Some(command) => {
                    steps.push(Step { command: command.to_owned(), shown: Vec::new() });
                }
                None => steps.last_mut().unwrap().shown.push(line.to_owned()),
            },
            _ => {}
        }
    }
    steps
}

/// Addresses, and hashes of what they are in, differ from one reader to the next.
fn without_hashes(line: &str) -> String {
    let words = line.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
    let is_hash =
        |word: &str| word.len() >= 64 && word.bytes().take(64).all(|byte| byte.is_ascii_hexdigit());
    words.map(|word| if is_hash(word) { "HASH" } else { word }).collect()
}

/// A line without its figures of gas, and those. What code takes differs a little from one
/// compiler to the next.
fn without_gas(line: &str) -> (String, Vec<u64>) {
    if !line.starts_with("gas ") && !line.contains("(gas ") {
        return (line.to_owned(), Vec::new());
    }
    // Thousands stand apart: a figure goes on in the next word unless something follows.
    let (mut rest, mut figures, mut goes_on) = (String::new(), Vec::<String>::new(), false);
    for word in line.split(' ') {
        let figure = word.trim_end_matches([',', ')']);
        let is_figure = !figure.is_empty() && figure.bytes().all(|byte| byte.is_ascii_digit());
        match figures.last_mut() {
            _ if !is_figure => rest.push_str(word),
            Some(last) if goes_on => last.push_str(figure),
            _ => figures.push(figure.to_owned()),
        }
        goes_on = is_figure && figure == word;
    }
    (rest, figures.iter().map(|figure| figure.parse().unwrap()).collect())
}

/// Whether two lines say the same, figures of gas to a sixth.
fn is_alike(shown: &str, said: &str) -> bool {
    let ((shown, expected), (said, figures)) = (without_gas(shown), without_gas(said));
    let is_near = |(expected, figure): (&u64, &u64)| expected.abs_diff(*figure) <= expected / 6;
    shown == said && expected.len() == figures.len() && expected.iter().zip(&figures).all(is_near)
}

/// What the shell says: each command's output behind a line that tells them apart.
fn run(folder: &Path, steps: &[Step]) -> Vec<Vec<String>> {
    let bin = PathBuf::from(env!("CARGO_BIN_EXE_sandpact"));
    let own = bin.parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&path)));
    let script = steps.iter().fold("set -e\n".to_owned(), |mut script, step| {
        script.push_str("echo '=== next'\n");
        script.push_str(&step.command);
        script.push('\n');
        script
    });
    let mut shell = Command::new("bash");
    shell.args(["-c", &script]).current_dir(folder);
    shell.env("PATH", path.unwrap());
    // The tests of the chapter's contract are built beside those of this repository.
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/book");
    shell.env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
    shell.env_remove("SANDPACT_ENGINE");
    let output = shell.output().unwrap();
    let (said, complained) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    assert!(output.status.success(), "{said}\n{complained}");
    let parts = said.split("=== next\n").skip(1);
    parts.map(|part| part.lines().map(str::to_owned).collect()).collect()
}

#[test]
fn the_first_chapter_says_what_happens() {
    let folder = tempfile::tempdir().unwrap();
    let steps = steps();
    let said = run(folder.path(), &steps);
    assert!(steps.len() > 8, "new, test, build, keygen, init, deploy, call, query, prove");
    for (step, said) in steps.iter().zip(said) {
        if step.command.starts_with("sandpact test") {
            // Cargo's own words differ from machine to machine.
            for line in &step.shown {
                assert!(said.contains(line), "{line}: {said:?}");
            }
            continue;
        }
        let [shown, said] = [&step.shown, &said]
            .map(|lines| lines.iter().map(|line| without_hashes(line)).collect::<Vec<_>>());
        let is_alike = shown.len() == said.len()
            && shown.iter().zip(&said).all(|(shown, said)| is_alike(shown, said));
        assert!(is_alike, "$ {}\nthe book: {shown:#?}\nsaid: {said:#?}", step.command);
    }
    assert!(fs::exists(folder.path().join("notes/proof.json")).unwrap());
}

#[test]
fn only_gas_may_differ_and_not_by_much() {
    let line = "gas         117 102 (wasm 4 780, host 97 718, storage 14 604, crypto 0)";
    assert_eq!(without_gas(line).1, [117_102, 4_780, 97_718, 14_604, 0]);
    assert!(is_alike(line, &line.replace("4 780", "5 221")));
    assert!(!is_alike(line, &line.replace("4 780", "15 221")));
    assert!(!is_alike(line, &line.replace("crypto", "hash")));
    assert!(!is_alike("height      2", "height      3"));
    assert!(is_alike("error[1]: no (gas 96 302)", "error[1]: no (gas 96 400)"));
}
