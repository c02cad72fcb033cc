//! Faults that the engine or the host finds, and some work that does not fail.

use alloc::{vec, vec::Vec};
use core::hint::black_box;
use sandpact_sdk::{crypto, prelude::*};

/// Fails by this number.
pub fn fail(fault: u8, seed: u64, calls: &mut Value<u64>) -> u64 {
    match fault {
        20 => endless(seed),
        21 => deeper(seed),
        22 => core::arch::wasm32::unreachable(), // FAULT 22
        23 => far_away(seed),
        24 => give_up(),
        25 => write_forever(seed, calls),
        26 => wide_frames(seed),
        27 => hash_far_away(seed),
        28 => u64::from(black_box(vec![7_u8; usize::try_from(seed << 24).unwrap_or(0)])[0]), // FAULT 28
        _ => spin_in_iterator(seed),
    }
}

/// Runs out of gas.
#[inline(never)]
fn endless(mut seed: u64) -> u64 {
    loop {
        seed = black_box(seed).rotate_left(7).wrapping_mul(0x9e37_79b9); // FAULT 20
    }
}

/// Runs out of stack.
#[inline(never)]
fn deeper(depth: u64) -> u64 {
    // FAULT 21
    if depth == u64::MAX { 0 } else { black_box(deeper(black_box(depth + 1))) + 1 }
}

/// Reads where no memory is.
fn far_away(seed: u64) -> u64 {
    let far = usize::try_from(seed * 0x7000_0000).unwrap_or(0);
    #[allow(unsafe_code)]
    // SAFETY: none; this is the fault.
    unsafe {
        core::ptr::with_exposed_provenance::<u64>(far).read_volatile() // FAULT 23
    }
}

#[link(wasm_import_module = "sandpact")]
#[allow(unsafe_code)]
unsafe extern "C" {
    fn context_abort(message: *const u8, message_len: usize) -> !;
    fn crypto_sha3_256(input: *const u8, input_len: usize, out: *mut u8);
}

fn give_up() -> u64 {
    let why = "no more";
    #[allow(unsafe_code)]
    // SAFETY: a live slice.
    unsafe {
        context_abort(why.as_ptr(), why.len()) // FAULT 24
    }
}

/// Runs out of gas in the host.
fn write_forever(seed: u64, calls: &mut Value<u64>) -> u64 {
    let mut count = seed;
    while black_box(count) > 0 {
        calls.set(&count); // FAULT 25
        count += 1;
    }
    count
}

/// Runs out of the shadow stack.
#[inline(never)]
fn wide_frames(depth: u64) -> u64 {
    let frame = black_box([depth; 512]); // FAULT 26
    if depth > 1_000 { 0 } else { wide_frames(depth + 1) + frame[3] }
}

/// Gives the host a pointer that is none.
fn hash_far_away(seed: u64) -> u64 {
    let mut out = [0; 32];
    let far = usize::try_from(seed * 0x7000_0000).unwrap_or(0);
    #[allow(unsafe_code)]
    // SAFETY: none; this is the fault.
    unsafe {
        crypto_sha3_256(core::ptr::with_exposed_provenance(far), 32, out.as_mut_ptr()); // FAULT 27
    }
    u64::from(out[0])
}

/// Runs out of gas in the loop of an iterator.
fn spin_in_iterator(seed: u64) -> u64 {
    (seed..u64::MAX).map(|number| black_box(number ^ 0x5555)).fold(0, u64::wrapping_add) // FAULT 29
}

/// A loop, hashes, memory, storage.
pub fn work(turns: u64, calls: &mut Value<u64>) -> u64 {
    let mut sum = 0_u64;
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for turn in 0..turns {
        let digest = crypto::sha3_256(&turn.to_le_bytes());
        sum = sum.wrapping_add(u64::from(digest[0]));
        kept.push(vec![digest[1]; 3_000]);
        calls.set(&sum);
    }
    kept.iter().map(|bytes| u64::from(bytes[7])).fold(sum, u64::wrapping_add)
}
