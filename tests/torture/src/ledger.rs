//! Ledgers in folders, and the process that writes one until it is stopped.

use crate::{
    Random,
    work::{Size, Work},
};
use sandpact_abi::Height;
use sandpact_state::{Backend, FolderPlace, Options, Recovery, State, StateError, StoreError};
use std::{
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};

/// Name of the ledger in a recorded folder.
pub const LEDGER: &str = "ledger";
/// Name of the file that acknowledgements are written to.
pub const ACKNOWLEDGEMENTS: &str = "acknowledged";

/// Heights of history that these ledgers keep: less than they have blocks.
const HISTORY_HEIGHTS: u64 = 10;

/// Writes that are folded together: of one block, of several, of more than a run has.
const FOLD_WRITES: [usize; 4] = [1, 30, 300, 50_000];

/// Less than the trie of these ledgers takes.
const TRIE_LEN_BYTES: usize = 50_000;

/// How a ledger of this seed is kept.
#[must_use]
pub fn options(seed: u64) -> Options {
    let mut random = Random::new(&[seed, 7]);
    Options {
        history_heights: random.pick(&[0, 1, HISTORY_HEIGHTS, HISTORY_HEIGHTS]),
        folds_in_background: random.percent(50),
        fold_writes: random.pick(&FOLD_WRITES),
        check_first_values: random.pick(&[0, u64::MAX]),
        trie_memory_len_bytes: random.pick(&[None, None, Some(0), Some(TRIE_LEN_BYTES)]),
    }
}

/// Creates the ledger of `work`.
///
/// # Errors
/// [`StateError`].
pub fn create(path: &Path, backend: Backend, work: Work) -> Result<(), StateError> {
    FolderPlace::create(path, backend, |place| State::create(place, &work.changes(0), work.seal(0)))
}

/// Opens a ledger.
///
/// # Errors
/// [`StateError`].
pub fn open(
    path: &Path,
    backend: Backend,
    options: Options,
) -> Result<(State, Recovery), StateError> {
    State::open(Arc::new(FolderPlace::open(path, backend)?), options)
}

/// Opens a ledger, or creates it when there is none.
///
/// # Errors
/// [`StateError`].
pub fn open_or_create(path: &Path, backend: Backend, work: Work) -> Result<State, StateError> {
    let options = options(work.seed);
    match open(path, backend, options) {
        Err(StateError::Store(StoreError::Missing { .. })) => {
            create(path, backend, work)?;
            Ok(open(path, backend, options)?.0)
        }
        other => Ok(other?.0),
    }
}

/// The name of a store on command lines.
#[must_use]
pub const fn backend_name(backend: Backend) -> &'static str {
    match backend {
        Backend::Sled => "sled",
        Backend::Redb => "redb",
    }
}

/// Opens or creates `folder/ledger`, and commits `blocks` blocks, closing and opening half
/// way. Each height goes into `folder/acknowledged` as soon as it is acknowledged.
///
/// # Errors
/// What failed.
pub fn run_blocks(folder: &Path, backend: Backend, blocks: u64, work: Work) -> Result<(), String> {
    let failed = |error: StateError| error.to_string();
    let path = folder.join(LEDGER);
    let mut acknowledgements = Acknowledgements::in_folder(folder).map_err(|e| e.to_string())?;
    let options = options(work.seed);
    let mut state = open_or_create(&path, backend, work).map_err(failed)?;
    let first = state.head().height;
    acknowledgements.write(first).map_err(|error| error.to_string())?;
    let (half, last) = (first.0 + blocks / 2, first.0 + blocks);
    let mut may_open_again = options.check_first_values == 0;
    let mut next = first.0 + 1;
    while next <= last {
        // Sometimes two blocks are made durable by one sync.
        let is_alone = next % 7 != 3 || next == last;
        let made = state.append(&work.changes(next), work.seal(next));
        let made =
            made.and_then(|_| if is_alone { state.acknowledge().map(Some) } else { Ok(None) });
        match made {
            Ok(head) => {
                let written = head.map_or(Ok(()), |head| acknowledgements.write(head.height));
                written.map_err(|error| error.to_string())?;
            }
            // The view is found to be damaged while blocks are committed.
            Err(StateError::ReadOnly { .. }) if may_open_again => {
                may_open_again = false;
                drop(state);
                state = open(&path, backend, options).map_err(failed)?.0;
                next = state.head().height.0 + 1;
                continue;
            }
            Err(error) => return Err(failed(error)),
        }
        if next == half {
            state.close().map_err(failed)?;
            state = open(&path, backend, options).map_err(failed)?.0;
        }
        next += 1;
    }
    match state.close() {
        Err(StateError::ReadOnly { .. } | StateError::ViewDamaged { .. }) if may_open_again => {
            open(&path, backend, options).map_err(failed)?.0.close().map_err(failed)
        }
        closed => closed.map_err(failed),
    }
}

/// Commits for ever, and says each height on the standard output.
///
/// # Errors
/// What failed.
pub fn run_for_ever(path: &Path, backend: Backend, seed: u64) -> Result<(), String> {
    let failed = |error: StateError| error.to_string();
    let work = Work { seed, size: Size::Mixed };
    let state = open_or_create(path, backend, work).map_err(failed)?;
    let mut output = io::stdout().lock();
    let mut height = state.head().height.0;
    loop {
        writeln!(output, "{height}").and_then(|()| output.flush()).map_err(|e| e.to_string())?;
        let next = height + 1;
        height = state.commit(&work.changes(next), work.seal(next)).map_err(failed)?.height.0;
    }
}

/// Where acknowledged heights go.
struct Acknowledgements(File);

impl Acknowledgements {
    fn in_folder(folder: &Path) -> io::Result<Self> {
        let path = folder.join(ACKNOWLEDGEMENTS);
        Ok(Self(OpenOptions::new().create(true).append(true).open(path)?))
    }

    fn write(&mut self, height: Height) -> io::Result<()> {
        self.0.write_all(&height.0.to_le_bytes())
    }
}
