//! Keys sort as their values do, and come back.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use proptest::prelude::*;
use sandpact_sdk::prelude::{
    Address, CivilDate, Code, Currency, Hash, Height, OrderedKey, UnixSeconds,
};
use std::fmt::Debug;

fn bytes(key: &impl OrderedKey) -> Vec<u8> {
    let mut out = vec![];
    key.write_key(&mut out);
    out
}

/// As [`check_text`], and that all keys are of one length.
fn check<K: OrderedKey + Ord + Debug>(a: &K, b: &K) {
    assert_eq!(bytes(a).len(), bytes(b).len());
    check_text(a, b);
}

/// The order of two keys, their way back, and that no shorter input is a key.
fn check_text<K: OrderedKey + Ord + Debug>(a: &K, b: &K) {
    let (a_bytes, b_bytes) = (bytes(a), bytes(b));
    assert_eq!(a_bytes.cmp(&b_bytes), a.cmp(b), "{a:?} {b:?}");
    let mut input = [a_bytes.clone(), vec![9]].concat();
    let mut rest = &input[..];
    assert_eq!(K::read_key(&mut rest).as_ref(), Some(a));
    assert_eq!(rest, [9]);
    input.truncate(a_bytes.len() - 1);
    assert_eq!(K::read_key(&mut &input[..]), None);
}

fn date() -> impl Strategy<Value = CivilDate> {
    (-719_162..=2_932_896).prop_map(|days| CivilDate::from_days(days).unwrap())
}

fn currency() -> impl Strategy<Value = Currency> {
    proptest::array::uniform3(b'A'..=b'Z').prop_map(|code| Currency::new(code).unwrap())
}

/// Numbers near zero and near both ends, where a wrong sign bit would show.
fn signed() -> impl Strategy<Value = i128> {
    prop_oneof![-3..=3_i128, Just(i128::MIN), Just(i128::MAX), any::<i128>()]
}

proptest! {
    #[test]
    fn unsigned(a: (u8, u16, u32, u64, u128), b: (u8, u16, u32, u64, u128)) {
        check(&a.0, &b.0);
        check(&a.1, &b.1);
        check(&a.2, &b.2);
        check(&a.3, &b.3);
        check(&a.4, &b.4);
        check(&Height(a.3), &Height(b.3));
        check(&UnixSeconds(a.3), &UnixSeconds(b.3));
    }

    #[test]
    #[allow(clippy::cast_possible_truncation)] // truncation keeps the small ones and mixes the rest
    fn signed_integers(a in signed(), b in signed()) {
        check(&a, &b);
        check(&(a as i64), &(b as i64));
        check(&(a as i32), &(b as i32));
        check(&(a as i16), &(b as i16));
        check(&(a as i8), &(b as i8));
    }

    #[test]
    fn fixed_bytes(a: [u8; 32], b: [u8; 32], c: bool, d: bool) {
        check(&a, &b);
        check(&Address(a), &Address(b));
        check(&Hash(a), &Hash(b));
        check(&c, &d);
    }

    #[test]
    fn dates_and_currencies(a in date(), b in date(), c in currency(), d in currency()) {
        check(&a, &b);
        check(&c, &d);
    }

    #[test]
    fn texts(a in "[\0\x01a-c\u{ff}]{0,4}", b in "[\0\x01a-c\u{ff}]{0,4}", c: u8, d: u8) {
        check_text(&a, &b);
        check_text(&(a.clone(), c), &(b.clone(), d));
        check_text(&(c, a.clone(), a), &(d, b.clone(), b));
    }

    #[test]
    fn codes(a in "[!-~]{1,4}", b in "[!-~]{1,4}", c: u8, d: u8) {
        let code = |text: &str| Code::<4>::parse(text).unwrap();
        check_text(&code(&a), &code(&b));
        check_text(&(code(&a), c), &(code(&b), d));
        assert_eq!(bytes(&code(&a)), bytes(&a));
    }

    #[test]
    fn tuples(a in (date(), 0..3_i8, 0..3_u16), b in (date(), 0..3_i8, 0..3_u16)) {
        check(&(a.1, a.2), &(b.1, b.2));
        check(&(a.1, a.2, a.0), &(b.1, b.2, b.0));
        check(&((a.1, a.2), a.0), &((b.1, b.2), b.0));
    }
}

#[test]
fn bytes_that_no_value_has_are_no_key() {
    assert_eq!(bool::read_key(&mut &[2_u8][..]), None);
    assert_eq!(Currency::read_key(&mut &b"eur"[..]), None);
    assert_eq!(CivilDate::read_key(&mut &[0_u8; 4][..]), None);
    assert_eq!(String::read_key(&mut &[b'a', 0, 1][..]), None);
    assert_eq!(String::read_key(&mut &[0xff, 0, 0][..]), None);
    assert_eq!(Code::<2>::read_key(&mut &b"abc\0\0"[..]), None);
    assert_eq!(bytes(&"a\0".to_owned()), [b'a', 0, 0xff, 0, 0]);
    assert_eq!(bytes(&-1_i16), [0x7f, 0xff]);
    assert_eq!(bytes(&1_i16), [0x80, 0x01]);
    assert_eq!(bytes(&258_u16), [1, 2]);
}
