//! Where heap blocks go. An instance lives for one call, so memory is handed
//! out upwards; only the newest block can be given back or moved in place.

/// Bytes of a page of wasm memory (WebAssembly core specification, 4.2.8).
pub const PAGE_LEN_BYTES: usize = 65_536;

/// Start and end of a block of `size` bytes, a multiple of `align` (a power of
/// two) at or above `next`; `None` when the address space has no room.
pub fn place(next: usize, size: usize, align: usize) -> Option<(usize, usize)> {
    let start = next.checked_next_multiple_of(align)?;
    Some((start, start.checked_add(size)?))
}

/// Pages by which memory that ends at `memory_end` must grow to reach `end`.
pub fn pages_missing(memory_end: usize, end: usize) -> usize {
    end.saturating_sub(memory_end).div_ceil(PAGE_LEN_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned_and_in_the_address_space() {
        assert_eq!(place(8, 3, 8), Some((8, 11)));
        assert_eq!(place(9, 3, 8), Some((16, 19)));
        assert_eq!(place(9, 0, 1), Some((9, 9)));
        assert_eq!(place(usize::MAX - 1, 1, 1), Some((usize::MAX - 1, usize::MAX)));
        assert_eq!(place(usize::MAX - 1, 2, 1), None);
        assert_eq!(place(usize::MAX - 1, 0, 16), None);
    }

    #[test]
    fn memory_grows_by_whole_pages() {
        assert_eq!(pages_missing(PAGE_LEN_BYTES, 5), 0);
        assert_eq!(pages_missing(PAGE_LEN_BYTES, PAGE_LEN_BYTES), 0);
        assert_eq!(pages_missing(PAGE_LEN_BYTES, PAGE_LEN_BYTES + 1), 1);
        assert_eq!(pages_missing(PAGE_LEN_BYTES, 3 * PAGE_LEN_BYTES), 2);
        assert_eq!(pages_missing(PAGE_LEN_BYTES, 3 * PAGE_LEN_BYTES + 1), 3);
    }
}
