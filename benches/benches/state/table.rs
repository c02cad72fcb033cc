//! All figures side by side.

use crate::rounds::{KERNEL, Results, SIZES, Size};
use sandpact_benches::ratio;

/// Prints one table for each size.
pub fn print(results: &Results) {
    for size in SIZES {
        let systems: Vec<_> = results.systems(size).filter(|system| *system != KERNEL).collect();
        if systems.is_empty() {
            continue;
        }
        println!("\n{} entries, batches of {}", size.entries, size.batch);
        println!("{}", line("system", COLUMNS));
        for system in systems {
            print_row(results, system, size);
        }
    }
    if let Some(reason) = results.failure(KERNEL, SIZES[0]) {
        println!("\n{KERNEL}: {reason}");
    }
}

const COLUMNS: [&str; 12] = [
    "CPU us",
    "upd/s wall",
    "settled",
    "p50 ms",
    "p99 ms",
    "written B",
    "RSS MiB",
    "peak MiB",
    "disk MB",
    "proof B",
    "make us",
    "verify us",
];

fn print_row(results: &Results, system: &str, size: Size) {
    if let Some(reason) = results.failure(system, size) {
        println!("{system:<15} {reason}");
        return;
    }
    let figure = |name| results.median(system, size, name);
    let thousandths = |name| figure(name).map(hundredths);
    let cells = [
        thousandths("cpu_ns"),
        figure("updates_per_second").map(whole),
        figure("settled_per_second").map(whole),
        thousandths("commit_p50_us"),
        thousandths("commit_p99_us"),
        figure("written_bytes").map(whole),
        figure("resident_kib").map(|kib| whole(kib / 1_024)),
        figure("resident_peak_kib").map(|kib| whole(kib / 1_024)),
        figure("disk_bytes").map(|bytes| whole(bytes / 1_000_000)),
        figure("proof_len_bytes").map(whole),
        thousandths("proof_make_ns"),
        thousandths("proof_verify_ns"),
    ];
    println!("{}", line(system, cells.each_ref().map(|cell| cell.as_deref().unwrap_or("-"))));
}

/// A line of the table, its columns at the right edge.
fn line(first: &str, cells: [&str; COLUMNS.len()]) -> String {
    let cells = cells.map(|cell| format!(" {cell:>10}"));
    format!("{first:<15}{}", cells.concat())
}

fn whole(number: u64) -> String {
    number.to_string()
}

/// Thousandths with two places behind the point.
fn hundredths(thousandths: u64) -> String {
    let mut text = ratio(thousandths);
    text.pop();
    text
}
