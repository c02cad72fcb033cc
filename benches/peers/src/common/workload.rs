//! The stream of writes that every system is given. Standard library only.
//!
//! All numbers come from splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
//! number generators", 2014), whose output `n` of a seed is a function of the two:
//!
//! * key `i` is outputs `4 i .. 4 i + 4` of seed 1, little-endian: 32 bytes;
//! * the value of the `w`-th write is the first 100 bytes of outputs `13 w .. 13 w + 13` of seed 2;
//! * which entry is updated is decided by the outputs of seed 3, one after another.
//!
//! Loading writes keys `0, 1, 2 ..`. In a batch every fifth write inserts the next new key, the
//! others update entries that were there before the batch, none of them twice.

use std::collections::BTreeSet;

/// A key. It is as good as a hash already.
pub type Key = [u8; 32];

/// Length of every value.
const VALUE_LEN_BYTES: usize = 100;

/// Outputs of the generator for one value.
const VALUE_OUTPUTS: u64 = 13;

/// One write in this many is an insert.
const INSERT_EVERY: u64 = 5;

const KEY_SEED: u64 = 1;
const VALUE_SEED: u64 = 2;
const CHOICE_SEED: u64 = 3;

/// One write of a batch.
pub struct Write {
    /// Where.
    pub key: Key,
    /// What; 100 bytes.
    pub value: Vec<u8>,
}

/// The generator, and how far it is.
#[derive(Default)]
pub struct Workload {
    entries: u64,
    writes: u64,
    choices: u64,
}

impl Workload {
    /// Inserts of the next `count` keys.
    pub fn inserts(&mut self, count: u64) -> Vec<Write> {
        (0..count).map(|_| self.insert()).collect()
    }

    /// A batch of `count` writes, one in five an insert. The stream must hold at least as many
    /// entries as the batch has writes.
    pub fn batch(&mut self, count: u64) -> Vec<Write> {
        let old = self.entries;
        let mut chosen = BTreeSet::new();
        (1..=count)
            .map(|number| match number % INSERT_EVERY {
                0 => self.insert(),
                _ => {
                    let index = self.choose(old, &mut chosen);
                    self.write(index)
                }
            })
            .collect()
    }

    /// Keys of `count` entries by chance; some may come twice.
    pub fn some_keys(&mut self, count: u64) -> Vec<Key> {
        (0..count).map(|_| key(self.below(self.entries))).collect()
    }

    fn insert(&mut self) -> Write {
        let index = self.entries;
        self.entries += 1;
        self.write(index)
    }

    fn write(&mut self, index: u64) -> Write {
        let value = bytes(VALUE_SEED, self.writes * VALUE_OUTPUTS, VALUE_LEN_BYTES);
        self.writes += 1;
        Write { key: key(index), value }
    }

    /// An entry below `entries` that was not chosen yet.
    fn choose(&mut self, entries: u64, chosen: &mut BTreeSet<u64>) -> u64 {
        loop {
            let index = self.below(entries);
            if chosen.insert(index) {
                return index;
            }
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        let random = output(CHOICE_SEED, self.choices);
        self.choices += 1;
        let scaled = (u128::from(random) * u128::from(limit)) >> 64;
        u64::try_from(scaled).expect("below a number of 64 bits")
    }
}

fn key(index: u64) -> Key {
    bytes(KEY_SEED, index * 4, 32).try_into().expect("32 bytes were asked for")
}

fn bytes(seed: u64, first: u64, len: usize) -> Vec<u8> {
    (first..).flat_map(|number| output(seed, number).to_le_bytes()).take(len).collect()
}

/// Output `number`, from 0 on, of splitmix64 that starts at `seed`.
fn output(seed: u64, number: u64) -> u64 {
    let steps = number.wrapping_add(1);
    let mut state = seed.wrapping_add(steps.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}
