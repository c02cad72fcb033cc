//! One run with one fault.

use super::place::FaultyPlace;
use crate::{
    Random,
    chain::Chain,
    oracle::{self, Depth, at},
    work::{Size, Work},
};
use sandpact_state::{
    FaultyStore, Options, State, StateError, StateRead as _,
    disk::{Fault as DiskFault, MemoryDisk},
    store::Faults,
};
use std::sync::Arc;

/// Blocks of a run.
const BLOCKS: u64 = 50;
/// The ledger is closed and opened again after this block.
const REOPENED_AFTER: u64 = 25;

/// What fails.
#[derive(Clone, Copy, Debug)]
pub enum Failing {
    /// The files.
    Disk(DiskFault),
    /// The view.
    Store(Faults),
}

/// A fault with a name.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Its kind, in words.
    pub name: &'static str,
    /// What fails.
    pub failing: Failing,
}

impl Fault {
    /// Its kind, in words.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// A run with a fault.
#[derive(Clone, Copy, Debug)]
pub struct Trial {
    /// Of the blocks.
    pub seed: u64,
    /// What goes wrong.
    pub fault: Fault,
    /// Writes that are folded together.
    pub fold_writes: usize,
}

/// How far a run came.
struct Progress {
    acknowledged: Option<u64>,
    /// The state, if the failure left it open.
    state: Option<State>,
    failed: Option<StateError>,
}

impl Trial {
    /// What repeats it.
    pub fn label(&self) -> String {
        format!("{:?}, {} writes folded together", self.fault.failing, self.fold_writes)
    }

    fn chain(&self) -> Chain {
        Chain::new(Work { seed: self.seed, size: Size::Small })
    }

    fn place(&self) -> Arc<FaultyPlace> {
        let place = FaultyPlace::new(MemoryDisk::default(), FaultyStore::default());
        match self.fault.failing {
            Failing::Disk(fault) => place.disk.set_fault(Some(fault)),
            Failing::Store(faults) => place.view().set_faults(faults),
        }
        Arc::new(place)
    }

    fn options(&self) -> Options {
        let Self { fold_writes, .. } = *self;
        let (history_heights, folds_in_background) = (10, false);
        Options { history_heights, folds_in_background, fold_writes, ..Options::default() }
    }

    /// Calls of a run that the fault could hit.
    pub fn calls(&self) -> u64 {
        let place = self.place();
        drop(self.commit_all(&place, &self.chain()));
        match self.fault.failing {
            Failing::Disk(_) => place.disk.calls(),
            Failing::Store(_) => place.view().calls(),
        }
    }

    /// Reads of the view.
    pub fn reads(&self) -> u64 {
        let place = self.place();
        drop(self.commit_all(&place, &self.chain()));
        place.view().reads()
    }

    /// Runs, and checks what is left.
    ///
    /// # Errors
    /// What is wrong.
    pub fn run(&self) -> Result<&'static str, String> {
        let (place, chain) = (self.place(), self.chain());
        let progress = self.commit_all(&place, &chain);
        let Progress { acknowledged, state, failed } = progress;
        if let Some(state) = state {
            self.check_failed(&state, &chain, acknowledged)?;
        }
        let outcome = match (&failed, acknowledged) {
            (None, _) => "no error, right contents",
            (Some(_), None) => "error before anything was acknowledged",
            (Some(_), _) => "error, nothing acknowledged is lost",
        };
        if let Some(error) = failed {
            check_message(&error)?;
        }
        let Some(acknowledged) = acknowledged else { return Ok(outcome) };
        place.heal();
        self.check_reopened(Arc::new(place.crash(self.seed)), &chain, acknowledged)?;
        self.check_reopened(Arc::new(place.crash(self.seed ^ 0xff)), &chain, acknowledged)?;
        let has_died =
            matches!(self.fault.failing, Failing::Store(faults) if faults.death_at_write.is_some());
        if !has_died {
            // The process alone has ended, with everything that it wrote.
            self.check_reopened(place, &chain, acknowledged)?;
        }
        Ok(outcome)
    }

    fn commit_all(&self, place: &Arc<FaultyPlace>, chain: &Chain) -> Progress {
        let mut progress = Progress { acknowledged: None, state: None, failed: None };
        if let Err(error) = self.try_commit_all(place, chain, &mut progress) {
            progress.failed = Some(error);
        }
        progress
    }

    fn try_commit_all(
        &self,
        place: &Arc<FaultyPlace>,
        chain: &Chain,
        progress: &mut Progress,
    ) -> Result<(), StateError> {
        let work = chain.work;
        State::create(place.as_ref(), &work.changes(0), work.seal(0))?;
        for (from, to) in [(1, REOPENED_AFTER), (REOPENED_AFTER + 1, BLOCKS)] {
            let (state, _) = State::open(Arc::clone(place) as _, self.options())?;
            progress.acknowledged = Some(state.head().height.0);
            let state = progress.state.insert(state);
            for height in from..=to {
                let head = state.commit(&work.changes(height), work.seal(height))?;
                progress.acknowledged = Some(head.height.0);
            }
            if let Some(state) = progress.state.take() {
                state.close()?;
            }
        }
        Ok(())
    }

    /// After the failure the last acknowledged block can be read, as far as reading does
    /// not fail, and nothing is committed any more.
    fn check_failed(
        &self,
        state: &State,
        chain: &Chain,
        acknowledged: Option<u64>,
    ) -> Result<(), String> {
        let head = state.head();
        if Some(head.height.0) != acknowledged {
            return Err(format!("after the failure the head is {}", head.height));
        }
        let expected = chain.at(head.height.0);
        if head.state_root != expected.state_root {
            return Err("WRONG ROOT after the failure".to_owned());
        }
        let snapshot = state.version();
        for ((contract, key), value) in &expected.contents.values {
            match snapshot.get(contract, key) {
                Ok(found) if found.as_ref() == Some(value) => {}
                Ok(_) => return Err(format!("WRONG VALUE under {key:?} after the failure")),
                Err(error) => check_message(&error)?,
            }
        }
        let next = head.height.0 + 1;
        match state.commit(&chain.work.changes(next), chain.work.seal(next)) {
            Err(StateError::ReadOnly { .. }) => Ok(()),
            Err(error) => Err(format!("the next commit fails otherwise: {error}")),
            Ok(_) => Err("a commit succeeds after a failure".to_owned()),
        }
    }

    fn check_reopened(
        &self,
        place: Arc<FaultyPlace>,
        chain: &Chain,
        acknowledged: u64,
    ) -> Result<(), String> {
        let (state, _) = State::open(place, self.options()).map_err(at("CANNOT BE OPENED"))?;
        oracle::check_height(state.head().height, Some(acknowledged), BLOCKS)?;
        let mut random = Random::new(&[self.seed, acknowledged]);
        oracle::check(&state, chain, &mut random, Depth::Whole)?;
        oracle::commit_next(&state, chain)?;
        state.close().map_err(at("close"))
    }
}

/// An error is one clear line.
pub fn check_message(error: &StateError) -> Result<(), String> {
    let text = error.to_string();
    if text.is_empty() || text.contains('\n') || text.len() > 500 {
        return Err(format!("the error is no clear line: {text:?}"));
    }
    Ok(())
}
