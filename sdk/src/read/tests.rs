#![allow(clippy::unwrap_used)]
use super::read_all;
use crate::prelude::*;
use alloc::{vec, vec::Vec};
use parity_scale_codec::DecodeAll;
use proptest::prelude::{any, proptest};

/// One of each type that crosses the boundary.
#[message]
pub struct Record {
    /// A number.
    pub number: u64,
    /// A negative one.
    pub negative: i128,
    /// Yes or no.
    pub flag: bool,
    /// Who.
    pub account: Address,
    /// Text.
    pub text: String,
    /// A short one.
    pub code: Code<5>,
    /// A day.
    pub day: CivilDate,
    /// A currency.
    pub currency: Currency,
    /// A fraction.
    pub number_exact: Decimal,
    /// An identifier.
    pub lei: Option<Lei>,
    /// Choices.
    pub choices: Vec<Choice>,
    /// Bytes.
    pub bytes: Vec<u8>,
    /// A pair.
    pub pair: (u16, Option<bool>),
}

/// A choice.
#[message]
pub enum Choice {
    /// Without more.
    Plain,
    /// With more.
    #[codec(index = 5)]
    Of(u8, Option<u32>),
    /// With names.
    Named {
        /// A place.
        at: UnixSeconds,
    },
}

fn record() -> Record {
    Record {
        number: 7,
        negative: -8,
        flag: true,
        account: Address([9; 32]),
        text: "text".into(),
        code: Code::parse("a b").unwrap(),
        day: CivilDate::from_days(19_000).unwrap(),
        currency: Currency::new(*b"EUR").unwrap(),
        number_exact: Decimal::new(-1_250, 2).unwrap(),
        lei: Some(Lei::parse("529900T8BM49AURSDO55").unwrap()),
        choices: vec![Choice::Plain, Choice::Of(1, Some(2)), Choice::Named { at: UnixSeconds(3) }],
        bytes: vec![1, 2, 3],
        pair: (4, Some(false)),
    }
}

/// Both ways take the same bytes to the same value.
fn agree<T: super::Read + DecodeAll + PartialEq + core::fmt::Debug>(bytes: &[u8]) {
    assert_eq!(read_all::<T>(bytes), T::decode_all(&mut &bytes[..]).ok(), "{bytes:?}");
}

#[test]
fn what_decodes_is_read_and_nothing_else() {
    let bytes = record().encode();
    assert_eq!(read_all(&bytes), Some(record()));
    for len in 0..bytes.len() {
        agree::<Record>(&bytes[..len]);
    }
    for at in 0..bytes.len() {
        for byte in 0..=u8::MAX {
            let mut changed = bytes.clone();
            changed[at] = byte;
            agree::<Record>(&changed);
        }
    }
    let mut longer = bytes;
    longer.push(0);
    agree::<Record>(&longer);
}

#[test]
fn a_long_length_takes_no_room() {
    // 2^30 - 1 items of which none is there; a length in more bytes than it needs.
    for bytes in [&[0xfe, 0xff, 0xff, 0xff][..], &[2, 0, 0, 0], &[1, 0]] {
        assert_eq!(read_all::<Vec<Hash>>(bytes), None);
        agree::<Vec<u64>>(bytes);
        agree::<String>(bytes);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_as_they_decode(bytes: Vec<u8>, at in any::<u8>()) {
        agree::<Choice>(&bytes);
        agree::<Vec<Choice>>(&bytes);
        agree::<Vec<Option<bool>>>(&bytes);
        agree::<String>(&bytes);
        agree::<Code<5>>(&bytes);
        agree::<(Decimal, u8)>(&bytes);
        let mut changed = record().encode();
        let at = usize::from(at).min(changed.len());
        changed.splice(at..at, bytes.iter().copied().take(3));
        agree::<Record>(&changed);
    }
}
