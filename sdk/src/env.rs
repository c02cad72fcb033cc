//! The call's surroundings, alike on every node.

use crate::host;
use sandpact_abi::{Address, Height, UnixSeconds};

/// The account or contract that called.
#[must_use]
pub fn caller() -> Address {
    Address(host::caller())
}

/// This contract's own address.
#[must_use]
pub fn contract() -> Address {
    Address(host::contract())
}

/// Height of the block being executed.
#[must_use]
pub fn height() -> Height {
    Height(host::height())
}

/// Time of the block header; not a clock.
#[must_use]
pub fn time() -> UnixSeconds {
    UnixSeconds(host::time())
}
