//! Clocks, and what the kernel counted for this process.

use rustix::time::{ClockId, clock_gettime};
use std::{
    fs,
    time::{Duration, Instant},
};

/// Wall time.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub fn now() -> Instant {
    Instant::now()
}

/// Processor time of all threads of this process, io_uring's workers included.
pub fn process_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap_or_default()
}

/// Processor time of this thread.
pub fn thread_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

/// Bytes that this process has caused to be written to a disk, or nothing when the kernel does
/// not say.
pub fn written_bytes() -> Option<u64> {
    number_in("/proc/self/io", "write_bytes:")
}

/// Resident memory now, in KiB.
pub fn resident_kib() -> Option<u64> {
    number_in("/proc/self/status", "VmRSS:")
}

/// The most resident memory so far, in KiB.
pub fn resident_peak_kib() -> Option<u64> {
    number_in("/proc/self/status", "VmHWM:")
}

/// The number behind a name in a file of `/proc`.
fn number_in(file: &str, name: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
