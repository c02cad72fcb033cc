//! Guest memory as a byte slice. Pointers and lengths come from the guest and
//! are believed in nothing.

use super::Stop;

/// The range `ptr .. ptr + len`, both taken as unsigned.
fn range(memory_len: usize, ptr: i32, len: usize) -> Result<std::ops::Range<usize>, Stop> {
    let start = usize::try_from(ptr.cast_unsigned()).map_err(|_| Stop::Halt)?;
    let end = start.checked_add(len).filter(|end| *end <= memory_len).ok_or(Stop::Halt)?;
    Ok(start..end)
}

/// A length from the guest, taken as unsigned.
pub fn length(len: i32) -> usize {
    usize::try_from(len.cast_unsigned()).unwrap_or(usize::MAX)
}

/// Bytes of guest memory.
pub fn read(memory: &[u8], ptr: i32, len: usize) -> Result<&[u8], Stop> {
    let range = range(memory.len(), ptr, len)?;
    memory.get(range).ok_or(Stop::Halt)
}

/// Exactly 32 bytes of guest memory.
pub fn read_32(memory: &[u8], ptr: i32) -> Result<[u8; 32], Stop> {
    read(memory, ptr, 32)?.try_into().map_err(|_| Stop::Halt)
}

/// Copies bytes into guest memory.
pub fn write(memory: &mut [u8], ptr: i32, bytes: &[u8]) -> Result<(), Stop> {
    let range = range(memory.len(), ptr, bytes.len())?;
    memory.get_mut(range).ok_or(Stop::Halt)?.copy_from_slice(bytes);
    Ok(())
}

/// Copies at most `capacity` bytes into guest memory.
pub fn write_prefix(
    memory: &mut [u8],
    ptr: i32,
    capacity: usize,
    bytes: &[u8],
) -> Result<(), Stop> {
    let len = bytes.len().min(capacity);
    write(memory, ptr, bytes.get(..len).unwrap_or(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_outside_halts_and_every_range_inside_works() {
        let mut memory = vec![7; 100];
        for (ptr, len, inside) in [
            (0, 0, true),
            (0, 100, true),
            (100, 0, true),
            (99, 1, true),
            (99, 2, false),
            (101, 0, false),
            (-1, 1, false),
            (i32::MIN, 0, false),
            (0, usize::MAX, false),
            (-1, usize::MAX, false),
        ] {
            assert_eq!(read(&memory, ptr, len).is_ok(), inside, "{ptr} {len}");
        }
        assert!(write(&mut memory, 98, &[1, 2]).is_ok());
        assert!(write(&mut memory, 99, &[1, 2]).is_err());
        assert_eq!(memory[97..], [7, 1, 2]);
        assert!(write_prefix(&mut memory, 0, 1, &[9, 9]).is_ok());
        assert_eq!(memory[..2], [9, 7]);
        assert_eq!(length(-1), 4_294_967_295);
    }
}
