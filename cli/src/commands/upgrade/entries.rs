//! Whether every stored entry of a contract is what a layout says, as a block would leave them.

use crate::error::CliError;
use crate::output::grouped;
use crate::storage_key;
use sandpact_abi::{Address, ContractAbi};
use sandpact_client::layout::{EntryCheck, check_entry};
use sandpact_runtime::{ExecutedBlock, Runtime};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Keys are read from the store this many at a time.
const PAGE: usize = 1_000;

/// What was found.
#[derive(Debug, Default)]
pub struct Checked {
    entries: u64,
    unreadable: u64,
    first_unreadable: Option<(String, String)>,
    orphans: u64,
    first_orphan: Option<String>,
}

/// Looks at every entry of a contract.
pub fn check(
    runtime: &Runtime,
    block: &ExecutedBlock,
    contract: &Address,
    layout: &ContractAbi,
) -> Result<Checked, CliError> {
    let mut checked = Checked::default();
    let written: BTreeMap<&[u8], Option<&[u8]>> = block.writes(contract).collect();
    for (key, value) in &written {
        if let Some(value) = value {
            checked.add(layout, key, value);
        }
    }
    let mut after: Option<Vec<u8>> = None;
    loop {
        let page = runtime.storage_keys(contract, after.as_deref(), b"", PAGE)?;
        for key in page.iter().filter(|key| !written.contains_key(key.as_slice())) {
            if let Some(value) = runtime.storage(contract, key)? {
                checked.add(layout, key, &value);
            }
        }
        match page.into_iter().next_back() {
            Some(last) => after = Some(last),
            None => return Ok(checked),
        }
    }
}

impl Checked {
    fn add(&mut self, layout: &ContractAbi, key: &[u8], value: &[u8]) {
        self.entries = self.entries.saturating_add(1);
        match check_entry(layout, key, value) {
            EntryCheck::Fits => {}
            EntryCheck::Orphan => {
                self.orphans = self.orphans.saturating_add(1);
                self.first_orphan.get_or_insert_with(|| storage_key::show(key));
            }
            EntryCheck::Unreadable { problem } => {
                self.unreadable = self.unreadable.saturating_add(1);
                self.first_unreadable.get_or_insert_with(|| (storage_key::show(key), problem));
            }
        }
    }

    /// Some lines for people.
    pub fn text(&self) -> String {
        let mut lines = vec![format!("{} looked at", grouped(self.entries))];
        if let Some((key, problem)) = &self.first_unreadable {
            let count = grouped(self.unreadable);
            lines.push(format!("{count} the code cannot read, first {key}: {problem}"));
        }
        if let Some(key) = &self.first_orphan {
            lines.push(format!("{} of no field, first {key}", grouped(self.orphans)));
        }
        if lines.len() == 1 {
            lines.push("all fit the layout".to_owned());
        }
        lines.join("\n")
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let unreadable = self.first_unreadable.as_ref();
        json!({
            "looked_at": self.entries,
            "unreadable": self.unreadable,
            "first_unreadable": unreadable.map(|(key, _)| key),
            "problem": unreadable.map(|(_, problem)| problem),
            "orphans": self.orphans,
            "first_orphan": self.first_orphan,
        })
    }
}
