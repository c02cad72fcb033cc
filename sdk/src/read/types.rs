//! Types that are not `#[message]`s.

use super::{Read, Reader};
use alloc::{string::String, vec::Vec};
use parity_scale_codec::{Compact, Decode};
use sandpact_abi::{Address, CivilDate, Currency, Hash, Height, UnixSeconds};

/// Most bytes that are made room for before the items of a list are there.
const ROOM_LEN_BYTES_MAX: usize = 4096;

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl Read for $ty {
            fn read(reader: &mut Reader<'_>) -> Self {
                let mut bytes = [0; size_of::<$ty>()];
                reader.copy(&mut bytes);
                Self::from_le_bytes(bytes)
            }
        }
    )*};
}

macro_rules! newtypes {
    ($($ty:ident),*) => {$(
        impl Read for $ty {
            fn read(reader: &mut Reader<'_>) -> Self {
                Self(Read::read(reader))
            }
        }
    )*};
}

macro_rules! tuples {
    ($(($($part:ident),*))*) => {$(
        impl<$($part: Read),*> Read for ($($part,)*) {
            fn read(reader: &mut Reader<'_>) -> Self {
                ($($part::read(reader),)*)
            }
        }
    )*};
}

integers!(u16, u32, u64, u128, i8, i16, i32, i64, i128);
newtypes!(Address, Hash, Height, UnixSeconds);
tuples! {
    (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H) (A, B, C, D, E, F, G, H, I) (A, B, C, D, E, F, G, H, I, J)
    (A, B, C, D, E, F, G, H, I, J, K) (A, B, C, D, E, F, G, H, I, J, K, L)
}

impl Read for () {
    fn read(_: &mut Reader<'_>) -> Self {}
}

impl Read for u8 {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.byte()
    }
}

impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Self {
        let byte = reader.byte();
        if byte > 1 {
            reader.refuse();
        }
        byte == 1
    }
}

impl<const N: usize> Read for [u8; N] {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut bytes = [0; N];
        reader.copy(&mut bytes);
        bytes
    }
}

impl Read for CivilDate {
    fn read(reader: &mut Reader<'_>) -> Self {
        let date = Self::from_days(Read::read(reader));
        reader.checked(date, UnixSeconds(0).date())
    }
}

impl Read for Currency {
    fn read(reader: &mut Reader<'_>) -> Self {
        let code: [u8; 3] = Read::read(reader);
        reader.checked(Self::new(code), Self::NONE)
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        match reader.byte() {
            0 => None,
            1 => Some(T::read(reader)),
            _ => {
                reader.refuse();
                None
            }
        }
    }
}

impl<T: Read> Read for Vec<T> {
    // `reserve` is one function for all types, `with_capacity` is written for each.
    #[allow(clippy::reserve_after_initialization)]
    fn read(reader: &mut Reader<'_>) -> Self {
        let len = reader.len();
        let room = ROOM_LEN_BYTES_MAX.checked_div(size_of::<T>()).unwrap_or(0).min(len);
        let mut items = Self::new();
        items.reserve(room);
        for _ in 0..len {
            if reader.is_bad {
                break;
            }
            items.push(T::read(reader));
        }
        items
    }
}

impl Read for String {
    fn read(reader: &mut Reader<'_>) -> Self {
        let text = Self::from_utf8(reader.bytes().to_vec()).ok();
        reader.checked(text, Self::new())
    }
}

impl<'a> Reader<'a> {
    /// A length in front of items.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    fn len(&mut self) -> usize {
        let len = Compact::<u32>::decode(&mut self.rest);
        let len = len.ok().and_then(|len| usize::try_from(len.0).ok());
        self.checked(len, 0)
    }

    /// So many bytes as their length says.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn bytes(&mut self) -> &'a [u8] {
        let len = self.len();
        match self.rest.split_at_checked(len) {
            Some((bytes, rest)) => {
                self.rest = rest;
                bytes
            }
            None => {
                self.refuse();
                &[]
            }
        }
    }
}
