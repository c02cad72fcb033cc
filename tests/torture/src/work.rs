//! The blocks of a ledger, made from a seed and their heights alone.

use crate::Random;
use sandpact_abi::{Address, Hash, Height, UnixSeconds};
use sandpact_proof::commitment;
use sandpact_state::{Block, ChangeSet};
use sha3::{Digest as _, Sha3_256};

/// Contracts that have values.
const CONTRACTS: u64 = 3;
/// Numbers that keys are made from; about 620 keys a contract.
const KEYS: u64 = 1_000;
/// Accounts that have nonces.
const ACCOUNTS: u64 = 40;
/// Longest value, which contracts may write.
const VALUE_LEN_BYTES_MAX: usize = 16 * 1024;
/// Writes of the largest blocks: more than the view takes in one batch.
const WRITES_MAX: usize = 1_500;
/// A module that takes several chunks.
const CODE_LEN_BYTES: usize = 40_000;

/// How large blocks may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A handful of writes each.
    Small,
    /// From nothing to 1,500 writes, long values and modules.
    Mixed,
}

/// All blocks of one ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// What they are made from.
    pub seed: u64,
    /// How large they may be.
    pub size: Size,
}

impl Work {
    fn random(&self, height: u64, what: u64) -> Random {
        Random::new(&[self.seed, height, what])
    }

    /// What a block changes.
    #[must_use]
    pub fn changes(&self, height: u64) -> ChangeSet {
        let mut random = self.random(height, 0);
        let kind = random.below(24);
        let mut changes = ChangeSet::default();
        if self.size == Size::Small {
            let writes = 1 + random.index(8);
            self.add_values(&mut changes, &mut random, writes);
            return changes;
        }
        match kind {
            0..=1 => return changes,
            2 => add_code(&mut changes, &mut random),
            3 => {
                let value = random.bytes(VALUE_LEN_BYTES_MAX);
                changes.values.insert(key(&mut random), Some(value));
            }
            4 => {
                while changes.values.len() < WRITES_MAX {
                    self.add_values(&mut changes, &mut random, 100);
                }
            }
            _ => {
                let writes = 1 + random.index(60);
                self.add_values(&mut changes, &mut random, writes);
            }
        }
        changes
    }

    fn add_values(&self, changes: &mut ChangeSet, random: &mut Random, count: usize) {
        for _ in 0..count {
            let key = key(random);
            let len_bytes = match random.below(20) {
                0 => 0,
                1 if self.size == Size::Mixed => random.index(2_000),
                _ => 1 + random.index(100),
            };
            let is_removal = random.percent(20);
            changes.values.insert(key, (!is_removal).then(|| random.bytes(len_bytes)));
        }
        for _ in 0..count.div_ceil(4) {
            let account = address(100 + random.below(ACCOUNTS));
            changes.nonces.insert(account, 1 + random.below(1 << 40));
        }
    }

    /// The block of these roots.
    pub fn seal(&self, height: u64) -> impl FnOnce(&Hash, &Hash) -> Block {
        let (seed, body) = (self.seed, self.body(height));
        move |state_root, account_root| {
            let record = record(seed, height, state_root, account_root);
            let hash = commitment::value_hash(&record);
            Block { height: Height(height), time: UnixSeconds(1_000 + height), hash, record, body }
        }
    }

    /// What a block says beside what its hash commits to.
    #[must_use]
    pub fn body(&self, height: u64) -> Vec<u8> {
        let mut random = self.random(height, 1);
        let len_bytes = random.index(900);
        random.bytes(len_bytes)
    }
}

/// What a block's hash commits to.
#[must_use]
pub fn record(seed: u64, height: u64, state_root: &Hash, account_root: &Hash) -> Vec<u8> {
    let numbers = [seed.to_le_bytes(), height.to_le_bytes()].concat();
    [&numbers, state_root.as_bytes().as_slice(), account_root.as_bytes()].concat()
}

/// An address that a number stands for.
#[must_use]
pub fn address(number: u64) -> Address {
    Address([u8::try_from(number & 0xff).unwrap_or(0); 32])
}

/// A contract's key: many begin alike, some are the beginning of others, and some are all
/// ones, after which the next contract's keys come.
#[must_use]
pub fn key(random: &mut Random) -> (Address, Vec<u8>) {
    let contract = address(1 + random.below(CONTRACTS));
    let number = random.below(KEYS);
    let key = match number % 5 {
        0 => format!("invoice/{number}").into_bytes(),
        1 => format!("invoice/{}/line/{number}", number / 50).into_bytes(),
        2 => vec![0xff; usize::try_from(1 + number % 60).unwrap_or(1)],
        3 => [b"invoice/".as_slice(), &number.to_be_bytes()].concat(),
        _ => vec![b'a'; usize::try_from(1 + number % 60).unwrap_or(1)],
    };
    (contract, key)
}

fn add_code(changes: &mut ChangeSet, random: &mut Random) {
    let code = random.bytes(CODE_LEN_BYTES);
    changes.code.insert(Hash(Sha3_256::digest(&code).into()), code);
}
