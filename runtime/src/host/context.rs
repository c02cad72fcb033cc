//! Who calls, what, when; and the ways a call ends.

use super::{Cause, Frame, Stop, memory};
use sandpact_abi::{code, limits};
use sandpact_module::schedule::{COPY_BYTE, HOST_BASE};

/// `context_caller`: the account or contract that called.
pub fn caller(frame: &mut Frame, guest: &mut [u8], out: i32) -> Result<(), Stop> {
    frame.meter.charge_bytes(HOST_BASE, COPY_BYTE, 32)?;
    memory::write(guest, out, frame.caller.as_bytes())
}

/// `context_contract`: the running contract's own address.
pub fn contract(frame: &mut Frame, guest: &mut [u8], out: i32) -> Result<(), Stop> {
    frame.meter.charge_bytes(HOST_BASE, COPY_BYTE, 32)?;
    memory::write(guest, out, frame.contract.as_bytes())
}

/// `context_height`: the block's height.
pub fn height(frame: &mut Frame) -> Result<i64, Stop> {
    frame.meter.charge(HOST_BASE)?;
    Ok(frame.session().header.height.0.cast_signed())
}

/// `context_time`: the block's time in seconds since 1970.
pub fn time(frame: &mut Frame) -> Result<i64, Stop> {
    frame.meter.charge(HOST_BASE)?;
    Ok(frame.session().header.time.0.cast_signed())
}

/// `context_input_read`: copies the arguments.
pub fn input_read(frame: &mut Frame, guest: &mut [u8], out: i32) -> Result<(), Stop> {
    frame.meter.charge_bytes(HOST_BASE, COPY_BYTE, frame.input.len())?;
    memory::write(guest, out, &frame.input)
}

/// `context_return`: sets what the call returns.
pub fn set_return(frame: &mut Frame, guest: &mut [u8], ptr: i32, len: i32) -> Result<(), Stop> {
    frame.output = data(frame, guest, ptr, len)?;
    Ok(())
}

/// `context_revert`: refuses. A code outside the contract's range is a broken contract.
pub fn revert(
    frame: &mut Frame,
    guest: &mut [u8],
    error_code: i32,
    ptr: i32,
    len: i32,
) -> Result<(), Stop> {
    let data = data(frame, guest, ptr, len)?;
    let code = error_code.cast_unsigned();
    if code::Class::of(code) == Some(code::Class::Contract) {
        Err(Stop::Revert { code, data })
    } else {
        Err(Stop::Halt)
    }
}

/// `context_abort`: the contract gives up. The message is for people; it
/// enters neither receipt nor state. Whatever it is, the call halts: the instrumenter counts
/// on this function never to return and never to show gas.
pub fn abort(frame: &mut Frame, guest: &mut [u8], ptr: i32, len: i32) -> Result<(), Stop> {
    let len = memory::length(len).min(limits::RETURN_LEN_BYTES_MAX);
    let message = memory::read(guest, ptr, len).unwrap_or_default();
    tracing::debug!(
        contract = %frame.contract,
        message = %String::from_utf8_lossy(message).escape_debug(),
        "contract aborted"
    );
    let message = String::from_utf8_lossy(message).into_owned();
    if let Some(watch) = &mut frame.session().watch {
        watch.stopped(Cause::Aborted { message });
    }
    Err(Stop::Abort)
}

/// Bytes that leave the guest at the end of a call.
fn data(frame: &mut Frame, guest: &[u8], ptr: i32, len: i32) -> Result<Vec<u8>, Stop> {
    let len = memory::length(len);
    if len > limits::RETURN_LEN_BYTES_MAX {
        return Err(Stop::refuse(code::RETURN_TOO_LONG));
    }
    frame.meter.charge_bytes(HOST_BASE, COPY_BYTE, len)?;
    Ok(memory::read(guest, ptr, len)?.to_vec())
}
