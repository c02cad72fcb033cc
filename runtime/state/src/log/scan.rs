//! Looking for records behind a place where there is none.

use super::{
    LogError,
    format::{RECORD_HEADER_LEN_BYTES, RECORD_MAGIC, RecordHeader},
    segment::Segment,
};
use sandpact_abi::Height;

/// Bytes that are looked through at a time.
const WINDOW_LEN_BYTES: u64 = 64 * 1_024;

/// Whether a record header from `start` on says that the record of `height` was durable.
///
/// One header is enough: its check covers its place, so it was written there.
pub(super) fn shows_durable(
    segment: &Segment,
    start: u64,
    file_len: u64,
    height: Height,
) -> Result<bool, LogError> {
    let mut from = start;
    while from < file_len {
        // The last header that begins in this window may end behind it.
        let reach = WINDOW_LEN_BYTES.saturating_add(RECORD_HEADER_LEN_BYTES as u64);
        let len = reach.min(file_len.saturating_sub(from));
        let mut window = vec![0; usize::try_from(len).unwrap_or_default()];
        segment.read(from, &mut window)?;
        if headers(segment, from, &window).any(|header| says(&header, height)) {
            return Ok(true);
        }
        from = from.saturating_add(WINDOW_LEN_BYTES);
    }
    Ok(false)
}

fn says(header: &RecordHeader, height: Height) -> bool {
    header.height > height && header.durable_below > height
}

/// All record headers in a window that begins at `from`.
fn headers<'a>(
    segment: &'a Segment,
    from: u64,
    window: &'a [u8],
) -> impl Iterator<Item = RecordHeader> + 'a {
    let places = window.windows(RECORD_HEADER_LEN_BYTES).zip(from..);
    places.filter_map(move |(bytes, offset)| {
        if !bytes.starts_with(&RECORD_MAGIC) {
            return None;
        }
        RecordHeader::decode(bytes.first_chunk()?, segment.place(offset))
    })
}
