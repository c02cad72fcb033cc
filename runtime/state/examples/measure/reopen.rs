//! How long a ledger takes to open after its process was killed.

use crate::{
    common::{
        Failure, System as _, Task,
        clock::{now, resident_kib},
        workload::Workload,
    },
    ours::{self, Ledger},
};
use sandpact_abi::Address;
use sandpact_state::{Backend, FolderPlace, Options, State, StateRead as _};
use std::{
    env,
    process::{self, Command},
    sync::Arc,
};

/// Loads a ledger and dies in the middle of its work: nothing is closed.
///
/// # Errors
/// The ledger's own.
pub fn load_and_die(task: &Task) -> Result<(), Failure> {
    let mut ledger = Ledger::on_sled(task, 0)?;
    let mut workload = Workload::default();
    let mut left = task.entries;
    while left > 0 {
        let count = left.min(ledger.load_batch());
        ledger.load(&workload.inserts(count))?;
        left -= count;
    }
    for _ in 0..task.batches {
        ledger.commit(&workload.batch(task.batch))?;
    }
    process::abort();
}

/// Has another process load a ledger and die, and opens it.
///
/// # Errors
/// The ledger's own.
pub fn reopen(task: &Task) -> Result<String, Failure> {
    let folder = task.folder.join("killed");
    let status = Command::new(env::current_exe()?)
        .args(["--system", "sandpact-die", "--folder"])
        .arg(&folder)
        .args(["--entries", &task.entries.to_string(), "--batch", &task.batch.to_string()])
        .args(["--batches", &task.batches.to_string()])
        .status()?;
    if status.code().is_some() {
        return Err("the process to be killed ended by itself".into());
    }
    let begun = now();
    let place = FolderPlace::open(&folder.join("ledger"), Backend::Sled)?;
    let options = Options { history_heights: 0, ..Options::default() };
    let (state, recovery) = State::open(Arc::new(place), options)?;
    let opened = begun.elapsed();
    let key = Workload::default().inserts(1).remove(0).key;
    let value = state.version().get(&ours::CONTRACT, &key)?;
    let served = begun.elapsed();
    let found = value.is_some();
    state.version().keys(&Address::ZERO, None, b"", 1)?;
    let checked = begun.elapsed();
    Ok(format!(
        "{{\"system\":\"{}\",\"entries\":{},\"opened_ms\":{},\"served_ms\":{},\"checked_ms\":{},\
         \"found\":{found},\"replayed_blocks\":{},\"folded_blocks\":{},\"resident_kib\":{}}}",
        task.system,
        task.entries,
        opened.as_millis(),
        served.as_millis(),
        checked.as_millis(),
        recovery.replayed_blocks,
        recovery.folded_blocks,
        resident_kib().unwrap_or(0),
    ))
}
