//! Size of proofs among many keys, and the time of one thread that they take (Linux):
//!
//! ```text
//! cargo run --release -p sandpact-proof --example proof_costs -- 2000000 1000
//! ```
//!
//! The arguments are the number of keys in the trie and of those that are proven together.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::float_arithmetic)]

#[path = "../tests/it/reference.rs"]
mod reference;

use reference::Trie;
use sandpact_abi::Address;
use sandpact_proof::{
    Claim,
    commitment::{key_hash, value_hash},
    verify_inclusion, verify_many,
};

const CONTRACT: Address = Address([9; 32]);

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let mut number = |default| numbers.next().unwrap_or(Ok(default)).expect("a number");
    let (size, asked) = (number(2_000_000), number(1_000));
    let hash = |key: &[u8]| key_hash(&CONTRACT, key);
    let mut leaves: Vec<_> = (0..size)
        .map(|number| number.to_le_bytes())
        .map(|key| (hash(&key), value_hash(&key)))
        .collect();
    leaves.sort_unstable();
    let trie = Trie::new(&leaves);
    let keys: Vec<_> = (0..asked).map(|index| (index * (size / asked)).to_le_bytes()).collect();
    let hashes: Vec<_> = keys.iter().map(|key| hash(key)).collect();
    let per_key = |ns: f64| ns / 1e3 / f64::from(u32::try_from(asked).unwrap());
    let report = |of: &str, bytes: usize, make_ns: f64, verify_ns: f64| {
        let (make, verify) = (per_key(make_ns), per_key(verify_ns));
        println!("{of}: {} bytes, make {make:.2} us, verify {verify:.2} us", bytes / asked);
    };

    let (single, make) = timed(|| hashes.iter().map(|hash| trie.prove(hash)).collect::<Vec<_>>());
    let ((), verify) = timed(|| {
        for (key, proof) in keys.iter().zip(&single) {
            verify_inclusion(&trie.root(), &CONTRACT, key, key, proof).unwrap();
        }
    });
    let bytes = single.iter().map(Vec::len).sum();
    report(&format!("one of {size} keys"), bytes, make, verify);

    let (many, make) = timed(|| trie.prove_many(&hashes));
    let claims: Vec<_> =
        keys.iter().map(|key| Claim { contract: &CONTRACT, key, value: Some(key) }).collect();
    let ((), verify) = timed(|| verify_many(&trie.root(), &claims, &many).unwrap());
    report(&format!("each of {asked} keys together"), many.len(), make, verify);
}

/// What `call` returns, and the nanoseconds that it takes: many calls, since the system
/// counts in steps of milliseconds.
fn timed<T>(call: impl Fn() -> T) -> (T, f64) {
    const CALLS: u32 = 50;
    let start = cpu_ns();
    (1..CALLS).for_each(|_| drop(std::hint::black_box(call())));
    let result = call();
    (result, (cpu_ns() - start) / f64::from(CALLS))
}

/// Nanoseconds that this thread has run, however loaded the machine is.
fn cpu_ns() -> f64 {
    let file = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    file.split(' ').next().and_then(|ns| ns.parse().ok()).expect("a number")
}
