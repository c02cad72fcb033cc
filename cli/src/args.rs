//! The command line as typed. Parsing only; nothing here acts.

use clap::{Args, Parser, Subcommand};
use sandpact_abi::limits;
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use std::path::PathBuf;

/// Contracts that several parties can check, on one machine.
#[derive(Debug, Parser)]
#[command(name = "sandpact", version, propagate_version = true, disable_help_subcommand = true)]
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
    /// Build a contract crate to a wasm module
    Build(BuildArgs),
    /// Check whether a ledger would accept a wasm module, and show what is in it
    Check(CheckArgs),
    /// Create a ledger
    Init(InitArgs),
    /// Create a key and write it to a file
    Keygen(KeygenArgs),
    /// Store a contract on the ledger and run its init method
    Deploy(DeployArgs),
    /// Call a method of a contract in a new block
    Call(CallArgs),
    /// Ask a read method at the last committed block; nothing is written
    Query(QueryArgs),
    /// List the contracts, or show one: methods, errors, events, storage keys
    Inspect(InspectArgs),
    /// Prove that a storage key has its value, or has none
    Prove(ProveArgs),
    /// Check a proof file without any ledger
    VerifyProof(VerifyProofArgs),
    /// Commands on the ledger as a whole
    #[command(subcommand)]
    Ledger(LedgerCommand),
}

/// Commands on the ledger as a whole.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Recompute the chain of blocks and both roots from everything that is stored
    Verify,
    /// Show what the ledger keeps, in numbers
    Stats,
    /// Write a snapshot of the state into a new folder
    Export(SnapshotArgs),
    /// Create a ledger from a snapshot; repeated after an interruption, it goes on
    Import(SnapshotArgs),
    /// Build everything that is derived anew from the log of blocks
    Rebuild,
    /// Remove old blocks, after a snapshot of the state took their place
    Prune,
}

/// Where a snapshot is.
#[derive(Debug, Args)]
pub struct SnapshotArgs {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    pub snapshot: PathBuf,
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Feed every file of this folder instead of the built-in story
    #[arg(long, value_name = "DIR")]
    pub documents: Option<PathBuf>,
}

/// Options of `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Folder of the contract crate
    #[arg(value_name = "DIR", default_value = ".")]
    pub crate_dir: PathBuf,
    /// Where to write the module; without it, it stays where cargo put it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The wasm module
    #[arg(value_name = "WASM")]
    pub module: PathBuf,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
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
pub struct KeygenArgs {
    /// File to create; an existing one is never overwritten
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Who sends a transaction, and when.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// Key file of the sender
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
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
    /// Most gas it may take; a deployment pays for reading and compiling its module
    #[arg(long, value_name = "GAS", default_value_t = limits::GAS_LIMIT_MAX)]
    pub gas_limit: u64,
}

/// Options of `call`.
#[derive(Debug, Args)]
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
    /// Most gas it may take
    #[arg(long, value_name = "GAS", default_value_t = GAS_LIMIT_DEFAULT.0)]
    pub gas_limit: u64,
}

/// Options of `query`.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
    /// The method
    pub method: String,
    /// Its arguments.
    #[command(flatten)]
    pub arguments: MethodArgs,
    /// Most gas it may take
    #[arg(long, value_name = "GAS", default_value_t = GAS_LIMIT_DEFAULT.0)]
    pub gas_limit: u64,
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// The contract's address, or its name when only one has it; all contracts without it
    pub contract: Option<String>,
    /// List storage keys, in the form that `prove --key` takes
    #[arg(long, requires = "contract")]
    pub keys: bool,
    /// List keys behind this one
    #[arg(long, value_name = "KEY", requires = "keys")]
    pub after: Option<String>,
    /// Most keys to list
    #[arg(long, value_name = "COUNT", default_value_t = 100, requires = "keys")]
    pub limit: u16,
}

/// Options of `prove`.
#[derive(Debug, Args)]
pub struct ProveArgs {
    /// The contract's address, or its name when only one has it
    pub contract: String,
    /// The key: `FIELD`, or `FIELD/HEX` with the encoded map key
    #[arg(long, value_name = "KEY", conflicts_with_all = ["field", "key_hex"])]
    #[arg(required_unless_present_any = ["field", "key_hex"])]
    pub key: Option<String>,
    /// Name of the storage field
    #[arg(long, value_name = "NAME")]
    pub field: Option<String>,
    /// The encoded map key behind `--field`; without `--field`, the whole key
    #[arg(long, value_name = "HEX")]
    pub key_hex: Option<String>,
    /// Proof file to write
    #[arg(long, value_name = "FILE", default_value = "proof.json")]
    pub out: PathBuf,
}

/// Options of `verify-proof`.
#[derive(Debug, Args)]
pub struct VerifyProofArgs {
    /// The proof file
    pub file: PathBuf,
    /// A state root that you trust; without it the file's own root is used
    #[arg(long, value_name = "HASH")]
    pub root: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn parse(words: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("sandpact").chain(words.split_whitespace()))
    }

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_of_every_command_stand_anywhere() -> Result<(), clap::Error> {
        for words in ["--json --ledger l inspect", "inspect --ledger l --json"] {
            let cli = parse(words)?;
            assert!(cli.global.json);
            assert_eq!(cli.global.ledger, PathBuf::from("l"));
        }
        assert_eq!(parse("ledger verify")?.global.ledger, PathBuf::from("./sandpact-ledger"));
        Ok(())
    }

    #[test]
    fn gas_limits_have_their_defaults() -> Result<(), clap::Error> {
        let gas = |words| {
            Ok::<_, clap::Error>(match parse(words)?.command {
                Command::Deploy(args) => args.gas_limit,
                Command::Call(args) => args.gas_limit,
                Command::Query(args) => args.gas_limit,
                _ => 0,
            })
        };
        assert_eq!(gas("deploy m.wasm --key k")?, limits::GAS_LIMIT_MAX);
        assert_eq!(gas("call c m --key k")?, GAS_LIMIT_DEFAULT.0);
        assert_eq!(gas("call c m --key k --gas-limit 7")?, 7);
        assert_eq!(gas("query c m")?, GAS_LIMIT_DEFAULT.0);
        Ok(())
    }

    #[test]
    fn wrong_usage_is_refused() {
        let wrong = [
            "",
            "deploy m.wasm",
            "call c --key k",
            "call c m --key k --gas-limit -1",
            "inspect --keys",
            "prove c",
            "prove c --key a --field b",
            "verify-proof",
            "ledger",
            "demo --documents",
            "inspect --limit 3 c",
        ];
        for words in wrong {
            assert!(parse(words).is_err(), "{words}");
        }
        let right = ["prove c --field b", "prove c --key-hex 00", "prove c --field b --key-hex 00"];
        for words in right {
            assert!(parse(words).is_ok(), "{words}");
        }
    }
}
