//! Keccak-f\[1600\] (FIPS 202, section 3) on four or eight states at once: lane `i` of every
//! vector belongs to state `i`. The only file of this crate with `unsafe` in it.
//!
//! Both kernels are one macro, so they differ in the vector operations alone: what the tests
//! show of one on a machine without the other holds for the order of rounds in both.

use super::{Absorb, Block, States};
use sandpact_proof::KECCAK_ROUNDS as ROUNDS;
use std::arch::x86_64::{
    __m256i, __m512i, _mm256_andnot_si256, _mm256_loadu_si256, _mm256_or_si256, _mm256_set_epi8,
    _mm256_set_epi64x, _mm256_set1_epi64x, _mm256_shuffle_epi8, _mm256_slli_epi64,
    _mm256_srli_epi64, _mm256_storeu_si256, _mm256_xor_si256, _mm512_loadu_si512, _mm512_rol_epi64,
    _mm512_set_epi64, _mm512_set1_epi64, _mm512_storeu_si512, _mm512_ternarylogic_epi64,
    _mm512_xor_si512,
};

/// Makes a kernel of the operations in `ops`.
macro_rules! kernel {
    ($token:ident, $ops:ident, $feature:tt, $lanes:literal, $vector:ty) => {
        impl Absorb<$lanes> for $token {
            fn absorb(&self, states: &mut States<$lanes>, blocks: &[Block; $lanes]) {
                // SAFETY: a token exists only where the processor was found to have the feature.
                unsafe { $ops::absorb(states, blocks) }
            }
        }

        impl $ops {
            #[target_feature(enable = $feature)]
            fn absorb(states: &mut States<$lanes>, blocks: &[Block; $lanes]) {
                // Written out: as a loop the compiler takes it through memory.
                let s = &states.0;
                let mut a = [
                    $ops::xor($ops::load(&s[0]), $ops::gather(blocks, 0)),
                    $ops::xor($ops::load(&s[1]), $ops::gather(blocks, 1)),
                    $ops::xor($ops::load(&s[2]), $ops::gather(blocks, 2)),
                    $ops::xor($ops::load(&s[3]), $ops::gather(blocks, 3)),
                    $ops::xor($ops::load(&s[4]), $ops::gather(blocks, 4)),
                    $ops::xor($ops::load(&s[5]), $ops::gather(blocks, 5)),
                    $ops::xor($ops::load(&s[6]), $ops::gather(blocks, 6)),
                    $ops::xor($ops::load(&s[7]), $ops::gather(blocks, 7)),
                    $ops::xor($ops::load(&s[8]), $ops::gather(blocks, 8)),
                    $ops::xor($ops::load(&s[9]), $ops::gather(blocks, 9)),
                    $ops::xor($ops::load(&s[10]), $ops::gather(blocks, 10)),
                    $ops::xor($ops::load(&s[11]), $ops::gather(blocks, 11)),
                    $ops::xor($ops::load(&s[12]), $ops::gather(blocks, 12)),
                    $ops::xor($ops::load(&s[13]), $ops::gather(blocks, 13)),
                    $ops::xor($ops::load(&s[14]), $ops::gather(blocks, 14)),
                    $ops::xor($ops::load(&s[15]), $ops::gather(blocks, 15)),
                    $ops::xor($ops::load(&s[16]), $ops::gather(blocks, 16)),
                    $ops::load(&s[17]),
                    $ops::load(&s[18]),
                    $ops::load(&s[19]),
                    $ops::load(&s[20]),
                    $ops::load(&s[21]),
                    $ops::load(&s[22]),
                    $ops::load(&s[23]),
                    $ops::load(&s[24]),
                ];
                let (pairs, _) = ROUNDS.as_chunks::<2>();
                for &[first, second] in pairs {
                    a = $ops::round(&$ops::round(&a, first), second);
                }
                for (vector, row) in a.iter().zip(&mut states.0) {
                    $ops::store(row, *vector);
                }
            }

            /// Theta, rho, pi, chi, iota.
            #[inline]
            #[target_feature(enable = $feature)]
            fn round(a: &[$vector; 25], constant: u64) -> [$vector; 25] {
                let c0 = $ops::xor5(a[0], a[5], a[10], a[15], a[20]);
                let c1 = $ops::xor5(a[1], a[6], a[11], a[16], a[21]);
                let c2 = $ops::xor5(a[2], a[7], a[12], a[17], a[22]);
                let c3 = $ops::xor5(a[3], a[8], a[13], a[18], a[23]);
                let c4 = $ops::xor5(a[4], a[9], a[14], a[19], a[24]);
                let d0 = $ops::xor(c4, $ops::rotate::<1, 63>(c1));
                let d1 = $ops::xor(c0, $ops::rotate::<1, 63>(c2));
                let d2 = $ops::xor(c1, $ops::rotate::<1, 63>(c3));
                let d3 = $ops::xor(c2, $ops::rotate::<1, 63>(c4));
                let d4 = $ops::xor(c3, $ops::rotate::<1, 63>(c0));

                let b0 = $ops::xor(a[0], d0);
                let b1 = $ops::rotate::<44, 20>($ops::xor(a[6], d1));
                let b2 = $ops::rotate::<43, 21>($ops::xor(a[12], d2));
                let b3 = $ops::rotate::<21, 43>($ops::xor(a[18], d3));
                let b4 = $ops::rotate::<14, 50>($ops::xor(a[24], d4));
                let e0 = $ops::xor($ops::chi(b0, b1, b2), $ops::splat(constant));
                let e1 = $ops::chi(b1, b2, b3);
                let e2 = $ops::chi(b2, b3, b4);
                let e3 = $ops::chi(b3, b4, b0);
                let e4 = $ops::chi(b4, b0, b1);

                let b0 = $ops::rotate::<28, 36>($ops::xor(a[3], d3));
                let b1 = $ops::rotate::<20, 44>($ops::xor(a[9], d4));
                let b2 = $ops::rotate::<3, 61>($ops::xor(a[10], d0));
                let b3 = $ops::rotate::<45, 19>($ops::xor(a[16], d1));
                let b4 = $ops::rotate::<61, 3>($ops::xor(a[22], d2));
                let e5 = $ops::chi(b0, b1, b2);
                let e6 = $ops::chi(b1, b2, b3);
                let e7 = $ops::chi(b2, b3, b4);
                let e8 = $ops::chi(b3, b4, b0);
                let e9 = $ops::chi(b4, b0, b1);

                let b0 = $ops::rotate::<1, 63>($ops::xor(a[1], d1));
                let b1 = $ops::rotate::<6, 58>($ops::xor(a[7], d2));
                let b2 = $ops::rotate::<25, 39>($ops::xor(a[13], d3));
                let b3 = $ops::rotate::<8, 56>($ops::xor(a[19], d4));
                let b4 = $ops::rotate::<18, 46>($ops::xor(a[20], d0));
                let e10 = $ops::chi(b0, b1, b2);
                let e11 = $ops::chi(b1, b2, b3);
                let e12 = $ops::chi(b2, b3, b4);
                let e13 = $ops::chi(b3, b4, b0);
                let e14 = $ops::chi(b4, b0, b1);

                let b0 = $ops::rotate::<27, 37>($ops::xor(a[4], d4));
                let b1 = $ops::rotate::<36, 28>($ops::xor(a[5], d0));
                let b2 = $ops::rotate::<10, 54>($ops::xor(a[11], d1));
                let b3 = $ops::rotate::<15, 49>($ops::xor(a[17], d2));
                let b4 = $ops::rotate::<56, 8>($ops::xor(a[23], d3));
                let e15 = $ops::chi(b0, b1, b2);
                let e16 = $ops::chi(b1, b2, b3);
                let e17 = $ops::chi(b2, b3, b4);
                let e18 = $ops::chi(b3, b4, b0);
                let e19 = $ops::chi(b4, b0, b1);

                let b0 = $ops::rotate::<62, 2>($ops::xor(a[2], d2));
                let b1 = $ops::rotate::<55, 9>($ops::xor(a[8], d3));
                let b2 = $ops::rotate::<39, 25>($ops::xor(a[14], d4));
                let b3 = $ops::rotate::<41, 23>($ops::xor(a[15], d0));
                let b4 = $ops::rotate::<2, 62>($ops::xor(a[21], d1));
                let e20 = $ops::chi(b0, b1, b2);
                let e21 = $ops::chi(b1, b2, b3);
                let e22 = $ops::chi(b2, b3, b4);
                let e23 = $ops::chi(b3, b4, b0);
                let e24 = $ops::chi(b4, b0, b1);

                [
                    e0, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13, e14, e15, e16, e17,
                    e18, e19, e20, e21, e22, e23, e24,
                ]
            }
        }
    };
}

/// Says that this processor has AVX2.
#[derive(Clone, Copy)]
pub struct Avx2(());

impl Avx2 {
    /// The token, where the processor has the feature.
    pub fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }
}

/// Operations on four states.
struct Ops4;

#[allow(clippy::cast_possible_wrap, reason = "the intrinsics take bit patterns as signed")]
impl Ops4 {
    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(row: &[u64; 4]) -> __m256i {
        // SAFETY: the row is 32 readable bytes, and this load needs no alignment.
        unsafe { _mm256_loadu_si256(row.as_ptr().cast()) }
    }

    /// The same word of each block.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn gather(blocks: &[Block; 4], index: usize) -> __m256i {
        let word = |lane: usize| blocks[lane].word(index) as i64;
        _mm256_set_epi64x(word(3), word(2), word(1), word(0))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn store(row: &mut [u64; 4], vector: __m256i) {
        // SAFETY: the row is 32 writable bytes, and this store needs no alignment.
        unsafe { _mm256_storeu_si256(row.as_mut_ptr().cast(), vector) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn splat(word: u64) -> __m256i {
        _mm256_set1_epi64x(word as i64)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn xor(a: __m256i, b: __m256i) -> __m256i {
        _mm256_xor_si256(a, b)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn xor5(a: __m256i, b: __m256i, c: __m256i, d: __m256i, e: __m256i) -> __m256i {
        Self::xor(Self::xor(Self::xor(a, b), Self::xor(c, d)), e)
    }

    /// `a ^ (!b & c)`.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn chi(a: __m256i, b: __m256i, c: __m256i) -> __m256i {
        Self::xor(a, _mm256_andnot_si256(b, c))
    }

    /// Rotates words left by `LEFT`; `RIGHT` is 64 less that. Whole bytes are one shuffle.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn rotate<const LEFT: i32, const RIGHT: i32>(a: __m256i) -> __m256i {
        match LEFT {
            8 => _mm256_shuffle_epi8(
                a,
                _mm256_set_epi8(
                    14, 13, 12, 11, 10, 9, 8, 15, 6, 5, 4, 3, 2, 1, 0, 7, 14, 13, 12, 11, 10, 9, 8,
                    15, 6, 5, 4, 3, 2, 1, 0, 7,
                ),
            ),
            56 => _mm256_shuffle_epi8(
                a,
                _mm256_set_epi8(
                    8, 15, 14, 13, 12, 11, 10, 9, 0, 7, 6, 5, 4, 3, 2, 1, 8, 15, 14, 13, 12, 11,
                    10, 9, 0, 7, 6, 5, 4, 3, 2, 1,
                ),
            ),
            _ => _mm256_or_si256(_mm256_slli_epi64::<LEFT>(a), _mm256_srli_epi64::<RIGHT>(a)),
        }
    }
}

kernel!(Avx2, Ops4, "avx2", 4, __m256i);

/// Says that this processor has AVX-512 F.
#[derive(Clone, Copy)]
pub struct Avx512(());

impl Avx512 {
    /// The token, where the processor has the feature.
    pub fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx512f").then_some(Self(()))
    }
}

/// Operations on eight states.
struct Ops8;

#[allow(clippy::cast_possible_wrap, reason = "the intrinsics take bit patterns as signed")]
impl Ops8 {
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load(row: &[u64; 8]) -> __m512i {
        // SAFETY: the row is 64 readable bytes, and this load needs no alignment.
        unsafe { _mm512_loadu_si512(row.as_ptr().cast()) }
    }

    /// The same word of each block.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn gather(blocks: &[Block; 8], index: usize) -> __m512i {
        let word = |lane: usize| blocks[lane].word(index) as i64;
        _mm512_set_epi64(word(7), word(6), word(5), word(4), word(3), word(2), word(1), word(0))
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn store(row: &mut [u64; 8], vector: __m512i) {
        // SAFETY: the row is 64 writable bytes, and this store needs no alignment.
        unsafe { _mm512_storeu_si512(row.as_mut_ptr().cast(), vector) }
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn splat(word: u64) -> __m512i {
        _mm512_set1_epi64(word as i64)
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn xor(a: __m512i, b: __m512i) -> __m512i {
        _mm512_xor_si512(a, b)
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn xor5(a: __m512i, b: __m512i, c: __m512i, d: __m512i, e: __m512i) -> __m512i {
        // Truth table of a ^ b ^ c.
        const XOR3: i32 = 0x96;
        let abc = _mm512_ternarylogic_epi64::<XOR3>(a, b, c);
        _mm512_ternarylogic_epi64::<XOR3>(abc, d, e)
    }

    /// `a ^ (!b & c)`.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn chi(a: __m512i, b: __m512i, c: __m512i) -> __m512i {
        _mm512_ternarylogic_epi64::<0xd2>(a, b, c)
    }

    /// Rotates words left by `LEFT`; the machine needs no `RIGHT`.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn rotate<const LEFT: i32, const RIGHT: i32>(a: __m512i) -> __m512i {
        _mm512_rol_epi64::<LEFT>(a)
    }
}

kernel!(Avx512, Ops8, "avx512f", 8, __m512i);
