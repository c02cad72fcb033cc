//! What a contract needs: `use sandpact_sdk::prelude::*`.
//!
//! Nothing here formats text: `format!` would bring the formatting machinery
//! into the module.

pub use crate::{
    abi::{Address, CivilDate, Currency, Describe, Gas, Hash, Height, UnixSeconds},
    banking_days::BankingDays,
    call::CallFailure,
    code::Code,
    codec::{Decode, Encode},
    common::{Common, Refusal},
    crypto,
    decimal::{Amount, Decimal, Money, Quantity, Rate, Unit},
    env,
    identifier::{Gln, Gtin, Lei, Sscc, Uscc, VatNumber},
    ordered_key::OrderedKey,
    rounding::round_half_away,
    storage::{IndexedMap, Map, OrderedMap, Owner, Page, Roles, Set, Value, Vector},
};
pub use alloc::{borrow::ToOwned, boxed::Box, string::String, vec, vec::Vec};
pub use sandpact_macros::{contract, error, event, interface, message, storage};
