//! Power cuts at many points of a recorded run, and of the recovery after one.

use crate::{
    Random,
    chain::Chain,
    ledger::{self, ACKNOWLEDGEMENTS, LEDGER, backend_name},
    oracle::{self, Depth, at},
    power::{Event, Replay, record},
    report::{Report, Tally},
    run::{Setting, case},
    work::{Size, Work},
};
use sandpact_state::{Backend, Recovery, State, StateError, StoreError};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// States that are made from one recording.
const STATES_PER_RECORDING: u64 = 200;
/// States that are made from one recorded recovery.
const STATES_PER_RECOVERY: u64 = 8;
/// Blocks that a recovery run commits.
const RECOVERY_BLOCKS: u64 = 3;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct CrashStates {
    /// How many states.
    pub count: u64,
    /// The view's store; both in turn by default.
    pub backend: Option<Backend>,
    /// 2: the recovery is cut as well.
    pub levels: u64,
}

impl CrashStates {
    /// Makes the states and checks each.
    #[must_use]
    pub fn run(self, setting: &Setting) -> Report {
        let recordings = self.count.div_ceil(STATES_PER_RECORDING);
        let tally = setting.in_parallel(recordings, |number| {
            let states = STATES_PER_RECORDING.min(self.count - number * STATES_PER_RECORDING);
            let mut recording = Recording::new(setting, self, number);
            if let Err(error) = recording.run(states) {
                recording.tally.fail(format!("{}: {error}", recording.label(0)));
            }
            recording.tally
        });
        let backend = self.backend.map(|backend| format!(" --backend {}", backend_name(backend)));
        Report {
            battery: "crash-states",
            arguments: format!(
                "--count {} --seed {} --levels {}{}",
                self.count,
                setting.seed,
                self.levels,
                backend.unwrap_or_default()
            ),
            what: "power cuts, strict model, the recovery's own writes too",
            tally,
        }
    }
}

/// One recorded run and the states made from it.
struct Recording<'a> {
    setting: &'a Setting,
    levels: u64,
    number: u64,
    backend: Backend,
    blocks: u64,
    chain: Chain,
    tally: Tally,
}

/// A state that a power cut left.
struct Case<'a> {
    folder: &'a Path,
    seed: u64,
    acknowledged: Option<u64>,
}

impl<'a> Recording<'a> {
    fn new(setting: &'a Setting, what: CrashStates, number: u64) -> Self {
        let mut random = Random::new(&[setting.seed, number]);
        let other = if number.is_multiple_of(2) { Backend::Sled } else { Backend::Redb };
        let work = Work { seed: random.number(), size: Size::Mixed };
        Self {
            setting,
            levels: what.levels,
            number,
            backend: what.backend.unwrap_or(other),
            blocks: 20 + random.below(50),
            chain: Chain::new(work),
            tally: Tally::default(),
        }
    }

    fn label(&self, seed: u64) -> String {
        let (seed_all, number) = (self.setting.seed, self.number);
        let backend = backend_name(self.backend);
        format!("--seed {seed_all}, recording {number} ({backend}), state {seed:016x}")
    }

    /// Makes `states` states.
    fn run(&mut self, states: u64) -> Result<(), String> {
        let folder = self.setting.folder().map_err(at("make a folder"))?;
        let root = folder.path().join("recorded");
        fs::create_dir(&root).map_err(at("make a folder"))?;
        let replay = Replay::of(&root, ACKNOWLEDGEMENTS).map_err(at("read a folder"))?;
        let events = self.record(&root, folder.path(), self.blocks)?;
        fs::remove_dir_all(&root).map_err(at("remove a folder"))?;
        let of_recoveries = if self.levels > 1 { states / 2 } else { 0 };
        let mut random = Random::new(&[self.chain.work.seed, 1]);
        let points = points(&events, states - of_recoveries, &mut random);
        let recoveries = of_recoveries.div_ceil(STATES_PER_RECOVERY).max(1);
        let every = (states - of_recoveries).checked_div(recoveries).unwrap_or(1).max(1);
        let (mut left, mut number) = (of_recoveries, 0_u64);
        self.cut_at(&points, &events, replay, None, &mut |this, replay, seed, acknowledged| {
            number += 1;
            if left > 0 && number.is_multiple_of(every) {
                let states = STATES_PER_RECOVERY.min(left);
                this.recover(replay, seed, acknowledged, folder.path(), states)?;
                left -= states;
            }
            Ok(())
        })
    }

    fn record(&self, root: &Path, beside: &Path, blocks: u64) -> Result<Vec<Event>, String> {
        let arguments = [
            "run-blocks".to_owned(),
            root.display().to_string(),
            blocks.to_string(),
            self.chain.work.seed.to_string(),
            backend_name(self.backend).to_owned(),
        ];
        record(&self.setting.program, &arguments, root, beside)
    }

    /// Cuts the power at these points, which are sorted, and checks what is left.
    fn cut_at(
        &mut self,
        points: &[usize],
        events: &[Event],
        mut replay: Replay,
        before: Option<u64>,
        after: &mut After<'_, 'a>,
    ) -> Result<(), String> {
        let mut done = 0;
        let mut random = Random::new(&[self.chain.work.seed, points.len() as u64, 2]);
        for point in points {
            for event in events.get(done..*point).unwrap_or_default() {
                replay.step(event).map_err(|error| error.to_string())?;
            }
            done = *point;
            let seed = random.number();
            let acknowledged = before.max(replay.acknowledged());
            self.check_cut(&replay, seed, acknowledged);
            after(self, &replay, seed, acknowledged)?;
            self.setting.bar.inc(1);
        }
        Ok(())
    }

    fn check_cut(&mut self, replay: &Replay, seed: u64, acknowledged: Option<u64>) {
        let label = self.label(seed);
        let checked = case(&label, || {
            let folder = self.setting.folder().map_err(at("make a folder"))?;
            cut_power(replay, seed, folder.path()).map_err(at("make a state"))?;
            self.check(&Case { folder: folder.path(), seed, acknowledged })
        });
        self.tally.add(if acknowledged.is_some() {
            "states"
        } else {
            "states before creation ended"
        });
        match checked {
            Ok(outcome) => self.tally.add(outcome),
            Err(error) => {
                let kept = self.setting.kept.join(format!("crash-{seed:016x}"));
                let is_kept = cut_power(replay, seed, &kept).is_ok();
                let kept = if is_kept { kept } else { PathBuf::new() };
                let failure = format!("{label}: {error}; kept in {}", kept.display());
                self.setting.bar.suspend(|| eprintln!("FAILED: {failure}"));
                self.tally.fail(failure);
            }
        }
    }

    fn check(&mut self, case: &Case<'_>) -> Result<String, String> {
        let path = case.folder.join(LEDGER);
        let mut random = Random::new(&[case.seed, 3]);
        let options = ledger::options(case.seed);
        let (state, recovery) = match ledger::open(&path, self.backend, options) {
            Err(StateError::Store(StoreError::Missing { .. })) if case.acknowledged.is_none() => {
                ledger::create(&path, self.backend, self.chain.work).map_err(at("create again"))?;
                let (state, _) = ledger::open(&path, self.backend, options).map_err(at("open"))?;
                self.check_state(state, case, &mut random)?;
                return Ok("not there yet, created again".to_owned());
            }
            other => other.map_err(at("CANNOT BE OPENED"))?,
        };
        match self.check_state(state, case, &mut random) {
            // A view that is compared while it is read is repaired by the next opening.
            Err(error) if options.check_first_values == 0 && !oracle::is_wrong(&error) => {
                let (state, recovery) =
                    ledger::open(&path, self.backend, options).map_err(at("OPEN AGAIN"))?;
                let Some(reason) = &recovery.rebuilt_because else { return Err(error) };
                self.tally.detail(format!("rebuilt at the next open: {reason}"));
                self.check_state(state, case, &mut random)?;
                return Ok("opened, view rebuilt at the next open".to_owned());
            }
            checked => checked?,
        }
        if let Some(reason) = &recovery.rebuilt_because {
            self.tally.detail(format!("rebuilt: {reason}"));
        }
        Ok(outcome(&recovery))
    }

    fn check_state(
        &self,
        state: State,
        case: &Case<'_>,
        random: &mut Random,
    ) -> Result<(), String> {
        let last = self.blocks + 2 * RECOVERY_BLOCKS;
        oracle::check_height(state.head().height, case.acknowledged, last)?;
        oracle::check(&state, &self.chain, random, Depth::Sampled)?;
        oracle::commit_next(&state, &self.chain)?;
        let head = state.head();
        if random.percent(50) {
            state.close().map_err(at("close"))?;
        } else {
            drop(state);
        }
        if random.percent(12) {
            let options = ledger::options(case.seed ^ 1);
            let path = case.folder.join(LEDGER);
            let (state, _) =
                ledger::open(&path, self.backend, options).map_err(at("open again"))?;
            if state.head() != head {
                return Err("another head when opened again".to_owned());
            }
            oracle::check(&state, &self.chain, random, Depth::Sampled)?;
        }
        Ok(())
    }

    /// Opens a state and commits, recorded, and cuts the power during that.
    fn recover(
        &mut self,
        replay: &Replay,
        seed: u64,
        acknowledged: Option<u64>,
        beside: &Path,
        states: u64,
    ) -> Result<(), String> {
        let folder = self.setting.folder().map_err(at("make a folder"))?;
        cut_power(replay, seed, folder.path()).map_err(at("make a state"))?;
        let second = Replay::of(folder.path(), ACKNOWLEDGEMENTS).map_err(at("read a folder"))?;
        let events = self.record(folder.path(), beside, RECOVERY_BLOCKS);
        let events = events.map_err(|error| format!("{}, recovery: {error}", self.label(seed)))?;
        self.tally.add("recorded recoveries");
        let mut random = Random::new(&[seed, 4]);
        let points = points(&events, states, &mut random);
        self.cut_at(&points, &events, second, acknowledged, &mut |this, _, _, _| {
            this.tally.add("states cut in a recovery");
            Ok(())
        })
    }
}

/// Makes the files that a power cut leaves, and has them be of an earlier boot.
fn cut_power(replay: &Replay, seed: u64, into: &Path) -> std::io::Result<()> {
    replay.cut(seed, into)?;
    for view in ["view", "view-copy"] {
        let mark = into.join(LEDGER).join(format!("{view}.unsynced"));
        if mark.exists() {
            fs::write(mark, "an earlier boot")?;
        }
    }
    Ok(())
}

/// What is done with a state after it was checked.
type After<'b, 'a> =
    dyn FnMut(&mut Recording<'a>, &Replay, u64, Option<u64>) -> Result<(), String> + 'b;

fn outcome(recovery: &Recovery) -> String {
    match (&recovery.rebuilt_because, recovery.cut_len_bytes, recovery.folded_blocks) {
        (Some(_), _, _) => "opened, view rebuilt",
        _ if recovery.is_view_copied => "opened, view copied",
        (None, 0, 0) => "opened as it was",
        (None, 0, _) => "opened, view behind the log",
        (None, _, _) => "opened, end of the log cut off",
    }
    .to_owned()
}

/// Numbers of events after which the power is cut, sorted: half of them next to a sync, a
/// change of names or an acknowledgement, the others anywhere.
fn points(events: &[Event], count: u64, random: &mut Random) -> Vec<usize> {
    let is_edge = |event: &Event| !matches!(event, Event::Write { bytes, .. } if bytes.len() > 8);
    let edges: Vec<usize> = (0..events.len()).filter(|at| is_edge(&events[*at])).collect();
    let mut points: Vec<usize> = (0..count)
        .map(|number| {
            if number.is_multiple_of(2) || edges.is_empty() {
                random.index(events.len() + 1)
            } else {
                edges[random.index(edges.len())] + random.index(2)
            }
        })
        .collect();
    points.sort_unstable();
    points
}
