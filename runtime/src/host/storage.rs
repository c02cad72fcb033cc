//! A contract's own keys and values. The contract's address is added here, so
//! no key reaches another contract's storage.

use super::{Frame, Stop, memory};
use crate::access;
use parity_scale_codec::Encode as _;
use sandpact_abi::{code, limits};
use sandpact_module::schedule::{
    STORAGE_NEXT, STORAGE_READ, STORAGE_READ_BYTE, STORAGE_WRITE, STORAGE_WRITE_BYTE,
};
use sandpact_state::NextKey;

/// What absence looks like to the guest.
const ABSENT: i32 = -1;

/// `storage_get`: the value's length, or -1; copies what fits.
pub fn get(
    frame: &mut Frame,
    guest: &mut [u8],
    key: (i32, i32),
    out: i32,
    out_len: i32,
) -> Result<i32, Stop> {
    let key = read_key(guest, key)?;
    frame.meter.charge_bytes(STORAGE_READ, STORAGE_READ_BYTE, key.len())?;
    let contract = frame.contract;
    let (session, meter) = frame.session_and_meter();
    let Some(value) = session.overlay.get(&contract, key)? else { return Ok(ABSENT) };
    meter.charge_bytes(0, STORAGE_READ_BYTE, value.len())?;
    memory::write_prefix(guest, out, memory::length(out_len), &value)?;
    to_i32(value.len())
}

/// `storage_set`.
pub fn set(
    frame: &mut Frame,
    guest: &mut [u8],
    key: (i32, i32),
    value_ptr: i32,
    value_len: i32,
) -> Result<(), Stop> {
    let key = writable_key(frame, guest, key)?;
    let value_len = memory::length(value_len);
    if value_len > limits::VALUE_LEN_BYTES_MAX {
        return Err(Stop::refuse(code::VALUE_TOO_LONG));
    }
    frame.meter.charge_bytes(0, STORAGE_WRITE_BYTE, value_len)?;
    let value = memory::read(guest, value_ptr, value_len)?.to_vec();
    let contract = frame.contract;
    let session = frame.session();
    let len_bytes = key.len().saturating_add(value.len());
    let len_bytes = u64::try_from(len_bytes).unwrap_or(u64::MAX);
    session.written_bytes = session.written_bytes.saturating_add(len_bytes);
    session.overlay.set(&contract, key, value);
    Ok(())
}

/// `storage_remove`: 1 when there was a value.
pub fn remove(frame: &mut Frame, guest: &mut [u8], key: (i32, i32)) -> Result<i32, Stop> {
    let key = writable_key(frame, guest, key)?;
    let contract = frame.contract;
    let overlay = &mut frame.session().overlay;
    let existed = overlay.get(&contract, key)?.is_some();
    if existed {
        overlay.remove(&contract, key);
    }
    Ok(i32::from(existed))
}

/// `storage_next`: the next key in order under a prefix, or -1; copies what fits.
pub fn next(
    frame: &mut Frame,
    guest: &mut [u8],
    key: (i32, i32),
    prefix_len: i32,
    out: i32,
    out_len: i32,
) -> Result<i32, Stop> {
    let key = read_key(guest, key)?;
    frame.meter.charge_bytes(STORAGE_NEXT, STORAGE_READ_BYTE, key.len())?;
    let prefix = key.get(..memory::length(prefix_len)).ok_or(Stop::Halt)?;
    let contract = frame.contract;
    // Removed keys on the way cost as much as the one that is found.
    let passed_max = frame.meter.gas_left().0 / STORAGE_NEXT;
    let found = frame.session().overlay.next_key(&contract, key, prefix, passed_max)?;
    let (next, passed) = match found {
        NextKey::Found { key, passed } => (Some(key), passed),
        NextKey::End { passed } => (None, passed),
        NextKey::TooFar => return Err(Stop::OutOfGas),
    };
    frame.meter.charge(STORAGE_NEXT.saturating_mul(passed))?;
    let Some(next) = next else { return Ok(ABSENT) };
    frame.meter.charge_bytes(0, STORAGE_READ_BYTE, next.len())?;
    memory::write_prefix(guest, out, memory::length(out_len), &next)?;
    to_i32(next.len())
}

fn read_key(guest: &[u8], (ptr, len): (i32, i32)) -> Result<&[u8], Stop> {
    let len = memory::length(len);
    if len == 0 || len > limits::KEY_LEN_BYTES_MAX {
        return Err(Stop::refuse(code::KEY_TOO_LONG));
    }
    memory::read(guest, ptr, len)
}

/// A key that the frame may write, with the write paid for.
fn writable_key<'a>(frame: &mut Frame, guest: &'a [u8], key: (i32, i32)) -> Result<&'a [u8], Stop> {
    if frame.read_only {
        return Err(Stop::refuse(code::READ_ONLY));
    }
    let key = read_key(guest, key)?;
    frame.meter.charge_bytes(STORAGE_WRITE, STORAGE_WRITE_BYTE, key.len())?;
    if let Some(policy) = frame.key_rules.clone()
        && let Some(access) = frame.session().access.clone()
        && let Err(denial) = access::may_write(&access, &policy, &frame.contract, key)
    {
        return Err(Stop::Revert { code: denial.code(), data: denial.encode() });
    }
    Ok(key)
}

fn to_i32(len: usize) -> Result<i32, Stop> {
    i32::try_from(len).map_err(|_| Stop::Halt)
}
