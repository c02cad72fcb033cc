//! A disk in memory whose power can be cut and whose calls can fail.
//!
//! The strict model: only what was synced is surely there after a power cut. Of the rest each
//! sector of 512 bytes, each length and each change of a name survives or not, and names survive
//! apart from the bytes.

use super::{
    Disk, DiskFile, Fault, FaultKind,
    fault::{Call, Countdown, error},
    folder_of,
    inode::Inode,
    memory_file::MemoryFile,
    platter::{Entry, Luck, Platter},
};
use std::{
    io::{self, ErrorKind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

#[derive(Debug, Default)]
pub(super) struct Inner {
    pub(super) platter: Platter,
    pub(super) countdown: Countdown,
    /// Most bytes that all files may have.
    space: Option<usize>,
}

impl Inner {
    /// How far a file may reach.
    pub(super) fn room(&self, len: usize) -> usize {
        self.space.map_or(usize::MAX, |space| {
            space.saturating_sub(self.platter.used()).saturating_add(len)
        })
    }
}

/// A disk in memory; clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk {
    inner: Arc<Mutex<Inner>>,
}

impl MemoryDisk {
    /// What is there after a power cut now. This disk stays as it is; the same seed gives the
    /// same outcome.
    #[must_use]
    pub fn crash(&self, seed: u64) -> Self {
        Self::of(self.inner().platter.clone().crash(Luck::new(seed)))
    }

    /// Another disk with all that can be read on this one, durable.
    #[must_use]
    pub fn copy(&self) -> Self {
        let mut platter = self.inner().platter.clone();
        platter.all_durable();
        Self::of(platter)
    }

    /// What will go wrong from now on; `None`: nothing. Counts calls from 0.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.inner().countdown.set(fault);
    }

    /// Whether the fault has come.
    #[must_use]
    pub fn fault_hit(&self) -> bool {
        self.inner().countdown.hit()
    }

    /// Calls since [`MemoryDisk::set_fault`] that the fault could have hit; all calls when it is
    /// `None`.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.inner().countdown.calls()
    }

    /// Most bytes that all files together may have from now on. A write that needs more fills
    /// what is left and fails.
    pub fn set_space(&self, len_bytes: Option<u64>) {
        self.inner().space = len_bytes.map(|len| usize::try_from(len).unwrap_or(usize::MAX));
    }

    /// A file's bytes as they can be read now, without counting as a call.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        let inner = self.inner();
        match inner.platter.entry(name)? {
            Entry::File(number) => inner.platter.inode(number).map(|inode| inode.now().clone()),
            Entry::Folder => None,
        }
    }

    /// Puts a file there, durable, in place of one of that name, as damage does: without
    /// counting as a call. Files that are open keep what they had.
    pub fn put_file(&self, name: &str, bytes: Vec<u8>) {
        let mut inner = self.inner();
        inner.platter.create(name, Inode::durable(bytes));
        inner.platter.sync_folder(folder_of(name));
    }

    /// Takes a file away, durably and without counting as a call.
    pub fn drop_file(&self, name: &str) {
        let mut inner = self.inner();
        inner.platter.remove(name);
        inner.platter.sync_folder(folder_of(name));
    }

    /// Names of all files with their folders, sorted.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        self.inner().platter.files().map(|(name, _)| name.to_owned()).collect()
    }

    fn of(platter: Platter) -> Self {
        let inner = Inner { platter, ..Inner::default() };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    pub(super) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a change of names, unless a fault comes first.
    fn change<T>(&self, make: impl FnOnce(&mut Platter) -> io::Result<T>) -> io::Result<T> {
        let mut inner = self.inner();
        match inner.countdown.next(Call::Change) {
            Some(FaultKind::PowerCut) if inner.countdown.is_cut_now() => {
                make(&mut inner.platter)?;
                Err(error(FaultKind::PowerCut))
            }
            Some(kind) => Err(error(kind)),
            None => make(&mut inner.platter),
        }
    }

    /// Looks at something, unless a fault comes first.
    fn look<T>(&self, look: impl FnOnce(&Platter) -> io::Result<T>) -> io::Result<T> {
        let mut inner = self.inner();
        match inner.countdown.next(Call::Look) {
            Some(kind) => Err(error(kind)),
            None => look(&inner.platter),
        }
    }

    fn handle(&self, number: u64) -> Box<dyn DiskFile> {
        Box::new(MemoryFile::new(self.clone(), number))
    }
}

impl Disk for MemoryDisk {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn DiskFile>>> {
        match self.look(|platter| Ok(platter.entry(name)))? {
            None => Ok(None),
            Some(Entry::File(number)) => Ok(Some(self.handle(number))),
            Some(Entry::Folder) => Err(ErrorKind::IsADirectory.into()),
        }
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn DiskFile>> {
        let number = self.change(|platter| match platter.entry(name) {
            Some(_) => Err(ErrorKind::AlreadyExists.into()),
            None if !platter.has_folder(folder_of(name)) => Err(ErrorKind::NotFound.into()),
            None => Ok(platter.create(name, Inode::default())),
        })?;
        Ok(self.handle(number))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.look(|platter| {
            let files = platter.files().map(|(name, _)| name);
            let inside = files.filter(|name| folder_of(name) == folder);
            Ok(inside.map(|name| name.rsplit('/').next().unwrap_or(name).to_owned()).collect())
        })
    }

    fn create_folder(&self, folder: &str) -> io::Result<()> {
        self.change(|platter| match platter.entry(folder) {
            Some(Entry::Folder) => Ok(()),
            Some(Entry::File(_)) => Err(ErrorKind::AlreadyExists.into()),
            None => {
                platter.create_folder(folder);
                Ok(())
            }
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.change(|platter| match platter.entry(from) {
            Some(entry @ Entry::File(_)) if platter.has_folder(folder_of(to)) => {
                platter.rename(from, to, entry);
                Ok(())
            }
            _ => Err(ErrorKind::NotFound.into()),
        })
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.change(|platter| match platter.entry(name) {
            Some(Entry::File(_)) => {
                platter.remove(name);
                Ok(())
            }
            _ => Err(ErrorKind::NotFound.into()),
        })
    }

    fn sync_folder(&self, folder: &str) -> io::Result<()> {
        let mut inner = self.inner();
        if !inner.platter.has_folder(folder) {
            return Err(ErrorKind::NotFound.into());
        }
        match inner.countdown.next(Call::Sync) {
            Some(FaultKind::FailedSync) => {
                let mut luck = Luck::new(inner.countdown.calls());
                inner.platter.settle_folder(folder, &mut luck);
                Err(error(FaultKind::FailedSync))
            }
            Some(kind) => Err(error(kind)),
            None => {
                inner.platter.sync_folder(folder);
                Ok(())
            }
        }
    }
}
