//! Options of `profile`.

use crate::args::MethodArgs;
use crate::symbols::SymbolArgs;
use clap::Args;
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use std::path::PathBuf;

/// Options of `profile`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact profile vat_invoice grant --key office.key --arg role=Seller --arg account=$SELLER"
)]
pub struct ProfileArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
    /// The method
    pub method: String,
    /// Its arguments.
    #[command(flatten)]
    pub arguments: MethodArgs,
    /// Key file of the sender; without it the method is read, as `query` does
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Block time in seconds since 1970 instead of the system clock
    #[arg(long, value_name = "SECONDS", requires = "key")]
    pub time: Option<u64>,
    /// Where source lines are found.
    #[command(flatten)]
    pub symbols: SymbolArgs,
    /// Picture to write
    #[arg(long, value_name = "FILE", default_value = "gas.svg")]
    pub out: PathBuf,
    /// File for folded stacks, which flame graph viewers read; their numbers are gas
    #[arg(long, value_name = "FILE")]
    pub folded: Option<PathBuf>,
    /// Most gas it may take
    #[arg(long, value_name = "GAS", default_value_t = GAS_LIMIT_DEFAULT.0)]
    pub gas_limit: u64,
}
