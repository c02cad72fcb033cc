//! Who may call a method, as its description says. The host looks before the contract runs: a
//! refusal costs what was read and no guest gas, and no contract can forget to ask.

use super::Session;
use crate::{
    RuntimeError,
    meter::{Meter, OutOfGas},
};
use sandpact_abi::{Address, GuardDef};
use sandpact_module::schedule::{STORAGE_READ, STORAGE_READ_BYTE};

/// What a guard says of a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// May call.
    Admitted,
    /// May not.
    Refused,
    /// The call has too little gas to find out.
    OutOfGas,
}

impl From<OutOfGas> for Verdict {
    fn from(_: OutOfGas) -> Self {
        Self::OutOfGas
    }
}

/// Whether the guard lets the caller in. Takes the gas of what it reads.
///
/// # Errors
/// Only for a node's own failure.
pub fn verdict(
    guard: &GuardDef,
    session: &mut Session,
    contract: &Address,
    caller: &Address,
    meter: &mut Meter,
) -> Result<Verdict, RuntimeError> {
    match guard {
        GuardDef::Open => Ok(Verdict::Admitted),
        GuardDef::Owner { field } => {
            let key = field_key(field, &[]);
            match read(session, contract, &key, meter)? {
                Ok(Some(owner)) if owner == caller.as_bytes() => Ok(Verdict::Admitted),
                Ok(_) => Ok(Verdict::Refused),
                Err(out_of_gas) => Ok(out_of_gas.into()),
            }
        }
        GuardDef::Roles { field, roles } => {
            for role in roles {
                let key = field_key(field, &[&[role.index], caller.as_bytes().as_slice()].concat());
                match read(session, contract, &key, meter)? {
                    Ok(Some(_)) => return Ok(Verdict::Admitted),
                    Ok(None) => {}
                    Err(out_of_gas) => return Ok(out_of_gas.into()),
                }
            }
            Ok(Verdict::Refused)
        }
    }
}

/// The key of an entry of a storage field: `docs/abi.md`, Storage.
fn field_key(field: &str, entry: &[u8]) -> Vec<u8> {
    [field.as_bytes(), &[0], entry].concat()
}

/// A stored value, at the price of `storage_get`.
fn read(
    session: &mut Session,
    contract: &Address,
    key: &[u8],
    meter: &mut Meter,
) -> Result<Result<Option<Vec<u8>>, OutOfGas>, RuntimeError> {
    let look = STORAGE_READ.saturating_add(bytes_gas(key.len()));
    if let Err(out_of_gas) = session.charge(meter, "guard", look) {
        return Ok(Err(out_of_gas));
    }
    let value = session.overlay.get(contract, key)?.map(|value| value.to_vec());
    let len = value.as_ref().map_or(0, Vec::len);
    Ok(session.charge(meter, "guard", bytes_gas(len)).map(|()| value))
}

fn bytes_gas(len_bytes: usize) -> u64 {
    STORAGE_READ_BYTE.saturating_mul(u64::try_from(len_bytes).unwrap_or(u64::MAX))
}
