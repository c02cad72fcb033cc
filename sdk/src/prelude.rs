//! What a contract needs: `use sandpact_sdk::prelude::*`.
//!
//! Nothing here formats text: `format!` would bring the formatting machinery
//! into the module.

pub use crate::{
    abi::{Address, CivilDate, Currency, Describe, Gas, Hash, Height, UnixSeconds},
    call::CallFailure,
    codec::{Decode, Encode},
    common::{Common, Refusal},
    crypto, env,
    money::Money,
    ordered_key::OrderedKey,
    rounding::round_half_away,
    storage::{Map, OrderedMap, Roles, Value},
};
pub use alloc::{borrow::ToOwned, boxed::Box, string::String, vec, vec::Vec};
pub use sandpact_macros::{contract, error, event, interface, message, storage};
