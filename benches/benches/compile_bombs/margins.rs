//! How far the contracts of this repository are from the limits.

use sandpact_abi::module_limits::{self as limits, ModuleLimit};
use sandpact_runtime::{ModuleReport, check_module};

/// The largest count of any contract, for limits that bound the compiler's work.
pub fn print(contracts: &[(&str, &[u8])]) {
    let reports: Vec<ModuleReport> =
        contracts.iter().map(|(_, code)| check_module(code).unwrap()).collect();
    let largest = |count: fn(&ModuleReport) -> u64| reports.iter().map(count).max().unwrap_or(0);
    let print = |limit: ModuleLimit, count: fn(&ModuleReport) -> u64| {
        let (name, largest) = (limit.name, largest(count));
        println!("{name:<24} largest {largest:>10}, limit {:>10}", limit.max);
    };
    print(limits::MODULE_LEN_BYTES, |report| u64::try_from(report.code_len_bytes).unwrap());
    print(limits::FUNCTIONS, |report| u64::try_from(report.functions).unwrap());
    print(limits::BLOCKS, |report| most(report.counts.iter().map(|counts| counts.blocks)));
    print(limits::MODULE_BLOCKS, |report| report.counts.iter().map(|counts| counts.blocks).sum());
    print(limits::MODULE_BR_TABLE_TARGETS, |report| {
        report.counts.iter().map(|counts| counts.br_table_targets).sum()
    });
    print(limits::STACK_HEIGHT_BYTES, |report| report.static_stack_bytes.into());
    print(limits::COMPILE_GAS, |report| report.compile_gas);
}

fn most(counts: impl Iterator<Item = u64>) -> u64 {
    counts.max().unwrap_or(0)
}
