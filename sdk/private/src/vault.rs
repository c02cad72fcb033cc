//! Sealed payloads as files, one for each record: `COLLECTION/COMMITMENT.sealed`. Nothing is ever
//! written there in the clear.

use crate::{PrivateError, SEALED_LEN_BYTES_MAX, Sealed};
use sandpact_abi::{Hash, access::CollectionId};
use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

/// Ends the names of files.
const SUFFIX: &str = ".sealed";

/// Ends the names of files that are being written.
const UNFINISHED: &str = ".unfinished";

/// How much is overwritten at a time.
static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];

/// A folder of sealed payloads.
#[derive(Clone, Debug)]
pub struct Vault {
    folder: PathBuf,
}

impl Vault {
    /// The vault in this folder, which is made when something is kept.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Keeps a sealed payload: once this returns, it is on the disk. One that is there already
    /// is replaced.
    ///
    /// # Errors
    /// [`PrivateError::File`].
    pub fn keep(&self, sealed: &Sealed) -> Result<(), PrivateError> {
        let path = self.path(&sealed.collection, &sealed.commitment);
        let beside = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(beside).map_err(failed(beside))?;
        let unfinished = path.with_extension(UNFINISHED.trim_start_matches('.'));
        write(&unfinished, &sealed.to_bytes()).map_err(failed(&unfinished))?;
        fs::rename(&unfinished, &path).map_err(failed(&path))?;
        // The last one for the vault's own name, when this is the first that it keeps.
        for folder in [Some(beside), Some(&self.folder), self.folder.parent()] {
            let folder = folder.filter(|it| !it.as_os_str().is_empty());
            folder.map_or(Ok(()), |it| sync(it).map_err(failed(it)))?;
        }
        Ok(())
    }

    /// A sealed payload, if it is kept.
    ///
    /// # Errors
    /// [`PrivateError::File`], and [`PrivateError::NotSealed`] for a damaged one.
    pub fn get(
        &self,
        collection: &CollectionId,
        commitment: &Hash,
    ) -> Result<Option<Sealed>, PrivateError> {
        let path = self.path(collection, commitment);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(PrivateError::File { path, source }),
        };
        let mut bytes = Vec::new();
        let most = u64::try_from(SEALED_LEN_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
        file.take(most).read_to_end(&mut bytes).map_err(failed(&path))?;
        let sealed = Sealed::from_bytes(&bytes)?;
        let is_it = sealed.collection == *collection && sealed.commitment == *commitment;
        if is_it { Ok(Some(sealed)) } else { Err(PrivateError::NotSealed) }
    }

    /// What is kept, in order of collections and commitments.
    ///
    /// # Errors
    /// [`PrivateError::File`].
    pub fn list(&self) -> Result<Vec<(CollectionId, Hash)>, PrivateError> {
        let mut kept = Vec::new();
        for (name, folder) in entries(&self.folder)? {
            let collection = CollectionId(name);
            if !collection.is_valid() || !folder.is_dir() {
                continue;
            }
            for (name, _) in entries(&folder)? {
                let digits = name.strip_suffix(SUFFIX).and_then(|it| hex::decode(it).ok());
                if let Some(commitment) = digits.and_then(|bytes| bytes.try_into().ok()) {
                    kept.push((collection.clone(), Hash(commitment)));
                }
            }
        }
        kept.sort_unstable();
        Ok(kept)
    }

    /// Erases a sealed payload, and with it what salt it had: overwrites the file, removes it,
    /// and syncs the folder. Whether there was one. A file system that copies on write, and a
    /// backup, may still have the sealed bytes; nobody can open them whose key is gone.
    ///
    /// # Errors
    /// [`PrivateError::File`].
    pub fn erase(
        &self,
        collection: &CollectionId,
        commitment: &Hash,
    ) -> Result<bool, PrivateError> {
        let path = self.path(collection, commitment);
        let unfinished = path.with_extension(UNFINISHED.trim_start_matches('.'));
        let mut was_there = false;
        for path in [path, unfinished] {
            match overwrite(&path).and_then(|()| fs::remove_file(&path)) {
                Ok(()) => was_there = true,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(source) => return Err(PrivateError::File { path, source }),
            }
        }
        let folder = self.folder.join(&collection.0);
        if was_there {
            sync(&folder).map_err(failed(&folder))?;
        }
        Ok(was_there)
    }

    fn path(&self, collection: &CollectionId, commitment: &Hash) -> PathBuf {
        self.folder.join(&collection.0).join(format!("{commitment}{SUFFIX}"))
    }
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> PrivateError {
    let path = path.to_owned();
    move |source| PrivateError::File { path, source }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn overwrite(path: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    file.rewind()?;
    while left > 0 {
        let len = usize::try_from(left).map_or(ZEROS.len(), |left| left.min(ZEROS.len()));
        file.write_all(&ZEROS[..len])?;
        left = left.saturating_sub(u64::try_from(len).unwrap_or(u64::MAX));
    }
    file.sync_all()
}

/// Makes names that were made and removed in a folder last.
fn sync(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// What is in a folder, by name; nothing if there is no folder.
fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, PrivateError> {
    let read = match fs::read_dir(folder) {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(PrivateError::File { path: folder.to_owned(), source }),
    };
    let mut named = Vec::new();
    for entry in read {
        let entry = entry.map_err(failed(folder))?;
        if let Ok(name) = entry.file_name().into_string() {
            named.push((name, entry.path()));
        }
    }
    Ok(named)
}
