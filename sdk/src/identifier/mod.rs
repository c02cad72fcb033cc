//! Identifiers that are checked when they enter: of companies, places, goods and taxpayers.
//!
//! Each is made by `parse`, is `Copy`, is encoded and described as text, and refuses what is
//! not of its form where it is decoded: a method that takes a [`Lei`] never sees a mistyped one.
//! A check digit finds typing errors; whether the identifier was ever given out is for its
//! register to say.

mod digits;
mod gs1;
mod lei;
mod uscc;
mod vat;

#[cfg(test)]
mod tests;

pub use gs1::{Gln, Gtin, Sscc};
pub use lei::Lei;
pub use uscc::Uscc;
pub use vat::VatNumber;

/// A type of checked texts: its name, its greatest length, and what makes of the characters
/// the one form of the identifier, or nothing.
macro_rules! text_type {
    ($(#[$docs:meta])* $name:ident: $len:literal, $check:expr) => {
        $(#[$docs])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::parity_scale_codec::Encode)]
        pub struct $name($crate::code::Code<$len>);

        impl $name {
            /// Reads the identifier.
            ///
            /// # Errors
            /// [`Common::BadFormat`](crate::Common::BadFormat) for what is none.
            pub fn parse(text: &str) -> Result<Self, $crate::Common> {
                Self::of(text.as_bytes()).ok_or($crate::Common::BadFormat)
            }

            /// The identifier in its one form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            fn of(text: &[u8]) -> Option<Self> {
                let check: fn(&[u8]) -> Option<$crate::code::Code<$len>> = $check;
                check(text).map(Self)
            }
        }

        /// Refuses what is no such identifier.
        impl ::parity_scale_codec::Decode for $name {
            fn decode<I: ::parity_scale_codec::Input>(
                input: &mut I,
            ) -> Result<Self, ::parity_scale_codec::Error> {
                let text = $crate::code::Code::<$len>::decode(input)?;
                Self::of(text.as_bytes()).ok_or_else(|| "not of its type's form".into())
            }
        }

        impl $crate::read::Read for $name {
            fn read(reader: &mut $crate::read::Reader<'_>) -> Self {
                let code = $crate::code::Code::<$len>::read(reader);
                let read = Self::of(code.as_bytes());
                if read.is_none() {
                    reader.refuse();
                }
                read.unwrap_or(Self(code))
            }
        }

        impl ::sandpact_abi::Describe for $name {
            const TYPE: ::sandpact_abi::Type = ::sandpact_abi::Type::Text;
        }

        impl $crate::OrderedKey for $name {
            fn write_key(&self, out: &mut ::alloc::vec::Vec<u8>) {
                self.0.write_key(out);
            }

            fn read_key(input: &mut &[u8]) -> Option<Self> {
                Self::of($crate::code::Code::<$len>::read_key(input)?.as_bytes())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.as_str())
            }
        }
    };
}
pub(crate) use text_type;
