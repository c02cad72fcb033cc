//! What admitting, instrumenting and compiling a module takes of this process.

use sandpact_benches::{now, process_time};
use sandpact_runtime::{
    ModuleError, ModuleReport, check_module,
    testing::{AdmittedModule, Placement},
};
use std::{fs, time::Duration};
use wasmtime::{Engine, Module};

/// CPU time and memory of a compilation.
#[derive(Clone, Debug)]
pub struct Cost {
    pub report: ModuleReport,
    /// CPU time of all threads.
    pub cpu: Duration,
    /// The part of it that is paid by the byte: reading.
    pub read: Duration,
    /// Highest resident memory of the whole process meanwhile.
    pub peak_mib: u64,
}

impl Cost {
    /// CPU time over the estimate of it, in thousandths; a unit of gas is a nanosecond.
    pub fn over_milli(&self) -> u64 {
        let gas = u128::from(self.report.deploy_gas.saturating_add(self.report.compile_gas));
        u64::try_from(self.cpu.as_nanos() * 1_000 / gas.max(1)).unwrap_or(u64::MAX)
    }

    /// CPU time of reading over what is paid for it, in thousandths.
    pub fn read_over_milli(&self) -> u64 {
        let gas = u128::from(self.report.deploy_gas);
        u64::try_from(self.read.as_nanos() * 1_000 / gas.max(1)).unwrap_or(u64::MAX)
    }

    /// The shorter time, which others on the machine disturbed least; the higher memory.
    pub fn best(self, other: Self) -> Self {
        let (cpu, read) = (self.cpu.min(other.cpu), self.read.min(other.read));
        Self { cpu, read, peak_mib: self.peak_mib.max(other.peak_mib), ..self }
    }
}

/// What a deployment does: read, instrument, compile as the engine does it, in parallel.
pub fn compile(engine: &Engine, code: &[u8]) -> Result<Cost, ModuleError> {
    reset_peak();
    let begun = process_time();
    let admitted = AdmittedModule::read(code)?;
    let read = process_time().saturating_sub(begun);
    let bytes = admitted.prepare(Placement::Late)?.bytes;
    let module = Module::from_binary(engine, &bytes).expect("an admitted module compiles");
    let cpu = process_time().saturating_sub(begun);
    drop(module);
    let report = check_module(code)?;
    Ok(Cost { report, cpu, read, peak_mib: peak_kib().div_ceil(1_024) })
}

/// How a module is refused, and the shortest of several times; `None` when it is accepted.
pub fn refusal(code: &[u8]) -> Option<(ModuleError, Duration)> {
    let times = (0..5).map(|_| {
        let begun = now();
        let error = check_module(code).err()?;
        Some((error, begun.elapsed()))
    });
    times.min_by_key(|refusal| refusal.as_ref().map(|(_, time)| *time)).flatten()
}

/// Gives back what the allocator holds for nothing, and makes the present resident memory
/// the highest (`proc_pid_clear_refs(5)`).
fn reset_peak() {
    #[cfg(target_env = "gnu")]
    #[expect(unsafe_code, reason = "only the allocator can do it")]
    // SAFETY: no arguments of ours; the allocator locks itself.
    unsafe {
        libc::malloc_trim(0);
    }
    fs::write("/proc/self/clear_refs", "5").expect("a process may reset its own peak");
}

/// Highest resident memory since [`reset_peak`] (`proc_pid_status(5)`).
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a process may read its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number of kibibytes")
}
