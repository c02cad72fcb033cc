//! The record that says which block the stored values belong to.

use parity_scale_codec::{Decode, Encode};
use sandpact_abi::{Hash, Height, UnixSeconds};

/// The last committed block. Written in one batch with what the block changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Head {
    /// Its height.
    pub height: Height,
    /// Its time.
    pub time: UnixSeconds,
    /// Root of the contracts' values after it.
    pub state_root: Hash,
    /// Root of the accounts' nonces after it.
    pub account_root: Hash,
    /// Its hash.
    pub block_hash: Hash,
}
