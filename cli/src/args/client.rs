//! What clients and their programs ask, as typed.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `submit`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact submit transaction.hex")]
pub struct SubmitArgs {
    /// File with a signed transaction, as bytes or as hexadecimal digits; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub transaction: PathBuf,
    /// Block time in seconds since 1970 instead of the system clock
    #[arg(long, value_name = "SECONDS")]
    pub time: Option<u64>,
}

/// Options of `account`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact account $clerk")]
pub struct AccountArgs {
    /// The account's address
    pub address: String,
}

/// Options of `schema`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact schema vat_invoice --method grant")]
pub struct SchemaArgs {
    /// A contract of the ledger by address or name, a wasm file, or a contract that comes with sandpact
    #[arg(value_name = "CONTRACT|WASM")]
    pub contract: String,
    /// The schema of this method's arguments alone
    #[arg(long, value_name = "NAME")]
    pub method: Option<String>,
}

/// Languages of generated clients.
#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// Write a Rust module
    Rust(RustClientArgs),
    /// Write an npm package in TypeScript
    Typescript(TypescriptClientArgs),
}

/// Options of `client rust`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact client rust vat_invoice --out src/vat_invoice.rs")]
pub struct RustClientArgs {
    /// A contract of the ledger by address or name, a wasm file, or a contract that comes with sandpact
    #[arg(value_name = "CONTRACT|WASM")]
    pub contract: String,
    /// File to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Options of `client typescript`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact client typescript vat_invoice --out client")]
pub struct TypescriptClientArgs {
    /// A contract of the ledger by address or name, a wasm file, or a contract that comes with sandpact
    #[arg(value_name = "CONTRACT|WASM")]
    pub contract: String,
    /// Folder to write the package into
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}
