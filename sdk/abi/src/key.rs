//! Public keys and signatures as plain bytes. Nothing is checked here: which
//! keys and signatures are good is decided in one other place, by the verifier.
//!
//! Byte form: SCALE, one byte for the kind, then the key or signature without a length.

use crate::Address;
use alloc::vec::Vec;
use core::fmt;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};

/// A signature scheme. Its SCALE byte is the first byte of a [`PublicKey`] and a [`Signature`].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, MaxEncodedLen,
)]
pub enum KeyKind {
    /// Ed25519, RFC 8032 section 5.1.
    #[codec(index = 0)]
    Ed25519,
    /// ECDSA on the curve P-256 with SHA-256, FIPS 186-5 section 6.
    #[codec(index = 1)]
    P256,
    /// SM2 with SM3, GB/T 32918.2-2016 on the curve of GB/T 32918.5-2017.
    #[codec(index = 2)]
    Sm2,
}

impl KeyKind {
    /// Every kind, in the order of their bytes.
    pub const ALL: [Self; 3] = [Self::Ed25519, Self::P256, Self::Sm2];

    /// The name in files, arguments and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::P256 => "p256",
            Self::Sm2 => "sm2",
        }
    }

    /// The kind of that [`name`](Self::name), lower case only.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A public key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, MaxEncodedLen)]
pub enum PublicKey {
    /// RFC 8032 section 5.1.2: y, least significant byte first, with the sign of x.
    #[codec(index = 0)]
    Ed25519([u8; 32]),
    /// SEC 1 section 2.3.3, compressed: 2 or 3, then x, most significant byte first.
    #[codec(index = 1)]
    P256([u8; 33]),
    /// As for P-256 (GB/T 32918.1-2016 section 4.2.9 has the same form).
    #[codec(index = 2)]
    Sm2([u8; 33]),
}

/// Where an account's address comes from; see [`PublicKey::address_source`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressSource {
    /// This is the address.
    Address(Address),
    /// The address is the SHA3-256 digest of these bytes.
    Sha3Of(Vec<u8>),
}

impl PublicKey {
    /// Prefix of the bytes whose digest is an address: no other hash of the ledger starts so.
    pub const ADDRESS_DOMAIN: &'static [u8] = b"sandpact/account/v1";

    /// The scheme it belongs to.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::P256(_) => KeyKind::P256,
            Self::Sm2(_) => KeyKind::Sm2,
        }
    }

    /// The key without its kind: 32 bytes for Ed25519, else 33.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Ed25519(bytes) => bytes,
            Self::P256(bytes) | Self::Sm2(bytes) => bytes,
        }
    }

    /// What makes the account's address: an Ed25519 key is the address itself; for other
    /// kinds it is the digest of [`Self::ADDRESS_DOMAIN`] and the key's SCALE encoding.
    #[must_use]
    pub fn address_source(&self) -> AddressSource {
        if let Self::Ed25519(bytes) = self {
            return AddressSource::Address(Address(*bytes));
        }
        let mut bytes = Self::ADDRESS_DOMAIN.to_vec();
        self.encode_to(&mut bytes);
        AddressSource::Sha3Of(bytes)
    }
}

/// A signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, MaxEncodedLen)]
pub enum Signature {
    /// RFC 8032 section 5.1.6: R, then S, least significant byte first.
    #[codec(index = 0)]
    Ed25519([u8; 64]),
    /// r, then s, 32 bytes each, most significant first; s is in the lower half, so that
    /// nobody but the signer can make a second signature of one.
    #[codec(index = 1)]
    P256([u8; 64]),
    /// r, then s, 32 bytes each, most significant first.
    #[codec(index = 2)]
    Sm2([u8; 64]),
}

impl Signature {
    /// The scheme it belongs to.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::Ed25519(_) => KeyKind::Ed25519,
            Self::P256(_) => KeyKind::P256,
            Self::Sm2(_) => KeyKind::Sm2,
        }
    }

    /// The signature without its kind.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        match self {
            Self::Ed25519(bytes) | Self::P256(bytes) | Self::Sm2(bytes) => bytes,
        }
    }
}

macro_rules! shown_as_kind_and_hex {
    ($($name:ident),*) => {$(
        /// The kind's name, a colon, then lower-case hexadecimal digits.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}:", self.kind())?;
                self.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    )*};
}

shown_as_kind_and_hex!(PublicKey, Signature);

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{string::ToString, vec};
    use parity_scale_codec::DecodeAll;

    #[test]
    fn the_first_byte_is_the_kind() {
        let keys = [PublicKey::Ed25519([7; 32]), PublicKey::P256([7; 33]), PublicKey::Sm2([7; 33])];
        let signatures =
            [Signature::Ed25519([9; 64]), Signature::P256([9; 64]), Signature::Sm2([9; 64])];
        for ((kind, key), signature) in KeyKind::ALL.into_iter().zip(keys).zip(signatures) {
            assert_eq!((key.kind(), signature.kind()), (kind, kind));
            let (key_bytes, signature_bytes) = (key.encode(), signature.encode());
            assert_eq!(key_bytes[..1], kind.encode()[..]);
            assert_eq!(&key_bytes[1..], key.as_bytes());
            assert_eq!(signature_bytes[..1], kind.encode()[..]);
            assert_eq!(&signature_bytes[1..], signature.as_bytes());
            assert_eq!(PublicKey::decode_all(&mut &key_bytes[..]), Ok(key));
            assert_eq!(Signature::decode_all(&mut &signature_bytes[..]), Ok(signature));
            assert!(PublicKey::decode_all(&mut &key_bytes[..key_bytes.len() - 1]).is_err());
        }
        assert!(PublicKey::decode_all(&mut &[3; 34][..]).is_err());
        assert!(Signature::decode_all(&mut &[3; 65][..]).is_err());
        assert_eq!((PublicKey::max_encoded_len(), Signature::max_encoded_len()), (34, 65));
    }

    #[test]
    fn names_lead_back_to_kinds() {
        for kind in KeyKind::ALL {
            assert_eq!(KeyKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(KeyKind::from_name("P256"), None);
        assert_eq!(PublicKey::P256([2; 33]).to_string()[..9], *"p256:0202");
    }

    #[test]
    fn an_ed25519_key_is_its_address_and_others_are_hashed() {
        let key = PublicKey::Ed25519([7; 32]);
        assert_eq!(key.address_source(), AddressSource::Address(Address([7; 32])));
        let mut bytes = b"sandpact/account/v1\x01".to_vec();
        bytes.extend(vec![7; 33]);
        assert_eq!(PublicKey::P256([7; 33]).address_source(), AddressSource::Sha3Of(bytes.clone()));
        bytes[19] = 2;
        assert_eq!(PublicKey::Sm2([7; 33]).address_source(), AddressSource::Sha3Of(bytes));
    }
}
