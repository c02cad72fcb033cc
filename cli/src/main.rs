//! The `sandpact` command. Argument parsing and printing only: the work is
//! done by `sandpact-runtime`, `sandpact-client` and `sandpact-proof`.
//!
//! Exit codes: 0 done, 1 refused by a contract or a rule, 2 wrong usage or
//! input, 3 damaged store.

mod abi_view;
mod args;

mod arguments;
mod bundled;
mod certificate_file;
mod change_view;
mod commands;
mod coverage;
mod demo;
mod described;
mod engine;
mod error;
mod failure;
mod ledger;
mod module_view;
mod new_file;
mod outcome;
mod output;
mod policy_file;
mod profile;
mod project;
mod proof_file;
mod rule_view;
mod storage_key;
mod symbols;
mod table;
mod usage;
mod visible;

use args::Cli;
use clap::Parser as _;
use error::CliError;
use output::Output;
use sandpact_abi::code;
use std::io::IsTerminal as _;
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::sync::OnceLock;
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    one_line_panics();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    log(cli.global.verbose);
    let output = Output::new(cli.global.json);
    let result = catch_unwind(|| commands::run(&cli, output)).unwrap_or_else(|_| Err(fault()));
    match result {
        Ok(report) => {
            output.report(&report);
            ExitCode::SUCCESS
        }
        Err(error) => {
            output.error(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Help and version are no errors; anything else becomes one line.
fn refuse(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed standard output leaves nobody to tell.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // The parsed options are not at hand here, so the words themselves decide.
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let words: Vec<_> = words.collect();
    let error = usage::error(error, &words);
    let json = words.iter().any(|word| word == "--json");
    Output::new(json).error(&error);
    ExitCode::from(error.exit_code())
}

/// The library never writes logs by itself; this is the one subscriber.
fn log(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => LevelFilter::INFO,
        2 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
}

/// The first fault of this program, kept by the panic hook.
static FAULT: OnceLock<String> = OnceLock::new();

/// A fault of this program is one line too, without a backtrace.
fn one_line_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let what = info.payload_as_str().unwrap_or("no message");
        // Later faults follow from the first.
        let _ = FAULT.set(format!("fault in sandpact at {place}: {what}"));
    }));
}

fn fault() -> CliError {
    let message = FAULT.get().map_or("fault in sandpact", String::as_str);
    CliError::damaged(code::LOCAL_FAULT, message)
}
