//! What an organisation may use of the ledger in a period. It is a measure, never a price.

use crate::Gas;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};

/// What an organisation may use in each period. Periods follow each other from 1970 on, by the
/// time of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Quota {
    /// Length of a period, in seconds; not zero.
    pub period_seconds: u64,
    /// Most gas of its members' transactions.
    pub gas: Gas,
    /// Most calls in them.
    pub calls: u64,
    /// Most bytes of keys and values that they write, whatever was there before.
    pub written_bytes: u64,
}

/// What an organisation used in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen)]
pub struct Usage {
    /// Which: the block's time divided by the length of a period.
    pub period: u64,
    /// Gas of its members' transactions, also of those that did not succeed.
    pub gas: Gas,
    /// Calls in them.
    pub calls: u64,
    /// Bytes of keys and values that they wrote.
    pub written_bytes: u64,
}
