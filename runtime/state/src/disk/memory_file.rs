//! An open file of a disk in memory.

use super::{
    DiskFile, FaultKind, MemoryDisk,
    fault::{Call, error},
    inode::Inode,
    memory::Inner,
    platter::Luck,
};
use std::io::{self, ErrorKind};

pub(super) struct MemoryFile {
    disk: MemoryDisk,
    number: u64,
}

impl MemoryFile {
    pub(super) const fn new(disk: MemoryDisk, number: u64) -> Self {
        Self { disk, number }
    }

    /// Runs `act` on the file, with the fault that this call meets.
    fn with<T>(
        &self,
        call: Call,
        act: impl FnOnce(&mut Inner, u64, Option<FaultKind>) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut inner = self.disk.inner();
        let fault = inner.countdown.next(call);
        act(&mut inner, self.number, fault)
    }
}

fn inode(inner: &mut Inner, number: u64) -> io::Result<&mut Inode> {
    inner.platter.inode_mut(number).ok_or_else(|| ErrorKind::NotFound.into())
}

/// Memory has no place beyond `usize`.
fn index(offset: u64) -> io::Result<usize> {
    usize::try_from(offset).map_err(|_| ErrorKind::InvalidInput.into())
}

impl DiskFile for MemoryFile {
    fn len(&self) -> io::Result<u64> {
        self.with(Call::Look, |inner, number, fault| match fault {
            Some(kind) => Err(error(kind)),
            None => Ok(inode(inner, number)?.now().len() as u64),
        })
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<()> {
        self.with(Call::Read, |inner, number, fault| {
            if let Some(kind) = fault.filter(|kind| *kind != FaultKind::BitFlip) {
                return Err(error(kind));
            }
            let mut luck = Luck::new(inner.countdown.calls());
            inode(inner, number)?.read(index(offset)?, into)?;
            if fault.is_some() {
                let at = usize::try_from(luck.below(into.len() as u64)).unwrap_or_default();
                if let Some(byte) = into.get_mut(at) {
                    *byte ^= luck.bit();
                }
            }
            Ok(())
        })
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.with(Call::Write, |inner, number, fault| {
            let offset = index(offset)?;
            let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
            let is_cut_now = inner.countdown.is_cut_now();
            let len = inode(inner, number)?.now().len();
            let room = inner.room(len);
            let file = inode(inner, number)?;
            match fault {
                None => {}
                Some(FaultKind::PowerCut) if is_cut_now => file.write(offset, bytes),
                Some(FaultKind::ShortWrite) => file.write(offset, half),
                Some(_) => {}
            }
            if let Some(kind) = fault {
                return Err(error(kind));
            }
            if offset.saturating_add(bytes.len()) <= room {
                file.write(offset, bytes);
                return Ok(());
            }
            let fits = bytes.get(..room.saturating_sub(offset)).unwrap_or_default();
            file.write(offset, fits);
            Err(error(FaultKind::NoSpace))
        })
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.with(Call::Change, |inner, number, fault| {
            let is_cut_now = inner.countdown.is_cut_now();
            let file = inode(inner, number)?;
            match fault {
                Some(kind) if kind != FaultKind::PowerCut || !is_cut_now => Err(error(kind)),
                _ => {
                    file.set_len(index(len)?);
                    fault.map_or(Ok(()), |kind| Err(error(kind)))
                }
            }
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.with(Call::Sync, |inner, number, fault| {
            let mut luck = Luck::new(inner.countdown.calls());
            let file = inode(inner, number)?;
            match fault {
                None => file.sync(),
                Some(FaultKind::FailedSync) => file.settle(&mut luck),
                Some(_) => {}
            }
            fault.map_or(Ok(()), |kind| Err(error(kind)))
        })
    }
}
