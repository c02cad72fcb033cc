//! Changes valid proofs, and what they are proofs of, and counts what the verifier
//! accepts:
//!
//! ```text
//! cargo run --release -p sandpact-proof --example mutate_proofs -- 1000000 1
//! ```
//!
//! The arguments are the number of mutations and the seed. Ends with code 1 when a
//! mutation was wrongly accepted.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

#[path = "../tests/it/mutations.rs"]
mod mutations;
#[path = "../tests/it/reference.rs"]
mod reference;

fn main() -> std::process::ExitCode {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse::<u64>());
    let mut number = |default| numbers.next().unwrap_or(Ok(default)).expect("a number");
    let (mutations, seed) = (number(20_000), number(1));
    let counts = mutations::run(mutations, seed);
    println!("seed {seed}: {} mutations", counts.bits + counts.structures + counts.claims);
    println!("  one bit of the proof    {:>9}", counts.bits);
    println!("  structure of the proof  {:>9}", counts.structures);
    println!("  keys and values         {:>9}", counts.claims);
    println!("refused                   {:>9}", counts.refused);
    println!("true, with its own proof  {:>9}", counts.true_and_canonical);
    println!("wrongly accepted          {:>9}", counts.wrongly_accepted);
    if counts.wrongly_accepted == 0 { 0 } else { 1 }.into()
}
