//! What can be wrong with a block log. One line each: what, where, what to do next.

use sandpact_abi::{Hash, Height};
use thiserror::Error;

/// Where a whole log can come from.
const ADVICE: &str = "nothing was changed; keep the folder, then restore it from a backup or run \
                      `sandpact ledger import NAME` with another node's snapshot";

/// A block log cannot be used. Not `non_exhaustive`: the runtime gives each failure a stable
/// code, and the compiler shall ask for that of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LogError {
    /// There is no segment at all.
    #[error("no block log; {ADVICE}", ADVICE = ADVICE)]
    Missing,
    /// A log is to be made where one is.
    #[error("a block log is there already; it was not touched")]
    Exists,
    /// Reading or writing failed. After a failed write or sync every later one fails with this
    /// same error until the log is opened again.
    #[error(
        "block log: cannot {action} {name}: {reason}; nothing more is written: see to the disk, \
         then open the ledger again"
    )]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        name: String,
        /// What the system said.
        reason: String,
    },
    /// A record is longer than any may be.
    #[error("a block of {got} bytes is too long for the log; at most {limit}")]
    TooLong {
        /// Length in bytes.
        got: u64,
        /// Most bytes.
        limit: u64,
    },
    /// A record is out of order.
    #[error("the log's next block has height {expected}, not {got}")]
    WrongHeight {
        /// Of the record.
        got: Height,
        /// That is next.
        expected: Height,
    },
    /// The log has no such height.
    #[error("block {height} is not in the log, which has {first} to below {next}")]
    Unknown {
        /// That was asked for.
        height: Height,
        /// The first that the log has.
        first: Height,
        /// The first that it does not have yet.
        next: Height,
    },
    /// Something else is where a block must be.
    #[error("damaged log: {name} at byte {offset}, block {height}: {what}; {ADVICE}", ADVICE = ADVICE)]
    Damaged {
        /// The segment file.
        name: String,
        /// Where in it.
        offset: u64,
        /// The block that should be there.
        height: Height,
        /// What is wrong.
        what: &'static str,
    },
    /// The log ends before what was acknowledged.
    #[error(
        "damaged log: {name} ends at byte {len_bytes}, but blocks below {next} reached byte \
         {offset}; {ADVICE}", ADVICE = ADVICE
    )]
    EndsEarly {
        /// The segment file.
        name: String,
        /// Its length.
        len_bytes: u64,
        /// How far it must reach.
        offset: u64,
        /// The first height that was not acknowledged.
        next: Height,
    },
    /// A segment is not there.
    #[error("damaged log: no segment holds block {height}; it must come before {before}; {ADVICE}", ADVICE = ADVICE)]
    MissingSegment {
        /// The first block that is missing.
        height: Height,
        /// The segment file after it, or what says so.
        before: String,
    },
    /// A segment is whole, but of another ledger.
    #[error("{name} belongs to ledger {found}, not to {expected}; {ADVICE}", ADVICE = ADVICE)]
    Foreign {
        /// The segment file.
        name: String,
        /// Whose it is.
        found: Hash,
        /// Whose it must be.
        expected: Hash,
    },
    /// A segment is whole, but does not have the height that its name says.
    #[error("damaged log: {name} holds blocks from {found} on; {ADVICE}", ADVICE = ADVICE)]
    Misnamed {
        /// The segment file.
        name: String,
        /// The height in its header.
        found: Height,
    },
    /// A segment is whole, but in a format that this version does not know.
    #[error("{name} has log format {found}; this version reads {expected}: use a newer one")]
    Format {
        /// The segment file.
        name: String,
        /// Its format.
        found: u32,
        /// The format that is known.
        expected: u32,
    },
}

impl LogError {
    /// For `map_err` after a call of the disk.
    pub(super) fn io(action: &'static str, name: &str) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Io { action, name: name.to_owned(), reason: error.to_string() }
    }
}
