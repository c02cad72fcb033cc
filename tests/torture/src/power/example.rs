//! A program whose power cuts are known beforehand.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::Path,
};

/// Writes the file `a` by way of another name and acknowledges it as 1, then appends to it
/// and acknowledges that as 2. Who is not careful syncs nothing.
///
/// # Errors
/// What the system said.
pub fn example(folder: &Path, is_careful: bool) -> io::Result<()> {
    let sync = |file: &File| if is_careful { file.sync_data() } else { Ok(()) };
    let mut acknowledged =
        OpenOptions::new().create(true).append(true).open(folder.join("acknowledged"))?;
    let (new, path) = (folder.join("a.new"), folder.join("a"));
    let mut file = File::create(&new)?;
    file.write_all(&[1; 1_500])?;
    sync(&file)?;
    fs::rename(&new, &path)?;
    sync(&File::open(folder)?)?;
    acknowledged.write_all(&1_u64.to_le_bytes())?;
    let mut copy = file.try_clone()?;
    copy.write_all(&[2; 1_500])?;
    sync(&copy)?;
    acknowledged.write_all(&2_u64.to_le_bytes())
}
