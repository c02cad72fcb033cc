//! What appending a record to the block log costs: `cargo run --release --example log_cost`.
//! Arguments: payload bytes (136 000: a block of 1 000 updates of 136 bytes), records (500), and
//! a folder to write in (the system's temporary one). Prints microseconds per record.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use sandpact_abi::{Hash, Height};
use sandpact_state::{
    disk::{Disk, FolderDisk},
    log::{Log, LogOptions},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let len: usize = arguments.next().map_or(136_000, |text| text.parse().unwrap());
    let records: u64 = arguments.next().map_or(500, |text| text.parse().unwrap());
    let folder = match arguments.next() {
        Some(parent) => tempfile::tempdir_in(parent),
        None => tempfile::tempdir(),
    };
    let folder = folder.unwrap();
    let disk: Arc<dyn Disk> = Arc::new(FolderDisk::new(folder.path()));
    let options = LogOptions::new(Hash::ZERO);
    let mut log = Log::create(Arc::clone(&disk), options, Height(1)).unwrap();
    let syncer = log.syncer();
    let (mut appends, mut syncs) = (Vec::new(), Vec::new());
    for height in 1..=records {
        let payload: Vec<u8> = (0..len).map(|at| (at as u64 * height).to_le_bytes()[0]).collect();
        appends.push(timed(|| assert!(log.append(Height(height), &payload).is_ok())));
        syncs.push(timed(|| syncer.sync_to(Height(height)).unwrap()));
    }
    print("append", appends);
    print("sync", syncs);
    let end = log.end();
    let reader = log.reader().clone();
    let read =
        timed(|| assert_eq!(reader.records_from(Height(1)).unwrap().count() as u64, records));
    println!("read and check: {} us a record", read.as_micros() / u128::from(records));
    drop(log);
    let open = timed(|| drop(Log::open(Arc::clone(&disk), options, Some(end)).unwrap()));
    println!("open at the known end: {} us", open.as_micros());
    let open = timed(|| drop(Log::open(disk, options, None).unwrap()));
    println!("open without it, last segment checked: {} us", open.as_micros());
}

#[expect(clippy::disallowed_methods, reason = "measures")]
fn timed(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_micros();
    println!("{what}: p50 {} us, p99 {} us a record", at(50), at(99));
}
