//! Valid proofs, spoiled in every way that we could think of. A stranger may change the
//! proof, the keys and the values; what is accepted must be true, and the one encoding.

use crate::reference::Trie;
use sandpact_abi::{Address, Hash};
use sandpact_proof::{
    Claim,
    commitment::{key_hash, value_hash},
    verify_absence, verify_inclusion, verify_many,
};
use std::collections::BTreeMap;

/// Two contracts are enough to mix them up.
const CONTRACTS: [Address; 2] = [Address([1; 32]), Address([2; 32])];
/// Keys to choose neighbours in the trie from: hashes of so many share up to 15 digits.
const CANDIDATES: u32 = 20_000;
/// Values of a ledger.
const SIZES: [usize; 7] = [1, 2, 3, 12, 60, 300, 2_000];
/// Proofs of a ledger.
const PROOFS: usize = 24;

/// What became of the mutations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// With one other bit in the proof.
    pub bits: u64,
    /// With a proof of other structure.
    pub structures: u64,
    /// With other keys or values.
    pub claims: u64,
    /// Those of them that were refused.
    pub refused: u64,
    /// Other keys or values that are true, with the very proof that they have.
    pub true_and_canonical: u64,
    /// All others. There must be none.
    pub wrongly_accepted: u64,
}

/// Makes so many mutations; the same for the same seed.
pub fn run(mutations: u64, seed: u64) -> Counts {
    let mut random = Random(seed);
    let ledgers: Vec<_> = SIZES.iter().map(|size| Ledger::new(*size, &mut random)).collect();
    let cases: Vec<Vec<Case>> = ledgers
        .iter()
        .map(|ledger| (0..PROOFS).map(|_| ledger.case(&mut random)).collect())
        .collect();
    let mut counts = Counts::default();
    while counts.bits + counts.structures + counts.claims < mutations {
        let number = random.below(ledgers.len());
        let (ledger, case) = (&ledgers[number], random.of(&cases[number]));
        let elsewhere = random.below(cases.len());
        let other = random.of(&cases[elsewhere]);
        let mut mutated = case.clone();
        let kind = match random.below(8) {
            0..=3 => {
                flip(&mut mutated.proof, &mut random);
                &mut counts.bits
            }
            4..=6 => {
                mutated.proof = restructured(&case.proof, &other.proof, &mut random);
                &mut counts.structures
            }
            _ => {
                ledger.change_claims(&mut mutated.claims, &mut random);
                if random.below(4) == 0 {
                    ledger.deny(&mut mutated, &mut random);
                }
                &mut counts.claims
            }
        };
        if mutated == *case {
            continue;
        }
        *kind += 1;
        let is_other = mutated.claims != case.claims;
        match ledger.accepts(&mutated) {
            false => counts.refused += 1,
            true if is_other && ledger.holds(&mutated) => counts.true_and_canonical += 1,
            true => counts.wrongly_accepted += 1,
        }
    }
    counts
}

type Key = (Address, Vec<u8>);

/// What is claimed, and the proof.
#[derive(Clone, PartialEq, Eq)]
struct Case {
    claims: BTreeMap<Key, Option<Vec<u8>>>,
    proof: Vec<u8>,
    /// Whether it is to be one of the format for one key.
    is_single: bool,
}

struct Ledger {
    contents: BTreeMap<Key, Vec<u8>>,
    /// In order of their hashes: neighbours share a path.
    candidates: Vec<(Hash, Key)>,
    trie: Trie,
    root: Hash,
}

impl Ledger {
    fn new(size: usize, random: &mut Random) -> Self {
        let mut candidates: Vec<_> = (0..CANDIDATES)
            .map(|number| {
                let contract = CONTRACTS[usize::from(number % 2 == 1)];
                let key = (number / 2 + 1).to_be_bytes().to_vec();
                (key_hash(&contract, &key), (contract, key))
            })
            .collect();
        candidates.sort_unstable();
        let mut contents = BTreeMap::new();
        while contents.len() < size {
            // Runs of neighbours with gaps make long common paths and absent keys on them.
            let first = random.below(candidates.len());
            for (_, key) in candidates[first..].iter().take(1 + random.below(8)) {
                if contents.len() < size && random.below(3) > 0 {
                    contents.insert(key.clone(), random.bytes(4));
                }
            }
        }
        let mut leaves: Vec<_> = contents
            .iter()
            .map(|((contract, key), value)| (key_hash(contract, key), value_hash(value)))
            .collect();
        leaves.sort_unstable();
        let trie = Trie::new(&leaves);
        Self { contents, candidates, root: trie.root(), trie }
    }

    /// A proof of some keys, half of them near each other.
    fn case(&self, random: &mut Random) -> Case {
        let count = *random.of(&[1, 1, 2, 3, 8, 40]);
        let is_single = count == 1 && random.below(2) == 0;
        let keys: Vec<_> = (0..count).map(|_| self.key(random)).collect();
        let claims: BTreeMap<_, _> =
            keys.into_iter().map(|key| (key.clone(), self.contents.get(&key).cloned())).collect();
        let proof = self.canonical(&claims, is_single);
        Case { claims, proof, is_single }
    }

    /// A key that has a value, a neighbour of one, or any.
    fn key(&self, random: &mut Random) -> Key {
        let present = random.below(self.contents.len());
        let present = self.contents.keys().nth(present).expect("below the length");
        match random.below(4) {
            0 | 1 => present.clone(),
            2 => {
                let hash = key_hash(&present.0, &present.1);
                let place = self.candidates.partition_point(|(other, _)| *other <= hash);
                self.candidates[place % self.candidates.len()].1.clone()
            }
            _ => random.of(&self.candidates).1.clone(),
        }
    }

    fn canonical(&self, claims: &BTreeMap<Key, Option<Vec<u8>>>, is_single: bool) -> Vec<u8> {
        let hashes: Vec<_> = claims.keys().map(|(of, key)| key_hash(of, key)).collect();
        if is_single { self.trie.prove(&hashes[0]) } else { self.trie.prove_many(&hashes) }
    }

    fn accepts(&self, case: &Case) -> bool {
        let mut claims = case.claims.iter().map(|((contract, key), value)| Claim {
            contract,
            key,
            value: value.as_deref(),
        });
        if case.is_single {
            let Some(Claim { contract, key, value }) = claims.next() else { return false };
            let checked = match value {
                Some(value) => verify_inclusion(&self.root, contract, key, value, &case.proof),
                None => verify_absence(&self.root, contract, key, &case.proof),
            };
            return checked.is_ok();
        }
        verify_many(&self.root, &claims.collect::<Vec<_>>(), &case.proof).is_ok()
    }

    /// Whether every claim is true and the proof is the one that it has.
    fn holds(&self, case: &Case) -> bool {
        let is_true =
            case.claims.iter().all(|(key, value)| self.contents.get(key) == value.as_ref());
        is_true && case.proof == self.canonical(&case.claims, case.is_single)
    }

    /// Claims that a key with a value has none, and shows its own leaf as another's.
    fn deny(&self, case: &mut Case, random: &mut Random) {
        let keys: Vec<_> =
            case.claims.keys().filter(|key| self.contents.contains_key(*key)).collect();
        if keys.is_empty() || case.proof.len() < 2 {
            return;
        }
        let key = (*random.of(&keys)).clone();
        let leaf = [key_hash(&key.0, &key.1), value_hash(&self.contents[&key])];
        let mut tokens = tokens(&case.proof);
        let is_own = |(index, token): (usize, &Vec<u8>)| match case.is_single {
            true => index == 1 && *token == [0],
            false => index > 0 && *token == [1],
        };
        let ends: Vec<_> =
            (0..tokens.len()).filter(|index| is_own((*index, &tokens[*index]))).collect();
        if ends.is_empty() {
            return;
        }
        let end = *random.of(&ends);
        tokens[end] = vec![2];
        let behind = if case.is_single { end + 2 } else { end + 1 };
        tokens.splice(behind..behind, leaf.map(|hash| hash.0.to_vec()));
        case.proof = tokens.concat();
        case.claims.insert(key, None);
    }

    fn change_claims(&self, claims: &mut BTreeMap<Key, Option<Vec<u8>>>, random: &mut Random) {
        let at = random.below(claims.len());
        let (mut key, mut value) =
            claims.iter().nth(at).map(|(key, value)| (key.clone(), value.clone())).expect("below");
        let other = self.key(random);
        match random.below(8) {
            0 => flip(value.get_or_insert_default(), random),
            1 => value = if value.is_some() { None } else { Some(random.bytes(4)) },
            2 => value = self.contents.get(&other).cloned(),
            3 => value.get_or_insert_default().push(0),
            4 => {
                // Two claims exchange their values.
                let second = claims.keys().nth(random.below(claims.len())).cloned().expect("below");
                let theirs = claims.insert(second, value).flatten();
                value = theirs;
            }
            5 => {
                claims.remove(&key);
                key = other;
            }
            6 => {
                claims.remove(&key);
                flip(if random.below(2) == 0 { &mut key.0.0 } else { &mut key.1 }, random);
            }
            _ => {
                claims.insert(other.clone(), self.contents.get(&other).cloned());
                claims.remove(&key);
                return;
            }
        }
        claims.insert(key, value);
    }
}

/// Marks, which are one byte, and hashes.
fn tokens(proof: &[u8]) -> Vec<Vec<u8>> {
    let (mut tokens, mut rest) = (Vec::new(), proof);
    let mut take = |len: usize| {
        let (token, after) = rest.split_at(len.min(rest.len()));
        rest = after;
        tokens.push(token.to_vec());
        token.first().copied().unwrap_or(0)
    };
    let is_single = take(1) == 1;
    let mut left = proof.len() - 1;
    let mut head = if is_single { 2 } else { 0 };
    while left > 0 {
        let mark = take(1);
        left -= 1;
        let hashes = match (is_single, head) {
            (true, 2) => {
                head = if mark == 2 { 1 } else { 3 };
                0
            }
            (true, 1 | 3) => {
                let hashes = if head == 1 { 2 } else { 0 };
                head = 0;
                hashes
            }
            (true, _) => mark.count_ones(),
            (false, _) if mark >= 0x10 => (mark & 0xf).count_ones(),
            (false, _) => {
                if mark == 2 {
                    2
                } else {
                    0
                }
            }
        };
        for _ in 0..hashes {
            take(32);
            left -= 32;
        }
    }
    tokens
}

/// The tokens of one level or node: a mark and its hashes.
fn level(tokens: &[Vec<u8>], random: &mut Random) -> std::ops::Range<usize> {
    let marks: Vec<_> = (0..tokens.len()).filter(|index| tokens[*index].len() == 1).collect();
    let start = *random.of(&marks);
    let end = marks.iter().find(|mark| **mark > start).copied().unwrap_or(tokens.len());
    start..end
}

fn restructured(proof: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let (mut own, theirs) = (tokens(proof), tokens(other));
    let (at, other_at) = (random.below(own.len()), random.below(own.len()));
    let (first, second) = (level(&own, random), level(&own, random));
    match random.below(17) {
        0 => drop(own.remove(at)),
        1 => own.insert(at, own[at].clone()),
        2 => own.swap(at, other_at),
        3 => own[at] = random.of(&theirs).clone(),
        4 => own[at].fill(0),
        5 => own[at] = random.bytes(own[at].len()),
        6 => own[first.start] = random.bytes(1),
        7 => own[first.start][0] = own[first.start][0].wrapping_add(*random.of(&[1, 0xff, 0x10])),
        8 => drop(own.drain(first)),
        9 => {
            let copy = own[first.clone()].to_vec();
            own.splice(first.end..first.end, copy);
        }
        10 => {
            let copy = own[first].to_vec();
            own.splice(second, copy);
        }
        11 => {
            own.truncate(at);
            own.extend_from_slice(&theirs[random.below(theirs.len())..]);
        }
        12 => {
            let place = level(&theirs, random);
            own.splice(first, theirs[place].to_vec());
        }
        13 => return proof[..random.below(proof.len())].to_vec(),
        14 => own.push({
            let len = 1 + random.below(40);
            random.bytes(len)
        }),
        15 => own = theirs,
        _ => state_empty(&mut own, first, random),
    }
    own.concat()
}

/// Writes out a child that is empty, as if it were not.
fn state_empty(tokens: &mut Vec<Vec<u8>>, level: std::ops::Range<usize>, random: &mut Random) {
    let bit = random.below(4);
    let mark = &mut tokens[level.start][0];
    let before = (*mark & ((1 << bit) - 1)).count_ones();
    if *mark & (1 << bit) == 0 {
        *mark |= 1 << bit;
        let place = level.start + 1 + usize::try_from(before).unwrap();
        tokens.insert(place.min(level.end), vec![0; 32]);
    }
}

fn flip(bytes: &mut [u8], random: &mut Random) {
    if !bytes.is_empty() {
        let bit = random.below(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

/// SplitMix64.
#[derive(Clone)]
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}

#[test]
fn no_mutation_of_a_proof_is_accepted() {
    let counts = run(20_000, 1);
    assert_eq!(counts.wrongly_accepted, 0, "{counts:?}");
    assert!(counts.refused > 19_000, "{counts:?}");
}
