//! `sandpact schema`.

use crate::args::SchemaArgs;
use crate::error::CliError;
use crate::output::Report;
use crate::{arguments, described, visible};
use sandpact_abi::MethodKind;
use sandpact_client::schema;
use std::path::Path;

/// Every way to run a method.
const KINDS: [MethodKind; 4] =
    [MethodKind::Init, MethodKind::Write, MethodKind::Read, MethodKind::Migrate];

/// The JSON Schema of a method's arguments, or of all that a contract takes and gives.
pub fn run(folder: &Path, args: &SchemaArgs) -> Result<Report, CliError> {
    let abi = described::find(folder, &args.contract)?;
    let json = match &args.method {
        None => schema::of_contract(&abi),
        Some(name) => schema::of_arguments(&abi, arguments::method(&abi, name, &KINDS)?),
    };
    Ok(Report { text: visible::json(&format!("{json:#}")), json })
}
