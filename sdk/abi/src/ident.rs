//! Identifiers and measures. Newtypes, because two bare integers or two bare
//! 32-byte arrays in one signature are a trap.

use core::fmt;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};

/// In a contract a call: comparing in place is longer than all that most comparisons decide.
#[cfg_attr(target_arch = "wasm32", inline(never))]
fn is_equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a == b
}

macro_rules! bytes_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Default, Eq, PartialOrd, Ord, core::hash::Hash, Encode, Decode, MaxEncodedLen)]
        #[allow(clippy::derived_hash_with_manual_eq, reason = "it compares the same bytes")]
        pub struct $name(pub [u8; 32]);

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                is_equal(&self.0, &other.0)
            }
        }

        impl $name {
            /// 32 zero bytes.
            pub const ZERO: Self = Self([0; 32]);

            /// The bytes, most significant first.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl From<[u8; 32]> for $name {
            fn from(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }
        }

        /// 64 lower-case hexadecimal digits.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

bytes_newtype! {
    /// Who acts: an account (its ed25519 public key) or a contract (see
    /// [`contract_address_preimage`](crate::contract_address_preimage)).
    Address
}

bytes_newtype! {
    /// A SHA3-256 digest, unless the field that holds it names another function.
    Hash
}

macro_rules! u64_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, core::hash::Hash, Encode, Decode,
            MaxEncodedLen,
        )]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

u64_newtype! {
    /// A measure of work. One unit is about one nanosecond on the reference
    /// machine of `docs/gas.md`. It is a quota, never a price.
    Gas
}

u64_newtype! {
    /// A block's number. The genesis state has height 0, the first block 1.
    Height
}

/// ISO 4217 alphabetic currency code, three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, core::hash::Hash, Encode, MaxEncodedLen)]
pub struct Currency([u8; 3]);

impl Currency {
    /// `XXX`, the code of ISO 4217 for where no currency is involved.
    pub const NONE: Self = Self(*b"XXX");

    /// Swiss franc.
    pub const CHF: Self = Self(*b"CHF");
    /// Yuan renminbi.
    pub const CNY: Self = Self(*b"CNY");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// Yen.
    pub const JPY: Self = Self(*b"JPY");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// Returns the currency, or `None` unless `code` is three letters `A..=Z`.
    #[must_use]
    pub const fn new(code: [u8; 3]) -> Option<Self> {
        let [a, b, c] = code;
        if a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_uppercase() {
            Some(Self(code))
        } else {
            None
        }
    }

    /// The three ASCII letters.
    #[must_use]
    pub const fn code(self) -> [u8; 3] {
        self.0
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("Currency holds ASCII letters only")
    }
}

/// Refuses three bytes that are not upper-case letters.
impl Decode for Currency {
    fn decode<I: parity_scale_codec::Input>(
        input: &mut I,
    ) -> Result<Self, parity_scale_codec::Error> {
        Self::new(<[u8; 3]>::decode(input)?).ok_or_else(|| "not an ISO 4217 code".into())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({})", self.as_str())
    }
}
