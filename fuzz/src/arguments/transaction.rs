//! Signed transactions: one encoding each.

use super::MEMORY;
use crate::memory::bounded;
use parity_scale_codec::{DecodeAll as _, Encode as _};
use sandpact_abi::{SignedTransaction, Transaction};

pub fn check(bytes: &[u8]) {
    let Ok(signed) = bounded(bytes.len(), MEMORY, || SignedTransaction::from_bytes(bytes)) else {
        return;
    };
    assert_eq!(signed.encode(), bytes, "another encoding");
    let preimage = signed.transaction.signing_preimage();
    let unsigned = preimage.strip_prefix(Transaction::SIGNING_DOMAIN).unwrap_or_default();
    let read = Transaction::decode_all(&mut &unsigned[..]);
    assert_eq!(read.as_ref(), Ok(&signed.transaction), "signed is something else");
}
