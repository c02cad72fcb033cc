//! Members, their keys, and the certificates that vouch for them.

use super::SendArgs;
use clap::{Args, Subcommand};
use sandpact_client::builder::GAS_LIMIT_DEFAULT;
use std::path::PathBuf;

/// How a change is sent.
#[derive(Debug, Args)]
pub struct ChangeSendArgs {
    /// The transaction.
    #[command(flatten)]
    pub send: SendArgs,
    /// Most gas it may take
    #[arg(long, value_name = "GAS", default_value_t = GAS_LIMIT_DEFAULT.0)]
    pub gas_limit: u64,
    /// Write the signed transaction to a file for `endorse` and `submit`; nothing is run
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// A key that a member gets.
#[derive(Debug, Args)]
#[group(id = "which_key", args = ["new_key", "public_key"], required = true)]
pub struct NewKeyArgs {
    /// Key file of the new key, which proves itself
    #[arg(long, value_name = "FILE", conflicts_with = "proof")]
    pub new_key: Option<PathBuf>,
    /// The new key, as `keygen` shows it, when somebody else has its file
    #[arg(long, value_name = "KEY", requires = "proof", conflicts_with = "new_key")]
    pub public_key: Option<String>,
    /// What `members prove` shows where its file is
    #[arg(long, value_name = "PROOF", requires = "public_key")]
    pub proof: Option<String>,
    /// Certificates of the new key, its own first, then each one's issuer: PEM, or one in DER
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
}

/// Options of `members`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example: sandpact members --organisation bank-a"
)]
pub struct MembersArgs {
    /// Only those of this organisation
    #[arg(long, value_name = "ID")]
    pub organisation: Option<String>,
    /// What to do instead of listing them.
    #[command(subcommand)]
    pub command: Option<MembersCommand>,
}

/// Commands of `members`.
#[derive(Debug, Subcommand)]
pub enum MembersCommand {
    /// Add a member to an organisation
    Add(AddMemberArgs),
    /// Give a member a key in place of one that it has
    RotateKey(RotateKeyArgs),
    /// Prove a key to whoever adds it to a member
    Prove(ProveKeyArgs),
}

/// Options of `members add`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact members add bank-a --new-key clerk.key --certificate clerk.pem --role clerk --key admin.key"
)]
pub struct AddMemberArgs {
    /// The organisation
    pub organisation: String,
    /// Its key.
    #[command(flatten)]
    pub new: NewKeyArgs,
    /// A role that it has
    #[arg(long, value_name = "ROLE")]
    pub role: Vec<String>,
    /// An attribute that it has
    #[arg(long, value_name = "NAME=VALUE")]
    pub attribute: Vec<String>,
    /// How it is sent.
    #[command(flatten)]
    pub change: ChangeSendArgs,
}

/// Options of `members rotate-key`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact members rotate-key $CLERK --old $OLD --new-key new.key --from 90 --key clerk.key"
)]
pub struct RotateKeyArgs {
    /// Address of the member
    #[arg(value_name = "MEMBER")]
    pub of: String,
    /// The key that signs no more, as `keygen` shows it
    #[arg(long, value_name = "KEY")]
    pub old: String,
    /// First height at which the new one signs, not below that of the next block
    #[arg(long, value_name = "HEIGHT")]
    pub from: u64,
    /// The new one.
    #[command(flatten)]
    pub new: NewKeyArgs,
    /// How it is sent.
    #[command(flatten)]
    pub change: ChangeSendArgs,
}

/// Options of `members prove`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact members prove bank-a --new-key clerk.key --chain-id trade-pilot"
)]
pub struct ProveKeyArgs {
    /// The organisation of the member
    pub organisation: String,
    /// Key file of the key that the member is to have
    #[arg(long, value_name = "FILE")]
    pub new_key: PathBuf,
    /// Address of the member; without it the key is the first one of a new member
    #[arg(long, value_name = "ADDRESS")]
    pub of: Option<String>,
    /// Name of the ledger; that of the ledger here without it
    #[arg(long, value_name = "ID")]
    pub chain_id: Option<String>,
}

/// Commands of `certificates`.
#[derive(Debug, Subcommand)]
pub enum CertificatesCommand {
    /// List trust anchors of organisations, and certificates that they trust no more
    Show(ShowCertificatesArgs),
    /// Show the certificates in a file: issuer, serial number, validity, identity
    Read(ReadCertificatesArgs),
    /// Have an organisation trust an authority
    AddAnchor(AddAnchorArgs),
    /// Have an organisation trust an authority no more: no key that rests on it signs
    RemoveAnchor(RemoveAnchorArgs),
    /// Have an organisation trust a certificate no more
    Revoke(RevokeCertificateArgs),
}

/// Options of `certificates show`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact certificates show --organisation bank-a")]
pub struct ShowCertificatesArgs {
    /// Only those of this organisation
    #[arg(long, value_name = "ID")]
    pub organisation: Option<String>,
}

/// Options of `certificates read`.
#[derive(Debug, Args)]
#[command(after_help = "Example: sandpact certificates read clerk.pem")]
pub struct ReadCertificatesArgs {
    /// The file: PEM, or one in DER
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// Options of `certificates add-anchor`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact certificates add-anchor bank-a bank-a-root.pem --key admin.key"
)]
pub struct AddAnchorArgs {
    /// The organisation
    pub organisation: String,
    /// The authority's own certificate: PEM or DER
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How it is sent.
    #[command(flatten)]
    pub change: ChangeSendArgs,
}

/// Options of `certificates remove-anchor`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact certificates remove-anchor bank-a $ANCHOR --key admin.key"
)]
pub struct RemoveAnchorArgs {
    /// The organisation
    pub organisation: String,
    /// Identity of the anchor, as `certificates show` has it
    pub anchor: String,
    /// How it is sent.
    #[command(flatten)]
    pub change: ChangeSendArgs,
}

/// Options of `certificates revoke`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example: sandpact certificates revoke bank-a $CERTIFICATE --from 90 --key admin.key"
)]
pub struct RevokeCertificateArgs {
    /// The organisation
    pub organisation: String,
    /// Identity of the certificate, as `certificates read` has it
    pub certificate: String,
    /// First height at which it vouches for nothing, not below that of the next block
    #[arg(long, value_name = "HEIGHT")]
    pub from: u64,
    /// How it is sent.
    #[command(flatten)]
    pub change: ChangeSendArgs,
}
