//! SIGKILL at a random moment, again and again on one ledger.

use crate::{
    Random,
    chain::Chain,
    ledger::{self, backend_name},
    oracle::{self, Depth, at},
    report::{Report, Tally},
    run::{Setting, case, copy_folder},
    work::{Size, Work},
};
use sandpact_state::{Backend, StateError, StoreError};
use std::{
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// Kills of one ledger.
const CHAIN_LEN: u64 = 10;
/// The process lives at least this long.
const LIFE_MS_MIN: u64 = 20;
/// And at most this long.
const LIFE_MS_MAX: u64 = 200;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Kill9 {
    /// How many kills.
    pub count: u64,
    /// The view's store; both in turn by default.
    pub backend: Option<Backend>,
}

impl Kill9 {
    /// Kills and checks.
    #[must_use]
    pub fn run(self, setting: &Setting) -> Report {
        let tally = setting.in_parallel(self.count.div_ceil(CHAIN_LEN), |number| {
            let other = if number.is_multiple_of(2) { Backend::Sled } else { Backend::Redb };
            let backend = self.backend.unwrap_or(other);
            let kills = CHAIN_LEN.min(self.count - number * CHAIN_LEN);
            chain_of_kills(setting, backend, number, kills)
        });
        let backend = self.backend.map(|backend| format!(" --backend {}", backend_name(backend)));
        Report {
            battery: "kill9",
            arguments: format!(
                "--count {} --seed {}{}",
                self.count,
                setting.seed,
                backend.unwrap_or_default()
            ),
            what: "SIGKILL while blocks are committed, ten times on one ledger",
            tally,
        }
    }
}

fn chain_of_kills(setting: &Setting, backend: Backend, number: u64, kills: u64) -> Tally {
    let mut tally = Tally::default();
    let mut random = Random::new(&[setting.seed, number, 9]);
    let chain = Chain::new(Work { seed: random.number(), size: Size::Mixed });
    let label = format!("--seed {}, ledger {number} ({})", setting.seed, backend_name(backend));
    let Ok(folder) = setting.folder() else {
        tally.fail("no folder can be made");
        return tally;
    };
    let path = folder.path().join("ledger");
    let mut acknowledged = None;
    for kill in 1..=kills {
        let checked = case(&label, || {
            let life_ms = LIFE_MS_MIN + random.below(LIFE_MS_MAX - LIFE_MS_MIN);
            let said = run_and_kill(setting, &path, backend, chain.work.seed, life_ms)?;
            acknowledged = acknowledged.max(said);
            let depth = if kill == kills { Depth::Whole } else { Depth::Sampled };
            check(&path, backend, &chain, acknowledged, &mut random, depth)
        });
        setting.bar.inc(1);
        tally.add("kills");
        match checked {
            Ok((outcome, reason, height)) => {
                tally.add(outcome);
                if let Some(reason) = reason {
                    tally.detail(format!("rebuilt: {reason}"));
                }
                acknowledged = acknowledged.max(height);
            }
            Err(error) => {
                let kept = setting.kept.join(format!("kill9-{}-{number}", setting.seed));
                let _ = copy_folder(&path, &kept);
                tally.fail(format!("{label}, kill {kill}: {error}; kept in {}", kept.display()));
                break;
            }
        }
    }
    tally.add_many("blocks acknowledged", acknowledged.unwrap_or(0));
    tally
}

/// The last height that the process said before it was killed.
pub(crate) fn run_and_kill(
    setting: &Setting,
    path: &Path,
    backend: Backend,
    seed: u64,
    life_ms: u64,
) -> Result<Option<u64>, String> {
    let mut command = Command::new(&setting.program);
    command.arg("run-for-ever").arg(path).arg(seed.to_string()).arg(backend_name(backend));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().map_err(at("start the process"))?;
    thread::sleep(Duration::from_millis(life_ms));
    let ended = process.try_wait().map_err(at("look at the process"))?;
    process.kill().map_err(at("kill the process"))?;
    let output = process.wait_with_output().map_err(at("wait for the process"))?;
    if ended.is_some() {
        return Err(format!("the process ended: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // A line without its end was not said.
    let whole = said.rsplit_once('\n').map_or("", |(whole, _)| whole);
    Ok(whole.lines().last().and_then(|line| line.parse().ok()))
}

/// How a ledger opened, why its view was rebuilt, and its height at the end.
type Outcome = (&'static str, Option<String>, Option<u64>);

fn check(
    path: &Path,
    backend: Backend,
    chain: &Chain,
    acknowledged: Option<u64>,
    random: &mut Random,
    depth: Depth,
) -> Result<Outcome, String> {
    let options = ledger::options(chain.work.seed);
    let (state, recovery) = match ledger::open(path, backend, options) {
        Err(StateError::Store(StoreError::Missing { .. })) if acknowledged.is_none() => {
            return Ok(("killed before creation ended", None, None));
        }
        other => other.map_err(at("CANNOT BE OPENED"))?,
    };
    oracle::check_height(state.head().height, acknowledged, u64::MAX)?;
    oracle::check(&state, chain, random, depth)?;
    oracle::commit_next(&state, chain)?;
    let height = state.head().height.0;
    if random.percent(50) {
        state.close().map_err(at("close"))?;
    }
    let outcome = match (&recovery.rebuilt_because, recovery.cut_len_bytes) {
        (Some(_), _) => "opened, view rebuilt",
        (None, 0) => "opened",
        (None, _) => "opened, end of the log cut off",
    };
    Ok((outcome, recovery.rebuilt_because, Some(height)))
}
