//! Ledgers of organisations for tests of the command.
#![allow(dead_code, reason = "each test takes what it needs")]

use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Runs the command in a folder; what it says as JSON.
///
/// # Panics
/// When it ends with another exit code.
pub fn run(desk: &Path, words: &str, exit_code: i32) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandpact"));
    command.current_dir(desk).args(words.split_whitespace()).arg("--json");
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(exit_code), "{words}: {printed}");
    serde_json::from_str(&printed).unwrap()
}

/// A genesis file. Each organisation is given by its short name, the role of its member besides
/// `admin`, and the member's public key.
pub fn genesis(organisations: &[(&str, &str, String)]) -> String {
    let head = "chain = \"pilot\"\ntime = 2026-01-05T00:00:00Z\n[policy]\nkeys = [\"ed25519\"]\n\
        govern = { callers = [\"role:admin\"], endorsements = [{ at_least = 2 }] }\n\
        deploy = { callers = [\"role:admin\"] }\n";
    let organisation = |(id, role, key): &(&str, &str, String)| {
        format!(
            "[organisations.{id}]\nname = \"{id}\"\nroles = [\"{role}\"]\n\
             members = [{{ keys = [\"{key}\"], roles = [\"admin\", \"{role}\"] }}]\n"
        )
    };
    let organisations: String = organisations.iter().map(organisation).collect();
    format!("{head}{organisations}")
}
