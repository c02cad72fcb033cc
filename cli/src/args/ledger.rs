//! Ledgers and the keys of their users.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands on the ledger as a whole.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Recompute the chain of blocks and both roots from everything that is stored
    #[command(after_help = "Example: sandpact ledger verify")]
    Verify,
    /// Show what the ledger keeps, in numbers
    #[command(after_help = "Example: sandpact ledger stats")]
    Stats,
    /// Write a snapshot of the state into a new folder
    #[command(after_help = "Example: sandpact ledger export snapshot")]
    Export(SnapshotArgs),
    /// Create a ledger from a snapshot; repeated after an interruption, it goes on
    #[command(after_help = "Example: sandpact ledger import snapshot")]
    Import(SnapshotArgs),
    /// Build everything that is derived anew from the log of blocks
    #[command(after_help = "Example: sandpact ledger rebuild")]
    Rebuild,
    /// Remove old blocks, after a snapshot of the state took their place
    #[command(after_help = "Example: sandpact ledger prune")]
    Prune,
}

/// Where a snapshot is.
#[derive(Debug, Args)]
pub struct SnapshotArgs {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    pub snapshot: PathBuf,
}

/// Options of `init`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact init --key office.key")]
pub struct InitArgs {
    /// Organisations, members and rules, as a file; docs/access.md has its form
    #[arg(long, value_name = "FILE", conflicts_with_all = ["chain_id", "key", "deployer", "time"])]
    pub genesis: Option<PathBuf>,
    /// Name of the ledger; transactions are signed for it
    #[arg(long, value_name = "NAME", default_value = "sandpact-local")]
    pub chain_id: String,
    /// Key file of an account that may deploy contracts
    #[arg(long, value_name = "FILE")]
    pub key: Vec<PathBuf>,
    /// Address of an account that may deploy contracts
    #[arg(long, value_name = "ADDRESS")]
    pub deployer: Vec<String>,
    /// Genesis time in seconds since 1970 instead of the system clock
    #[arg(long, value_name = "SECONDS")]
    pub time: Option<u64>,
}

/// Options of `keygen`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact keygen --out office.key")]
pub struct KeygenArgs {
    /// File to create; an existing one is never overwritten
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Kind of key; x25519 opens what is sealed to an organisation, the others sign
    #[arg(long, value_name = "KIND", value_parser = ["ed25519", "p256", "sm2", "x25519"], default_value = "ed25519")]
    pub kind: String,
}

/// Options of `inspect`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact inspect vat_invoice --keys")]
pub struct InspectArgs {
    /// The contract's address, or its name when only one has it, or a wasm file; all contracts
    /// without it
    pub contract: Option<String>,
    /// List the entries of a storage field, or of an index as `FIELD.INDEX`
    #[arg(long, value_name = "FIELD", requires = "contract", group = "list")]
    pub entries: Option<String>,
    /// List storage keys, in the form that `prove --key` takes
    #[arg(long, requires = "contract", group = "list")]
    pub keys: bool,
    /// List what is behind this key
    #[arg(long, value_name = "KEY", requires = "list")]
    pub after: Option<String>,
    /// Most keys or entries to list
    #[arg(long, value_name = "COUNT", default_value_t = 100, requires = "list")]
    pub limit: u16,
}
