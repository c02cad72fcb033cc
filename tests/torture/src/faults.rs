//! Every call of a run of 50 blocks fails once, or from then on.

mod place;
mod run;

use crate::{
    report::{Report, Tally},
    run::{Setting, case},
};
use run::{Failing, Fault, Trial};
use sandpact_state::{
    disk::{Fault as DiskFault, FaultKind},
    store::{Faults as StoreFaults, Lasts},
};

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct FaultSweep {
    /// Only every so many calls.
    pub every: u64,
}

/// Kinds of failures of the disk.
const DISK_KINDS: [(FaultKind, &str); 6] = [
    (FaultKind::Io, "input/output error"),
    (FaultKind::NoSpace, "no space"),
    (FaultKind::ShortWrite, "short write"),
    (FaultKind::FailedSync, "failed sync"),
    (FaultKind::BitFlip, "bit flip on read"),
    (FaultKind::PowerCut, "power cut"),
];

/// Each block is folded by itself, or several together.
const FOLD_WRITES: [usize; 2] = [1, 20];

impl FaultSweep {
    /// Counts the calls, then fails each.
    #[must_use]
    pub fn run(self, setting: &Setting) -> Report {
        let trials = self.trials(setting.seed);
        setting.bar.set_length(trials.len() as u64);
        let tally = setting.in_parallel(trials.len() as u64, |number| {
            let mut tally = Tally::default();
            let Some(trial) = usize::try_from(number).ok().and_then(|at| trials.get(at)) else {
                return tally;
            };
            let label = format!("--seed {}, {}", setting.seed, trial.label());
            let result = case(&label, || trial.run());
            setting.bar.inc(1);
            tally.add("faults");
            match result {
                Ok(outcome) => {
                    tally.add(outcome);
                    tally.detail(format!("{}: {outcome}", trial.fault.name()));
                }
                Err(error) => tally.fail(format!("{label}: {error}")),
            }
            tally
        });
        let every = if self.every > 1 { format!(" --every {}", self.every) } else { String::new() };
        Report {
            battery: "faults",
            arguments: format!("--seed {}{every}", setting.seed),
            what: "each call of a 50-block run fails, once and for ever",
            tally,
        }
    }

    fn trials(self, seed: u64) -> Vec<Trial> {
        FOLD_WRITES.into_iter().flat_map(|fold_writes| self.trials_of(seed, fold_writes)).collect()
    }

    fn trials_of(self, seed: u64, fold_writes: usize) -> Vec<Trial> {
        let step = usize::try_from(self.every.max(1)).unwrap_or(1);
        let mut trials = Vec::new();
        for (kind, name) in DISK_KINDS {
            let counting = Trial::disk((seed, fold_writes), kind, name, u64::MAX, false);
            for at in (1..=counting.calls()).step_by(step) {
                for forever in [false, true] {
                    // What is cut stays cut.
                    if !forever || kind != FaultKind::PowerCut {
                        trials.push(Trial::disk((seed, fold_writes), kind, name, at, forever));
                    }
                }
            }
        }
        let store = |faults, name| Trial {
            seed,
            fault: Fault { name, failing: Failing::Store(faults) },
            fold_writes,
        };
        let nothing = StoreFaults { seed, ..StoreFaults::default() };
        let counting = store(nothing, "nothing");
        for at in (1..=counting.calls()).step_by(step) {
            for lasts in [Lasts::Once, Lasts::ForEver] {
                let faults =
                    StoreFaults { error_at_call: Some((at, lasts)), seed: seed ^ at, ..nothing };
                trials.push(store(faults, "view: error"));
            }
        }
        for at in (1..=counting.reads()).step_by(step) {
            let faults = StoreFaults { flip_at_read: Some(at), seed: seed ^ at, ..nothing };
            trials.push(store(faults, "view: bit flip on read"));
        }
        // More than there are writes; a death that does not come is a run without a fault.
        for at in (1..=counting.calls().min(200)).step_by(step) {
            let faults = StoreFaults { death_at_write: Some(at), ..nothing };
            trials.push(store(faults, "view: death in a write"));
        }
        trials
    }
}

impl Trial {
    fn disk(of: (u64, usize), kind: FaultKind, name: &'static str, at: u64, forever: bool) -> Self {
        let failing = Failing::Disk(DiskFault { kind, at, forever });
        let (seed, fold_writes) = of;
        Self { seed, fault: Fault { name, failing }, fold_writes }
    }
}
