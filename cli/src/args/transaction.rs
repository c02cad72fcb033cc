//! Calls of contracts: who, what, for how much gas.

use crate::symbols::SymbolArgs;
use clap::Args;
use sandpact_abi::limits;
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use std::path::PathBuf;

/// Who sends a transaction, and when.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// Key file of the sender
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Address of the member that sends it, when the key is not its first one
    #[arg(long, value_name = "ADDRESS")]
    pub member: Option<String>,
    /// Key file of another organisation's member who endorses it
    #[arg(long, value_name = "FILE")]
    pub endorse: Vec<PathBuf>,
    /// Name of the request, 32 hexadecimal digits: it is done once, however often it is sent
    #[arg(long, value_name = "ID")]
    pub request_id: Option<String>,
    /// Block time in seconds since 1970 instead of the system clock
    #[arg(long, value_name = "SECONDS")]
    pub time: Option<u64>,
}

/// Arguments of a contract's method, by name.
#[derive(Debug, Args)]
pub struct MethodArgs {
    /// An argument: JSON, or bare text where the type leaves no doubt
    #[arg(long = "arg", value_name = "NAME=VALUE")]
    pub args: Vec<String>,
    /// JSON file with an object of arguments; `-` reads standard input
    #[arg(long = "args", value_name = "FILE")]
    pub args_file: Option<PathBuf>,
}

/// Options of `deploy`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact deploy vat_invoice.wasm --key office.key --arg authority=$OFFICE"
)]
pub struct DeployArgs {
    /// A wasm module, or the name of a contract that comes with sandpact
    #[arg(value_name = "WASM")]
    pub module: PathBuf,
    /// Arguments of its init method.
    #[command(flatten)]
    pub method: MethodArgs,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
    /// Where source lines are found.
    #[command(flatten)]
    pub symbols: SymbolArgs,
    /// The contract's rules, on a ledger of organisations; set in the same transaction
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Most gas it may take; a deployment pays for reading and compiling its module
    #[arg(long, value_name = "GAS", default_value_t = limits::GAS_LIMIT_MAX)]
    pub gas_limit: u64,
}

/// Options of `call`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact call vat_invoice grant --key office.key --arg role=Seller --arg account=$SELLER"
)]
pub struct CallArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
    /// The method
    pub method: String,
    /// Its arguments.
    #[command(flatten)]
    pub arguments: MethodArgs,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
    /// Where source lines are found.
    #[command(flatten)]
    pub symbols: SymbolArgs,
    /// Most gas it may take
    #[arg(long, value_name = "GAS", default_value_t = GAS_LIMIT_DEFAULT.0)]
    pub gas_limit: u64,
    /// Write the signed transaction to a file for `endorse` and `submit`; nothing is run
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Options of `query`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact query vat_invoice has_role --arg role=Seller --arg account=$SELLER"
)]
pub struct QueryArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
    /// The method
    pub method: String,
    /// Its arguments.
    #[command(flatten)]
    pub arguments: MethodArgs,
    /// Its arguments as SCALE, one after the other
    #[arg(long, value_name = "HEX", conflicts_with_all = ["args", "args_file"])]
    pub encoded: Option<String>,
    /// Address of the member that asks; whoever runs this answers for it
    #[arg(long, value_name = "ADDRESS")]
    pub member: Option<String>,
    /// Where source lines are found.
    #[command(flatten)]
    pub symbols: SymbolArgs,
    /// Most gas it may take
    #[arg(long, value_name = "GAS", default_value_t = GAS_LIMIT_DEFAULT.0)]
    pub gas_limit: u64,
}
