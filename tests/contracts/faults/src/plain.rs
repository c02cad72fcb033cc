//! Faults that the language checks: each is a panic.

use alloc::{rc::Rc, string::String, vec, vec::Vec};
use core::{cell::RefCell, num::NonZeroU64};

/// Fails by this number.
pub fn fail(fault: u8, seed: u64) -> u64 {
    let numbers: Vec<u64> = (0..seed + 3).collect();
    let text: String = numbers.iter().map(|number| if *number == 1 { 'ü' } else { 'u' }).collect();
    let small = usize::try_from(seed).unwrap_or(0);
    match fault {
        1 => panic!("as asked"),           // FAULT 1
        2 => (u64::MAX - 1) + seed + seed, // FAULT 2
        3 => numbers[small + 9],           // FAULT 3
        4 => numbers.iter().copied().find(|number| *number == seed + 90).unwrap(), // FAULT 4
        5 => 100 / (seed - 1),             // FAULT 5
        6 => match seed {
            0 => 0,
            _ => unreachable!("seeds are zero"), // FAULT 6
        },
        7 => NonZeroU64::new(seed - 1).expect("a seed above one").get(), // FAULT 7
        8 => numbers[small + 2..small].iter().sum(),                     // FAULT 8
        9 => borrow_twice(seed),
        10 => 7_u64.pow(u32::try_from(seed).unwrap_or(0) * 40), // FAULT 10
        11 => u64::from(text[..small + 1].ends_with('u')),      // FAULT 11
        12 => {
            let mut to = [0_u64; 3];
            to[..small].copy_from_slice(&numbers[..small + 1]); // FAULT 12
            to[0]
        }
        13 => u64::from(text.parse::<u8>().unwrap()), // FAULT 13
        14 => {
            assert_eq!(numbers.len(), small, "numbers"); // FAULT 14
            0
        }
        15 => vec![seed; small].remove(small),  // FAULT 15
        16 => twice(|number| number - 5, seed), // FAULT 16
        17 => test_parts::share(seed, seed - 1),
        18 => 1 << (seed + 63), // FAULT 18
        _ => Kind::of(seed).number(),
    }
}

fn borrow_twice(seed: u64) -> u64 {
    let shared = Rc::new(RefCell::new(seed));
    let held = shared.borrow_mut();
    let other = Rc::clone(&shared);
    let sum = *held + *other.borrow(); // FAULT 9
    drop(held);
    sum
}

/// A function that a closure is handed to.
fn twice(change: impl Fn(u64) -> u64, seed: u64) -> u64 {
    change(change(seed * 7)) // CALLER 16
}

enum Kind {
    One,
    Other(u64),
}

impl Kind {
    fn of(seed: u64) -> Self {
        if seed == 0 { Self::One } else { Self::Other(seed) }
    }

    fn number(&self) -> u64 {
        match self {
            Self::One => 1,
            Self::Other(number) => unimplemented!("others, as {number}"), // FAULT 19
        }
    }
}
