//! One message after the other on a stream of bytes.

use crate::MESSAGE_LEN_BYTES_MAX;
use parity_scale_codec::{DecodeAll, Encode};
use std::io::{self, ErrorKind, Read, Write};

/// Writes a message.
///
/// # Errors
/// Those of the stream; [`ErrorKind::InvalidData`] for one that is too long.
pub fn send(stream: &mut impl Write, message: &impl Encode) -> io::Result<()> {
    let bytes = message.encode();
    let len = u32::try_from(bytes.len()).ok().filter(|len| *len <= MESSAGE_LEN_BYTES_MAX);
    let len = len.ok_or_else(|| invalid("a message is too long"))?;
    stream.write_all(&len.to_le_bytes())?;
    stream.write_all(&bytes)?;
    stream.flush()
}

/// Reads a message; nothing when the stream ended before it.
///
/// # Errors
/// Those of the stream; [`ErrorKind::InvalidData`] for bytes that are no message.
pub fn receive<T: DecodeAll>(stream: &mut impl Read) -> io::Result<Option<T>> {
    let mut len = [0; 4];
    match stream.read_exact(&mut len) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error),
    }
    let len = u32::from_le_bytes(len);
    if len > MESSAGE_LEN_BYTES_MAX {
        return Err(invalid("a message is too long"));
    }
    let mut bytes = vec![0; usize::try_from(len).unwrap_or(usize::MAX)];
    stream.read_exact(&mut bytes)?;
    T::decode_all(&mut &bytes[..]).map(Some).map_err(|_| invalid("no message of this version"))
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Request;

    #[test]
    fn a_message_comes_back_and_bad_bytes_are_refused() {
        let request = Request::Create { version: 1, time: 7, organisations: Vec::new() };
        let mut stream = Vec::new();
        send(&mut stream, &request).unwrap();
        send(&mut stream, &Request::Drop { ledger: 3 }).unwrap();
        let mut rest = &stream[..];
        assert_eq!(receive(&mut rest).unwrap(), Some(request));
        assert_eq!(receive(&mut rest).unwrap(), Some(Request::Drop { ledger: 3 }));
        assert_eq!(receive::<Request>(&mut rest).unwrap(), None);
        let too_long = (MESSAGE_LEN_BYTES_MAX.wrapping_add(1)).to_le_bytes();
        for bad in [&too_long[..], &[1, 0, 0, 0, 99], &[2, 0, 0, 0, 4], &[9, 0, 0, 0, 4]] {
            assert!(receive::<Request>(&mut &bad[..]).is_err(), "{bad:?}");
        }
    }
}
