//! What `#[contract]` writes down.

use crate::abi;

/// A contract's description: the contents of its module's ABI section, as a
/// constant that native code can read too.
pub trait ContractDescription {
    /// Name, methods, errors and events.
    const ABI: abi::Contract;
}
