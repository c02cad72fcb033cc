//! Events as receipts have them.

use parity_scale_codec::DecodeAll;
use sandpact_sdk::{Event, codec::Decode, prelude::Address};

/// An event of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emitted {
    /// Who emitted it.
    pub contract: Address,
    /// Its name.
    pub name: String,
    /// SCALE of its fields.
    pub data: Vec<u8>,
}

impl Emitted {
    /// The event, if it is one of this type.
    #[must_use]
    pub fn as_event<E: Event + Decode>(&self) -> Option<E> {
        (self.name == E::EVENT.name).then(|| E::decode_all(&mut &self.data[..]).ok()).flatten()
    }
}
