//! Refusals of this contract. Codes are stable.

use sandpact_sdk::prelude::*;

/// Why a call was refused. The ledger is unchanged.
#[error]
pub enum Error {
    /// The record's hash is not SHA-256 of these texts' field string, or it is another kind of
    /// record (F1).
    #[code(100)]
    HashMismatch,
    /// The record before is not the newest one, or there is none (F2, F7, F8).
    #[code(101)]
    ForkedChain,
    /// The number is not one above the newest record's (F3).
    #[code(102)]
    CounterGap {
        /// The number that comes next.
        next: u64,
    },
    /// The time is before that of the newest record (F4).
    #[code(103)]
    TimeDecreases,
    /// The time is after that of the block (F4).
    #[code(104)]
    FutureTime,
    /// The time has no offset or is no time (F4).
    #[code(105)]
    BadTime,
    /// No registration of this invoice is on the chain (F5).
    #[code(106)]
    UnknownRegistration,
    /// The invoice was cancelled (F5).
    #[code(107)]
    AlreadyCancelled,
    /// The invoice was registered; a further registration corrects it and says so (F6).
    #[code(108)]
    AlreadyRegistered,
    /// The chain is of another taxpayer.
    #[code(109)]
    OtherTaxpayer,
    /// The device is bound to an issuer.
    #[code(110)]
    DeviceBoundAlready,
    /// The admin writes no business state: its role goes with no other one.
    #[code(111)]
    RoleConflict,
}
