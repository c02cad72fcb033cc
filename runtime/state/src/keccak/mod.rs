//! SHA3-256 (FIPS 202) of many inputs, several at a time where the processor can.
//!
//! What is hashed is a tag byte and bytes after it, as every input of the commitment scheme
//! is. Knows nothing of tries. The crate `sha3` does the work where no vector kernel is, and
//! says in the tests what is right.

#![cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, reason = "lanes are for processors that have a kernel")
)]

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions, and the proof that the processor has them")]
mod simd;
#[cfg(test)]
mod tests;

use sandpact_abi::Hash;
use sha3::{Digest as _, Sha3_256};
use std::sync::OnceLock;

/// Bytes that one permutation absorbs.
const RATE_LEN_BYTES: usize = 136;
/// Domain and first padding bit of SHA-3, FIPS 202 section 6.1.
const PADDING_FIRST: u8 = 0x06;
/// Last padding bit.
const PADDING_LAST: u8 = 0x80;

/// Longest input of one block, the tag included.
pub const ONE_BLOCK_LEN_BYTES_MAX: usize = RATE_LEN_BYTES - 1;

/// A tag, and two byte strings that follow it without a mark between.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// First byte.
    pub tag: u8,
    /// What follows.
    pub head: &'a [u8],
    /// What follows that.
    pub tail: &'a [u8],
}

/// One block of input with its padding.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub struct Block {
    bytes: [u8; RATE_LEN_BYTES],
}

/// The state of `N` hashes: word by word, lanes side by side.
#[repr(C, align(64))]
struct States<const N: usize>([[u64; N]; 25]);

/// Something that absorbs a block into each of `N` states.
trait Absorb<const N: usize> {
    fn absorb(&self, states: &mut States<N>, blocks: &[Block; N]);
}

/// How hashes are computed on this processor.
#[derive(Clone, Copy)]
enum Kernel {
    Scalar,
    #[cfg(target_arch = "x86_64")]
    Avx2(simd::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(simd::Avx512),
}

/// Writes the hash of input `i` to `out[i]`. `fill` puts it into the block by
/// [`Block::set`] or [`Block::set_sized`]; it is called once for each.
#[inline]
pub fn hash_blocks(out: &mut [Hash], fill: impl FnMut(usize, &mut Block)) {
    Kernel::chosen().hash_blocks(out, fill);
}

/// Writes the hash of message `i` to `out[i]`, whatever its length.
pub fn hash_messages<'a>(out: &mut [Hash], message: impl Fn(usize) -> Message<'a>) {
    Kernel::chosen().hash_messages(out, message);
}

/// Name of the kernel in use, for reports.
#[must_use]
pub fn kernel_name() -> &'static str {
    match Kernel::chosen() {
        Kernel::Scalar => "scalar",
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2(_) => "avx2",
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512(_) => "avx512",
    }
}

impl Message<'_> {
    /// Length of the whole, the tag included.
    fn len_bytes(&self) -> usize {
        self.head.len().saturating_add(self.tail.len()).saturating_add(1)
    }

    /// Blocks with padding; at least one.
    fn blocks(&self) -> usize {
        (self.len_bytes() / RATE_LEN_BYTES).saturating_add(1)
    }

    fn scalar(&self) -> Hash {
        let hasher = Sha3_256::new().chain_update([self.tag]).chain_update(self.head);
        Hash(hasher.chain_update(self.tail).finalize().into())
    }
}

impl Block {
    const ZERO: Self = Self { bytes: [0; RATE_LEN_BYTES] };

    /// The whole input: a tag and the bytes after it, [`ONE_BLOCK_LEN_BYTES_MAX`] in all.
    #[inline(always)]
    pub fn set<const LEN: usize>(&mut self, tag: u8, input: &[u8; LEN]) {
        const { assert!(LEN < ONE_BLOCK_LEN_BYTES_MAX, "more than a block") };
        let [first, rest @ ..] = &mut self.bytes;
        *first = tag;
        let (body, padding) = rest.split_at_mut(LEN);
        body.copy_from_slice(input);
        padding.fill(0);
        if let Some(mark) = padding.first_mut() {
            *mark = PADDING_FIRST;
        }
        self.close();
    }

    /// Block `number` of a message that has `number + 1` blocks or more.
    fn set_part(&mut self, message: &Message<'_>, number: usize) {
        let start = number.saturating_mul(RATE_LEN_BYTES);
        let tag = [message.tag];
        let mut at = 0_usize;
        let mut skip = start;
        for part in [&tag[..], message.head, message.tail] {
            let skipped = skip.min(part.len());
            skip = skip.saturating_sub(skipped);
            let rest = part.get(skipped..).unwrap_or(&[]);
            let room = self.bytes.get_mut(at..).unwrap_or(&mut []);
            let taken = rest.len().min(room.len());
            if let (Some(to), Some(from)) = (room.get_mut(..taken), rest.get(..taken)) {
                to.copy_from_slice(from);
            }
            at = at.saturating_add(taken);
        }
        if let Some(padding) = self.bytes.get_mut(at..).filter(|padding| !padding.is_empty()) {
            padding.fill(0);
            if let Some(mark) = padding.first_mut() {
                *mark = PADDING_FIRST;
            }
            self.close();
        }
    }

    #[inline(always)]
    fn close(&mut self) {
        self.bytes[RATE_LEN_BYTES - 1] |= PADDING_LAST;
    }

    /// Input without its padding; only of a block that is the whole input.
    fn input(&self) -> &[u8] {
        let [input @ .., last] = &self.bytes;
        // A full block has both padding bits in the last byte.
        let marks = last & PADDING_FIRST;
        let is_mark = |byte: &u8| *byte == PADDING_FIRST;
        let end =
            if marks != 0 { input.len() } else { input.iter().rposition(is_mark).unwrap_or(0) };
        input.get(..end).unwrap_or(&[])
    }

    #[inline(always)]
    fn word(&self, index: usize) -> u64 {
        let (words, _) = self.bytes.as_chunks::<8>();
        words.get(index).map_or(0, |word| u64::from_le_bytes(*word))
    }
}

impl<const N: usize> States<N> {
    const START: Self = Self([[0; N]; 25]);

    #[inline(always)]
    fn hash(&self, lane: usize) -> Hash {
        let mut hash = [0; 32];
        let (words, _) = hash.as_chunks_mut::<8>();
        for (word, row) in words.iter_mut().zip(&self.0) {
            *word = row.get(lane).map_or([0; 8], |word| word.to_le_bytes());
        }
        Hash(hash)
    }
}

impl Kernel {
    /// The fastest kernel of this processor, found once.
    fn chosen() -> Self {
        static CHOSEN: OnceLock<Kernel> = OnceLock::new();
        *CHOSEN.get_or_init(|| Self::available().into_iter().next().unwrap_or(Self::Scalar))
    }

    /// All kernels of this processor that hash rightly, the fastest first.
    fn available() -> Vec<Self> {
        let mut kernels = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            kernels.extend(simd::Avx512::detect().map(Self::Avx512));
            kernels.extend(simd::Avx2::detect().map(Self::Avx2));
        }
        kernels.push(Self::Scalar);
        kernels.retain(Self::proves_itself);
        kernels
    }

    /// Whether a kernel computes what `sha3` does. A root that one node computes wrongly is
    /// worse than a slow one, and a kernel may run on a processor, hypervisor or emulator on
    /// which nobody ever tested it.
    fn proves_itself(&self) -> bool {
        let input: [u8; 3 * RATE_LEN_BYTES] =
            std::array::from_fn(|index| u8::try_from(index & 0xff).unwrap_or(0));
        let message = |index: usize| {
            let len = index.saturating_mul(23).min(input.len());
            let (head, tail) = input.split_at(len);
            Message { tag: 1, head, tail: tail.get(..len.min(tail.len())).unwrap_or(&[]) }
        };
        let mut found = [Hash::ZERO; 19];
        self.hash_messages(&mut found, message);
        found.iter().enumerate().all(|(index, hash)| *hash == message(index).scalar())
    }

    #[inline]
    fn hash_blocks(self, out: &mut [Hash], mut fill: impl FnMut(usize, &mut Block)) {
        match self {
            Self::Scalar => {
                let mut block = Block::ZERO;
                for (index, hash) in out.iter_mut().enumerate() {
                    fill(index, &mut block);
                    *hash = Hash(Sha3_256::digest(block.input()).into());
                }
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => block_lanes(&kernel, out, fill),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => block_lanes(&kernel, out, fill),
        }
    }

    fn hash_messages<'a>(self, out: &mut [Hash], message: impl Fn(usize) -> Message<'a>) {
        match self {
            Self::Scalar => {
                for (index, hash) in out.iter_mut().enumerate() {
                    *hash = message(index).scalar();
                }
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(kernel) => message_lanes(&kernel, out, message),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(kernel) => message_lanes(&kernel, out, message),
        }
    }
}

/// One block a lane. Lanes without an input hash what the block held before.
#[cfg(target_arch = "x86_64")]
#[inline]
fn block_lanes<const N: usize>(
    kernel: &impl Absorb<N>,
    out: &mut [Hash],
    mut fill: impl FnMut(usize, &mut Block),
) {
    let mut blocks = [Block::ZERO; N];
    let mut index = 0_usize;
    for group in out.chunks_mut(N) {
        for (block, _) in blocks.iter_mut().zip(group.iter()) {
            fill(index, block);
            index = index.saturating_add(1);
        }
        let mut states = States::START;
        kernel.absorb(&mut states, &blocks);
        for (lane, hash) in group.iter_mut().enumerate() {
            *hash = states.hash(lane);
        }
    }
}

/// Messages of like length side by side; a lane that has ended goes idle until the longest
/// of its group ends.
#[cfg(target_arch = "x86_64")]
fn message_lanes<'a, const N: usize>(
    kernel: &impl Absorb<N>,
    out: &mut [Hash],
    message: impl Fn(usize) -> Message<'a>,
) {
    let mut order: Vec<(usize, usize)> =
        (0..out.len()).map(|index| (message(index).blocks(), index)).collect();
    if order.iter().any(|(blocks, _)| *blocks != 1) {
        order.sort_unstable();
    }
    let mut blocks = [Block::ZERO; N];
    for group in order.chunks(N) {
        let last = group.last().map_or(0, |(blocks, _)| *blocks);
        let mut states = States::START;
        for number in 0..last {
            for (block, (count, index)) in blocks.iter_mut().zip(group) {
                if number < *count {
                    block.set_part(&message(*index), number);
                }
            }
            kernel.absorb(&mut states, &blocks);
            for (lane, (count, index)) in group.iter().enumerate() {
                if number.saturating_add(1) == *count
                    && let Some(hash) = out.get_mut(*index)
                {
                    *hash = states.hash(lane);
                }
            }
        }
    }
}
