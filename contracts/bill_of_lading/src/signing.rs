//! Whose signature is behind a call (B2), and under which key things are found.

use crate::errors::Error;
use sandpact_sdk::prelude::*;

/// What the ledger knows of the signature behind a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signing {
    /// Id of the caller's own key.
    pub own_key: Hash,
    /// Whether the caller is a platform, or the carrier of the bill that is issued.
    pub may_hand_in: bool,
    /// Whether an oracle attested the signature of the key that has to sign.
    pub is_attested: bool,
}

/// Whether `signer` stands behind the call: with its own transaction, or with a signature that
/// an oracle attested and somebody hands in who may. Returns whether it was attested.
///
/// The signature of a transaction is checked by the host. That of a block, which is RS256 in
/// the published chains (RFC 7515, RFC 7518 section 3.3), is not: an oracle checks it off the
/// ledger.
///
/// # Errors
/// [`Error::NotTheHolder`].
pub fn check_signer(signer: &Hash, signing: &Signing) -> Result<bool, Error> {
    if signing.own_key == *signer {
        Ok(false)
    } else if signing.may_hand_in && signing.is_attested {
        Ok(true)
    } else {
        Err(Error::NotTheHolder)
    }
}

/// The id of an account's key: the JWK thumbprint (RFC 7638) of the Ed25519 key (RFC 8037) that
/// its address is. An account of another kind of key has an id that no other key has.
#[must_use]
pub fn key_id(account: &Address) -> Hash {
    let mut jwk = br#"{"crv":"Ed25519","kty":"OKP","x":""#.to_vec();
    base64url(&account.0, &mut jwk);
    jwk.extend_from_slice(br#""}"#);
    Hash(crypto::sha2_256(&jwk))
}

/// The key of a transport document: SHA3-256 over the carrier's account (32 bytes) and the
/// fingerprint of its reference (32 bytes). With the carrier in it, nobody occupies a reference
/// but his own.
#[must_use]
pub fn document_key(carrier: &Address, reference: &Hash) -> Hash {
    Hash(crypto::sha3_256(&(carrier, reference).encode()))
}

/// RFC 4648 section 5, without padding.
fn base64url(bytes: &[u8], out: &mut Vec<u8>) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for chunk in bytes.chunks(3) {
        let mut group = [0; 4];
        for (place, byte) in group.iter_mut().skip(1).zip(chunk) {
            *place = *byte;
        }
        let bits = u32::from_be_bytes(group);
        // One character more than there are bytes: six bits each.
        for shift in [18, 12, 6, 0].into_iter().take(chunk.len().saturating_add(1)) {
            let index = usize::try_from((bits >> shift) & 63).unwrap_or_default();
            out.extend(ALPHABET.get(index));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_as_in_rfc_4648() {
        let encoded = |bytes: &[u8]| {
            let mut out = Vec::new();
            base64url(bytes, &mut out);
            out
        };
        let vectors: [(&[u8], &[u8]); 6] = [
            (b"f", b"Zg"),
            (b"fo", b"Zm8"),
            (b"foo", b"Zm9v"),
            (b"foob", b"Zm9vYg"),
            (b"fooba", b"Zm9vYmE"),
            (&[0xfb, 0xff, 0xbf], b"-_-_"),
        ];
        for (bytes, expected) in vectors {
            assert_eq!(encoded(bytes), expected);
        }
    }

    #[test]
    fn b2_the_key_itself_signs_or_an_oracle_attests_what_a_platform_hands_in() {
        let (own, other) = (Hash([1; 32]), Hash([2; 32]));
        let signing = |may_hand_in, is_attested| Signing { own_key: own, may_hand_in, is_attested };
        assert_eq!(check_signer(&own, &signing(false, false)), Ok(false));
        assert_eq!(check_signer(&other, &signing(true, true)), Ok(true));
        for (may_hand_in, is_attested) in [(false, false), (false, true), (true, false)] {
            let refused = check_signer(&other, &signing(may_hand_in, is_attested));
            assert_eq!(refused, Err(Error::NotTheHolder));
        }
    }
}
