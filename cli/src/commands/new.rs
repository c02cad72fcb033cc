//! `sandpact new`.

use crate::args::NewArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::project::{name, sdk, template};
use crate::table::fields;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Writes the crate of a new contract.
pub fn run(args: &NewArgs) -> Result<Report, CliError> {
    name::check(&args.name).map_err(|problem| CliError::input("Name", problem))?;
    let folder = args.path.clone().unwrap_or_else(|| PathBuf::from(&args.name));
    if folder.symlink_metadata().is_ok() {
        return Err(template::exists(&folder));
    }
    let place = place(&folder)?;
    let sdk = sdk::find(args.sdk.as_deref())?;
    let mut files = template::files(&args.name, &template::sdk_path(&place, &sdk)?);
    files.extend(template::lock(&sdk));
    template::write(&folder, &files)?;

    let shown = folder.display().to_string();
    let places: Vec<_> = files.iter().map(|(place, _)| place.display().to_string()).collect();
    Ok(Report {
        text: fields(&[
            ("contract", args.name.clone()),
            ("folder", shown.clone()),
            ("files", places.join(" ")),
            ("next", format!("cd {shown}; sandpact test; sandpact build")),
        ]),
        json: json!({"name": args.name, "folder": shown, "files": places}),
    })
}

/// The canonical path of a folder that is still to be made, outside of every workspace.
fn place(folder: &Path) -> Result<PathBuf, CliError> {
    let (parent, last) = match (folder.parent(), folder.file_name()) {
        (Some(parent), Some(last)) => (parent, last),
        _ => return Err(CliError::input("Name", "the folder to create has no name")),
    };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let parent = parent.canonicalize().map_err(|error| CliError::file(parent, &error))?;
    let mut outer = parent.ancestors().map(|folder| folder.join("Cargo.toml"));
    match outer.find(|manifest| is_workspace(manifest)) {
        Some(outer) => {
            let message = format!(
                "{} is inside the workspace of {}: choose a folder outside of it",
                folder.display(),
                outer.display()
            );
            Err(CliError::input("Workspace", message))
        }
        None => Ok(parent.join(last)),
    }
}

/// Cargo would take the new crate for a member.
fn is_workspace(manifest: &Path) -> bool {
    let text = std::fs::read_to_string(manifest).unwrap_or_default();
    text.lines().any(|line| line.trim_start().starts_with("[workspace"))
}
