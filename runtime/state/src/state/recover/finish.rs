//! What is left to do with a view that was not closed, before it is compared with the tries.

use crate::{
    Options, StateError,
    state::{history, reader::Shared, trail},
};
use sandpact_abi::Height;

/// What is left.
#[derive(Clone, Copy)]
pub struct Unfinished {
    /// The last block of which the view may have parts.
    pub interrupted_at: Option<Height>,
    /// The last block that it held when it was made durable.
    pub synced_at: Option<Height>,
    /// How the ledger is kept from now on.
    pub options: Options,
}

impl Unfinished {
    /// Folds the blocks again whose folding was interrupted, and checks the history.
    ///
    /// # Errors
    /// [`StateError::ViewDamaged`] when that shows that the view is not what it should be;
    /// [`StateError`].
    pub fn finish(&self, shared: &Shared) -> Result<(), StateError> {
        let Shared { versions, view, .. } = shared;
        // What the blocks overwrote is gone when it was not saved then.
        let had_history = history::kept_heights(view)? != Some(0);
        let history_heights = if had_history { self.options.history_heights } else { 0 };
        while self.interrupted_at.is_some_and(|last| last > versions.folded()) {
            let mut blocks = versions.next_to_fold(self.options.fold_together());
            blocks.retain(|delta| self.interrupted_at >= Some(delta.head.height));
            if blocks.is_empty() {
                break;
            }
            shared.fold(&blocks, history_heights)?;
        }
        history::remove_above(view, versions.folded())?;
        self.check_history(shared)
    }

    /// Whether every height that is kept can be read. A ledger that keeps none forgets what
    /// an earlier one kept instead of being rebuilt for it.
    fn check_history(&self, shared: &Shared) -> Result<(), StateError> {
        match trail::check(shared, self.synced_at) {
            Err(StateError::ViewDamaged { .. }) if self.options.history_heights == 0 => {
                history::prune(&shared.view, shared.versions.folded(), 0)
            }
            other => other,
        }
    }
}
