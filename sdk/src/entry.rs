//! The way into a method and out of it. Called by what `#[contract]` generates.

use crate::{
    Common, Refusal,
    encoded::encoded,
    host,
    read::{Read, read_or},
};
use parity_scale_codec::Encode;

/// The call's arguments. Refuses with [`Common::BadArguments`] what is not
/// exactly their encoding.
#[must_use]
pub fn arguments<T: Read>(args_len: u32) -> T {
    read_or(&host::input(args_len), bad_arguments)
}

/// Ends the method: sets the returned value, or refuses.
pub fn finish<T: Encode, E: Refusal>(result: Result<T, E>) {
    match result {
        Ok(value) => {
            let returned = encoded(&value);
            host::set_return(&returned);
            // Memory ends with the call: what nobody frees is less code.
            core::mem::forget(returned);
        }
        Err(refusal) => refuse(&refusal),
    }
}

#[cold]
#[inline(never)]
fn bad_arguments() -> ! {
    refuse(&Common::BadArguments)
}

#[inline(never)]
fn refuse<E: Refusal>(refusal: &E) -> ! {
    host::revert(refusal.code(), &refusal.data())
}
