//! The way into a method and out of it. Called by what `#[contract]` generates.

use crate::{Common, Refusal, host};
use parity_scale_codec::{Decode, DecodeAll, Encode};

/// The call's arguments. Refuses with [`Common::BadArguments`] what is not
/// exactly their encoding.
#[must_use]
pub fn arguments<T: Decode>(args_len: u32) -> T {
    match host::input(args_len, |mut bytes| T::decode_all(&mut bytes).ok()) {
        Some(arguments) => arguments,
        None => refuse(&Common::BadArguments),
    }
}

/// Ends the method: sets the returned value, or refuses.
pub fn finish<T: Encode, E: Refusal>(result: Result<T, E>) {
    match result {
        Ok(value) => value.using_encoded(host::set_return),
        Err(refusal) => refuse(&refusal),
    }
}

fn refuse<E: Refusal>(refusal: &E) -> ! {
    host::revert(refusal.code(), &refusal.data())
}
