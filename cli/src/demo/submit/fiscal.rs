//! Invoices as records of a fiscal chain, beside what else they are: GOBL's with the VeriFactu
//! addon on the chain of their supplier, ZATCA's as the first document of a device.

use super::{Row, Sandbox, prepare, send};
use crate::demo::accounts::fingerprint_key;
use crate::error::CliError;
use fiscal_record_chain::{DocumentRecord, Entry};
use parity_scale_codec::{Decode as _, DecodeAll as _};
use sandpact_abi::Hash;
use sandpact_client::document::{DocumentCall, DocumentRefusal};
use sandpact_client::fiscal::{Link, is_verifactu, is_zatca, map_document, map_registration};
use sha3::{Digest as _, Sha3_256};
use std::collections::BTreeMap;

const CONTRACT: &str = "fiscal_record_chain";
/// When on the day of the block records are made: no document says it.
const CLOCK: &str = "09:00:00+01:00";
/// Code of `AlreadyRegistered`: a further registration corrects, and says so (F6).
const ALREADY_REGISTERED: u32 = 108;

/// Length of a date in a record's time, which a `T` follows, and where the clock ends.
const DATE_LEN: usize = 10;
const CLOCK_END: usize = 19;

/// The chains of a folder's suppliers: number and hash of the newest record.
#[derive(Default)]
pub struct Chains(BTreeMap<String, (u64, Hash)>);

/// What became of an invoice as a record.
pub struct Recorded {
    /// The row.
    pub row: Row,
    /// Texts that stand on the ledger on purpose, where the document has them: a record's own date,
    /// clock and offset.
    pub kept: Vec<String>,
}

impl Chains {
    /// Records an invoice; `None` for any other document.
    pub fn submit(
        &mut self,
        sandbox: &mut Sandbox,
        name: &str,
        bytes: &[u8],
    ) -> Result<Option<Recorded>, CliError> {
        if is_verifactu(bytes) {
            let row = self.register(sandbox, name, bytes)?;
            let kept = parts(&format!("{}T{CLOCK}", sandbox.day()));
            return Ok(Some(Recorded { row, kept }));
        }
        if is_zatca(bytes) { append(sandbox, name, bytes).map(Some) } else { Ok(None) }
    }

    fn register(
        &mut self,
        sandbox: &mut Sandbox,
        name: &str,
        bytes: &[u8],
    ) -> Result<Row, CliError> {
        let time = format!("{}T{CLOCK}", sandbox.day());
        let map = |previous, counter, is_correction| {
            let link = Link { previous, counter, time: &time, is_correction };
            map_registration(bytes, &link, &fingerprint_key())
        };
        // The supplier is known only now.
        let actor = match map(None, 1, false) {
            Ok(call) => call.actor,
            Err(refusal) => return Ok(unmapped(name, &refusal)),
        };
        let (counter, head) = match self.0.get(&actor) {
            Some((counter, head)) => (counter.saturating_add(1), Some(*head)),
            None => (1, None),
        };
        let mut is_correction = false;
        loop {
            let call = match map(head, counter, is_correction) {
                Ok(call) => call,
                Err(refusal) => return Ok(unmapped(name, &refusal)),
            };
            prepare(sandbox, &call, &call.actor, bytes)?;
            let row = send(sandbox, name, &call.actor, &call)?;
            if row.code == Some(ALREADY_REGISTERED) && !is_correction {
                is_correction = true;
                continue;
            }
            if let (false, Ok(entry)) = (row.is_refused(), Entry::decode(&mut &call.args[..])) {
                self.0.insert(actor, (counter, entry.place.hash));
            }
            return Ok(row);
        }
    }
}

/// Each document is the first one of a device of its own.
fn append(sandbox: &mut Sandbox, name: &str, bytes: &[u8]) -> Result<Recorded, CliError> {
    // A device knows the hash of what it has not signed.
    let stated = || Some(Hash(Sha3_256::digest(bytes).into()));
    let call = match map_document(bytes, None).or_else(|_| map_document(bytes, stated())) {
        Ok(call) => call,
        Err(refusal) => return Ok(Recorded { row: unmapped(name, &refusal), kept: Vec::new() }),
    };
    let device = format!("device of {name}");
    prepare(sandbox, &call, &device, bytes)?;
    let row = send(sandbox, name, &device, &call)?;
    Ok(Recorded { row, kept: kept(&call) })
}

fn kept(call: &DocumentCall) -> Vec<String> {
    let record = DocumentRecord::decode_all(&mut &call.args[..]);
    record.map(|record| parts(record.place.time.as_str())).unwrap_or_default()
}

/// Date, clock and offset of a record's time.
fn parts(time: &str) -> Vec<String> {
    let clock = DATE_LEN.saturating_add(1);
    let parts = [time.get(..DATE_LEN), time.get(clock..CLOCK_END), time.get(CLOCK_END..)];
    parts.into_iter().flatten().map(str::to_owned).collect()
}

fn unmapped(name: &str, refusal: &DocumentRefusal) -> Row {
    Row { contract: Some(CONTRACT.to_owned()), ..Row::unmapped(name, refusal) }
}
