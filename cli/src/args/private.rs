//! Private records.

use super::SendArgs;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of every command of `private`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact private list")]
pub struct PrivateArgs {
    /// Folder of the sealed payloads; `private` in the ledger's folder without it
    #[arg(long, global = true, value_name = "DIR")]
    pub vault: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: PrivateCommand,
}

/// Commands of `private`.
#[derive(Debug, Subcommand)]
pub enum PrivateCommand {
    /// Record a file in a private collection: seal it, keep it, commit to it
    Put(PutArgs),
    /// Take a sealed file from another organisation: check it, keep it, confirm it
    Receive(ReceiveArgs),
    /// Open a private record that is kept here
    Show(ShowArgs),
    /// List private records: who has them, until when, who has erased them
    #[command(after_help = "Example: sandpact private list")]
    List,
    /// Ask all organisations of a record to erase it
    Purge(PurgeArgs),
    /// Erase what was purged or has expired, and confirm it on the ledger
    Erase(EraseArgs),
    /// Say who has erased a record, and write the proof
    Receipt(ReceiptArgs),
}

/// Options of `private put`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact private put prices offer.pdf --key clerk.key --out offer.sealed"
)]
pub struct PutArgs {
    /// The collection
    pub collection: String,
    /// What is private
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the sealed file goes, for the other organisations
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// First second since 1970 at which nobody may have it any more
    #[arg(long, value_name = "SECONDS")]
    pub expires_at: Option<u64>,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
}

/// Options of `private receive`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact private receive offer.sealed --key officer.key --sealing-key customs.seal"
)]
pub struct ReceiveArgs {
    /// The sealed file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// File with the key that opens what is sealed to the sender's organisation
    #[arg(long, value_name = "FILE")]
    pub sealing_key: PathBuf,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
}

/// Options of `private show`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact private show $COMMITMENT --organisation customs --sealing-key customs.seal --out offer.pdf"
)]
pub struct ShowArgs {
    /// The commitment, 64 hexadecimal digits
    pub commitment: String,
    /// Whose key it is
    #[arg(long, value_name = "ID")]
    pub organisation: String,
    /// File with the key that opens what is sealed to it
    #[arg(long, value_name = "FILE")]
    pub sealing_key: PathBuf,
    /// Write it to this file instead of showing it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Options of `private purge`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact private purge $COMMITMENT --key officer.key")]
pub struct PurgeArgs {
    /// The commitment, 64 hexadecimal digits
    pub commitment: String,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
}

/// Options of `private erase`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact private erase --key officer.key")]
pub struct EraseArgs {
    /// Also erase what is kept here for no record of this ledger: what a crash left, or, on a
    /// ledger that is behind, what was recorded since
    #[arg(long)]
    pub without_record: bool,
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
}

/// Options of `private receipt`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact private receipt $COMMITMENT --out erased.json")]
pub struct ReceiptArgs {
    /// The commitment, 64 hexadecimal digits
    pub commitment: String,
    /// Write the proof to this file; verify-proof checks it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
