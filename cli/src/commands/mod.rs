//! One file per command. A command reads its arguments, acts and returns a
//! report; it prints nothing.

mod build;
mod call;
mod check;
mod deploy;
mod init;
mod inspect;
mod keygen;
mod ledger;
mod proof;
mod query;
mod snapshot;

use crate::args::{Cli, Command, LedgerCommand};
use crate::demo;
use crate::error::CliError;
use crate::output::{Output, Report};

/// Does what the command line says.
pub fn run(cli: &Cli, output: Output) -> Result<Report, CliError> {
    let folder = &cli.global.ledger;
    match &cli.command {
        Command::Demo(args) => demo::run(args, output),
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Init(args) => init::run(folder, args),
        Command::Keygen(args) => keygen::run(args),
        Command::Deploy(args) => deploy::run(folder, args),
        Command::Call(args) => call::run(folder, args),
        Command::Query(args) => query::run(folder, args),
        Command::Inspect(args) => inspect::run(folder, args),
        Command::Prove(args) => proof::prove(folder, args),
        Command::VerifyProof(args) => proof::verify(args),
        Command::Ledger(command) => match command {
            LedgerCommand::Verify => ledger::verify(folder, output),
            LedgerCommand::Stats => ledger::stats(folder),
            LedgerCommand::Export(args) => snapshot::export(folder, &args.snapshot, output),
            LedgerCommand::Import(args) => snapshot::import(folder, &args.snapshot, output),
            LedgerCommand::Rebuild => ledger::rebuild(folder, output),
            LedgerCommand::Prune => snapshot::prune(folder, output),
        },
    }
}
