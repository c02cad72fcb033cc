//! Commits blocks on one ledger until it is killed, and says so after each one: the
//! child of the crash test. Argument: the ledger's folder, which exists.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use sandpact_runtime::{Config, Runtime};
use sandpact_tests::crash;
use std::io::Write as _;

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let mut runtime = Runtime::open(&Config::folder(folder)).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let (header, transactions) = crash::block_after(&runtime);
        let block = runtime.execute_block(&header, &transactions).unwrap();
        // Says that the commit begins, then that it is acknowledged.
        writeln!(out, "begin").unwrap();
        out.flush().unwrap();
        let head = runtime.commit(block).unwrap();
        writeln!(out, "{} {}", head.height, head.state_root).unwrap();
        out.flush().unwrap();
    }
}
