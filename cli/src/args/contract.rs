//! Writing, building and checking contracts.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use sandpact_anatomy::lint;
use std::path::PathBuf;

/// The name that stands for every lint.
pub const EVERY_LINT: &str = "all";

/// Options of `new`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact new invoice_book && cd invoice_book && cargo test")]
pub struct NewArgs {
    /// Name of the crate and of the contract
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Folder to create; without it, NAME in this folder
    #[arg(long, value_name = "DIR")]
    pub path: Option<PathBuf>,
    /// Folder of the SDK's sources; without it, $SANDPACT_SDK or those that this program
    /// was built from
    #[arg(long, value_name = "DIR")]
    pub sdk: Option<PathBuf>,
}

/// Options of `build`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact build contracts/vat_invoice --out vat_invoice.wasm")]
pub struct BuildArgs {
    /// Folder of the contract crate
    #[arg(value_name = "DIR", default_value = ".")]
    pub crate_dir: PathBuf,
    /// Where to write the module; without it, it stays where cargo put it. The record of the
    /// build is written beside it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// For ledgers without organisations: do not ask for policy.toml, which has a rule for each
    /// method
    #[arg(long)]
    pub without_policy: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact check vat_invoice.wasm --deny unbounded-iteration")]
pub struct CheckArgs {
    /// The wasm module
    #[arg(value_name = "WASM")]
    pub module: PathBuf,
    /// Refuse what this lint finds, where it would warn; repeated, several lints
    #[arg(long, value_name = "LINT", value_parser = lint_names())]
    pub deny: Vec<String>,
}

fn lint_names() -> PossibleValuesParser {
    PossibleValuesParser::new(lint::ALL.iter().map(|lint| lint.name).chain([EVERY_LINT]))
}

/// Options of `verify-build`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact verify-build vat_invoice.wasm contracts/vat_invoice")]
pub struct VerifyBuildArgs {
    /// A wasm module, or a contract on the ledger by address or name
    #[arg(value_name = "MODULE|CONTRACT")]
    pub module: String,
    /// Folder of the crate that it should be built from
    #[arg(value_name = "DIR")]
    pub crate_dir: PathBuf,
    /// Record of its build; without it, the one beside the module, if there is one
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
}

/// Options of `doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact doctor")]
pub struct DoctorArgs {
    /// Folder of the SDK's sources; without it, $SANDPACT_SDK or those that this program
    /// was built from
    #[arg(long, value_name = "DIR")]
    pub sdk: Option<PathBuf>,
}

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact completions bash > ~/.local/share/bash-completion/completions/sandpact"
)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// Options of `test`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact test my_contract")]
pub struct TestArgs {
    /// Folder of the contract crate
    #[arg(value_name = "DIR", default_value = ".")]
    pub crate_dir: PathBuf,
    /// Show how often each rule of the contracts' policies let calls of the tests pass and refused them
    #[arg(long)]
    pub policy_coverage: bool,
    /// What goes to cargo: a part of the tests' names, `-- --nocapture` and so on
    #[arg(last = true, value_name = "CARGO ARGS")]
    pub cargo_args: Vec<String>,
}
