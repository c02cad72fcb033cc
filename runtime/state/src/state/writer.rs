//! The one way in which state changes: a block is applied to the tries, appended to the
//! log, synced, acknowledged, and folded into the view.

use super::{
    Options, checkpoint,
    delta::{Delta, Waiting},
    entry::{self, Writes},
    fold,
    leaves::{self, Leaves},
    reader::{Reader, Shared},
};
use crate::{
    Batch, Block, ChangeSet, Head, StateError,
    anchor::{Anchor, AnchorError, AnchorRecord},
    disk::Disk,
    layout::{self, CHUNK_LEN_BYTES},
    log::{Log, LogError, Position, Syncer},
};
use sandpact_abi::{Hash, Height};
use std::sync::{
    Arc, Mutex, MutexGuard, OnceLock, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// Bytes of blocks between two checkpoints: replaying them when a ledger is opened takes about
/// as long as reading the checkpoint of two million leaves.
const CHECKPOINT_LOG_LEN_BYTES: u64 = 64 << 20;

/// Appends blocks. Every write of the ledger goes through here.
pub struct Writer {
    pub shared: Arc<Shared>,
    pub options: Options,
    log: Mutex<Log>,
    syncer: Arc<Syncer>,
    /// With what it says.
    anchor: Mutex<(Anchor, AnchorRecord)>,
    /// For checkpoints.
    disk: Arc<dyn Disk>,
    /// Bytes of blocks that were folded since the last checkpoint.
    folded_len_bytes: AtomicU64,
    /// Held while the view changes.
    folding: Mutex<()>,
    /// Why nothing is written any more.
    failure: OnceLock<String>,
}

impl Writer {
    /// A writer to this log, whose last block is the tip of `shared`.
    pub fn new(
        shared: Arc<Shared>,
        options: Options,
        log: Log,
        anchor: (Anchor, AnchorRecord),
    ) -> Self {
        let disk = Arc::clone(log.reader().disk());
        let syncer = log.syncer();
        let (log, anchor) = (Mutex::new(log), Mutex::new(anchor));
        let (folding, failure) = (Mutex::new(()), OnceLock::new());
        let folded_len_bytes = AtomicU64::new(0);
        Self { shared, options, log, syncer, anchor, disk, folded_len_bytes, folding, failure }
    }

    /// Whether anything may still be written.
    ///
    /// # Errors
    /// [`StateError::ReadOnly`].
    pub fn check(&self) -> Result<(), StateError> {
        match self.failure.get() {
            Some(reason) => Err(StateError::ReadOnly { reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// Writes nothing from now on; readers go on with the last acknowledged block. After a
    /// failed sync the kernel may have dropped what it could not write, and a second sync
    /// would succeed: nothing is tried again.
    pub fn fail(&self, error: impl std::fmt::Display) -> StateError {
        let reason = self.failure.get_or_init(|| error.to_string()).clone();
        let head = self.shared.versions.head();
        self.shared.versions.discard_unacknowledged();
        // Nothing else can be done when this fails too: proofs then fail with it.
        let _ = self.shared.tries.revert_to(head.height);
        StateError::ReadOnly { reason }
    }

    /// Applies a block to the tries and appends it to the log. It is not on the disk yet.
    ///
    /// # Errors
    /// [`StateError`]; [`StateError::NotNext`] and those of the tries change nothing.
    pub fn append(
        &self,
        changes: &ChangeSet,
        seal: impl FnOnce(&Hash, &Hash) -> Block,
    ) -> Result<Head, StateError> {
        let mut log = lock(&self.log);
        self.check()?;
        let tip = self.shared.versions.tip();
        let next = fold::after(tip.height);
        let writes = writes(changes);
        let leaves = leaves::of(&writes)?;
        let (state_root, account_root) = self.apply(next, &leaves)?;
        let block = seal(&state_root, &account_root);
        if block.height != next {
            self.shared.tries.revert_to(tip.height)?;
            return Err(StateError::NotNext { got: block.height, next });
        }
        let head = head(&block, state_root, account_root);
        let bytes = entry::encode(&head, &block.record, &block.body, &writes);
        let position = match log.append(next, &bytes) {
            Ok(position) => position,
            // This one block cannot be kept; the log is as it was.
            Err(error @ LogError::TooLong { .. }) => {
                self.shared.tries.revert_to(tip.height)?;
                return Err(error.into());
            }
            Err(error) => return Err(self.fail(error)),
        };
        let overwritten = OnceLock::new();
        self.shared.versions.append(Arc::new(Delta { head, writes, position, overwritten }));
        // A sync on another thread may have failed meanwhile.
        if let Some(reason) = self.failure.get() {
            return Err(self.fail(reason));
        }
        Ok(head)
    }

    fn apply(&self, height: Height, leaves: &Leaves) -> Result<(Hash, Hash), StateError> {
        Ok(self.shared.tries.apply(height, leaves, self.shared.versions.lowest())?)
    }

    /// Makes everything durable that was appended before this was called, and returns the
    /// head, which may be later.
    ///
    /// # Errors
    /// [`StateError::ReadOnly`].
    pub fn acknowledge(&self) -> Result<Head, StateError> {
        self.check()?;
        let Some(tip) = self.shared.versions.unacknowledged_tip() else {
            return Ok(self.shared.versions.head());
        };
        self.syncer.sync_to(tip.head.height).map_err(|error| self.fail(error))?;
        self.write_anchor(&tip).map_err(|error| self.fail(error))?;
        Ok(self.shared.versions.acknowledge(tip.head.height))
    }

    /// Says in the anchor that a block is on the disk. The anchor itself is not synced: after
    /// a power cut an older one stands there, which is true as well.
    fn write_anchor(&self, block: &Delta) -> Result<(), AnchorError> {
        let mut anchor = lock(&self.anchor);
        let (anchor, record) = &mut *anchor;
        if record.height < block.head.height {
            *record = anchor_record(record.ledger_id, &block.head, &block.position);
            anchor.write(record)?;
        }
        Ok(())
    }

    /// Folds every acknowledged block that the view does not hold.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn fold(&self) -> Result<(), StateError> {
        while self.fold_next()?.is_some() {}
        Ok(())
    }

    /// Folds while as much waits as goes together.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn fold_due(&self) -> Result<(), StateError> {
        while self.shared.versions.waiting().is_at_least(self.options.fold_together()) {
            self.fold_next()?;
        }
        Ok(())
    }

    /// Folds the next acknowledged blocks that the view does not hold, as many as go together;
    /// the last of them, `None` when there is none.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn fold_next(&self) -> Result<Option<Head>, StateError> {
        let Shared { versions, view, .. } = self.shared.as_ref();
        if !self.has_waiting() {
            return Ok(None);
        }
        view.wait_checked()?;
        let _folding = self.hold_view();
        let blocks = versions.next_to_fold(self.options.fold_together());
        let Some(last) = blocks.last() else { return Ok(None) };
        let folded = self.shared.fold(&blocks, self.options.history_heights);
        let folded = folded.and_then(|()| Ok(lock(&self.anchor).0.sync()?));
        self.shared.marked(folded).map_err(|error| self.fail(error))?;
        let len_bytes = blocks.iter().map(|delta| u64::from(delta.position.len_bytes));
        let len_bytes = len_bytes.fold(0, u64::saturating_add);
        self.folded_len_bytes.fetch_add(len_bytes, Ordering::SeqCst);
        Ok(Some(last.head))
    }

    /// Whether there are acknowledged blocks that the view does not hold.
    pub fn has_waiting(&self) -> bool {
        self.shared.versions.waiting() != Waiting::default()
    }

    /// Writes a checkpoint when enough was folded since the last one; `folded` is the last
    /// block that the view holds. What fails here costs time at the next opening.
    pub fn checkpoint_if_due(&self, folded: &Head) {
        if self.folded_len_bytes.load(Ordering::SeqCst) > CHECKPOINT_LOG_LEN_BYTES {
            self.folded_len_bytes.store(0, Ordering::SeqCst);
            let reader = Reader(Arc::clone(&self.shared));
            let _ = checkpoint::write(self.disk.as_ref(), &reader, folded);
        }
    }

    /// Keeps the trie within its memory. What fails here costs memory.
    pub fn shrink_if_due(&self) {
        let Some(limit) = self.options.trie_memory_len_bytes else { return };
        // A quarter above, so that it is seldom: all nodes are moved.
        let is_above = self.shared.tries.memory_len_bytes() > limit.saturating_add(limit >> 2);
        if is_above && let Some(checkpoint) = checkpoint::values(self.disk.as_ref()) {
            let _ = self.shared.tries.shrink(checkpoint, limit);
        }
    }

    /// Removes whole segments of the log that hold only blocks below `height`; how many.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn truncate_before(&self, height: Height) -> Result<usize, StateError> {
        self.check()?;
        lock(&self.log).truncate_before(height).map_err(|error| self.fail(error))
    }

    /// Hash of the genesis block.
    pub fn ledger_id(&self) -> Hash {
        lock(&self.anchor).1.ledger_id
    }

    /// Keeps anybody from appending while the guard lives.
    pub fn hold_log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    /// Keeps the view as it is while the guard lives.
    pub fn hold_view(&self) -> MutexGuard<'_, ()> {
        lock(&self.folding)
    }

    /// Makes the view and the anchor durable.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn settle(&self) -> Result<(), StateError> {
        let _folding = self.hold_view();
        self.shared.view.sync(self.shared.versions.folded())?;
        Ok(lock(&self.anchor).0.sync()?)
    }
}

/// A panic while a lock was held leaves what it guards as it was before or after a step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the anchor says of an acknowledged block.
pub fn anchor_record(ledger_id: Hash, head: &Head, position: &Position) -> AnchorRecord {
    AnchorRecord {
        ledger_id,
        height: head.height,
        block_hash: head.block_hash,
        state_root: head.state_root,
        log: position.end(),
    }
}

/// The head after a block with these roots.
pub fn head(block: &Block, state_root: Hash, account_root: Hash) -> Head {
    let Block { height, time, hash: block_hash, .. } = *block;
    Head { height, time, state_root, account_root, block_hash }
}

/// The flat writes of a change set.
pub fn writes(changes: &ChangeSet) -> Writes {
    let values = changes.values.iter();
    let values =
        values.map(|((contract, key), value)| (layout::value(contract, key), value.clone()));
    // They are in order already, from which a map is made faster than by setting one by one.
    let mut batch = Batch { writes: values.collect() };
    for (account, nonce) in &changes.nonces {
        batch.set(layout::account(account), nonce.to_le_bytes());
    }
    for (code_hash, code) in &changes.code {
        let prefix = layout::code(code_hash);
        for (number, chunk) in (0..).zip(code.chunks(CHUNK_LEN_BYTES)) {
            batch.set(layout::part(&prefix, number), chunk);
        }
    }
    batch.writes
}
