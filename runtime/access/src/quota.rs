//! What an organisation used, and what it has left.

use crate::denial::{Counted, Denial};
use sandpact_abi::{
    Gas, UnixSeconds,
    access::{OrganisationId, Quota, Usage},
};

/// What a transaction adds to the usage of its sender's organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// Gas.
    pub gas: Gas,
    /// Calls.
    pub calls: u64,
    /// Bytes of keys and values.
    pub written_bytes: u64,
}

/// What is left of a quota in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaLeft {
    /// Gas.
    pub gas: Gas,
    /// Calls.
    pub calls: u64,
    /// Bytes of keys and values.
    pub written_bytes: u64,
    /// First second of the next period.
    pub next_period: UnixSeconds,
}

/// The usage of the period of a block, as far as it was counted before.
fn current(quota: &Quota, used: &Usage, time: UnixSeconds) -> Usage {
    let period = time.0.checked_div(quota.period_seconds).unwrap_or(0);
    if used.period == period { *used } else { Usage { period, ..Usage::default() } }
}

/// What is left at the time of a block.
#[must_use]
pub fn left(quota: &Quota, used: &Usage, time: UnixSeconds) -> QuotaLeft {
    let used = current(quota, used, time);
    let next = used.period.saturating_add(1).saturating_mul(quota.period_seconds);
    QuotaLeft {
        gas: Gas(quota.gas.0.saturating_sub(used.gas.0)),
        calls: quota.calls.saturating_sub(used.calls),
        written_bytes: quota.written_bytes.saturating_sub(used.written_bytes),
        next_period: UnixSeconds(next),
    }
}

impl QuotaLeft {
    /// Whether a transaction may use as much.
    ///
    /// # Errors
    /// [`Denial::QuotaExceeded`] with the first that is not there.
    pub fn allows(
        &self,
        asked: &Charge,
        organisation: &OrganisationId,
        quota: &Quota,
    ) -> Result<(), Denial> {
        let counts = [
            (Counted::Gas, asked.gas.0, self.gas.0, quota.gas.0),
            (Counted::Calls, asked.calls, self.calls, quota.calls),
            (Counted::WrittenBytes, asked.written_bytes, self.written_bytes, quota.written_bytes),
        ];
        match counts.into_iter().find(|(_, asked, left, _)| asked > left) {
            None => Ok(()),
            Some((counted, _, left, limit)) => Err(Denial::QuotaExceeded {
                organisation: organisation.clone(),
                counted,
                limit,
                used: limit.saturating_sub(left),
                next_period: self.next_period,
            }),
        }
    }
}

/// The usage after a transaction.
#[must_use]
pub fn charge(quota: &Quota, used: &Usage, time: UnixSeconds, by: &Charge) -> Usage {
    let before = current(quota, used, time);
    Usage {
        period: before.period,
        gas: Gas(before.gas.0.saturating_add(by.gas.0)),
        calls: before.calls.saturating_add(by.calls),
        written_bytes: before.written_bytes.saturating_add(by.written_bytes),
    }
}
