//! The endorsement chain of a bill of lading, one file for each block: what a folder has of one.

use super::{Row, Sandbox, context, prepare, send};
use crate::demo::parties::Names;
use crate::error::CliError;
use sandpact_client::dcsa::{DcsaFormat, map_chain};
use sha3::{Digest as _, Sha3_256};

/// Longest transport document reference of DCSA.
const REFERENCE_LEN: usize = 20;

/// A block as a file.
pub struct Block {
    /// Its name.
    pub name: String,
    /// Its contents.
    pub bytes: Vec<u8>,
}

/// Whether the document is a block of a chain.
pub fn is_block(bytes: &[u8]) -> bool {
    DcsaFormat::detect(bytes) == Some(DcsaFormat::Block)
}

/// Hands in the blocks of a chain; a row for each. No block names the transport document: here
/// its reference is made of the folder's name.
pub fn submit(sandbox: &mut Sandbox, folder: &str, blocks: &[Block]) -> Result<Vec<Row>, CliError> {
    let mut reference = hex::encode(Sha3_256::digest(folder));
    reference.truncate(REFERENCE_LEN);
    let bytes: Vec<&[u8]> = blocks.iter().map(|block| block.bytes.as_slice()).collect();
    let calls = match map_chain(&bytes, &reference, &context(folder, &Names::new())) {
        Ok(calls) => calls,
        Err(refusal) => {
            return Ok(blocks.iter().map(|it| Row::unmapped(&it.name, &refusal)).collect());
        }
    };
    let mut rows: Vec<Row> = blocks.iter().map(|block| Row::of(&block.name)).collect();
    for call in &calls {
        let Some(row) = rows.get_mut(call.block) else { continue };
        if row.is_refused() {
            continue;
        }
        let actor = &call.call.actor;
        prepare(sandbox, &call.call, actor, &[])?;
        *row = row.clone().then(send(sandbox, &row.document, actor, &call.call)?);
    }
    Ok(rows)
}
