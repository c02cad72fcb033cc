//! Everything that touches this crate's own types.

use crate::common::{Failure, Key, Proofs, System, Task, Write, process_time, thread_time};
use sandpact_abi::{Address, Hash, Height, UnixSeconds};
use sandpact_proof::verify_inclusion;
use sandpact_state::{
    Backend, Block, ChangeSet, FolderPlace, MemoryPlace, Options, Place, State,
    hashes::{key_hashes, leaf_hashes, value_hashes},
    trie::{Trie, sorted_changes},
};
use std::{
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

/// The contract that holds all entries.
pub const CONTRACT: Address = Address([1; 32]);

/// Writes of one block while loading.
const LOAD_BATCH: u64 = 1_000;

/// Hashes of one measurement of the kernel, and how many measurements there are.
const KERNEL_HASHES: usize = 4_096;
const KERNEL_ROUNDS: usize = 500;

/// SHA3-256 hashes of one block of input in a second, by the batch kernel on one core: the
/// median of many short measurements.
pub fn hashes_per_second() -> u64 {
    let input = vec![Hash([3; 32]); KERNEL_HASHES];
    let mut out = vec![Hash::ZERO; KERNEL_HASHES];
    let mut times: Vec<Duration> = (0..KERNEL_ROUNDS)
        .map(|_| {
            let begun = thread_time();
            leaf_hashes(&mut out, |index| (&input[index], &input[index]));
            thread_time() - begun
        })
        .collect();
    times.sort_unstable();
    let median = times[KERNEL_ROUNDS / 2].as_nanos().max(1);
    u64::try_from(KERNEL_HASHES as u128 * 1_000_000_000 / median).unwrap_or(u64::MAX)
}

/// The trie alone, hashing of keys and values included; nothing is stored.
#[derive(Default)]
pub struct Root {
    trie: Trie,
}

impl System for Root {
    fn load_batch(&self) -> u64 {
        LOAD_BATCH
    }

    fn load(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.commit(writes)
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure> {
        let (mut keys, mut values) =
            (vec![Hash::ZERO; writes.len()], vec![Hash::ZERO; writes.len()]);
        key_hashes(&mut keys, |index| (&CONTRACT, &writes[index].key));
        value_hashes(&mut values, |index| &writes[index].value);
        self.trie.apply(&sorted_changes(&keys, |index| Some(values[index])))?;
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn prove(&mut self, _: &[Key]) -> Result<Option<Proofs>, Failure> {
        Ok(None)
    }
}

/// A whole ledger: tries, log, view and blocks.
pub struct Ledger {
    state: Arc<State>,
}

impl Ledger {
    /// An empty ledger in memory.
    ///
    /// # Errors
    /// The ledger's own.
    pub fn in_memory() -> Result<Self, Failure> {
        let place = MemoryPlace::new();
        create(&place)?;
        Self::open(Arc::new(place), 0)
    }

    /// An empty ledger on sled that keeps so many heights of history. None of the others
    /// keeps any.
    ///
    /// # Errors
    /// The ledger's own.
    pub fn on_sled(task: &Task, history_heights: u64) -> Result<Self, Failure> {
        let folder = task.folder.join("ledger");
        FolderPlace::create(&folder, Backend::Sled, |place| create(place))?;
        Self::open(Arc::new(FolderPlace::open(&folder, Backend::Sled)?), history_heights)
    }

    fn open(place: Arc<dyn Place>, history_heights: u64) -> Result<Self, Failure> {
        let options = Options { history_heights, ..Options::default() };
        Ok(Self { state: Arc::new(State::open(place, options)?.0) })
    }

    fn append(&self, writes: &[Write]) -> Result<(), Failure> {
        let values = writes
            .iter()
            .map(|write| ((CONTRACT, write.key.to_vec()), Some(write.value.clone())))
            .collect();
        let changes = ChangeSet { values, ..ChangeSet::default() };
        let height = self.state.tip().height.0 + 1;
        self.state.append(&changes, block(height))?;
        Ok(())
    }
}

impl System for Ledger {
    fn load_batch(&self) -> u64 {
        LOAD_BATCH
    }

    fn load(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.append(writes)?;
        // Every hundredth is enough while loading.
        if self.state.tip().height.0.is_multiple_of(100) {
            self.state.acknowledge()?;
        }
        Ok(())
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.append(writes)?;
        self.state.acknowledge()?;
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Failure> {
        self.state.acknowledge()?;
        Ok(self.state.settle()?)
    }

    fn prove(&mut self, keys: &[Key]) -> Result<Option<Proofs>, Failure> {
        let version = self.state.version();
        let root = version.head().state_root;
        let begun = process_time();
        let proven =
            keys.iter().map(|key| version.prove(&CONTRACT, key)).collect::<Result<Vec<_>, _>>()?;
        let making = process_time() - begun;
        let begun = thread_time();
        for (key, proven) in keys.iter().zip(&proven) {
            let value = proven.value.as_ref().ok_or("an entry is missing")?;
            verify_inclusion(&root, &CONTRACT, key, value, &proven.proof)?;
        }
        let verifying = thread_time() - begun;
        let len_bytes = proven.iter().map(|proven| proven.proof.len()).sum();
        Ok(Some(Proofs::mean(keys.len(), len_bytes, making, verifying)))
    }
}

/// A ledger on sled whose blocks are acknowledged by another thread while the next ones are
/// made; no more than two wait.
pub struct Burst {
    ledger: Ledger,
    hand_over: mpsc::SyncSender<mpsc::Sender<()>>,
    _thread: JoinHandle<()>,
}

impl Burst {
    /// An empty ledger.
    ///
    /// # Errors
    /// The ledger's own.
    pub fn on_sled(task: &Task) -> Result<Self, Failure> {
        let ledger = Ledger::on_sled(task, 0)?;
        let (hand_over, waiting) = mpsc::sync_channel::<mpsc::Sender<()>>(1);
        let state = Arc::clone(&ledger.state);
        let thread = thread::Builder::new().spawn(move || {
            for done in waiting {
                // A failure is met again, by whoever settles.
                let _ = state.acknowledge();
                let _ = done.send(());
            }
        })?;
        Ok(Self { ledger, hand_over, _thread: thread })
    }
}

impl System for Burst {
    fn load_batch(&self) -> u64 {
        LOAD_BATCH
    }

    fn load(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.ledger.load(writes)
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure> {
        self.ledger.append(writes)?;
        self.hand_over.send(mpsc::channel().0)?;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        let (done, is_done) = mpsc::channel();
        self.hand_over.send(done)?;
        is_done.recv()?;
        self.ledger.state.acknowledge()?;
        Ok(())
    }

    fn settle(&mut self) -> Result<(), Failure> {
        self.ledger.settle()
    }

    fn prove(&mut self, _: &[Key]) -> Result<Option<Proofs>, Failure> {
        Ok(None)
    }
}

fn create(place: &dyn Place) -> Result<(), sandpact_state::StateError> {
    State::create(place, &ChangeSet::default(), block(0))
}

/// A block whose hash and time say its height.
fn block(height: u64) -> impl FnOnce(&Hash, &Hash) -> Block {
    move |state_root, account_root| {
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&height.to_be_bytes());
        Block {
            height: Height(height),
            time: UnixSeconds(height),
            hash: Hash(hash),
            record: [state_root.0, account_root.0].concat(),
            body: Vec::new(),
        }
    }
}
