//! Contracts calling contracts: synchronous, metered, and undone alone when
//! the callee fails.

use super::{
    Frame, Stop,
    call::{self, CallEnd, CallRequest, Entry},
    memory,
};
use crate::meter::{Meter, OutOfGas};
use sandpact_abi::{Address, code, host, limits};
use sandpact_module::schedule::{CALL_ATTEMPT, CALL_HALTED, COPY_BYTE, HOST_BASE, TICKS_PER_GAS};

/// `call_contract`: runs a method of another contract. A negative gas limit
/// means all that is left.
pub fn call_contract(
    frame: &mut Frame,
    guest: &mut [u8],
    address: i32,
    (method_ptr, method_len): (i32, i32),
    (args_ptr, args_len): (i32, i32),
    gas_limit: i64,
) -> Result<i32, Stop> {
    let (method_len, args_len) = (memory::length(method_len), memory::length(args_len));
    if args_len > limits::ARGS_LEN_BYTES_MAX || method_len > limits::METHOD_NAME_LEN_BYTES_MAX {
        return Err(Stop::refuse(code::ARGS_TOO_LONG));
    }
    let base = HOST_BASE.saturating_add(CALL_ATTEMPT);
    frame.meter.charge_bytes(base, COPY_BYTE, args_len.saturating_add(method_len))?;
    let contract = Address(memory::read_32(guest, address)?);
    let method = memory::read(guest, method_ptr, method_len)?;
    let method = str::from_utf8(method).map_err(|_| Stop::Halt)?;
    let args = memory::read(guest, args_ptr, args_len)?.to_vec();
    let budget_ticks = budget_ticks(frame.meter, gas_limit);
    let request = CallRequest {
        contract,
        caller: frame.contract,
        method,
        args,
        meter: Meter::from_ticks(budget_ticks),
        entry: if frame.read_only { Entry::Read } else { Entry::Call },
        stack_height_bytes: frame.stack_height_bytes,
    };
    let (session, ended) = call::call(frame.take_session(), request).map_err(Stop::Fault)?;
    frame.return_session(session);
    frame.callee_ticks = budget_ticks.saturating_sub(ended.meter.ticks_left());
    frame.meter.charge_ticks(frame.callee_ticks)?;
    if ended.end == CallEnd::Halted {
        charge_halt(frame)?;
    }
    let (status, result) = status(ended.end);
    frame.call_result = result;
    Ok(status)
}

/// What a callee that halted costs above the gas it was given.
fn charge_halt(frame: &mut Frame) -> Result<(), OutOfGas> {
    let charged = frame.meter.charge(CALL_HALTED);
    if charged.is_err() || frame.meter.ticks_left() == 0 {
        // What follows in the caller halts for want of gas only because the callee did.
        if let Some(watch) = &mut frame.session().watch {
            watch.took_all();
        }
    }
    charged
}

/// `call_result_len`: length of the last call's result.
pub fn result_len(frame: &mut Frame) -> Result<i32, Stop> {
    frame.meter.charge(HOST_BASE)?;
    i32::try_from(frame.call_result.len()).map_err(|_| Stop::Halt)
}

/// `call_result_read`: copies the last call's result.
pub fn result_read(frame: &mut Frame, guest: &mut [u8], out: i32) -> Result<(), Stop> {
    frame.meter.charge_bytes(HOST_BASE, COPY_BYTE, frame.call_result.len())?;
    memory::write(guest, out, &frame.call_result)
}

fn budget_ticks(meter: Meter, gas_limit: i64) -> u64 {
    match u64::try_from(gas_limit) {
        Ok(gas) => gas.saturating_mul(TICKS_PER_GAS).min(meter.ticks_left()),
        Err(_) => meter.ticks_left(),
    }
}

fn status(end: CallEnd) -> (i32, Vec<u8>) {
    match end {
        CallEnd::Returned(value) => (host::CALL_SUCCESS, value),
        CallEnd::Reverted { code, data } => {
            let mut result = code.to_le_bytes().to_vec();
            result.extend(data);
            (host::CALL_REVERTED, result)
        }
        CallEnd::Halted => (host::CALL_HALTED, Vec::new()),
    }
}
