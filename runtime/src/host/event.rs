//! Events: what a contract tells the outside.

use super::{Frame, Stop, memory};
use crate::receipt::EventRecord;
use sandpact_abi::{code, limits};
use sandpact_module::schedule::{EVENT_BASE, EVENT_BYTE};

/// `event_emit`.
pub fn emit(
    frame: &mut Frame,
    guest: &mut [u8],
    (name_ptr, name_len): (i32, i32),
    (data_ptr, data_len): (i32, i32),
) -> Result<(), Stop> {
    if frame.read_only {
        return Err(Stop::refuse(code::READ_ONLY));
    }
    let (name_len, data_len) = (memory::length(name_len), memory::length(data_len));
    if name_len == 0
        || name_len > limits::EVENT_NAME_LEN_BYTES_MAX
        || data_len > limits::EVENT_LEN_BYTES_MAX
    {
        return Err(Stop::refuse(code::EVENT_TOO_LONG));
    }
    frame.meter.charge_bytes(EVENT_BASE, EVENT_BYTE, name_len.saturating_add(data_len))?;
    let name = memory::read(guest, name_ptr, name_len)?;
    if !name.iter().all(u8::is_ascii_graphic) {
        return Err(Stop::Halt);
    }
    let name = String::from_utf8(name.to_vec()).map_err(|_| Stop::Halt)?;
    let data = memory::read(guest, data_ptr, data_len)?.to_vec();
    let contract = frame.contract;
    let session = frame.session();
    if session.events.len() >= limits::EVENTS_MAX {
        return Err(Stop::refuse(code::TOO_MANY_EVENTS));
    }
    session.events.push(EventRecord { contract, name, data });
    Ok(())
}
