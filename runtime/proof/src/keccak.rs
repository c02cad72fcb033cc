//! SHA3-256 (FIPS 202) of short inputs, which are all that a path has: one permutation each,
//! without the state that an input in parts needs. On other processors and for long inputs
//! the crate `sha3` does the work; in the tests it says what is right.

use sandpact_abi::Hash;

/// Bytes that one permutation absorbs.
const RATE_LEN_BYTES: usize = 136;
/// Longest input that leaves room for the padding.
const ONE_BLOCK_LEN_BYTES_MAX: usize = RATE_LEN_BYTES - 1;
/// Domain and first padding bit of SHA-3, FIPS 202 section 6.1.
const PADDING_FIRST: u8 = 0x06;
/// Last padding bit.
const PADDING_LAST: u8 = 0x80;

/// Words that are kept complemented within the permutation, so that chi needs eight
/// complements instead of 25: "lane complementing", Keccak implementation overview 3.2,
/// section 2.2. Every step but chi is linear.
const COMPLEMENTED: [usize; 6] = [1, 2, 8, 12, 17, 20];

/// Iota's constants, FIPS 202 section 3.2.5.
pub const ROUNDS: [u64; 24] = [
    0x0000_0000_0000_0001,
    0x0000_0000_0000_8082,
    0x8000_0000_0000_808a,
    0x8000_0000_8000_8000,
    0x0000_0000_0000_808b,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8009,
    0x0000_0000_0000_008a,
    0x0000_0000_0000_0088,
    0x0000_0000_8000_8009,
    0x0000_0000_8000_000a,
    0x0000_0000_8000_808b,
    0x8000_0000_0000_008b,
    0x8000_0000_0000_8089,
    0x8000_0000_0000_8003,
    0x8000_0000_0000_8002,
    0x8000_0000_0000_0080,
    0x0000_0000_0000_800a,
    0x8000_0000_8000_000a,
    0x8000_0000_8000_8081,
    0x8000_0000_0000_8080,
    0x0000_0000_8000_0001,
    0x8000_0000_8000_8008,
];

/// The hash of some byte strings without a mark between; `None` when it takes more than one
/// block.
#[inline]
pub fn one_block(parts: &[&[u8]]) -> Option<Hash> {
    let mut block = [0; RATE_LEN_BYTES];
    let mut at = 0_usize;
    for part in parts {
        let room = block.get_mut(at..ONE_BLOCK_LEN_BYTES_MAX)?;
        room.get_mut(..part.len())?.copy_from_slice(part);
        at = at.saturating_add(part.len());
    }
    *block.get_mut(at)? = PADDING_FIRST;
    *block.last_mut()? |= PADDING_LAST;
    let mut state = [0; 25];
    for (word, bytes) in state.iter_mut().zip(block.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    Some(hashed(state))
}

/// The hash of a byte and up to four hashes after it, which is what most of a path is. The bytes
/// are put together in words: through memory they would be read before they are
/// written there.
#[inline]
pub fn of_hashes<const N: usize>(first: u8, hashes: [&Hash; N]) -> Hash {
    const { assert!(N <= 4, "more than one block") };
    let words = hashes.iter().flat_map(|hash| hash.0.as_chunks::<8>().0);
    let (mut state, mut carried) = ([0; 25], u64::from(first));
    for (into, bytes) in state.iter_mut().zip(words) {
        let word = u64::from_le_bytes(*bytes);
        *into = carried | word << 8;
        carried = word >> 56;
    }
    state[N.wrapping_mul(4)] = carried | u64::from(PADDING_FIRST) << 8;
    state[RATE_LEN_BYTES / 8 - 1] |= u64::from(PADDING_LAST) << 56;
    hashed(state)
}

cpufeatures::new!(bit_instructions, "bmi1", "bmi2");

/// The hash of what a block absorbed.
#[inline]
#[expect(unsafe_code, reason = "the proof that the processor has the instructions")]
fn hashed(state: [u64; 25]) -> Hash {
    if bit_instructions::get() {
        // SAFETY: the processor was found to have them.
        unsafe { hashed_by_bit_instructions(state) }
    } else {
        hashed_by_any(state)
    }
}

/// The same, compiled to `andn` and `rorx`: a tenth less time.
#[target_feature(enable = "bmi1,bmi2")]
fn hashed_by_bit_instructions(state: [u64; 25]) -> Hash {
    hashed_by_any(state)
}

#[inline(always)]
fn hashed_by_any(state: [u64; 25]) -> Hash {
    first_words(permuted(state))
}

fn first_words(state: [u64; 25]) -> Hash {
    let mut hash = [0; 32];
    for (bytes, word) in hash.as_chunks_mut::<8>().0.iter_mut().zip(state) {
        *bytes = word.to_le_bytes();
    }
    Hash(hash)
}

/// Keccak-f\[1600\], FIPS 202 section 3.3. Two rounds at a time, so that no state is moved back
/// to where the first one takes it, and the last two by themselves, so that words that nobody
/// asks for are not computed: together an eighth less time.
#[inline(always)]
fn permuted(mut state: [u64; 25]) -> [u64; 25] {
    const PAIRS: &[[u64; 2]; 12] = ROUNDS.as_chunks().0.first_chunk().expect("24 rounds");
    let [pairs @ .., last] = PAIRS;
    complement(&mut state);
    for pair in pairs {
        state = two_rounds(&state, pair);
    }
    state = two_rounds(&state, last);
    complement(&mut state);
    state
}

#[inline(always)]
fn two_rounds(state: &[u64; 25], [first, second]: &[u64; 2]) -> [u64; 25] {
    round(&round(state, *first), *second)
}

fn complement(state: &mut [u64; 25]) {
    for at in COMPLEMENTED {
        state[at] = !state[at];
    }
}

/// Theta, rho, pi, chi, iota. A word that is complemented before is complemented after.
#[inline(always)]
fn round(a: &[u64; 25], constant: u64) -> [u64; 25] {
    let c0 = a[0] ^ a[5] ^ a[10] ^ a[15] ^ a[20];
    let c1 = a[1] ^ a[6] ^ a[11] ^ a[16] ^ a[21];
    let c2 = a[2] ^ a[7] ^ a[12] ^ a[17] ^ a[22];
    let c3 = a[3] ^ a[8] ^ a[13] ^ a[18] ^ a[23];
    let c4 = a[4] ^ a[9] ^ a[14] ^ a[19] ^ a[24];
    let d0 = c4 ^ c1.rotate_left(1);
    let d1 = c0 ^ c2.rotate_left(1);
    let d2 = c1 ^ c3.rotate_left(1);
    let d3 = c2 ^ c4.rotate_left(1);
    let d4 = c3 ^ c0.rotate_left(1);

    let b0 = a[0] ^ d0;
    let b1 = (a[6] ^ d1).rotate_left(44);
    let b2 = (a[12] ^ d2).rotate_left(43);
    let b3 = (a[18] ^ d3).rotate_left(21);
    let b4 = (a[24] ^ d4).rotate_left(14);
    let e0 = b0 ^ (b1 | b2) ^ constant;
    let e1 = b1 ^ (!b2 | b3);
    let e2 = b2 ^ (b3 & b4);
    let e3 = b3 ^ (b4 | b0);
    let e4 = b4 ^ (b0 & b1);

    let b0 = (a[3] ^ d3).rotate_left(28);
    let b1 = (a[9] ^ d4).rotate_left(20);
    let b2 = (a[10] ^ d0).rotate_left(3);
    let b3 = (a[16] ^ d1).rotate_left(45);
    let b4 = (a[22] ^ d2).rotate_left(61);
    let e5 = b0 ^ (b1 | b2);
    let e6 = b1 ^ (b2 & b3);
    let e7 = b2 ^ (b3 | !b4);
    let e8 = b3 ^ (b4 | b0);
    let e9 = b4 ^ (b0 & b1);

    let b0 = (a[1] ^ d1).rotate_left(1);
    let b1 = (a[7] ^ d2).rotate_left(6);
    let b2 = (a[13] ^ d3).rotate_left(25);
    let b3 = (a[19] ^ d4).rotate_left(8);
    let b4 = (a[20] ^ d0).rotate_left(18);
    let n3 = !b3;
    let e10 = b0 ^ (b1 | b2);
    let e11 = b1 ^ (b2 & b3);
    let e12 = b2 ^ (n3 & b4);
    let e13 = n3 ^ (b4 | b0);
    let e14 = b4 ^ (b0 & b1);

    let b0 = (a[4] ^ d4).rotate_left(27);
    let b1 = (a[5] ^ d0).rotate_left(36);
    let b2 = (a[11] ^ d1).rotate_left(10);
    let b3 = (a[17] ^ d2).rotate_left(15);
    let b4 = (a[23] ^ d3).rotate_left(56);
    let n3 = !b3;
    let e15 = b0 ^ (b1 & b2);
    let e16 = b1 ^ (b2 | b3);
    let e17 = b2 ^ (n3 | b4);
    let e18 = n3 ^ (b4 & b0);
    let e19 = b4 ^ (b0 | b1);

    let b0 = (a[2] ^ d2).rotate_left(62);
    let b1 = (a[8] ^ d3).rotate_left(55);
    let b2 = (a[14] ^ d4).rotate_left(39);
    let b3 = (a[15] ^ d0).rotate_left(41);
    let b4 = (a[21] ^ d1).rotate_left(2);
    let n1 = !b1;
    let e20 = b0 ^ (n1 & b2);
    let e21 = n1 ^ (b2 | b3);
    let e22 = b2 ^ (b3 & b4);
    let e23 = b3 ^ (b4 | b0);
    let e24 = b4 ^ (b0 & b1);

    [
        e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15, e16, e17, e18, e19,
        e20, e21, e22, e23, e24,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;
    use sha3::{Digest as _, Sha3_256};

    fn check(input: &[u8], cut: usize) {
        let (head, tail) = input.split_at(cut.min(input.len()));
        let expected = Hash(Sha3_256::digest(input).into());
        let is_short = input.len() <= ONE_BLOCK_LEN_BYTES_MAX;
        assert_eq!(one_block(&[head, tail]), is_short.then_some(expected));
    }

    #[test]
    fn every_short_input_hashes_as_sha3_does() {
        let input: Vec<u8> = (0_u8..=200).map(|byte| byte.wrapping_mul(91)).collect();
        for len in 0..=input.len() {
            check(&input[..len], len / 3);
        }
    }

    #[test]
    fn hashes_after_a_byte_hash_as_their_bytes_do() {
        let [a, b, c, d] = [3, 50, 150, 250].map(|first: u8| {
            Hash(core::array::from_fn(|at| first.wrapping_add(at as u8).wrapping_mul(77)))
        });
        let expected = |parts: &[&[u8]]| Some(Hash(Sha3_256::digest(parts.concat()).into()));
        let (one, two) = (of_hashes(9, [&a]), of_hashes(0, [&a, &b]));
        assert_eq!(Some(one), expected(&[&[9], &a.0]));
        assert_eq!(Some(two), expected(&[&[0], &a.0, &b.0]));
        let four = of_hashes(1, [&a, &b, &c, &d]);
        assert_eq!(Some(four), expected(&[&[1], &a.0, &b.0, &c.0, &d.0]));
    }

    #[test]
    fn a_processor_without_the_instructions_hashes_alike() {
        let absorbed = core::array::from_fn(|at| (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        assert_eq!(hashed(absorbed), hashed_by_any(absorbed));
    }

    proptest! {
        #[test]
        fn any_input(input in proptest::collection::vec(any::<u8>(), 0..150), cut in 0_usize..150) {
            check(&input, cut);
        }
    }
}
