//! A process killed while it commits loses nothing that it acknowledged.

use sandpact_abi::Hash;
use sandpact_runtime::{Config, Outcome, Runtime};
use sandpact_tests::{TestLedger, crash};
use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

/// Rounds of opening, committing and being killed, on one ledger.
const KILLS: u64 = 100;

/// The roots by height, computed on a ledger in memory as far as needed.
struct Expected {
    ledger: TestLedger,
    roots: Vec<Hash>,
}

impl Expected {
    fn root(&mut self, height: usize) -> Hash {
        while self.roots.len() <= height {
            let (header, transactions) = crash::block_after(&self.ledger.runtime);
            let block = self.ledger.runtime.execute_block(&header, &transactions).unwrap();
            let is_success = |outcome: &Outcome| matches!(outcome, Outcome::Success { .. });
            assert!(block.receipts.iter().all(|receipt| is_success(&receipt.outcome)));
            self.roots.push(self.ledger.runtime.commit(block).unwrap().state_root);
        }
        self.roots[height]
    }
}

/// Lets a child commit, kills it (SIGKILL) a little after the commit of its `blocks`th
/// block began, and returns the last acknowledged height and root, if any.
fn kill_while_committing(folder: &Path, blocks: u64, delay: Duration) -> Option<(usize, String)> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_commit_forever"))
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut last = None;
    let (mut begun, mut is_killed) = (0, false);
    // What was written before the kill is read to its end: it was acknowledged.
    while let Some(Ok(line)) = lines.next() {
        if let Some((height, root)) = line.split_once(' ') {
            last = Some((height.parse().unwrap(), root.to_owned()));
            continue;
        }
        begun += u64::from(line == "begin");
        if begun == blocks && !is_killed {
            thread::sleep(delay);
            child.kill().unwrap();
            is_killed = true;
        }
    }
    let status = child.wait().unwrap();
    assert!(is_killed && status.code().is_none(), "killed, not ended: {status}");
    last
}

#[test]
fn a_hundred_kills_during_commits_lose_no_acknowledged_block() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let mut on_disk = TestLedger::on_disk(&path);
    crash::prepare(&mut on_disk);
    on_disk.runtime.close().unwrap();
    let mut ledger = TestLedger::in_memory();
    let genesis = ledger.runtime.state_root();
    crash::prepare(&mut ledger);
    let roots = vec![genesis, ledger.runtime.state_root()];
    let mut expected = Expected { ledger, roots };
    let (mut acknowledged, mut unacknowledged_kept) = (1_usize, 0_u64);
    for round in 0..KILLS {
        // 0 to 6 ms: from before the first write to after the last fsync.
        let delay = Duration::from_micros((round * 2_654_435_761) % 6_000);
        if let Some((height, root)) = kill_while_committing(&path, 1 + round % 4, delay) {
            assert_eq!(root, expected.root(height).to_string(), "round {round}");
            assert!(height > acknowledged, "round {round}");
            acknowledged = height;
        }
        let runtime = Runtime::open(&Config::folder(&path)).unwrap();
        let head = runtime.head();
        let height = usize::try_from(head.height.0).unwrap();
        assert!(
            height == acknowledged || height == acknowledged + 1,
            "round {round}: acknowledged {acknowledged}, found {height}"
        );
        assert_eq!(head.state_root, expected.root(height), "round {round}");
        unacknowledged_kept += u64::from(height > acknowledged);
        acknowledged = height;
        runtime.close().unwrap();
    }
    let runtime = Runtime::open(&Config::folder(&path)).unwrap();
    let report = runtime.verify().unwrap();
    println!(
        "{KILLS} kills, {} blocks, {unacknowledged_kept} found one block ahead",
        report.blocks
    );
}
