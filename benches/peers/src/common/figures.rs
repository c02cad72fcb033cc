//! What was measured, and its line of JSON. Whole numbers only, the unit last in each name.

use std::{fmt, time::Duration};

/// One measurement. What is `None` was not or could not be measured.
#[derive(Default)]
pub struct Figures {
    /// Which system.
    pub system: String,
    /// Entries before the first measured batch.
    pub entries: u64,
    /// Writes in a batch.
    pub batch: u64,
    /// Measured batches.
    pub batches: u64,
    /// Loading the entries, wall time.
    pub load_ms: u64,
    /// Processor time of all threads for one update, settling included.
    pub cpu_ns: u64,
    /// Updates in a second of wall time, until the last commit returned.
    pub updates_per_second: u64,
    /// The same, with settling what the commits left to be done.
    pub settled_per_second: u64,
    /// Wall time of a commit: the middle one.
    pub commit_p50_us: u64,
    /// Wall time of a commit: one in a hundred takes longer.
    pub commit_p99_us: u64,
    /// Bytes written to the disk for one update, settling included.
    pub written_bytes: Option<u64>,
    /// Resident memory at the end, in KiB.
    pub resident_kib: Option<u64>,
    /// The most resident memory, loading included, in KiB.
    pub resident_peak_kib: Option<u64>,
    /// Bytes of all files at the end.
    pub disk_bytes: u64,
    /// Single proofs.
    pub proofs: Option<Proofs>,
}

/// Single proofs of entries by chance, of the pass that took least. Making is processor time of all
/// threads, verifying that of one.
#[derive(Clone, Copy)]
pub struct Proofs {
    /// Mean length of a proof without key and value; the most of all passes.
    pub len_bytes: u64,
    /// Making one.
    pub make_ns: u64,
    /// Verifying one, the hash of the value included.
    pub verify_ns: u64,
}

impl Proofs {
    /// Means of `count` proofs with so many bytes, made and verified in so much time together.
    pub fn mean(count: usize, len_bytes: usize, making: Duration, verifying: Duration) -> Self {
        let count = count.max(1);
        let each = |time: Duration| {
            let nanos = time.as_nanos() / u128::try_from(count).unwrap_or(u128::MAX);
            u64::try_from(nanos).unwrap_or(u64::MAX)
        };
        Self {
            len_bytes: u64::try_from(len_bytes / count).unwrap_or(u64::MAX),
            make_ns: each(making),
            verify_ns: each(verifying),
        }
    }

    /// The shorter time of two passes for each figure.
    pub fn least(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        let (Some(first), Some(second)) = (a, b) else { return a.or(b) };
        Some(Self {
            len_bytes: first.len_bytes.max(second.len_bytes),
            make_ns: first.make_ns.min(second.make_ns),
            verify_ns: first.verify_ns.min(second.verify_ns),
        })
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proofs = self.proofs;
        let numbers = [
            ("entries", Some(self.entries)),
            ("batch", Some(self.batch)),
            ("batches", Some(self.batches)),
            ("load_ms", Some(self.load_ms)),
            ("cpu_ns", Some(self.cpu_ns)),
            ("updates_per_second", Some(self.updates_per_second)),
            ("settled_per_second", Some(self.settled_per_second)),
            ("commit_p50_us", Some(self.commit_p50_us)),
            ("commit_p99_us", Some(self.commit_p99_us)),
            ("written_bytes", self.written_bytes),
            ("resident_kib", self.resident_kib),
            ("resident_peak_kib", self.resident_peak_kib),
            ("disk_bytes", Some(self.disk_bytes)),
            ("proof_len_bytes", proofs.map(|proofs| proofs.len_bytes)),
            ("proof_make_ns", proofs.map(|proofs| proofs.make_ns)),
            ("proof_verify_ns", proofs.map(|proofs| proofs.verify_ns)),
        ];
        write!(f, "{{\"system\":\"{}\"", self.system)?;
        for (name, number) in numbers {
            match number {
                Some(number) => write!(f, ",\"{name}\":{number}")?,
                None => write!(f, ",\"{name}\":null")?,
            }
        }
        write!(f, "}}")
    }
}
