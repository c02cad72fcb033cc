//! Work on data structures.

use alloc::{collections::BTreeMap, string::String, vec, vec::Vec};
use core::hint::black_box;
use sandpact_sdk::codec::{Decode as _, Encode as _};
use sandpact_sdk::prelude::*;

/// SplitMix64's step, for numbers without order.
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (number ^ (number >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

pub fn sort(rounds: u32) -> u64 {
    let unsorted: Vec<u64> = (0..10_000).map(mixed).collect();
    let mut sum = 0_u64;
    for _ in 0..rounds {
        let mut numbers = black_box(&unsorted).clone();
        numbers.sort_unstable();
        sum = numbers.iter().step_by(100).fold(sum, |sum, number| sum.wrapping_mul(3) ^ number);
    }
    sum
}

pub fn btree(rounds: u32) -> u64 {
    let mut sum = 0_u64;
    for _ in 0..rounds {
        let map: BTreeMap<u64, u64> = (0..2_000).map(|number| (mixed(number), number)).collect();
        let found = (0..2_000).filter_map(|number| map.get(&mixed(black_box(number))));
        sum = found.fold(sum, |sum, number| sum.wrapping_add(*number));
    }
    sum
}

/// A line of an invoice.
#[message]
pub struct Line {
    /// What was sold.
    pub item: String,
    /// How many.
    pub quantity: u32,
    /// The price of one.
    pub price_minor: i128,
    /// The rate, if there is one.
    pub rate_bp: Option<u16>,
}

/// An invoice.
#[message]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// Who sells.
    pub seller: Address,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The sum.
    pub total_minor: i128,
}

pub fn scale(rounds: u32) -> u64 {
    let line = |number: u32| Line {
        item: String::from("steel, cold rolled"),
        quantity: number,
        price_minor: 1_250,
        rate_bp: number.is_multiple_of(2).then_some(1_900),
    };
    let invoice = Invoice {
        number: String::from("NW-2025-0117"),
        seller: Address([7; 32]),
        lines: (0..10).map(line).collect(),
        total_minor: 1_190_000,
    };
    let mut sum = 0_u64;
    for _ in 0..rounds {
        let bytes = black_box(&invoice).encode();
        let Ok(back) = Invoice::decode(&mut black_box(&bytes[..])) else { return 0 };
        let quantities = back.lines.iter().map(|line| u64::from(line.quantity));
        sum = quantities.fold(sum, |sum, quantity| sum.wrapping_mul(31).wrapping_add(quantity));
    }
    sum
}

/// 64 KiB of ones, and a zero at the end.
fn ones() -> Vec<u8> {
    let mut bytes = vec![1; 64 * 1024];
    if let Some(last) = bytes.last_mut() {
        *last = 0;
    }
    bytes
}

pub fn scan(rounds: u32) -> u64 {
    let (bytes, mut sum) = (ones(), 0_u64);
    for _ in 0..rounds {
        let zeros = black_box(&bytes).iter().filter(|byte| **byte == 0).count();
        sum = sum.wrapping_mul(3).wrapping_add(u64::try_from(zeros).unwrap_or(0));
    }
    sum
}

pub fn find(rounds: u32) -> u64 {
    let (bytes, mut sum) = (ones(), 0_u64);
    for _ in 0..rounds {
        let place = black_box(&bytes).iter().position(|byte| *byte == 0);
        sum = sum.wrapping_add(place.and_then(|place| u64::try_from(place).ok()).unwrap_or(0));
    }
    sum
}
