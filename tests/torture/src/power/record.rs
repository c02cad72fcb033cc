//! What `shim/record.c` writes.

use std::{io, path::Path, string::FromUtf8Error};

/// One call that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A file or folder was opened.
    Open {
        /// Its descriptor from now on.
        fd: i32,
        /// Those of `open`.
        flags: i32,
        /// The absolute path.
        path: String,
    },
    /// Bytes were written.
    Write {
        /// Into this.
        fd: i32,
        /// From there on.
        offset: u64,
        /// These.
        bytes: Vec<u8>,
    },
    /// The length was set.
    SetLen {
        /// Of this.
        fd: i32,
        /// In bytes.
        len: u64,
    },
    /// fsync or fdatasync.
    Sync {
        /// Of this file or folder.
        fd: i32,
    },
    /// The descriptor means nothing any more.
    Close {
        /// The descriptor.
        fd: i32,
    },
    /// A second descriptor.
    Dup {
        /// The first.
        fd: i32,
        /// The second.
        copy: i32,
    },
    /// A new name, which may have been another's.
    Rename {
        /// The old one.
        from: String,
        /// The new one.
        to: String,
    },
    /// A name of a file was removed.
    Unlink(String),
    /// A folder was made.
    MakeFolder(String),
    /// An empty folder was removed.
    RemoveFolder(String),
    /// Something that cannot be replayed.
    Unknown(String),
}

/// The record cannot be read.
#[derive(Debug)]
pub enum RecordError {
    /// Its file cannot.
    Io(io::Error),
    /// It ends within an event, or an event is of no known kind.
    Malformed,
}

impl From<FromUtf8Error> for RecordError {
    fn from(_: FromUtf8Error) -> Self {
        Self::Malformed
    }
}

impl std::fmt::Display for RecordError {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => write!(to, "the record cannot be read: {error}"),
            Self::Malformed => to.write_str("the record is malformed"),
        }
    }
}

/// All events, in their order.
///
/// # Errors
/// [`RecordError`].
pub fn read(path: &Path) -> Result<Vec<Event>, RecordError> {
    let bytes = std::fs::read(path).map_err(RecordError::Io)?;
    let mut rest = &bytes[..];
    let mut events = Vec::new();
    while !rest.is_empty() {
        events.push(event(&mut rest)?);
    }
    Ok(events)
}

fn event(rest: &mut &[u8]) -> Result<Event, RecordError> {
    let kind = u32::from_le_bytes(array(rest)?);
    let fd = i32::from_le_bytes(array(rest)?);
    let argument = i32::from_le_bytes(array(rest)?);
    let lens: [u32; 3] = [array(rest)?, array(rest)?, array(rest)?].map(u32::from_le_bytes);
    let offset = u64::from_le_bytes(array(rest)?);
    let path = String::from_utf8(take(rest, lens[0])?.to_vec())?;
    let path2 = String::from_utf8(take(rest, lens[1])?.to_vec())?;
    let bytes = take(rest, lens[2])?.to_vec();
    Ok(match kind {
        1 => Event::Open { fd, flags: argument, path },
        2 => Event::Write { fd, offset, bytes },
        3 => Event::SetLen { fd, len: offset },
        4 => Event::Sync { fd },
        5 => Event::Close { fd },
        6 => Event::Dup { fd, copy: argument },
        7 => Event::Rename { from: path, to: path2 },
        8 => Event::Unlink(path),
        9 => Event::MakeFolder(path),
        10 => Event::RemoveFolder(path),
        11 => Event::Unknown(path),
        _ => return Err(RecordError::Malformed),
    })
}

fn take<'a>(rest: &mut &'a [u8], len: u32) -> Result<&'a [u8], RecordError> {
    let len = usize::try_from(len).map_err(|_| RecordError::Malformed)?;
    let (taken, left) = rest.split_at_checked(len).ok_or(RecordError::Malformed)?;
    *rest = left;
    Ok(taken)
}

fn array<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], RecordError> {
    let (taken, left) = rest.split_first_chunk().ok_or(RecordError::Malformed)?;
    *rest = left;
    Ok(*taken)
}
