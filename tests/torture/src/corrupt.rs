//! One kind of damage to one file of a ledger, and what opening and reading it says.

mod base;
mod damage;

use crate::{
    Random,
    ledger::{self, backend_name},
    oracle::{self, Depth},
    report::{Report, Tally},
    run::{Setting, case, copy_folder},
};
use base::Base;
use damage::{Damage, kind_of};
use sandpact_state::{Options, State, StateError};
use std::path::Path;

/// Cases on one set of ledgers.
const CASES_PER_BASE: u64 = 100;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Corrupt {
    /// How many cases.
    pub count: u64,
}

impl Corrupt {
    /// Damages and checks.
    #[must_use]
    pub fn run(self, setting: &Setting) -> Report {
        let tally = setting.in_parallel(self.count.div_ceil(CASES_PER_BASE), |number| {
            let cases = CASES_PER_BASE.min(self.count - number * CASES_PER_BASE);
            let mut tally = Tally::default();
            match Base::new(setting, number) {
                Ok(base) => damage_all(setting, &base, cases, &mut tally),
                Err(error) => tally.fail(format!("ledgers {number}: {error}")),
            }
            tally
        });
        Report {
            battery: "corrupt",
            arguments: format!("--count {} --seed {}", self.count, setting.seed),
            what: "one damage to one file of a closed or killed ledger",
            tally,
        }
    }
}

fn damage_all(setting: &Setting, base: &Base, cases: u64, tally: &mut Tally) {
    for number in 0..cases {
        let mut random = Random::new(&[setting.seed, base.number, number, 11]);
        let mut did = None;
        let label = format!("--seed {}, ledgers {}, damage {number}", setting.seed, base.number);
        let checked = case(&label, || {
            let folder = setting.folder().map_err(|error| error.to_string())?;
            let path = folder.path().join("ledger");
            let (from, acknowledged) = base.pick(&mut random);
            copy_folder(from, &path).map_err(|error| error.to_string())?;
            let damage = Damage::make(&path, base, &mut random)?;
            let damage = did.insert(damage);
            look(&path, base, acknowledged, &mut random)
                .inspect_err(|_| keep(setting, base.number, number, &path, damage))
        });
        setting.bar.inc(1);
        tally.add("damages");
        let backend = backend_name(base.backend);
        match (checked, did) {
            (Ok(outcome), Some(Damage { file, what })) => {
                tally.add(outcome);
                tally.detail(format!("{}: {what}: {outcome}", kind_of(&file)));
            }
            (Err(error), did) => tally.fail(format!("{label} ({backend}, {did:?}): {error}")),
            (Ok(_), None) => {}
        }
    }
}

fn keep(setting: &Setting, base: u64, number: u64, path: &Path, damage: &Damage) {
    let kept = setting.kept.join(format!("corrupt-{}-{base}-{number}", setting.seed));
    let _ = copy_folder(path, &kept);
    let _ = std::fs::write(kept.join("damage"), format!("{damage:?}\n"));
}

/// What opening and reading says. Only what is silent is wrong.
fn look(
    path: &Path,
    base: &Base,
    acknowledged: u64,
    random: &mut Random,
) -> Result<&'static str, String> {
    let options = ledger::options(random.number());
    let Some(first) = look_once(path, base, acknowledged, options, random)? else {
        return Ok("refused at open");
    };
    match first {
        Read::Right { was_repaired: false } => Ok("harmless"),
        Read::Right { was_repaired: true } => Ok("repaired at open"),
        // Opened again, it is repaired or refused.
        Read::Refused => match look_once(path, base, acknowledged, options, random)? {
            Some(Read::Right { .. }) => Ok("found when read, repaired at the next open"),
            Some(Read::Refused) => Ok("found when read, again at the next open"),
            None => Ok("found when read, refused at the next open"),
        },
    }
}

enum Read {
    Right { was_repaired: bool },
    Refused,
}

fn look_once(
    path: &Path,
    base: &Base,
    acknowledged: u64,
    options: Options,
    random: &mut Random,
) -> Result<Option<Read>, String> {
    let (state, recovery) = match ledger::open(path, base.backend, options) {
        Ok(opened) => opened,
        Err(error) => return one_line(&error).map(|()| None),
    };
    let head = state.head().height;
    oracle::check_height(head, Some(acknowledged), u64::MAX)?;
    let is_repaired = recovery.rebuilt_because.is_some()
        || recovery.cut_len_bytes > 0
        || recovery.has_damaged_anchor_slot;
    match read_all(state, base, random) {
        Ok(()) => Ok(Some(Read::Right { was_repaired: is_repaired })),
        Err(error) if oracle::is_wrong(&error) => Err(format!("SILENT: {error}")),
        Err(_) => Ok(Some(Read::Refused)),
    }
}

fn read_all(state: State, base: &Base, random: &mut Random) -> Result<(), String> {
    oracle::check(&state, &base.chain, random, Depth::Whole)?;
    oracle::commit_next(&state, &base.chain)?;
    state.close().map_err(|error| error.to_string())
}

fn one_line(error: &StateError) -> Result<(), String> {
    let text = error.to_string();
    if text.is_empty() || text.contains('\n') || text.len() > 600 {
        return Err(format!("the error is no clear line: {text:?}"));
    }
    Ok(())
}
