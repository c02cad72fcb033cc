//! The goals, and the last line.

use crate::rounds::{KERNEL, Results, SIZES, Size};
use sandpact_benches::ratio;

const SMALL_1K: Size = SIZES[0];
const LARGE_1K: Size = SIZES[2];
const LARGE_10K: Size = SIZES[3];

/// Ours in whole, and the trie alone.
const WHOLE: &str = "sandpact-sled";
const ROOT: &str = "sandpact-root";
/// Blocks acknowledged by another thread.
const BURST: &str = "sandpact-burst";

/// Whether a figure should be small or large.
enum Goal {
    AtMost(u64),
    AtLeast(u64),
}

/// A key of the last line: its figure in thousandths, and what it should be.
struct Key {
    name: &'static str,
    milli: Option<u64>,
    goal: Goal,
}

/// Prints which goals are met and by how much others are missed, then the last line.
pub fn print(results: &Results) {
    let keys = keys(results);
    println!();
    for key in &keys {
        println!("{:<18} {}", key.name, verdict(key));
    }
    let shown = keys.iter().map(|key| {
        let figure = key.milli.map_or("none".to_owned(), ratio);
        format!("{}={figure}", key.name)
    });
    println!("summary state {}", shown.collect::<Vec<_>>().join(" "));
}

fn keys(results: &Results) -> [Key; 9] {
    // Nanoseconds are thousandths of a microsecond.
    let cpu = |system, size| results.median(system, size, "cpu_ns");
    let sizes = [SMALL_1K, LARGE_1K];
    let beside = |over, under, size| results.ratio_milli(over, under, size, "cpu_ns");
    let nomt = sizes.iter().filter_map(|size| beside(WHOLE, "nomt", *size)).max();
    let tax = sizes.iter().filter_map(|size| beside("sled", WHOLE, *size)).min();
    let burst = results.median(BURST, LARGE_10K, "updates_per_second");
    let kernel = results.median(KERNEL, SMALL_1K, "hashes_per_second");
    let key = |name, milli, goal| Key { name, milli, goal };
    [
        key("root1k_2m_us", cpu(ROOT, LARGE_1K), Goal::AtMost(1_200)),
        key("root10k_2m_us", cpu(ROOT, LARGE_10K), Goal::AtMost(1_000)),
        key("commit1k_100k_us", cpu(WHOLE, SMALL_1K), Goal::AtMost(10_000)),
        key("commit1k_2m_us", cpu(WHOLE, LARGE_1K), Goal::AtMost(18_000)),
        key("nomt_ratio", nomt, Goal::AtMost(333)),
        key("jmt_sled_ratio", beside(WHOLE, "jmt-sled", SMALL_1K), Goal::AtMost(40)),
        key("auth_tax", tax, Goal::AtLeast(850)),
        key("burst_ups", burst.map(|rate| rate * 1_000), Goal::AtLeast(500_000_000)),
        key("kernel_mps", kernel.map(|rate| rate / 1_000), Goal::AtLeast(kernel_goal_milli())),
    ]
}

/// Million hashes in a second that the kernel should reach, in thousandths.
fn kernel_goal_milli() -> u64 {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx512f") {
        return 14_000;
    }
    9_000
}

fn verdict(key: &Key) -> String {
    let Some(milli) = key.milli else { return "not measured".to_owned() };
    let (is_met, word, goal) = match key.goal {
        Goal::AtMost(goal) => (milli <= goal, "at most", goal),
        Goal::AtLeast(goal) => (milli >= goal, "at least", goal),
    };
    let missed = milli.abs_diff(goal) * 100 / goal;
    let end = if is_met { "met".to_owned() } else { format!("missed by {missed} %") };
    format!("{:>12}, goal {word} {}: {end}", ratio(milli), ratio(goal))
}
