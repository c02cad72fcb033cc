//! `sandpact completions`.

use crate::args::{Cli, CompletionsArgs};
use crate::output::Report;
use clap::CommandFactory as _;
use serde_json::json;

/// The completions of a shell, made from the parser itself.
pub fn run(args: &CompletionsArgs) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sandpact", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Report {
        text: script.trim_end().to_owned(),
        json: json!({"shell": args.shell.to_string(), "script": script}),
    }
}
