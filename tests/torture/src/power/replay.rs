//! Replays a record up to a point, and makes what a power cut there leaves.

use super::{
    Event, File, Luck, Names, Node,
    names::{Id, ROOT},
};
use crate::Random;
use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// `O_CREAT` of Linux.
const CREATE: i32 = 0o100;
/// `O_TRUNC` of Linux.
const TRUNCATE: i32 = 0o1000;

/// What a descriptor stands for.
#[derive(Clone, Copy, Debug)]
enum Target {
    Node(Id),
    Acknowledgements,
}

/// The files of a recorded run as they are after some of its events.
#[derive(Clone, Debug)]
pub struct Replay {
    root: PathBuf,
    acknowledgements: String,
    names: Names,
    open: BTreeMap<i32, Target>,
    acknowledged: Option<u64>,
}

/// An event that does not follow from those before it: the recording missed a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayError(String);

impl fmt::Display for ReplayError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "the record cannot be replayed: {}", self.0)
    }
}

impl Replay {
    /// The start of a run in the folder `root`, whose present contents are all durable. What
    /// the run writes into the file `acknowledgements` there are numbers of 8 bytes, little
    /// end first, and no part of the disk.
    ///
    /// # Errors
    /// What the system said.
    pub fn of(root: &Path, acknowledgements: &str) -> io::Result<Self> {
        let mut names = Names::new();
        load(root, ROOT, &mut names)?;
        Ok(Self {
            root: root.to_owned(),
            acknowledgements: acknowledgements.to_owned(),
            names,
            open: BTreeMap::new(),
            acknowledged: None,
        })
    }

    /// The highest number that was acknowledged so far.
    #[must_use]
    pub const fn acknowledged(&self) -> Option<u64> {
        self.acknowledged
    }

    /// Makes the next event.
    ///
    /// # Errors
    /// [`ReplayError`].
    pub fn step(&mut self, event: &Event) -> Result<(), ReplayError> {
        let missing = || ReplayError(format!("{event:.200?}"));
        match event {
            Event::Open { fd, flags, path } => {
                let target = self.opened(*flags, path).ok_or_else(missing)?;
                self.open.insert(*fd, target);
            }
            Event::Close { fd } => drop(self.open.remove(fd)),
            Event::Dup { fd, copy } => {
                let target = *self.open.get(fd).ok_or_else(missing)?;
                self.open.insert(*copy, target);
            }
            Event::Write { fd, offset, bytes } => match self.open.get(fd).ok_or_else(missing)? {
                Target::Acknowledgements => self.acknowledge(bytes).ok_or_else(missing)?,
                Target::Node(id) => {
                    let offset = usize::try_from(*offset).map_err(|_| missing())?;
                    self.file(*id).ok_or_else(missing)?.write(offset, bytes.clone());
                }
            },
            Event::SetLen { fd, len } => {
                let Some(Target::Node(id)) = self.open.get(fd).copied() else {
                    return Err(missing());
                };
                let len = usize::try_from(*len).map_err(|_| missing())?;
                self.file(id).ok_or_else(missing)?.set_len(len);
            }
            Event::Sync { fd } => self.sync(*fd).ok_or_else(missing)?,
            Event::Rename { from, to } => {
                let (from, to) = (self.slot(from), self.slot(to));
                let (from, to) = (from.ok_or_else(missing)?, to.ok_or_else(missing)?);
                self.names.rename(from, to).then_some(()).ok_or_else(missing)?;
            }
            Event::MakeFolder(path) => {
                let slot = self.slot(path).ok_or_else(missing)?;
                self.names.add(slot, Node::Folder);
            }
            Event::Unlink(path) | Event::RemoveFolder(path) => {
                let slot = self.slot(path).ok_or_else(missing)?;
                self.names.remove(slot).then_some(()).ok_or_else(missing)?;
            }
            Event::Unknown(_) => return Err(missing()),
        }
        Ok(())
    }

    fn opened(&mut self, flags: i32, path: &str) -> Option<Target> {
        let parts = self.parts(path)?;
        if parts == [self.acknowledgements.as_str()] {
            return Some(Target::Acknowledgements);
        }
        let found = self.names.find(&parts);
        let id = match found {
            Some(id) => id,
            None if flags & CREATE != 0 => {
                let slot = self.slot(path)?;
                self.names.add(slot, Node::File(File::default()))
            }
            None => return None,
        };
        if flags & TRUNCATE != 0 && found.is_some() {
            self.file(id)?.set_len(0);
        }
        Some(Target::Node(id))
    }

    fn acknowledge(&mut self, bytes: &[u8]) -> Option<()> {
        let number = u64::from_le_bytes(bytes.try_into().ok()?);
        self.acknowledged = self.acknowledged.max(Some(number));
        Some(())
    }

    fn sync(&mut self, fd: i32) -> Option<()> {
        let Target::Node(id) = *self.open.get(&fd)? else { return Some(()) };
        match self.names.node(id)? {
            Node::File(file) => file.sync(),
            Node::Folder => self.names.sync(id),
        }
        Some(())
    }

    fn file(&mut self, id: Id) -> Option<&mut File> {
        match self.names.node(id)? {
            Node::File(file) => Some(file),
            Node::Folder => None,
        }
    }

    fn parts<'a>(&self, path: &'a str) -> Option<Vec<&'a str>> {
        let below = path.strip_prefix(self.root.to_str()?)?;
        Some(below.split('/').filter(|part| !part.is_empty()).collect())
    }

    fn slot(&self, path: &str) -> Option<(Id, String)> {
        let parts = self.parts(path)?;
        let (name, folder) = parts.split_last()?;
        Some((self.names.find(folder)?, (*name).to_owned()))
    }

    /// Makes a folder with what a power cut at this point leaves.
    ///
    /// # Errors
    /// What the system said.
    pub fn cut(&self, seed: u64, into: &Path) -> io::Result<()> {
        let mut random = Random::new(&[seed]);
        let newest_percent = random.pick(&[0, 0, 10, 50, 50, 90, 100]);
        let (has_between, keeps_len) = (random.percent(50), random.percent(30));
        let luck = Luck { newest_percent, has_between, keeps_len };
        let name_percent = random.pick(&[0, 50, 90, 100]);
        let name_luck = Luck { newest_percent: name_percent, has_between: false, keeps_len: false };
        let by_folder = random.percent(70);
        let names = self.names.cut(name_luck, by_folder, &mut random);
        let mut folders = vec![(ROOT, into.to_owned())];
        while let Some((folder, path)) = folders.pop() {
            fs::create_dir_all(&path)?;
            for (name, id) in Names::inside(&names, folder) {
                match self.names.get(id) {
                    Some(Node::File(file)) => {
                        fs::write(path.join(name), file.cut(luck, &mut random))?;
                    }
                    Some(Node::Folder) => folders.push((id, path.join(name))),
                    None => {}
                }
            }
        }
        Ok(())
    }
}

fn load(path: &Path, folder: Id, names: &mut Names) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let slot = (folder, entry.file_name().to_string_lossy().into_owned());
        if entry.file_type()?.is_dir() {
            let id = names.add_durable(slot, Node::Folder);
            load(&entry.path(), id, names)?;
        } else {
            names.add_durable(slot, Node::File(File::durable(fs::read(entry.path())?)));
        }
    }
    Ok(())
}
