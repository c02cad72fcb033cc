//! One measurement: load, commit batches, settle, prove.

use super::{
    Failure, Figures, Key, Proofs, Task, Write,
    clock::{now, process_time, resident_kib, resident_peak_kib, thread_time, written_bytes},
    workload::Workload,
};
use std::{fs, io, path::Path, time::Duration};

/// Entries by chance of which proofs are made, other ones in each pass.
const PROOFS: u64 = 100;
/// How often: what others do to the machine makes a pass longer, nothing makes one shorter.
const PROOF_PASSES: usize = 100;

/// A store of keys and values, with or without a root.
pub trait System {
    /// Writes that one loading step may have.
    fn load_batch(&self) -> u64;

    /// Writes a batch before the measurement; need not be durable.
    ///
    /// # Errors
    /// The system's own.
    fn load(&mut self, writes: &[Write]) -> Result<(), Failure>;

    /// Writes a batch. When it returns, the batch is durable and the root, if the system has one,
    /// is known. Systems in memory are not durable.
    ///
    /// # Errors
    /// The system's own.
    fn commit(&mut self, writes: &[Write]) -> Result<(), Failure>;

    /// Waits until every batch is durable, for systems whose [`System::commit`] does not.
    ///
    /// # Errors
    /// The system's own.
    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    /// Does what was put off.
    ///
    /// # Errors
    /// The system's own.
    fn settle(&mut self) -> Result<(), Failure>;

    /// Makes and verifies a proof of each key; nothing when the system has none.
    ///
    /// # Errors
    /// The system's own, or that a proof did not verify.
    fn prove(&mut self, keys: &[Key]) -> Result<Option<Proofs>, Failure>;
}

/// Measures a system.
///
/// Processor time is that of all threads from the first commit to the end of settling, without
/// making the writes. Wall time is that within commits and settling.
///
/// # Errors
/// The system's own.
pub fn measure(system: &mut dyn System, task: &Task) -> Result<Figures, Failure> {
    let mut workload = Workload::default();
    let load = load(system, task, &mut workload)?;
    let written_before = written_bytes();
    let cpu_before = process_time();
    let mut making = Duration::ZERO;
    let mut commits = Vec::new();
    for _ in 0..task.batches {
        let begun = thread_time();
        let writes = workload.batch(task.batch);
        making += thread_time() - begun;
        let begun = now();
        system.commit(&writes)?;
        commits.push(begun.elapsed());
    }
    let begun = now();
    system.finish()?;
    if let Some(last) = commits.last_mut() {
        *last += begun.elapsed();
    }
    let begun = now();
    system.settle()?;
    let settling = begun.elapsed();
    let cpu = (process_time() - cpu_before).saturating_sub(making);
    let written = written_bytes().zip(written_before).map(|(after, before)| after - before);
    let resident_kib = resident_kib();
    let resident_peak_kib = resident_peak_kib();
    let mut proofs = None;
    for _ in 0..PROOF_PASSES {
        proofs = Proofs::least(proofs, system.prove(&workload.some_keys(PROOFS))?);
    }

    let committing = commits.iter().sum::<Duration>();
    commits.sort_unstable();
    Ok(Figures {
        system: task.system.clone(),
        entries: task.entries,
        batch: task.batch,
        batches: task.batches,
        load_ms: whole(load.as_millis()),
        cpu_ns: whole(cpu.as_nanos()) / task.updates(),
        updates_per_second: rate(task.updates(), committing),
        settled_per_second: rate(task.updates(), committing + settling),
        commit_p50_us: share(&commits, 50),
        commit_p99_us: share(&commits, 99),
        written_bytes: written.map(|bytes| bytes / task.updates()),
        resident_kib,
        resident_peak_kib,
        disk_bytes: len_bytes(&task.folder)?,
        proofs,
    })
}

fn load(
    system: &mut dyn System,
    task: &Task,
    workload: &mut Workload,
) -> Result<Duration, Failure> {
    let begun = now();
    let mut left = task.entries;
    while left > 0 {
        let count = left.min(system.load_batch());
        system.load(&workload.inserts(count))?;
        left -= count;
    }
    system.settle()?;
    Ok(begun.elapsed())
}

/// The time in microseconds that `percent` of the sorted times do not exceed.
fn share(times: &[Duration], percent: usize) -> u64 {
    let index = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(index).map_or(0, |time| whole(time.as_micros()))
}

fn rate(count: u64, time: Duration) -> u64 {
    whole(u128::from(count) * 1_000_000_000 / time.as_nanos().max(1))
}

fn whole(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// Bytes of all files in a folder.
fn len_bytes(folder: &Path) -> io::Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        total += if metadata.is_dir() { len_bytes(&entry.path())? } else { metadata.len() };
    }
    Ok(total)
}
