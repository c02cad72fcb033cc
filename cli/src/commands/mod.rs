//! One file per command. A command reads its arguments, acts and returns a
//! report; it prints nothing.

mod account;
mod audit;
mod build;
mod call;
mod certificates;
mod change;
mod check;
mod client;
mod completions;
mod deploy;
mod doctor;
mod endorse;
mod entries;
mod init;
mod inspect;
mod keygen;
mod ledger;
mod members;
mod new;
mod policy;
mod private;
mod profile;
mod proof;
mod query;
mod schema;
mod snapshot;
mod submit;
mod test;
pub mod upgrade;
mod verify_build;

pub use init::file_error;

use crate::args::{Cli, Command, LedgerCommand};
use crate::error::CliError;
use crate::output::{Output, Report};
use crate::{demo, engine};

/// Does what the command line says.
pub fn run(cli: &Cli, output: Output) -> Result<Report, CliError> {
    let folder = &cli.global.ledger;
    match &cli.command {
        Command::Demo(args) => demo::run(args, output),
        Command::New(args) => new::run(args),
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::VerifyBuild(args) => verify_build::run(folder, args),
        Command::Init(args) => init::run(folder, args),
        Command::Keygen(args) => keygen::run(args),
        Command::Deploy(args) => deploy::run(folder, args),
        Command::Upgrade(args) => upgrade::run(folder, args),
        Command::Compare(args) => upgrade::compare_modules(args),
        Command::Call(args) => call::run(folder, args),
        Command::Query(args) => query::run(folder, args),
        Command::Profile(args) => profile::run(folder, args),
        Command::Inspect(args) => inspect::run(folder, args),
        Command::Prove(args) => proof::prove(folder, args),
        Command::VerifyProof(args) => proof::verify(args),
        Command::Test(args) => test::run(args, output),
        Command::Engine => engine::serve().map(|()| Report::nothing()),
        Command::Submit(args) => submit::run(folder, args),
        Command::Endorse(args) => endorse::run(args),
        Command::Change(args) => change::run(folder, args),
        Command::Policy(command) => policy::run(folder, command),
        Command::Private(args) => private::run(folder, args),
        Command::Members(args) => members::run(folder, args),
        Command::Certificates(command) => certificates::run(folder, command),
        Command::Audit(args) => audit::run(folder, args),
        Command::Account(args) => account::run(folder, args),
        Command::Schema(args) => schema::run(folder, args),
        Command::Client(command) => client::run(folder, command),
        Command::Ledger(command) => match command {
            LedgerCommand::Verify => ledger::verify(folder, output),
            LedgerCommand::Stats => ledger::stats(folder),
            LedgerCommand::Export(args) => snapshot::export(folder, &args.snapshot, output),
            LedgerCommand::Import(args) => snapshot::import(folder, &args.snapshot, output),
            LedgerCommand::Rebuild => ledger::rebuild(folder, output),
            LedgerCommand::Prune => snapshot::prune(folder, output),
        },
        Command::Doctor(args) => doctor::run(folder, args),
        Command::Completions(args) => Ok(completions::run(args)),
    }
}
