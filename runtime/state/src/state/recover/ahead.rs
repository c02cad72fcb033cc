//! The tries from the last checkpoint on, and the blocks that they were taken from.

use super::read::{ReadBlock, read_each};
use crate::{
    Head, StateError,
    disk::Disk,
    log::{LogReader, Position, Records},
    state::{
        checkpoint,
        delta::Waiting,
        entry::{self, Entry},
        leaves::Leaves,
        tries::Tries,
    },
    trie::Trie,
};
use sandpact_abi::{Hash, Height};

/// Blocks that are read while the view is being opened; what is left is read afterwards.
const AHEAD_MAX: Waiting = Waiting { writes: 400_000, len_bytes: 64 << 20 };

/// The tries, on their way to the end of the log.
pub struct Climb {
    pub tries: Tries,
    /// The last block that they have; `None` before the first.
    pub at: Option<Height>,
    /// The block that they began with.
    pub loaded_at: Option<Height>,
    /// Blocks that they took from the log.
    pub blocks: u64,
}

impl Climb {
    /// From the tries of a block, or from nothing.
    pub fn from(loaded_at: Option<Height>, values: Trie, accounts: Trie) -> Self {
        Self { tries: Tries::new(values, accounts), at: loaded_at, loaded_at, blocks: 0 }
    }

    /// Takes a block with these leaves, if they do not have it; its roots must be those that it
    /// says.
    ///
    /// # Errors
    /// [`StateError::RootMismatch`]; [`StateError`].
    pub fn take(&mut self, head: &Head, leaves: &Leaves, lowest: Height) -> Result<(), StateError> {
        let height = head.height;
        if self.at.is_some_and(|at| at >= height) {
            return Ok(());
        }
        let (state_root, account_root) = self.tries.apply(height, leaves, lowest)?;
        compare_root("state root", height, head.state_root, state_root)?;
        compare_root("account root", height, head.account_root, account_root)?;
        self.at = Some(height);
        self.blocks = self.blocks.saturating_add(1);
        Ok(())
    }
}

/// What was read without the view.
pub struct Ahead {
    pub climb: Climb,
    /// The blocks from that of the checkpoint on.
    pub blocks: Vec<(Position, Entry)>,
    /// Those after them; `None` when there was no checkpoint.
    pub rest: Option<Records>,
}

impl Ahead {
    /// Loads the checkpoint and takes the blocks after it, as far as memory is given for them.
    ///
    /// # Errors
    /// [`StateError`]. A checkpoint that is not of this log is none.
    pub fn read(disk: &dyn Disk, log: &LogReader) -> Result<Self, StateError> {
        let is_in_log = |height| height >= log.first() && height < log.end().next;
        let loaded = checkpoint::load(disk).filter(|loaded| is_in_log(loaded.height));
        let (height, climb) = match loaded {
            Some(loaded) if is_of_log(&loaded, log)? => {
                let height = Some(loaded.height);
                (loaded.height, Climb::from(height, loaded.values, loaded.accounts))
            }
            _ => {
                let climb = Climb::from(None, Trie::default(), Trie::default());
                return Ok(Self { climb, blocks: Vec::new(), rest: None });
            }
        };
        let mut rest = log.records_from(height)?;
        let mut ahead = Self { climb, blocks: Vec::new(), rest: None };
        let mut sum = Waiting::default();
        let goes_on = |block: &ReadBlock| {
            sum.add(block.entry.writes.len(), &block.position);
            !sum.is_at_least(AHEAD_MAX)
        };
        read_each(&mut rest, goes_on, |ReadBlock { position, entry, leaves }| {
            // Which version the view holds is not known yet: everything can be undone.
            ahead.climb.take(&entry.head, &leaves, Height(0))?;
            ahead.blocks.push((position, entry));
            Ok(())
        })?;
        ahead.rest = Some(rest);
        Ok(ahead)
    }
}

/// Whether a checkpoint has the roots of its block.
fn is_of_log(loaded: &checkpoint::Loaded, log: &LogReader) -> Result<bool, StateError> {
    let position = log.position_of(loaded.height)?;
    let head = entry::decode(&log.read(&position)?)?.head;
    let roots = (loaded.values.root(), loaded.accounts.root());
    Ok(roots == (head.state_root, head.account_root))
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
