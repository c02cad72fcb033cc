//! From what is on the disk to a state that can be used.
//!
//! The anchor says how far the log was acknowledged; the log is checked from there on. The
//! tries come from the last checkpoint and the blocks after it, and must have the roots of
//! the head. The view is brought up to the head, or set aside and built anew.

use super::{
    Options, State, base,
    check::{self, Checker, Outcome},
    checkpoint,
    entry::{self, Entry},
    fold::{self, Keeping},
    folder::Folder,
    history, leaves,
    reader::{Reader, Shared},
    trail,
    tries::Tries,
    versions::{Delta, Versions, Waiting},
    view::{self, View},
    writer::{self, Writer},
};
use crate::{
    Block, ChangeSet, Head, Place, StateError, StoreError,
    anchor::{Anchor, AnchorFound},
    disk::Disk,
    layout,
    log::{Log, LogOptions, LogReader, Position},
    trie::Trie,
};
use parity_scale_codec::DecodeAll as _;
use sandpact_abi::{Hash, Height};
use std::sync::{Arc, OnceLock, atomic::AtomicBool};

/// Values up to which a view is compared before anything is read; about half a second. A
/// larger one is compared while it is read, each value by itself until then.
const CHECKED_FIRST_MAX: u64 = 250_000;

/// What is kept in memory for the thread that folds; with more, it is folded while the ledger
/// is opened. More than waits while a ledger is used, so that opening after a kill need not
/// fold but what was being folded.
const WAITING_MAX: Waiting = Waiting { writes: 300_000, len_bytes: 80 << 20 };

/// Says that the view was found to differ, to whoever opens the ledger next.
const VIEW_DAMAGED_FILE: &str = "view-damaged";

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
    let set_aside = take_marker(disk.as_ref())?;
    let mut opening =
        Opening { place: place.as_ref(), log: log.reader().clone(), options, recovery };
    let shared = match opening.shared(set_aside) {
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
    let checker = start_checker(&shared, disk)?;
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

fn start_checker(shared: &Arc<Shared>, disk: Arc<dyn Disk>) -> Result<Option<Checker>, StateError> {
    if shared.view.is_checked() {
        return Ok(None);
    }
    // Without the marker the view is found to differ again; nothing is lost.
    let mark = move || drop(disk.create(VIEW_DAMAGED_FILE));
    Ok(Some(Checker::start(Arc::clone(shared), mark).map_err(no_thread)?))
}

/// Has the view set aside by whoever opens the ledger next.
///
/// # Errors
/// [`StateError`].
pub fn mark_view_damaged(disk: &dyn Disk) -> Result<(), StateError> {
    match disk.create(VIEW_DAMAGED_FILE) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            let action = "mark the view as damaged";
            Err(StoreError::Io { action, reason: error.to_string() }.into())
        }
        _ => Ok(()),
    }
}

/// Whether the view was found to differ, and forgets it.
fn take_marker(disk: &dyn Disk) -> Result<Option<String>, StateError> {
    let failed = |error: std::io::Error| StoreError::Io {
        action: "look for the mark of a damaged view",
        reason: error.to_string(),
    };
    if disk.open(VIEW_DAMAGED_FILE).map_err(failed)?.is_none() {
        return Ok(None);
    }
    disk.remove(VIEW_DAMAGED_FILE).map_err(failed)?;
    Ok(Some("it was marked as damaged, or rebuilding it was asked for".to_owned()))
}

struct Opening<'a> {
    place: &'a dyn Place,
    log: LogReader,
    options: Options,
    recovery: Recovery,
}

/// Where the replay of the log stands.
struct Replay {
    /// The last block that the tries have; `None` before the first.
    tries_at: Option<Height>,
    /// The block of the checkpoint.
    loaded_at: Option<Height>,
    /// The last block that the view has.
    view_at: Option<Height>,
    tries: Tries,
    view: View,
    deltas: Vec<Arc<Delta>>,
    waiting: Waiting,
    /// The last block that the view had when it was opened.
    had: Option<Height>,
    /// The last block that it had when it was made durable.
    synced_at: Option<Height>,
    /// The last block of which the view may have parts.
    interrupted_at: Option<Height>,
    head: Option<Head>,
}

impl Replay {
    /// Whether what waits is to be folded at once, now that the block at `height` is the last.
    fn must_fold(&self, height: Height) -> bool {
        // A view has a head, and nothing of a block whose folding was interrupted. To a block
        // that the tries had already nothing leads back.
        self.view_at.is_none()
            || self.interrupted_at == Some(height)
            || self.loaded_at == Some(height)
            || self.waiting.is_at_least(WAITING_MAX)
    }
}

impl Opening<'_> {
    /// Tries and view at the head; with `set_aside` the present view is not used.
    fn shared(&mut self, set_aside: Option<String>) -> Result<Shared, StateError> {
        let (store, view_head) = self.view(set_aside)?;
        let loaded = checkpoint::load(self.place.disk().as_ref());
        let end = self.log.end().next;
        let loaded =
            loaded.filter(|loaded| loaded.height >= self.log.first() && loaded.height < end);
        let (tries_at, tries) = match loaded {
            Some(loaded) if self.is_of_log(&loaded)? => {
                (Some(loaded.height), Tries::new(loaded.values, loaded.accounts))
            }
            _ => (None, Tries::new(Trie::default(), Trie::default())),
        };
        let is_new = view_head.is_none();
        let (mut tries_at, mut tries) = (tries_at, tries);
        let mut view_at = view_head.map(|head| head.height);
        let starts_elsewhere = self.log.first().0 > 0 || base::exists(self.place.disk().as_ref())?;
        if starts_elsewhere && (tries_at.is_none() || view_at.is_none()) {
            let view = view_at.is_none().then_some(store.as_ref());
            let base = base::load(self.place.disk().as_ref(), view)?;
            let height = base.manifest.head.height;
            if tries_at.is_none() {
                (tries_at, tries) = (Some(height), Tries::new(base.values, base.accounts));
            }
            view_at = view_at.or(Some(height));
        }
        let view = View::unchecked(store);
        let synced_at = view.height(layout::SYNCED_KEY)?.filter(|_| !is_new);
        let last = Height(end.0.saturating_sub(1));
        // With all blocks durable nothing was removed since.
        if let Some(head) = view_head.filter(|_| synced_at != Some(last)) {
            history::finish_prune(&view, head.height, last)?;
        }
        let had = view_head.map(|head| head.height);
        let interrupted_at = fold::interrupted(&view, had)?.filter(|_| !is_new);
        let mut replay = Replay {
            had,
            synced_at,
            tries_at,
            loaded_at: tries_at,
            view_at,
            tries,
            view,
            deltas: Vec::new(),
            waiting: Waiting::default(),
            interrupted_at,
            head: None,
        };
        self.replay(&mut replay)?;
        let head = replay.head.ok_or(StateError::Damaged { what: "the log has no block" })?;
        let folded = replay.view_at.ok_or(StateError::Damaged { what: "the view has no block" })?;
        let Replay { tries, view, deltas, .. } = replay;
        if is_new {
            view.sync(folded)?;
        } else {
            history::remove_above(&view, folded)?;
        }
        let versions = Versions::new(head, folded, deltas, self.options.fold_writes);
        let shared = Shared { versions, view, tries, log: self.log.clone() };
        if !is_new {
            self.check_history(&shared, synced_at)?;
        }
        self.check(&shared, is_new)?;
        Ok(shared)
    }

    /// The view's store and what it says of itself. One that cannot be read, or is not of
    /// this log, is set aside.
    fn view(
        &mut self,
        set_aside: Option<String>,
    ) -> Result<(Arc<dyn crate::Store>, Option<Head>), StateError> {
        let reason = match set_aside {
            Some(reason) => reason,
            None => match self.renewed_view() {
                Ok(found) => return Ok(found),
                Err(error) => damage(error)?,
            },
        };
        self.recovery.rebuilt_because = Some(reason);
        self.recovery.set_aside = self.place.set_view_aside()?;
        Ok((self.place.open_view()?, None))
    }

    fn renewed_view(&mut self) -> Result<(Arc<dyn crate::Store>, Option<Head>), StateError> {
        if let Some(old) = self.place.renew_view()? {
            self.recovery.is_view_copied = true;
            self.recovery.set_aside = Some(old);
        }
        self.usable_view()
    }

    fn usable_view(&self) -> Result<(Arc<dyn crate::Store>, Option<Head>), StateError> {
        let store = self.place.open_view()?;
        let Some(bytes) = store.get(layout::HEAD_KEY)? else {
            // Whatever else it holds is not known to be of any block.
            let mut is_empty = true;
            store.scan(std::ops::Bound::Unbounded, &[], &mut |_, _| {
                is_empty = false;
                std::ops::ControlFlow::Break(())
            })?;
            return if is_empty { Ok((store, None)) } else { Err(damaged_view("it has no head")) };
        };
        let head = Head::decode_all(&mut &bytes[..]).map_err(|_| damaged_view("its head"))?;
        let (first, next) = (self.log.first(), self.log.end().next);
        if head.height < first || head.height >= next {
            return Err(damaged_view("it is of a height that the log does not have"));
        }
        if view::height(store.as_ref(), layout::FOLDING_KEY)?.is_some_and(|last| last >= next) {
            return Err(damaged_view("it has parts of blocks that the log does not have"));
        }
        let position = self.log.position_of(head.height)?;
        if entry::decode(&self.log.read(&position)?)?.head != head {
            return Err(damaged_view("it is of another ledger"));
        }
        Ok((store, Some(head)))
    }

    /// Whether a checkpoint has the roots of its block.
    fn is_of_log(&self, loaded: &checkpoint::Loaded) -> Result<bool, StateError> {
        let position = self.log.position_of(loaded.height)?;
        let head = entry::decode(&self.log.read(&position)?)?.head;
        let roots = (loaded.values.root(), loaded.accounts.root());
        Ok(roots == (head.state_root, head.account_root))
    }

    fn replay(&mut self, replay: &mut Replay) -> Result<(), StateError> {
        let first = self.log.first();
        // The block that both have is read once more, for the head.
        let view_at = if replay.had.is_some() { replay.synced_at } else { replay.view_at };
        let from = replay.tries_at.min(view_at).unwrap_or(first).max(first);
        for record in self.log.records_from(from)? {
            let (position, bytes) = record?;
            let entry = entry::decode(&bytes)?;
            if entry.head.height != position.height {
                return Err(StateError::Damaged { what: "a block lies in another's place" });
            }
            self.replay_one(replay, entry, position)?;
        }
        Ok(())
    }

    fn replay_one(
        &mut self,
        replay: &mut Replay,
        entry: Entry,
        position: Position,
    ) -> Result<(), StateError> {
        let Entry { head, writes, .. } = entry;
        let height = head.height;
        let is_durable = replay.synced_at.is_some_and(|at| height <= at);
        if replay.had.is_some_and(|had| height <= had) && !is_durable {
            fold::write_unchecked(&replay.view, height, &writes, &position)?;
        }
        if replay.tries_at.is_none_or(|at| at < height) {
            let lowest = replay.view_at.unwrap_or(height).min(height);
            let leaves = leaves::of(&writes)?;
            let (state_root, account_root) = replay.tries.apply(height, &leaves, lowest)?;
            compare_root("state root", height, head.state_root, state_root)?;
            compare_root("account root", height, head.account_root, account_root)?;
            replay.tries_at = Some(height);
            self.recovery.replayed_blocks = self.recovery.replayed_blocks.saturating_add(1);
        }
        if replay.view_at.is_none_or(|at| at < height) {
            let overwritten = OnceLock::new();
            let delta = Delta { head, writes, position, overwritten };
            replay.waiting.add(&delta);
            replay.deltas.push(Arc::new(delta));
            self.recovery.folded_blocks = self.recovery.folded_blocks.saturating_add(1);
            if replay.must_fold(height) {
                self.fold_waiting(replay)?;
            }
        }
        replay.head = Some(head);
        Ok(())
    }

    fn fold_waiting(&self, replay: &mut Replay) -> Result<(), StateError> {
        let Replay { tries, view, view_at, .. } = replay;
        let history_heights = self.options.history_heights;
        let keeping = Keeping { history_heights, is_read_below: false };
        fold::fold(view, tries, &replay.deltas, *view_at, keeping)?;
        replay.view_at = replay.deltas.last().map(|delta| delta.head.height);
        replay.deltas.clear();
        replay.waiting = Waiting::default();
        Ok(())
    }

    /// Whether every height that is kept can be read. A ledger that keeps none forgets what
    /// an earlier one kept instead of being rebuilt for it.
    fn check_history(&self, shared: &Shared, synced_at: Option<Height>) -> Result<(), StateError> {
        match trail::check(shared, synced_at) {
            Err(StateError::ViewDamaged { .. }) if self.options.history_heights == 0 => {
                history::prune(&shared.view, shared.versions.folded(), 0)
            }
            other => other,
        }
    }

    /// Compares the view with the tries, unless it is new or large.
    fn check(&self, shared: &Shared, is_new: bool) -> Result<(), StateError> {
        let folded = shared.versions.folded();
        let (values, accounts) = shared.tries.len_at(folded);
        if !is_new {
            if values.saturating_add(accounts) > CHECKED_FIRST_MAX {
                return Ok(());
            }
            let compared = check::compare(shared, folded, &AtomicBool::new(false));
            match compared {
                Ok(Outcome::Same | Outcome::Stopped) => {}
                Ok(Outcome::Different(reason)) => return Err(damaged_view(reason)),
                Err(StateError::Store(error)) => return Err(damaged_view(&error.to_string())),
                Err(error) => return Err(error),
            }
        }
        shared.view.set_checked(Ok(()));
        Ok(())
    }
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

fn damaged_view(reason: &str) -> StateError {
    StateError::ViewDamaged { reason: reason.to_owned() }
}

fn compare_root(
    what: &'static str,
    height: Height,
    expected: Hash,
    found: Hash,
) -> Result<(), StateError> {
    if found == expected {
        return Ok(());
    }
    Err(StateError::RootMismatch { what, height, expected, found })
}
