//! `sandpact client`: typed clients of one contract.

use crate::args::ClientCommand;
use crate::described;
use crate::error::CliError;
use crate::output::Report;
use crate::table::fields;
use sandpact_abi::ContractAbi;
use sandpact_client::generate::{File, rust, typescript};
use serde_json::json;
use std::path::Path;

/// Writes the client of a contract in one of the languages.
pub fn run(folder: &Path, command: &ClientCommand) -> Result<Report, CliError> {
    match command {
        ClientCommand::Rust(args) => {
            let abi = described::find(folder, &args.contract)?;
            write(&args.out, &rust::module(&abi)?)?;
            Ok(report(&abi, "rust", &args.out, &[]))
        }
        ClientCommand::Typescript(args) => {
            let abi = described::find(folder, &args.contract)?;
            let files = typescript::package(&abi)?;
            for file in &files {
                write(&args.out.join(&file.path), &file.contents)?;
            }
            Ok(report(&abi, "typescript", &args.out, &files))
        }
    }
}

/// Files of an earlier client are written anew, and those beside them stay.
fn write(path: &Path, contents: &str) -> Result<(), CliError> {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| CliError::file(parent, &error))?;
    std::fs::write(path, contents).map_err(|error| CliError::file(path, &error))
}

fn report(abi: &ContractAbi, language: &str, out: &Path, files: &[File]) -> Report {
    let paths: Vec<_> = files.iter().map(|file| file.path.clone()).collect();
    Report {
        text: fields(&[
            ("client", format!("{} {}", abi.name, abi.version)),
            ("language", language.to_owned()),
            ("written", out.display().to_string()),
            ("files", paths.join("\n")),
        ]),
        json: json!({
            "name": abi.name,
            "version": abi.version,
            "language": language,
            "out": out.display().to_string(),
            "files": paths,
        }),
    }
}
