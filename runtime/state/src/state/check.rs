//! Comparing the view with the tries, and everything with everything.

use super::{
    entry, fold,
    leaves::{self, Column, Leaves},
    reader::{Reader, Shared},
    tries::Tries,
    writer::Writer,
};
use crate::{
    StateError,
    code::CodeParts,
    layout,
    trie::{Trie, TrieError},
};
use sandpact_abi::{Hash, Height};
use sandpact_proof::commitment;
use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

/// What a verified ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateReport {
    /// Contracts' values.
    pub values: u64,
    /// Accounts with a nonce.
    pub accounts: u64,
    /// Blocks in the log.
    pub blocks: u64,
}

/// How a comparison ended.
pub enum Outcome {
    /// Every value of the view is the tries', and none is missing.
    Same,
    /// Something is not, in words.
    Different(&'static str),
    /// It was told to stop.
    Stopped,
}

impl Outcome {
    /// The same, unless what a scan showed is not found by its key.
    fn and_found(self, shared: &Shared, key: &[u8], value: &[u8]) -> Result<Self, StateError> {
        match self {
            Self::Same if !shared.view.finds(key, value)? => {
                Ok(Self::Different("a key is not found where it is"))
            }
            other => Ok(other),
        }
    }
}

/// Compares every value of the view, which holds the version at `folded`, with the tries.
///
/// # Errors
/// [`StateError`] when the store or a trie fails.
pub fn compare(
    shared: &Shared,
    folded: Height,
    is_stopped: &AtomicBool,
) -> Result<Outcome, StateError> {
    let (values, accounts) = shared.tries.len_at(folded);
    let version =
        Viewed { tries: &shared.tries, folded, back: shared.tries.changes_back_to(folded) };
    for (column, prefix, expected) in [
        (Column::Values, layout::VALUE_COLUMN, values),
        (Column::Accounts, layout::ACCOUNT_COLUMN, accounts),
    ] {
        let (mut found, mut failed) = (0_u64, Ok(Outcome::Same));
        shared.view.scan(&[prefix], &mut |key, value| {
            found = found.saturating_add(1);
            failed = if is_stopped.load(Ordering::SeqCst) {
                Ok(Outcome::Stopped)
            } else {
                version.compare(column, key, value).and_then(|it| it.and_found(shared, key, value))
            };
            match failed {
                Ok(Outcome::Same) => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            }
        })?;
        match failed? {
            Outcome::Same if found < expected => {
                return Ok(Outcome::Different("a value is missing"));
            }
            Outcome::Same => {}
            other => return Ok(other),
        }
    }
    read_rest(shared, is_stopped)
}

/// Reads what no root covers: what cannot be read is better known now than later. Modules have
/// the hashes that they are under, and none is missing.
fn read_rest(shared: &Shared, is_stopped: &AtomicBool) -> Result<Outcome, StateError> {
    let (mut code, mut code_parts) = (CodeParts::default(), 0_u64);
    for column in layout::UNCOVERED_COLUMNS {
        let mut outcome = Ok(Outcome::Same);
        shared.view.scan(&[column], &mut |key, value| {
            outcome = if is_stopped.load(Ordering::SeqCst) {
                Ok(Outcome::Stopped)
            } else if let Some((code_hash, part)) = layout::split_code(key)
                && !code.add(code_hash, part, value)
            {
                Ok(Outcome::Different(OTHER_CODE))
            } else {
                Outcome::Same.and_found(shared, key, value)
            };
            code_parts = code_parts.saturating_add(layout::split_code(key).map_or(0, |_| 1));
            match outcome {
                Ok(Outcome::Same) => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            }
        })?;
        match outcome? {
            Outcome::Same => {}
            other => return Ok(other),
        }
    }
    // A view of a time before there was the record says nothing.
    let expected = shared.view.number(layout::CODE_PARTS_KEY)?.unwrap_or(code_parts);
    let is_whole = code.end() && code_parts == expected;
    Ok(if is_whole { Outcome::Same } else { Outcome::Different(OTHER_CODE) })
}

/// Why a view is not what it should be.
const OTHER_CODE: &str = "a module is missing or is not that of its hash";

/// The version that the view holds, as the tries have it.
struct Viewed<'a> {
    tries: &'a Tries,
    folded: Height,
    /// What leads back to it from the tip, when the comparison began.
    back: Leaves,
}

impl Viewed<'_> {
    fn compare(&self, column: Column, key: &[u8], value: &[u8]) -> Result<Outcome, StateError> {
        let Ok(Some((_, key_hash))) = leaves::leaf_of(key) else {
            return Ok(Outcome::Different("a key is too short"));
        };
        let found = Some(commitment::value_hash(value));
        let expected = match self.back.get(column, &key_hash) {
            Some(expected) => expected,
            None => self.tries.value_hash_at_tip(column, &key_hash)?,
        };
        // Blocks that were appended meanwhile are looked through when it matters: one by one.
        let is_same =
            expected == found || self.tries.value_hash(self.folded, column, &key_hash)? == found;
        Ok(if is_same { Outcome::Same } else { Outcome::Different("a value is not the root's") })
    }
}

/// A comparison on a thread of its own; stops when this is dropped.
pub struct Checker {
    is_stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Checker {
    /// Starts it, after what `finish` has to do with the view. `on_difference` is called before
    /// anybody is told of one.
    ///
    /// # Errors
    /// What the system said when it gave no thread.
    pub fn start(
        shared: Arc<Shared>,
        finish: impl FnOnce(&Shared) -> Result<(), StateError> + Send + 'static,
        on_difference: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<Self> {
        let is_stopped = Arc::new(AtomicBool::new(false));
        let thread = thread::Builder::new().name("sandpact-check".to_owned()).spawn({
            let is_stopped = Arc::clone(&is_stopped);
            move || run(&shared, &is_stopped, finish, on_difference)
        })?;
        Ok(Self { is_stopped, thread: Some(thread) })
    }
}

fn run(
    shared: &Shared,
    is_stopped: &AtomicBool,
    finish: impl FnOnce(&Shared) -> Result<(), StateError>,
    on_difference: impl FnOnce(),
) {
    // Somebody waits for the result: a panic of the store must not keep it.
    let compared = catch_unwind(AssertUnwindSafe(|| {
        finish(shared)?;
        compare(shared, shared.versions.folded(), is_stopped)
    }));
    let reason = match compared {
        Ok(Ok(Outcome::Same)) => return shared.view.set_checked(Ok(())),
        Ok(Ok(Outcome::Stopped)) => return shared.view.give_up(),
        Ok(Ok(Outcome::Different(what))) => {
            on_difference();
            what.to_owned()
        }
        Ok(Err(error)) => {
            on_difference();
            error.to_string()
        }
        Err(_) => {
            on_difference();
            "the store panicked".to_owned()
        }
    };
    shared.view.set_checked(Err(reason));
}

impl Drop for Checker {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Recomputes the log's chain, both tries and the view.
///
/// # Errors
/// [`StateError`] naming the first thing that does not hold.
pub fn verify(writer: &Writer, reader: &Reader) -> Result<StateReport, StateError> {
    let shared = writer.shared.as_ref();
    shared.view.wait_checked()?;
    let head = reader.head();
    let blocks = verify_log(shared, reader)?;
    verify_roots(writer)?;
    let _held = writer.hold_view();
    let folded = shared.versions.folded();
    match compare(shared, folded, &AtomicBool::new(false))? {
        Outcome::Same | Outcome::Stopped => {}
        Outcome::Different(reason) => {
            return shared.marked(Err(StateError::ViewDamaged { reason: reason.to_owned() }));
        }
    }
    let (values, accounts) = shared.tries.len_at(head.height);
    Ok(StateReport { values, accounts, blocks })
}

/// The tries are at the tip of the log, which may not be acknowledged yet; no block is
/// appended meanwhile.
fn verify_roots(writer: &Writer) -> Result<(), StateError> {
    let _held = writer.hold_log();
    let tip = writer.shared.versions.tip();
    let roots = writer.shared.tries.with(|values, accounts| {
        Ok::<_, TrieError>((root_of_leaves(values)?, root_of_leaves(accounts)?))
    })?;
    for (what, found, expected) in
        [("state root", roots.0, tip.state_root), ("account root", roots.1, tip.account_root)]
    {
        if found != expected {
            return Err(StateError::RootMismatch { what, height: tip.height, expected, found });
        }
    }
    Ok(())
}

/// The root of a trie's leaves, computed anew.
fn root_of_leaves(trie: &Trie) -> Result<Hash, TrieError> {
    let count = usize::try_from(trie.len()).unwrap_or(0);
    Ok(Trie::from_fallible_leaves(count, trie.leaves())?.root())
}

fn verify_log(shared: &Shared, reader: &Reader) -> Result<u64, StateError> {
    let mut blocks = 0_u64;
    let mut next: Option<Height> = None;
    for record in shared.log.records_from(shared.log.first())? {
        let entry = entry::decode(&record?.1)?;
        if entry.head.height > reader.head().height {
            break;
        }
        if next.is_some_and(|next| next != entry.head.height) {
            return Err(StateError::Damaged { what: "a block is missing in the log" });
        }
        next = Some(fold::after(entry.head.height));
        blocks = blocks.saturating_add(1);
    }
    if next != Some(fold::after(reader.head().height)) {
        return Err(StateError::Damaged { what: "the log does not end at the head" });
    }
    Ok(blocks)
}
