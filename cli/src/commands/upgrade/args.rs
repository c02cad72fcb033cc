//! Options of `upgrade` and `compare`.

use crate::args::{MethodArgs, SendArgs};
use crate::symbols::SymbolArgs;
use clap::Args;
use sandpact_abi::limits;
use std::path::PathBuf;

/// Options of `upgrade`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact upgrade notes_2.wasm notes --key office.key --dry-run")]
pub struct UpgradeArgs {
    /// The new wasm module, or the name of a contract that comes with sandpact
    #[arg(value_name = "WASM")]
    pub module: PathBuf,
    /// The contract's address, or its name when only one has it
    #[arg(value_name = "CONTRACT")]
    pub contract: String,
    /// Arguments of the new module's migrate method.
    #[command(flatten)]
    pub method: MethodArgs,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
    /// Where source lines are found.
    #[command(flatten)]
    pub symbols: SymbolArgs,
    /// Make the upgrade on a copy of the state, show what it would do, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Most gas it may take; an upgrade pays for reading and compiling its module
    #[arg(long, value_name = "GAS", default_value_t = limits::GAS_LIMIT_MAX)]
    pub gas_limit: u64,
}

/// Options of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact compare notes_1.wasm notes_2.wasm")]
pub struct CompareArgs {
    /// The module that a contract has
    #[arg(value_name = "OLD_WASM")]
    pub old: PathBuf,
    /// The module that would take its place
    #[arg(value_name = "NEW_WASM")]
    pub new: PathBuf,
}
