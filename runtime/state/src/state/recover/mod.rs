//! From what is on the disk to a state that can be used.
//!
//! The anchor says how far the log was acknowledged; the log is checked from there on. The
//! tries come from the last checkpoint and the blocks after it, and must have the roots of
//! the head. The view is brought up to the head, or set aside and built anew.

mod ahead;
mod finish;
mod found;
mod marker;
mod read;
mod replay;

pub use marker::mark_view_damaged;

use super::{
    Options, State, base,
    check::{self, Checker, Outcome},
    entry, fold,
    folder::Folder,
    history, leaves,
    reader::{Reader, Shared},
    versions::Versions,
    view::View,
    writer::{self, Writer},
};
use crate::{
    Block, ChangeSet, Place, StateError, StoreError,
    anchor::{Anchor, AnchorFound},
    disk::Disk,
    layout,
    log::{Log, LogOptions, LogReader},
    trie::Trie,
};
use ahead::{Ahead, Climb};
use finish::Unfinished;
use found::{Found, Opened};
use replay::Replay;
use sandpact_abi::{Hash, Height};
use std::{
    panic::resume_unwind,
    sync::{Arc, atomic::AtomicBool},
    thread,
};

/// What opening a ledger made good.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Bytes at the end of the log that never were an acknowledged block, cut off.
    pub cut_len_bytes: u64,
    /// Whether one of the anchor's two slots could not be read; the other one was used.
    pub has_damaged_anchor_slot: bool,
    /// Blocks that the tries took from the log.
    pub replayed_blocks: u64,
    /// Blocks that the view took from the log.
    pub folded_blocks: u64,
    /// Whether the view's entries were copied to a new one, because the machine stopped while
    /// they were written.
    pub is_view_copied: bool,
    /// Why the view was built anew from the log, if it was.
    pub rebuilt_because: Option<String>,
    /// Where the view before the present one is kept, if there was one.
    pub set_aside: Option<String>,
}

/// Fills an empty place.
///
/// # Errors
/// [`StateError`].
pub fn create(
    place: &dyn Place,
    changes: &ChangeSet,
    seal: impl FnOnce(&Hash, &Hash) -> Block,
) -> Result<(), StateError> {
    let writes = writer::writes(changes);
    let leaves = leaves::of(&writes)?;
    let (mut values, mut accounts) = (Trie::default(), Trie::default());
    values.apply(&leaves.values)?;
    accounts.apply(&leaves.accounts)?;
    let block = seal(&values.root(), &accounts.root());
    let head = writer::head(&block, values.root(), accounts.root());
    let bytes = entry::encode(&head, &block.record, &block.body, &writes);
    let mut log = Log::create(place.disk(), LogOptions::new(block.hash), block.height)?;
    let position = log.append(block.height, &bytes)?;
    log.syncer().sync_to(block.height)?;
    let record = writer::anchor_record(block.hash, &head, &position);
    Anchor::create(place.disk().as_ref(), &record)?;
    Ok(())
}

/// Opens what is in a place.
///
/// # Errors
/// [`StateError`].
pub fn open(place: Arc<dyn Place>, options: Options) -> Result<(State, Recovery), StateError> {
    let disk = place.disk();
    let (anchor, AnchorFound { record: known, damaged_slot }) = Anchor::open(disk.as_ref())?;
    let log_options = LogOptions::new(known.ledger_id);
    let (log, tail) = Log::open(Arc::clone(&disk), log_options, Some(known.log))?;
    let recovery = Recovery {
        cut_len_bytes: tail.cut.map_or(0, |cut| cut.len_bytes),
        has_damaged_anchor_slot: damaged_slot.is_some(),
        ..Recovery::default()
    };
    let set_aside = marker::take(disk.as_ref())?;
    let mut opening =
        Opening { place: place.as_ref(), log: log.reader().clone(), options, recovery };
    let (shared, unfinished) = match opening.shared(set_aside) {
        // A second time with an empty view; a second difference is the tries' or the log's.
        Err(error) => match damage(error) {
            Ok(reason) => opening.shared(Some(reason))?,
            Err(error) => return Err(error),
        },
        Ok(shared) => shared,
    };
    let Opening { recovery, .. } = opening;
    let shared = Arc::new(shared);
    let reader = Reader(Arc::clone(&shared));
    let writer = Writer::new(Arc::clone(&shared), options, log, (anchor, known));
    let writer = Arc::new(writer);
    writer.shrink_if_due();
    let checker = unfinished.map(|unfinished| start_checker(&shared, unfinished, disk));
    let checker = checker.transpose().map_err(no_thread)?;
    let folder = options.folds_in_background.then(|| Folder::start(Arc::clone(&writer)));
    let folder = folder.transpose().map_err(no_thread)?;
    if folder.is_none() {
        writer.fold()?;
    }
    Ok((State { reader, checker, folder, writer, place }, recovery))
}

fn no_thread(error: std::io::Error) -> StateError {
    StoreError::Io { action: "start a thread", reason: error.to_string() }.into()
}

fn start_checker(
    shared: &Arc<Shared>,
    unfinished: Unfinished,
    disk: Arc<dyn Disk>,
) -> std::io::Result<Checker> {
    // Without the marker the view is found to differ again; nothing is lost.
    let mark = move || drop(disk.create(marker::VIEW_DAMAGED_FILE));
    Checker::start(Arc::clone(shared), move |shared| unfinished.finish(shared), mark)
}

struct Opening<'a> {
    place: &'a dyn Place,
    log: LogReader,
    options: Options,
    recovery: Recovery,
}

impl Opening<'_> {
    /// Tries and view at the head, and what is left to do with a large view while it is read;
    /// with `set_aside` the present view is not used.
    fn shared(
        &mut self,
        set_aside: Option<String>,
    ) -> Result<(Shared, Option<Unfinished>), StateError> {
        let (Found { store, head: view_head }, ahead) = self.view_and_tries(set_aside)?;
        let Ahead { mut climb, blocks, rest } = ahead;
        let disk = self.place.disk();
        let had = view_head.map(|head| head.height);
        let mut view_at = had;
        let starts_elsewhere = self.log.first().0 > 0 || base::exists(disk.as_ref())?;
        if starts_elsewhere && (climb.at.is_none() || view_at.is_none()) {
            let view = view_at.is_none().then_some(store.as_ref());
            let base = base::load(disk.as_ref(), view)?;
            let height = base.manifest.head.height;
            if climb.at.is_none() {
                climb = Climb::from(Some(height), base.values, base.accounts);
            }
            view_at = view_at.or(Some(height));
        }
        let is_new = had.is_none();
        let interrupted_at = fold::interrupted(store.as_ref(), had)?.filter(|_| !is_new);
        let view = View::unchecked(store, interrupted_at);
        let synced_at = view.height(layout::SYNCED_KEY)?.filter(|_| !is_new);
        let last = Height(self.log.end().next.0.saturating_sub(1));
        // With all blocks durable nothing was removed since.
        if let Some(had) = had.filter(|_| synced_at != Some(last)) {
            history::finish_prune(&view, had, last)?;
        }
        let mut replay = Replay::new(climb, view, view_at, self.options.history_heights);
        (replay.had, replay.synced_at) = (had, synced_at);
        replay.run(&self.log, blocks, rest)?;
        self.recovery.replayed_blocks = replay.climb.blocks;
        self.recovery.folded_blocks = replay.view_blocks;
        let head = replay.head.ok_or(StateError::Damaged { what: "the log has no block" })?;
        let folded = replay.view_at.ok_or(StateError::Damaged { what: "the view has no block" })?;
        let Replay { climb: Climb { tries, .. }, view, deltas, .. } = replay;
        let versions = Versions::new(head, folded, deltas, self.options.fold_writes);
        let shared = Shared { versions, view, tries, log: self.log.clone() };
        let unfinished = Unfinished { interrupted_at, synced_at, options: self.options };
        if is_new {
            shared.view.sync(folded)?;
            shared.view.set_checked(Ok(()));
            return Ok((shared, None));
        }
        let (values, accounts) = shared.tries.len_at(folded);
        let is_large = values.saturating_add(accounts) > self.options.check_first_values;
        if is_large && self.options.folds_in_background {
            return Ok((shared, Some(unfinished)));
        }
        unfinished.finish(&shared)?;
        check(&shared)?;
        Ok((shared, None))
    }

    /// The view, and the tries as far as they are read without it: opening sled takes as long.
    fn view_and_tries(&mut self, set_aside: Option<String>) -> Result<(Found, Ahead), StateError> {
        let (place, disk) = (self.place, self.place.disk());
        if let Some(reason) = set_aside {
            let ahead = Ahead::read(disk.as_ref(), &self.log)?;
            return Ok((self.new_view(reason)?, ahead));
        }
        let (opened, ahead) = thread::scope(|scope| {
            let thread = thread::Builder::new().name("sandpact-open".to_owned());
            let thread = thread.spawn_scoped(scope, || found::open(place)).map_err(no_thread)?;
            let ahead = Ahead::read(disk.as_ref(), &self.log);
            let opened = thread.join().unwrap_or_else(|panic| resume_unwind(panic));
            Ok::<_, StateError>((opened, ahead?))
        })?;
        Ok((self.usable(opened)?, ahead))
    }

    /// The view that was opened. One that cannot be read, or is not of this log, is set aside.
    fn usable(&mut self, opened: Opened) -> Result<Found, StateError> {
        if let Some(old) = opened.copied {
            self.recovery.is_view_copied = true;
            self.recovery.set_aside = Some(old);
        }
        match opened.found.and_then(|found| found.check(&self.log)) {
            Ok(found) => Ok(found),
            Err(error) => self.new_view(damage(error)?),
        }
    }

    fn new_view(&mut self, reason: String) -> Result<Found, StateError> {
        self.recovery.rebuilt_because = Some(reason);
        self.recovery.set_aside = self.place.set_view_aside()?;
        Ok(Found { store: self.place.open_view()?, head: None })
    }
}

/// Compares the view with the tries.
fn check(shared: &Shared) -> Result<(), StateError> {
    let damaged = |reason: String| StateError::ViewDamaged { reason };
    match check::compare(shared, shared.versions.folded(), &AtomicBool::new(false)) {
        Ok(Outcome::Same | Outcome::Stopped) => {}
        Ok(Outcome::Different(reason)) => return Err(damaged(reason.to_owned())),
        Err(StateError::Store(error)) => return Err(damaged(error.to_string())),
        Err(error) => return Err(error),
    }
    shared.view.set_checked(Ok(()));
    Ok(())
}

/// Why a view is to be set aside, or the error if that would not help. Whatever keeps it from
/// being read does: sled reports a value whose file is gone as the system does.
fn damage(error: StateError) -> Result<String, StateError> {
    match error {
        StateError::ViewDamaged { reason }
        | StateError::Store(
            StoreError::Unreadable { reason, .. } | StoreError::Io { action: "read", reason },
        ) => Ok(reason),
        error => Err(error),
    }
}
