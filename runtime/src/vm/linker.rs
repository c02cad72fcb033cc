//! Host functions as the instrumented module imports them: the contract's
//! signature with the gas (in ticks) as one more parameter and one more result.

use crate::{
    gas::Meter,
    host::{Frame, Stop, calls, context, crypto, event, storage},
    module::HEIGHT_EXPORT,
};
use sandpact_abi::host::MODULE;
use wasmtime::{Caller, Engine, Linker, Memory};

type Guest<'a> = Caller<'a, Frame>;

/// Links every host function.
///
/// # Errors
/// When a function is linked twice.
pub fn linker(engine: &Engine) -> wasmtime::Result<Linker<Frame>> {
    let mut linker = Linker::new(engine);
    link_context(&mut linker)?;
    link_storage(&mut linker)?;
    link_calls(&mut linker)?;
    link_crypto(&mut linker)?;
    linker.func_wrap(
        MODULE,
        "event_emit",
        |mut guest: Guest<'_>, name: i32, name_len: i32, data: i32, data_len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| {
                event::emit(frame, memory, (name, name_len), (data, data_len))
            })
            .map(|((), gas)| gas)
        },
    )?;
    Ok(linker)
}

/// Runs a host function on the frame and the guest's memory; returns its
/// result and the gas left. A stop is kept in the frame and unwinds the guest.
fn enter<T>(
    guest: &mut Guest<'_>,
    gas: i64,
    function: impl FnOnce(&mut Frame, &mut [u8]) -> Result<T, Stop>,
) -> wasmtime::Result<(T, i64)> {
    let memory = guest_memory(guest)?;
    let (bytes, frame) = memory.data_and_store_mut(&mut *guest);
    frame.meter = Meter::from_ticks(u64::try_from(gas).unwrap_or(0));
    match function(frame, bytes) {
        Ok(value) => Ok((value, ticks(frame))),
        Err(stop) => {
            frame.stop = Some(stop);
            Err(wasmtime::Error::msg("stopped by the host"))
        }
    }
}

/// Gas limits keep ticks far below 2^63.
fn ticks(frame: &Frame) -> i64 {
    i64::try_from(frame.meter.ticks_left()).unwrap_or(i64::MAX)
}

fn guest_memory(guest: &mut Guest<'_>) -> wasmtime::Result<Memory> {
    guest
        .get_export("memory")
        .and_then(wasmtime::Extern::into_memory)
        .ok_or_else(|| wasmtime::Error::msg("an admitted module exports its memory"))
}

fn link_context(linker: &mut Linker<Frame>) -> wasmtime::Result<()> {
    linker.func_wrap(MODULE, "context_caller", |mut guest: Guest<'_>, out: i32, gas: i64| {
        enter(&mut guest, gas, |frame, memory| context::caller(frame, memory, out))
            .map(|((), gas)| gas)
    })?;
    linker.func_wrap(MODULE, "context_contract", |mut guest: Guest<'_>, out: i32, gas: i64| {
        enter(&mut guest, gas, |frame, memory| context::contract(frame, memory, out))
            .map(|((), gas)| gas)
    })?;
    linker.func_wrap(
        MODULE,
        "context_input_read",
        |mut guest: Guest<'_>, out: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| context::input_read(frame, memory, out))
                .map(|((), gas)| gas)
        },
    )?;
    linker.func_wrap(MODULE, "context_height", |mut guest: Guest<'_>, gas: i64| {
        enter(&mut guest, gas, |frame, _| context::height(frame))
    })?;
    linker.func_wrap(MODULE, "context_time", |mut guest: Guest<'_>, gas: i64| {
        enter(&mut guest, gas, |frame, _| context::time(frame))
    })?;
    linker.func_wrap(
        MODULE,
        "context_return",
        |mut guest: Guest<'_>, ptr: i32, len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| context::set_return(frame, memory, ptr, len))
                .map(|((), gas)| gas)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "context_revert",
        |mut guest: Guest<'_>, code: i32, ptr: i32, len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| context::revert(frame, memory, code, ptr, len))
                .map(|((), gas)| gas)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "context_abort",
        |mut guest: Guest<'_>, ptr: i32, len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| context::abort(frame, memory, ptr, len))
                .map(|((), gas)| gas)
        },
    )?;
    Ok(())
}

fn link_storage(linker: &mut Linker<Frame>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "storage_get",
        |mut guest: Guest<'_>, key: i32, key_len: i32, out: i32, out_len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| {
                storage::get(frame, memory, (key, key_len), out, out_len)
            })
        },
    )?;
    linker.func_wrap(
        MODULE,
        "storage_set",
        |mut guest: Guest<'_>, key: i32, key_len: i32, value: i32, value_len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| {
                storage::set(frame, memory, (key, key_len), value, value_len)
            })
            .map(|((), gas)| gas)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "storage_remove",
        |mut guest: Guest<'_>, key: i32, key_len: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| storage::remove(frame, memory, (key, key_len)))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "storage_next",
        |mut guest: Guest<'_>,
         key: i32,
         key_len: i32,
         prefix_len: i32,
         out: i32,
         out_len: i32,
         gas: i64| {
            enter(&mut guest, gas, |frame, memory| {
                storage::next(frame, memory, (key, key_len), prefix_len, out, out_len)
            })
        },
    )?;
    Ok(())
}

fn link_calls(linker: &mut Linker<Frame>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "call_contract",
        |mut guest: Guest<'_>,
         address: i32,
         method: i32,
         method_len: i32,
         args: i32,
         args_len: i32,
         gas_limit: i64,
         gas: i64| {
            let height = stack_height(&mut guest)?;
            enter(&mut guest, gas, |frame, memory| {
                frame.stack_height_bytes = height;
                calls::call_contract(
                    frame,
                    memory,
                    address,
                    (method, method_len),
                    (args, args_len),
                    gas_limit,
                )
            })
        },
    )?;
    linker.func_wrap(MODULE, "call_result_len", |mut guest: Guest<'_>, gas: i64| {
        enter(&mut guest, gas, |frame, _| calls::result_len(frame))
    })?;
    linker.func_wrap(MODULE, "call_result_read", |mut guest: Guest<'_>, out: i32, gas: i64| {
        enter(&mut guest, gas, |frame, memory| calls::result_read(frame, memory, out))
            .map(|((), gas)| gas)
    })?;
    Ok(())
}

/// The running instance's stack height, as its own code counted it.
fn stack_height(guest: &mut Guest<'_>) -> wasmtime::Result<u32> {
    let global = guest.get_export(HEIGHT_EXPORT).and_then(wasmtime::Extern::into_global);
    let height = global.and_then(|global| global.get(&mut *guest).i32());
    height
        .map(i32::cast_unsigned)
        .ok_or_else(|| wasmtime::Error::msg("an instrumented module exports its stack height"))
}

fn link_crypto(linker: &mut Linker<Frame>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "crypto_sha3_256",
        |mut guest: Guest<'_>, ptr: i32, len: i32, out: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| crypto::sha3_256(frame, memory, (ptr, len), out))
                .map(|((), gas)| gas)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "crypto_sha2_256",
        |mut guest: Guest<'_>, ptr: i32, len: i32, out: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| crypto::sha2_256(frame, memory, (ptr, len), out))
                .map(|((), gas)| gas)
        },
    )?;
    linker.func_wrap(
        MODULE,
        "crypto_ed25519_verify",
        |mut guest: Guest<'_>, key: i32, ptr: i32, len: i32, signature: i32, gas: i64| {
            enter(&mut guest, gas, |frame, memory| {
                crypto::ed25519_verify(frame, memory, key, (ptr, len), signature)
            })
        },
    )?;
    Ok(())
}
