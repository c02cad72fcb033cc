//! Running many cases: on all processors, with a bar, a watch for hangs, and panics as
//! failures.

use crate::report::Tally;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    cell::Cell,
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// A case that takes longer hangs, in seconds that the program itself ran: one that was
/// stopped meanwhile, or a machine that slept, does not hang.
const HANG_TIMEOUT_SECONDS: u64 = 300;

/// What every battery is given.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The `torture` program, for processes that are killed or recorded.
    pub program: PathBuf,
    /// Where ledgers are made.
    pub scratch: PathBuf,
    /// Where a ledger that failed is kept.
    pub kept: PathBuf,
    /// Cases at the same time.
    pub threads: usize,
    /// Decides everything that is chosen.
    pub seed: u64,
    /// Shows how far a battery is.
    pub bar: ProgressBar,
}

impl Setting {
    /// With `program`, in memory if the system has a folder for that.
    #[must_use]
    pub fn new(program: PathBuf, seed: u64) -> Self {
        let memory = PathBuf::from("/dev/shm");
        let scratch = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let kept = PathBuf::from("torture-failures");
        Self { program, scratch, kept, threads, seed, bar: ProgressBar::hidden() }
    }

    /// A new folder that goes away with the guard.
    ///
    /// # Errors
    /// What the system said.
    pub fn folder(&self) -> std::io::Result<tempfile::TempDir> {
        tempfile::Builder::new().prefix("sandpact-torture-").tempdir_in(&self.scratch)
    }

    /// Runs all jobs and adds up what they count.
    pub fn in_parallel(&self, jobs: u64, job: impl Fn(u64) -> Tally + Sync) -> Tally {
        let (next, all) = (AtomicU64::new(0), Mutex::new(Tally::default()));
        thread::scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::SeqCst);
                        if number >= jobs {
                            return;
                        }
                        let tally = job(number);
                        all.lock().unwrap_or_else(PoisonError::into_inner).merge(tally);
                    }
                });
            }
        });
        all.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A bar for so many cases.
#[must_use]
pub fn bar(cases: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta} left {msg}");
    ProgressBar::new(cases).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

thread_local! {
    static IN_CASE: Cell<bool> = const { Cell::new(false) };
}

/// How many seconds each case has run, and which one it is.
static RUNNING: Mutex<BTreeMap<u64, (u64, String)>> = Mutex::new(BTreeMap::new());
static NUMBER: AtomicU64 = AtomicU64::new(0);
static WATCH: Once = Once::new();

/// What a case returns; a panic is its failure. One that hangs ends the program, saying
/// what hung.
///
/// # Errors
/// Those of the case.
pub fn case<T>(label: &str, run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    WATCH.call_once(|| {
        let before = panic::take_hook();
        // Engines panic on damaged files by the hundred, and what a case panics of is told.
        panic::set_hook(Box::new(move |panicked| {
            let is_engine = panicked.location().is_some_and(|at| at.file().contains("registry"));
            if !is_engine && !IN_CASE.get() {
                before(panicked);
            }
        }));
        let watching = thread::Builder::new().name("watch".to_owned()).spawn(watch);
        drop(watching);
    });
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let running = || RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running().insert(number, (0, label.to_owned()));
    IN_CASE.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IN_CASE.set(false);
    running().remove(&number);
    result.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(format!("PANIC: {}", text.unwrap_or_default()))
    })
}

fn watch() {
    loop {
        thread::sleep(Duration::from_secs(1));
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        for (seconds, label) in running.values_mut() {
            *seconds += 1;
            if *seconds > HANG_TIMEOUT_SECONDS {
                eprintln!("HANG: {label} has not ended after {HANG_TIMEOUT_SECONDS} s");
                std::process::exit(1);
            }
        }
    }
}

/// Copies a folder with all that is in it.
///
/// # Errors
/// What the system said.
pub fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
