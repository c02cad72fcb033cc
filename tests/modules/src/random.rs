//! Numbers that are the same for the same seed everywhere.

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
/// OOPSLA 2014).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not zero.
    pub fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.number() % u64::from(end)).unwrap_or(0)
    }

    /// A number from `min` to `max`, each power of two as likely as the next.
    pub fn spread(&mut self, min: u32, max: u32) -> u32 {
        let width = max.saturating_sub(min);
        let bits = self.below(33 - width.leading_zeros());
        let end = 1_u32.checked_shl(bits).unwrap_or(u32::MAX);
        min + self.below(end.saturating_add(1)).min(width)
    }

    /// This many bytes.
    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len.div_ceil(8)).flat_map(|_| self.number().to_le_bytes()).take(len).collect()
    }
}
