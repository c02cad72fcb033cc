//! Which refusals tests have asked about, noted for whoever counts them.

use std::{
    fs::OpenOptions,
    io::{Error, Write as _},
    path::Path,
};

/// Environment variable that names a folder. With it, each test process appends a line with
/// contract and code to a file of its own there, whenever a test looks at a refusal.
const FOLDER: &str = "SANDPACT_REFUSALS";

/// Notes that a test has looked at a contract's refusal.
pub fn note(contract: Option<&str>, code: u32) {
    let (Some(contract), Some(folder)) = (contract, std::env::var_os(FOLDER)) else { return };
    if let Err(error) = append(Path::new(&folder), contract, code) {
        panic!("{FOLDER}={}: {error}", folder.display());
    }
}

fn append(folder: &Path, contract: &str, code: u32) -> Result<(), Error> {
    let file = folder.join(std::process::id().to_string());
    let mut file = OpenOptions::new().create(true).append(true).open(file)?;
    file.write_all(format!("{contract} {code}\n").as_bytes())
}
