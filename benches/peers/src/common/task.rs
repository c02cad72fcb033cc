//! What is to be measured, from the command line.

use super::Failure;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

const USAGE: &str = "usage: --system NAME --folder DIR [--entries N] [--batch N] [--batches N]";

/// One measurement.
pub struct Task {
    /// Which system.
    pub system: String,
    /// Where it keeps its files; new or empty.
    pub folder: PathBuf,
    /// Entries before the first measured batch.
    pub entries: u64,
    /// Writes in a batch.
    pub batch: u64,
    /// Measured batches.
    pub batches: u64,
}

impl Task {
    /// Reads the command line and makes the folder.
    ///
    /// # Errors
    /// When an argument is unknown, missing or no number, when there are fewer entries than writes
    /// in a batch, and when the folder is not empty or cannot be made.
    pub fn from_arguments() -> Result<Self, Failure> {
        let mut task = Self {
            system: String::new(),
            folder: PathBuf::new(),
            entries: 100_000,
            batch: 1_000,
            batches: 100,
        };
        let mut arguments = env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(USAGE)?;
            match name.as_str() {
                "--system" => task.system = value,
                "--folder" => task.folder = value.into(),
                "--entries" => task.entries = value.parse()?,
                "--batch" => task.batch = value.parse()?,
                "--batches" => task.batches = value.parse()?,
                other => return Err(format!("unknown argument {other}; {USAGE}").into()),
            }
        }
        task.check()?;
        make_empty(&task.folder)?;
        Ok(task)
    }

    /// Writes of all measured batches.
    pub fn updates(&self) -> u64 {
        self.batch * self.batches
    }

    fn check(&self) -> Result<(), Failure> {
        if self.system.is_empty() || self.folder.as_os_str().is_empty() {
            return Err(USAGE.into());
        }
        if self.batch == 0 || self.batches == 0 || self.entries < self.batch {
            return Err("at least one batch of one write, and as many entries as that".into());
        }
        Ok(())
    }
}

fn make_empty(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    if fs::read_dir(folder)?.next().is_some() {
        return Err(format!("{} is not empty", folder.display()).into());
    }
    Ok(())
}
