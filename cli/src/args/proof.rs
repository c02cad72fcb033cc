//! Proofs.

use clap::Args;
use std::path::PathBuf;

/// Options of `prove`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact prove vat_invoice --key roles/01$SELLER --out proof.json"
)]
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
#[command(after_help = "Example: sandpact verify-proof proof.json --root $ROOT")]
pub struct VerifyProofArgs {
    /// The proof file
    pub file: PathBuf,
    /// A state root that you trust; without it the file's own root is used
    #[arg(long, value_name = "HASH")]
    pub root: Option<String>,
}
