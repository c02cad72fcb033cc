//! The command `torture`.

use clap::{Parser, Subcommand, ValueEnum};
use sandpact_state::Backend;
use sandpact_torture::{
    corrupt::Corrupt,
    crash_states::CrashStates,
    faults::FaultSweep,
    kill9::Kill9,
    ledger,
    model::Model,
    power,
    report::Report,
    run::{Setting, bar},
    work::{Size, Work},
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Tortures ledgers and counts what they do.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Decides everything that is chosen; the same seed repeats a failure.
    #[arg(long, global = true, default_value_t = 1)]
    seed: u64,
    /// Prints JSON.
    #[arg(long, global = true)]
    json: bool,
    /// Writes the counts into RELIABILITY.md of the present folder.
    #[arg(long, global = true)]
    write: bool,
    /// Where a ledger that failed is kept.
    #[arg(long, global = true, default_value = "torture-failures")]
    kept: PathBuf,
    /// Cases at the same time; as many as there are processors by default.
    #[arg(long, global = true)]
    threads: Option<usize>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Store {
    Sled,
    Redb,
}

impl From<Store> for Backend {
    fn from(store: Store) -> Self {
        match store {
            Store::Sled => Self::Sled,
            Store::Redb => Self::Redb,
        }
    }
}

#[derive(Subcommand)]
enum Command {
    /// Power cuts at many points of recorded runs.
    CrashStates {
        /// How many states.
        #[arg(long, default_value_t = 2_000)]
        count: u64,
        /// The view's store; both in turn by default.
        #[arg(long)]
        backend: Option<Store>,
        /// 2: the recovery is cut as well.
        #[arg(long, default_value_t = 2)]
        levels: u64,
    },
    /// SIGKILL at random moments.
    Kill9 {
        /// How many kills.
        #[arg(long, default_value_t = 1_000)]
        count: u64,
        /// The view's store; both in turn by default.
        #[arg(long)]
        backend: Option<Store>,
    },
    /// Each call of a run of 50 blocks fails.
    Faults {
        /// Only every so many calls.
        #[arg(long, default_value_t = 1)]
        every: u64,
    },
    /// One damage to one file.
    Corrupt {
        /// How many damages.
        #[arg(long, default_value_t = 2_000)]
        count: u64,
    },
    /// Random operations against plain maps.
    Model {
        /// How many operations.
        #[arg(long, default_value_t = 1_000_000)]
        operations: u64,
    },
    /// Commits blocks and says so; what power cuts are made of.
    #[command(hide = true)]
    RunBlocks { folder: PathBuf, blocks: u64, work: u64, backend: Store },
    /// Writes two files, synced or not; what the model itself is tested with.
    #[command(hide = true)]
    Example {
        folder: PathBuf,
        #[arg(action = clap::ArgAction::Set)]
        is_careful: bool,
    },
    /// Commits blocks until it is killed.
    #[command(hide = true)]
    RunForEver { path: PathBuf, work: u64, backend: Store },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut setting = Setting::new(program, arguments.seed);
    setting.kept.clone_from(&arguments.kept);
    setting.threads = arguments.threads.unwrap_or(setting.threads).max(1);
    let report = match &arguments.command {
        Command::CrashStates { count, backend, levels } => {
            setting.bar = bar(*count);
            let backend = backend.map(Backend::from);
            CrashStates { count: *count, backend, levels: *levels }.run(&setting)
        }
        Command::Kill9 { count, backend } => {
            setting.bar = bar(*count);
            Kill9 { count: *count, backend: backend.map(Backend::from) }.run(&setting)
        }
        Command::Faults { every } => {
            setting.bar = bar(0);
            FaultSweep { every: *every }.run(&setting)
        }
        Command::Corrupt { count } => {
            setting.bar = bar(*count);
            Corrupt { count: *count }.run(&setting)
        }
        Command::Model { operations } => {
            setting.bar = bar(*operations);
            Model { operations: *operations }.run(&setting)
        }
        Command::RunBlocks { folder, blocks, work, backend } => {
            let work = Work { seed: *work, size: Size::Mixed };
            return ledger::run_blocks(folder, (*backend).into(), *blocks, work).map(|()| true);
        }
        Command::Example { folder, is_careful } => {
            return power::example(folder, *is_careful).map(|()| true).map_err(|e| e.to_string());
        }
        Command::RunForEver { path, work, backend } => {
            return ledger::run_for_ever(path, (*backend).into(), *work).map(|()| true);
        }
    };
    setting.bar.finish_and_clear();
    show(arguments, &report)
}

fn show(arguments: &Arguments, report: &Report) -> Result<bool, String> {
    if arguments.json {
        println!("{:#}", report.json());
    } else {
        print!("{report}");
    }
    if arguments.write {
        let file = Path::new("RELIABILITY.md");
        report.write_into(file).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(report.is_good())
}
