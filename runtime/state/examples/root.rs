//! What the root of a batch of changes costs: CPU time of one thread, part by part.
//!
//! `cargo run --release -p sandpact-state --example root [keys [rounds]]`
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::float_arithmetic)]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]

use sandpact_abi::{Address, Hash};
use sandpact_state::{
    hashes::{key_hashes, leaf_hashes, value_hashes},
    kernel_name,
    trie::{Trie, sorted_changes},
};
const CONTRACT: Address = Address([7; 32]);

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn key(number: u64) -> [u8; 32] {
    let mut random = Random(number);
    let mut key = [0; 32];
    key.chunks_mut(8).for_each(|part| part.copy_from_slice(&random.next().to_le_bytes()));
    key
}

/// CPU time of this thread so far, in nanoseconds.
fn cpu_ns() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}

fn kernel() {
    let input = [Hash([3; 32]); 1_000];
    let mut out = [Hash::ZERO; 1_000];
    let mut best = u64::MAX;
    for _ in 0..500 {
        let start = cpu_ns();
        leaf_hashes(&mut out, |index| (&input[index], &input[index]));
        best = best.min(cpu_ns() - start);
    }
    println!("kernel {}: {:.2} M/s", kernel_name(), out.len() as f64 * 1e3 / best as f64);
}

fn main() {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>().unwrap());
    let keys = numbers.next();
    let rounds = numbers.next().unwrap_or(40);
    kernel();
    for keys in keys.map_or(vec![100_000, 2_000_000], |keys| vec![keys]) {
        measure(keys, rounds);
    }
}

fn load(count: u64) -> Trie {
    let keys: Vec<[u8; 32]> = (0..count).map(key).collect();
    let start = cpu_ns();
    let mut hashes = vec![Hash::ZERO; keys.len()];
    key_hashes(&mut hashes, |index| (&CONTRACT, &keys[index]));
    let changes = sorted_changes(&hashes, |index| Some(hashes[index]));
    let sorted = cpu_ns() - start;
    let trie = Trie::from_leaves(changes.into_iter().map(|(key, value)| (key, value.unwrap())));
    let trie = trie.unwrap();
    println!(
        "{count} keys: hash and sort {:.2} s, build {:.2} s, {:.1} B a key",
        sorted as f64 / 1e9,
        (cpu_ns() - start - sorted) as f64 / 1e9,
        trie.memory_len_bytes() as f64 / count as f64
    );
    trie
}

struct Batch {
    keys: Vec<[u8; 32]>,
    values: Vec<[u8; 100]>,
}

/// 80 % of keys that are there, 20 % new ones.
fn batch(random: &mut Random, keys: u64, next: &mut u64, len: u64) -> Batch {
    let mut numbers = std::collections::BTreeSet::new();
    while (numbers.len() as u64) < len {
        if (numbers.len() as u64) < len / 5 {
            numbers.insert(*next);
            *next += 1;
        } else {
            numbers.insert(random.next() % keys);
        }
    }
    let values = numbers.iter().map(|_| std::array::from_fn(|_| random.next() as u8)).collect();
    // Not in the order of their numbers, which is by age.
    let mut keys: Vec<[u8; 32]> = numbers.into_iter().map(key).collect();
    keys.sort_unstable();
    Batch { keys, values }
}

#[derive(Default)]
struct Costs {
    /// Key hash, value hash, sort, apply.
    parts: [u64; 4],
    least: u64,
    root_after: u64,
    proof: u64,
}

fn measure(count: u64, rounds: u64) {
    let mut trie = load(count);
    let mut random = Random(1);
    let mut next = count;
    for len in [1_000_u64, 10_000] {
        let rounds = if len == 1_000 { rounds * 5 } else { rounds };
        let mut costs = Costs { least: u64::MAX, ..Costs::default() };
        for round in 0..rounds {
            let batch = batch(&mut random, count, &mut next, len);
            update(&mut trie, &batch, &mut costs, round % 8 == 0);
        }
        let per = |ns: u64, rounds: u64| ns as f64 / 1e3 / (rounds * len) as f64;
        let [key, value, sort, apply] = costs.parts.map(|ns| per(ns, rounds));
        let extras = rounds.div_ceil(8);
        println!(
            "{len} of {count}: {:.3} us CPU an update (least {:.3}): key hash {key:.3}, value hash \
             {value:.3}, sort {sort:.3}, apply {apply:.3}; root_after {:.3}; proof {:.2} us; {:.1} B a key",
            key + value + sort + apply,
            per(costs.least, 1),
            per(costs.root_after, extras),
            costs.proof as f64 / 1e5 / extras as f64,
            trie.memory_len_bytes() as f64 / trie.len() as f64,
        );
    }
}

fn update(trie: &mut Trie, batch: &Batch, costs: &mut Costs, with_extras: bool) {
    let mut times = [cpu_ns(); 5];
    let mut hashes = vec![Hash::ZERO; batch.keys.len()];
    key_hashes(&mut hashes, |index| (&CONTRACT, &batch.keys[index]));
    times[1] = cpu_ns();
    let mut values = vec![Hash::ZERO; batch.keys.len()];
    value_hashes(&mut values, |index| &batch.values[index]);
    times[2] = cpu_ns();
    let changes = sorted_changes(&hashes, |index| Some(values[index]));
    times[3] = cpu_ns();
    let undo = trie.apply(&changes).unwrap();
    times[4] = cpu_ns();
    let root = trie.root();
    if with_extras {
        trie.apply(&undo).unwrap();
        let start = cpu_ns();
        let after = trie.root_after(&changes).unwrap();
        costs.root_after += cpu_ns() - start;
        assert!(after == root);
        let start = cpu_ns();
        for (key_hash, _) in changes.iter().take(100) {
            std::hint::black_box(trie.prove_after(&[], key_hash).unwrap());
        }
        costs.proof += cpu_ns() - start;
        trie.apply(&changes).unwrap();
    }
    for (part, time) in costs.parts.iter_mut().zip(times.windows(2)) {
        *part += time[1] - time[0];
    }
    costs.least = costs.least.min(times[4] - times[0]);
}
