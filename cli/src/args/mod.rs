//! The command line as typed. Parsing only; nothing here acts.

mod access;
mod client;
mod contract;
mod ledger;
mod membership;
mod private;
mod proof;
#[cfg(test)]
mod tests;
mod transaction;

pub use access::{
    AuditArgs, ChangeArgs, EndorseArgs, PolicyCheckArgs, PolicyCommand, PolicyCoverageArgs,
    PolicyExplainArgs, PolicyShowArgs,
};
pub use client::{AccountArgs, ClientCommand, SchemaArgs, SubmitArgs};
pub use contract::{
    BuildArgs, CheckArgs, CompletionsArgs, DoctorArgs, EVERY_LINT, NewArgs, TestArgs,
    VerifyBuildArgs,
};
pub use ledger::{InitArgs, InspectArgs, KeygenArgs, LedgerCommand};
pub use membership::{
    AddAnchorArgs, AddMemberArgs, CertificatesCommand, ChangeSendArgs, MembersArgs, MembersCommand,
    NewKeyArgs, ProveKeyArgs, ReadCertificatesArgs, RemoveAnchorArgs, RevokeCertificateArgs,
    RotateKeyArgs, ShowCertificatesArgs,
};
pub use private::{
    EraseArgs, PrivateArgs, PrivateCommand, PurgeArgs, PutArgs, ReceiptArgs, ReceiveArgs, ShowArgs,
};
pub use proof::{ProveArgs, VerifyProofArgs};
pub use transaction::{CallArgs, DeployArgs, MethodArgs, QueryArgs, SendArgs};

use crate::commands::upgrade::{CompareArgs, UpgradeArgs};
use crate::profile::ProfileArgs;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Contracts that several parties can check, on one machine.
#[derive(Debug, Parser)]
#[command(name = "sandpact", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "Example: sandpact demo")]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct GlobalArgs {
    /// Folder of the ledger
    #[arg(long, global = true, value_name = "DIR", default_value = "./sandpact-ledger")]
    pub ledger: PathBuf,
    /// Print exactly one JSON document on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Log to standard error; twice for more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run three sectors' documents in a fresh temporary ledger and show every outcome
    Demo(DemoArgs),
    /// Write the crate of a new contract
    New(NewArgs),
    /// Build a contract crate to a wasm module
    Build(BuildArgs),
    /// Check whether a ledger would accept a wasm module, and show what is in it
    Check(CheckArgs),
    /// Build a module again from its source and compare the code hashes
    VerifyBuild(VerifyBuildArgs),
    /// Run the tests of a contract crate, natively and as wasm
    Test(TestArgs),
    /// Create a ledger
    Init(InitArgs),
    /// Create a key and write it to a file
    Keygen(KeygenArgs),
    /// Store a contract on the ledger and run its init method
    Deploy(DeployArgs),
    /// Replace a contract's code and run its migration, or show what that would do
    Upgrade(UpgradeArgs),
    /// Show what replacing one wasm module by another would mean, without any ledger
    Compare(CompareArgs),
    /// Call a method of a contract in a new block
    Call(CallArgs),
    /// Ask a read method at the last committed block; nothing is written
    Query(QueryArgs),
    /// Show what a call would take gas for, by function and source line; nothing is written
    Profile(ProfileArgs),
    /// List the contracts, or show one: methods, errors, events, storage keys
    Inspect(InspectArgs),
    /// Prove that a storage key has its value, or has none
    Prove(ProveArgs),
    /// Check a proof file without any ledger
    VerifyProof(VerifyProofArgs),
    /// Commands on the ledger as a whole
    #[command(subcommand, after_help = "Example: sandpact ledger verify")]
    Ledger(LedgerCommand),
    /// Run a signed transaction in a new block
    Submit(SubmitArgs),
    /// Show a signed transaction, and add an endorsement to it
    Endorse(EndorseArgs),
    /// Change organisations, members, quotas or rules in a new block
    Change(ChangeArgs),
    /// Rules: who may do what, and why not
    #[command(subcommand, after_help = "Example: sandpact policy show")]
    Policy(PolicyCommand),
    /// Private records: payloads that their organisations share and the ledger never sees
    Private(PrivateArgs),
    /// List organisations with their members and what they have left of their quotas, or change
    /// members
    Members(MembersArgs),
    /// Trust anchors and certificates of members' keys
    #[command(subcommand, after_help = "Example: sandpact certificates show")]
    Certificates(CertificatesCommand),
    /// List who did what, for whom, when
    Audit(AuditArgs),
    /// Show an account's next nonce
    Account(AccountArgs),
    /// Print the JSON Schema of a method's arguments, or of a whole contract
    Schema(SchemaArgs),
    /// Write a typed client of a contract
    #[command(
        subcommand,
        after_help = "Example: sandpact client typescript vat_invoice --out client"
    )]
    Client(ClientCommand),
    /// Check that this machine has what sandpact needs
    Doctor(DoctorArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Run contracts for tests, which speak to it over a pipe
    #[command(hide = true, after_help = "Example: sandpact test, which starts it")]
    Engine,
}

/// Day of the demo's first block, after the dates of all its samples.
pub const FIRST_DAY: &str = "2026-01-05";

/// Options of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact demo --documents my_documents")]
pub struct DemoArgs {
    /// Feed every file of this folder instead of the built-in story
    #[arg(long, value_name = "DIR")]
    pub documents: Option<PathBuf>,
    /// Make the blocks on this day: no document may be of a later one
    #[arg(long, value_name = "YYYY-MM-DD", requires = "documents", default_value = FIRST_DAY)]
    pub day: String,
}
