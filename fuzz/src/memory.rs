//! Memory that a decoder takes, held against the length of what it was given.

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a decoder may take.
#[derive(Clone, Copy)]
pub struct Bound {
    /// Bytes for each byte of input.
    pub per_byte: usize,
    /// Bytes besides.
    pub fixed: usize,
}

/// The result of `work` on an input of this length.
///
/// # Panics
/// When more than the bound was allocated at once.
pub fn bounded<T>(len_bytes: usize, bound: Bound, work: impl FnOnce() -> T) -> T {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = work();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    let most = len_bytes.saturating_mul(bound.per_byte).saturating_add(bound.fixed);
    assert!(taken <= most, "{taken} bytes taken for an input of {len_bytes}, at most {most}");
    result
}
