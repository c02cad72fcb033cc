//! Organisations, rules and endorsements.

use super::ChangeSendArgs;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `change`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact change changes.toml --key admin.key --endorse customs.key"
)]
pub struct ChangeArgs {
    /// File with the changes; docs/access.md has its form
    #[arg(value_name = "FILE")]
    pub changes: PathBuf,
    /// How it is sent.
    #[command(flatten)]
    pub change: ChangeSendArgs,
}

/// Options of `endorse`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact endorse change.tx --key customs.key")]
pub struct EndorseArgs {
    /// File with a signed transaction, as `--out` writes it
    #[arg(value_name = "FILE")]
    pub transaction: PathBuf,
    /// Key file of who endorses it; without one the transaction is only shown
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// Commands of `policy`.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Show the rules of the ledger, or of a contract
    Show(PolicyShowArgs),
    /// Say whether a member may call a method, by which rule, and what is missing
    Explain(PolicyExplainArgs),
    /// Check that a policy file has a rule for every method of a module
    Check(PolicyCheckArgs),
    /// Count how often each rule of a contract let calls pass and refused them
    Coverage(PolicyCoverageArgs),
}

/// Options of `policy show`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact policy show vat_invoice")]
pub struct PolicyShowArgs {
    /// The contract's address, or its name when only one has it; the ledger's rules without it
    pub contract: Option<String>,
}

/// Options of `policy explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact policy explain vat_invoice issue --member $clerk --endorsed-by $officer"
)]
pub struct PolicyExplainArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
    /// The method
    pub method: String,
    /// Address of the member that would call it
    #[arg(long, value_name = "ADDRESS")]
    pub member: String,
    /// Address of a member that would endorse it
    #[arg(long, value_name = "ADDRESS")]
    pub endorsed_by: Vec<String>,
}

/// Options of `policy check`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact policy check policy.toml vat_invoice")]
pub struct PolicyCheckArgs {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub policy: PathBuf,
    /// A wasm module, or the name of a contract that comes with sandpact
    #[arg(value_name = "WASM")]
    pub module: PathBuf,
}

/// Options of `policy coverage`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact policy coverage vat_invoice --ledger test-ledger")]
pub struct PolicyCoverageArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
}

/// Options of `audit`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact audit --organisation bank-a --csv > bank-a.csv")]
pub struct AuditArgs {
    /// Only what this organisation did or endorsed
    #[arg(long, value_name = "ID")]
    pub organisation: Option<String>,
    /// Only what this member sent
    #[arg(long, value_name = "ADDRESS")]
    pub member: Option<String>,
    /// Only calls of this contract: its address, or its name when only one has it
    #[arg(long, value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Only the request of this name
    #[arg(long, value_name = "ID")]
    pub request_id: Option<String>,
    /// First height
    #[arg(long, value_name = "HEIGHT", default_value_t = 1)]
    pub from: u64,
    /// Last height; the head without it
    #[arg(long, value_name = "HEIGHT")]
    pub until: Option<u64>,
    /// Comma-separated values (RFC 4180) instead of a table
    #[arg(long)]
    pub csv: bool,
}
