//! A trie whose keys are chosen, so that many have long beginnings in common.

use crate::{
    Random,
    chain::{self, Leaf},
    oracle::at,
    report::Tally,
};
use sandpact_abi::Hash;
use sandpact_proof::commitment;
use sandpact_state::trie::Trie;
use std::collections::BTreeMap;

/// What is changed at once, at most.
const CHANGES_MAX: usize = 400;

type Map = BTreeMap<Hash, Hash>;
type Changes = BTreeMap<Hash, Option<Hash>>;

/// Makes so many changes, and compares roots, leaves, undo and what would be.
pub fn operate(seed: u64, number: u64, operations: u64, tally: &mut Tally) -> Result<(), String> {
    let mut random = Random::new(&[seed, number, 20]);
    let (mut trie, mut map) = (Trie::default(), Map::new());
    // Few at first: small tries are where shapes change most.
    let mut done = 0;
    while done < operations {
        let most = if random.percent(80) { 4 } else { CHANGES_MAX };
        let count = 1 + random.index(most);
        let changes = changes(&mut random, &map, count);
        done += u64::try_from(changes.len()).unwrap_or(u64::MAX);
        step(&mut trie, &mut map, &changes, &mut random, tally)?;
    }
    Ok(())
}

fn step(
    trie: &mut Trie,
    map: &mut Map,
    changes: &Changes,
    random: &mut Random,
    tally: &mut Tally,
) -> Result<(), String> {
    let sorted: Vec<_> = changes.iter().map(|(key, value)| (*key, *value)).collect();
    let before = trie.root();
    let mut after = map.clone();
    for (key, value) in changes {
        match value {
            Some(value) => after.insert(*key, *value),
            None => after.remove(key),
        };
    }
    let expected = root(&after);
    if trie.root_after(&sorted).map_err(at("root after"))? != expected {
        return Err("WRONG ROOT after changes that were not made".to_owned());
    }
    let undo = trie.apply(&sorted).map_err(at("apply"))?;
    if trie.root() != expected || trie.len() != u64::try_from(after.len()).unwrap_or(0) {
        return Err(format!("WRONG ROOT of {} leaves", after.len()));
    }
    tally.add("roots of the trie");
    for key in changes.keys().take(20) {
        if trie.get(key).map_err(at("get"))? != after.get(key).copied() {
            return Err("WRONG LEAF".to_owned());
        }
    }
    match random.below(8) {
        0 => {
            trie.apply(&undo).map_err(at("undo"))?;
            if trie.root() != before {
                return Err("WRONG ROOT after undo".to_owned());
            }
            tally.add("undone");
            return Ok(());
        }
        1 => rebuild(trie, &after, random)?,
        2 if trie.root_after(&undo).map_err(at("root before"))? != before => {
            return Err("WRONG ROOT of what was before".to_owned());
        }
        _ => {}
    }
    *map = after;
    Ok(())
}

/// From its own leaves, or from nothing in another split.
fn rebuild(trie: &mut Trie, map: &Map, random: &mut Random) -> Result<(), String> {
    let leaves = trie.leaves().collect::<Result<Vec<Leaf>, _>>().map_err(at("leaves"))?;
    if leaves != map.iter().map(|(key, value)| (*key, *value)).collect::<Vec<_>>() {
        return Err("WRONG LEAVES".to_owned());
    }
    let root = trie.root();
    let rebuilt = Trie::from_leaves(leaves.iter().copied()).map_err(at("from leaves"))?;
    let mut split = Trie::default();
    for leaves in leaves.chunks(1 + random.index(200)) {
        let changes: Vec<_> = leaves.iter().map(|(key, value)| (*key, Some(*value))).collect();
        split.apply(&changes).map_err(at("apply in parts"))?;
    }
    if rebuilt.root() != root || split.root() != root {
        return Err("WRONG ROOT when built anew".to_owned());
    }
    *trie = if random.percent(50) { rebuilt } else { split };
    Ok(())
}

fn root(map: &Map) -> Hash {
    chain::root(map.iter().map(|(key, value)| (*key, *value)))
}

fn changes(random: &mut Random, map: &Map, count: usize) -> Changes {
    let mut changes = Changes::new();
    let known: Vec<Hash> = map.keys().copied().collect();
    let removals = random.pick(&[10, 40, 90]);
    for _ in 0..count {
        let is_known = !known.is_empty() && random.percent(60);
        let key = if is_known { known[random.index(known.len())] } else { key(random, &known) };
        let value = commitment::value_hash(&random.number().to_le_bytes());
        changes.insert(key, (!random.percent(removals)).then_some(value));
    }
    changes
}

/// A new key: any, or a known one with another end, from any of its 128 digits on.
fn key(random: &mut Random, known: &[Hash]) -> Hash {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(&random.bytes(32));
    if known.is_empty() || random.percent(30) {
        return Hash(bytes);
    }
    let like = known[random.index(known.len())].0;
    let shared_bits = 2 * random.index(128);
    let whole = shared_bits / 8;
    bytes[..whole].copy_from_slice(&like[..whole]);
    let mask = 0xff_u8.checked_shr(u32::try_from(shared_bits % 8).unwrap_or(0)).unwrap_or(0);
    bytes[whole] = (like[whole] & !mask) | (bytes[whole] & mask);
    Hash(bytes)
}
