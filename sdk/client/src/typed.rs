//! What typed clients in Rust stand on, those that `sandpact client rust` writes.

use parity_scale_codec::{Decode, DecodeAll as _};
use std::marker::PhantomData;
use thiserror::Error;

/// SCALE, of which generated types derive their encoding.
pub use parity_scale_codec as codec;
pub use sandpact_abi::{Address, Call, CivilDate, Currency, Hash, UnixSeconds};

/// Returned bytes that are not of the type that the description says.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{method} returned bytes that are not of its type")]
pub struct WrongResult {
    /// The method.
    pub method: &'static str,
}

/// A call of a method with its arguments encoded, and the type of what it returns.
///
/// ```
/// use sandpact_client::typed::{Address, Call, MethodCall};
///
/// let count = MethodCall::<u16>::new(Address([7; 32]), "count", vec![]);
/// assert!(matches!(count.call(), Call::Invoke { method, .. } if method == "count"));
/// assert_eq!(count.returned(&[2, 1]), Ok(258));
/// assert!(count.returned(&[2]).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodCall<T> {
    contract: Address,
    method: &'static str,
    args: Vec<u8>,
    returns: PhantomData<fn() -> T>,
}

impl<T: Decode> MethodCall<T> {
    /// A call; `args` are the arguments' encodings, one after the other.
    #[must_use]
    pub fn new(contract: Address, method: &'static str, args: Vec<u8>) -> Self {
        Self { contract, method, args, returns: PhantomData }
    }

    /// The call as a step of a transaction, for
    /// [`TransactionBuilder::call`](crate::builder::TransactionBuilder::call).
    #[must_use]
    pub fn call(&self) -> Call {
        let (contract, method) = (self.contract, self.method.to_owned());
        Call::Invoke { contract, method, args: self.args.clone() }
    }

    /// The contract, the method and the arguments, for a query.
    #[must_use]
    pub fn parts(&self) -> (Address, &'static str, &[u8]) {
        (self.contract, self.method, &self.args)
    }

    /// The returned value.
    ///
    /// # Errors
    /// [`WrongResult`] when the bytes are not its encoding.
    pub fn returned(&self, mut bytes: &[u8]) -> Result<T, WrongResult> {
        T::decode_all(&mut bytes).map_err(|_| WrongResult { method: self.method })
    }
}

/// What `read` makes of all the bytes; `None` when it fails or leaves some over.
pub fn whole<T>(
    mut bytes: &[u8],
    read: impl FnOnce(&mut &[u8]) -> Result<T, codec::Error>,
) -> Option<T> {
    read(&mut bytes).ok().filter(|_| bytes.is_empty())
}
