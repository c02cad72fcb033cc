//! Keys whose bytes sort as their values do.

use alloc::{string::String, vec::Vec};
use sandpact_abi::{Address, CivilDate, Currency, Hash, Height, UnixSeconds};

/// A key of an [`OrderedMap`](crate::storage::OrderedMap): its bytes, compared
/// byte by byte, are in the order of the values. Every value of a type has the
/// same number of bytes, or ends with a mark, so parts of a tuple need no separator.
///
/// | type | bytes |
/// |---|---|
/// | unsigned integers, `Height`, `UnixSeconds` | big-endian |
/// | signed integers, `CivilDate` (days) | big-endian with the sign bit flipped |
/// | `Address`, `Hash`, `[u8; N]`, `Currency` | as they are |
/// | `bool`, `#[message]` enum without fields | one byte, the index |
/// | `String`, `Code`, identifiers | UTF-8, a zero byte as `00 ff`, and `00 00` at the end |
/// | tuples of two and three | the parts one after the other |
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no key in order",
    label = "not a key in order",
    note = "integers, texts, dates, identifiers, enums without fields and tuples of them are"
)]
pub trait OrderedKey: Sized {
    /// Appends the key's bytes.
    fn write_key(&self, out: &mut Vec<u8>);

    /// Takes a key from the front of `input`; `None` when there is none.
    fn read_key(input: &mut &[u8]) -> Option<Self>;
}

/// Takes `N` bytes from the front.
fn take<const N: usize>(input: &mut &[u8]) -> Option<[u8; N]> {
    let (bytes, rest) = input.split_first_chunk()?;
    *input = rest;
    Some(*bytes)
}

macro_rules! unsigned {
    ($($ty:ty),*) => {$(
        impl OrderedKey for $ty {
            fn write_key(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            fn read_key(input: &mut &[u8]) -> Option<Self> {
                take(input).map(Self::from_be_bytes)
            }
        }
    )*};
}

macro_rules! signed {
    ($($ty:ty as $unsigned:ty),*) => {$(
        impl OrderedKey for $ty {
            fn write_key(&self, out: &mut Vec<u8>) {
                (self.cast_unsigned() ^ Self::MIN.cast_unsigned()).write_key(out);
            }

            fn read_key(input: &mut &[u8]) -> Option<Self> {
                let flipped = <$unsigned>::read_key(input)?;
                Some((flipped ^ Self::MIN.cast_unsigned()).cast_signed())
            }
        }
    )*};
}

macro_rules! like {
    ($($ty:ty: $inner:ty, $write:expr, $read:expr;)*) => {$(
        impl OrderedKey for $ty {
            fn write_key(&self, out: &mut Vec<u8>) {
                let inner: $inner = $write(*self);
                inner.write_key(out);
            }

            fn read_key(input: &mut &[u8]) -> Option<Self> {
                $read(<$inner>::read_key(input)?)
            }
        }
    )*};
}

unsigned!(u8, u16, u32, u64, u128);
signed!(i8 as u8, i16 as u16, i32 as u32, i64 as u64, i128 as u128);
like! {
    Address: [u8; 32], |key: Self| key.0, |bytes| Some(Self(bytes));
    Hash: [u8; 32], |key: Self| key.0, |bytes| Some(Self(bytes));
    Height: u64, |key: Self| key.0, |number| Some(Self(number));
    UnixSeconds: u64, |key: Self| key.0, |number| Some(Self(number));
    CivilDate: i32, Self::days, Self::from_days;
    Currency: [u8; 3], Self::code, Self::new;
    bool: u8, u8::from, |byte| match byte { 0 => Some(false), 1 => Some(true), _ => None };
}

impl<const N: usize> OrderedKey for [u8; N] {
    fn write_key(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn read_key(input: &mut &[u8]) -> Option<Self> {
        take(input)
    }
}

/// Texts come in the order of their UTF-8 bytes. A storage key has 256 bytes at most; the host
/// refuses a call that makes a longer one (13001), so [`Code`](crate::Code), which has a greatest
/// length, is the better key for a text from outside.
impl OrderedKey for String {
    fn write_key(&self, out: &mut Vec<u8>) {
        write_text(self.as_bytes(), out);
    }

    fn read_key(input: &mut &[u8]) -> Option<Self> {
        Self::from_utf8(read_text(input)?).ok()
    }
}

/// Appends the bytes of a text, so that a text which goes on sorts behind one that ends.
pub fn write_text(text: &[u8], out: &mut Vec<u8>) {
    for byte in text {
        out.push(*byte);
        if *byte == 0 {
            out.push(0xff);
        }
    }
    out.extend_from_slice(&[0, 0]);
}

/// Takes what [`write_text`] wrote.
pub fn read_text(input: &mut &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    loop {
        match take::<1>(input)? {
            [0] => match take(input)? {
                [0] => return Some(text),
                [0xff] => text.push(0),
                [_] => return None,
            },
            [byte] => text.push(byte),
        }
    }
}

impl<A: OrderedKey, B: OrderedKey> OrderedKey for (A, B) {
    fn write_key(&self, out: &mut Vec<u8>) {
        self.0.write_key(out);
        self.1.write_key(out);
    }

    fn read_key(input: &mut &[u8]) -> Option<Self> {
        Some((A::read_key(input)?, B::read_key(input)?))
    }
}

impl<A: OrderedKey, B: OrderedKey, C: OrderedKey> OrderedKey for (A, B, C) {
    fn write_key(&self, out: &mut Vec<u8>) {
        self.0.write_key(out);
        self.1.write_key(out);
        self.2.write_key(out);
    }

    fn read_key(input: &mut &[u8]) -> Option<Self> {
        Some((A::read_key(input)?, B::read_key(input)?, C::read_key(input)?))
    }
}
