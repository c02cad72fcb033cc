//! Events: what a contract tells the outside.

use crate::{abi, encoded::encoded, host};
use alloc::vec::Vec;
use parity_scale_codec::Encode;

/// An event. `#[event]` implements it.
pub trait Event: Encode {
    /// Its description; its name is what receipts show.
    const EVENT: abi::Event;
}

/// The storage's contract lists the event `E`. `#[contract(events = [..])]` implements it.
#[diagnostic::on_unimplemented(
    message = "the contract does not list the event `{E}`",
    note = "add it to #[contract(events = [..])]"
)]
pub trait Emits<E: Event> {}

/// Emits an event. Contracts call `self.emit(..)`, which also checks that the
/// description lists it.
pub fn emit<E: Event>(event: &E) {
    tell(E::EVENT.name, encoded(event));
}

#[inline(never)]
fn tell(name: &str, event: Vec<u8>) {
    host::emit(name, &event);
}
