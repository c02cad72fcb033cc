//! Work that computes.

use alloc::{boxed::Box, vec, vec::Vec};
use core::hint::black_box;
use sha3::{Digest as _, Sha3_256};

pub fn sha3(rounds: u32) -> u64 {
    let input = vec![7; 64 * 1024];
    let mut sum = 0_u64;
    for _ in 0..rounds {
        let digest = Sha3_256::digest(black_box(&input));
        sum =
            digest.iter().fold(sum, |sum, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
    }
    sum
}

#[allow(clippy::arithmetic_side_effects)] // that is the kernel
pub fn fib(number: u32) -> u64 {
    if number < 2 { number.into() } else { fib(number - 1).wrapping_add(fib(number - 2)) }
}

trait Step {
    fn step(&self, number: u64) -> u64;
}

struct Add(u64);
struct Multiply(u64);
struct Rotate(u32);
struct Mix(u64);

impl Step for Add {
    fn step(&self, number: u64) -> u64 {
        number.wrapping_add(self.0)
    }
}

impl Step for Multiply {
    fn step(&self, number: u64) -> u64 {
        number.wrapping_mul(self.0)
    }
}

impl Step for Rotate {
    fn step(&self, number: u64) -> u64 {
        number.rotate_left(self.0)
    }
}

impl Step for Mix {
    fn step(&self, number: u64) -> u64 {
        number ^ (number >> 7) ^ self.0
    }
}

pub fn dispatch(rounds: u32) -> u64 {
    let steps: Vec<Box<dyn Step>> =
        vec![Box::new(Add(3)), Box::new(Multiply(5)), Box::new(Rotate(9)), Box::new(Mix(11))];
    let mut number = 1;
    for _ in 0..rounds {
        for _ in 0..2_500 {
            for step in black_box(&steps) {
                number = step.step(number);
            }
        }
    }
    number
}

const SIDE: usize = 32;

pub fn matrix(rounds: u32) -> u64 {
    let fill = |seed: u64| -> Vec<i64> {
        let cell = |index: usize| {
            let index = u64::try_from(index).unwrap_or(0);
            (index.wrapping_mul(2_654_435_761).wrapping_add(seed) & 0xffff).cast_signed()
        };
        (0..SIDE.saturating_mul(SIDE)).map(cell).collect()
    };
    let (left, mut right) = (fill(1), fill(2));
    let mut product = vec![0_i64; SIDE.saturating_mul(SIDE)];
    for _ in 0..rounds {
        multiply(black_box(&left), black_box(&right), &mut product);
        core::mem::swap(&mut right, &mut product);
    }
    right.iter().fold(0_u64, |sum, cell| sum.wrapping_mul(31).wrapping_add(cell.cast_unsigned()))
}

/// Numbers with 16 binary places.
fn multiply(left: &[i64], right: &[i64], product: &mut [i64]) {
    for (row, out) in left.chunks_exact(SIDE).zip(product.chunks_exact_mut(SIDE)) {
        for (column, out) in out.iter_mut().enumerate() {
            let cells = right.iter().skip(column).step_by(SIDE);
            let sum = row.iter().zip(cells).fold(0_i64, |sum, (left, right)| {
                sum.wrapping_add(left.wrapping_mul(*right) >> 16)
            });
            *out = sum & 0xffff_ffff;
        }
    }
}
