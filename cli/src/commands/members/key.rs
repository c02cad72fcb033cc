//! A key on its way to a member.

use crate::args::NewKeyArgs;
use crate::certificate_file;
use crate::error::CliError;
use sandpact_abi::access::{NewKey, OrganisationId, Validity};
use sandpact_abi::{Address, ChainId, Height, PublicKey};
use sandpact_access::file::{parse_key, parse_proof};
use sandpact_client::builder::key_proof;
use sandpact_client::key::KeyPair;

/// The key that the command line gives a member, or the first one of a new member, with the
/// member's address.
pub fn new_key(
    args: &NewKeyArgs,
    chain_id: &ChainId,
    organisation: &OrganisationId,
    (member, from): (Option<Address>, Height),
) -> Result<(Address, NewKey), CliError> {
    let path = args.certificate.as_ref().map(|path| certificate_file::read(path)).transpose()?;
    let (key, proof, member) = match (&args.new_key, &args.public_key, &args.proof) {
        (Some(file), ..) => {
            let pair = KeyPair::read(file)?;
            let member = member.unwrap_or_else(|| pair.address());
            (pair.public_key(), key_proof(chain_id, organisation, &member, &pair), member)
        }
        (None, Some(key), Some(proof)) => {
            let key = public_key("--public-key", key)?;
            let proof = parse_proof(proof)
                .map_err(|error| CliError::input("Proof", format!("--proof: {error}")))?;
            (key, proof, member.unwrap_or_else(|| sandpact_keys::address_of(&key)))
        }
        _ => return Err(CliError::input("Usage", "name the key with --new-key or --public-key")),
    };
    let path = path.unwrap_or_default().into_iter().map(|(der, _)| der).collect();
    let validity = Validity::since(from);
    Ok((member, NewKey { key, validity, path, proof: Some(proof) }))
}

/// A public key as `keygen` shows it.
pub fn public_key(option: &str, text: &str) -> Result<PublicKey, CliError> {
    parse_key(text).map_err(|error| CliError::input("Key", format!("{option}: {error}")))
}
