//! What organisations used, beside the nonces of accounts: a transaction that fails leaves the
//! state root as it was, and has still used gas.

use crate::RuntimeError;
use sandpact_abi::{
    Address, Gas, Transaction, UnixSeconds,
    access::{OrganisationId, Quota, Usage},
};
use sandpact_access::{Charge, Denial, charge, left};
use sha3::{Digest as _, Sha3_256};
use std::collections::BTreeMap;

/// Keeps the addresses of these counters apart from those of accounts.
const DOMAIN: &[u8] = b"sandpact/usage/v1";

/// A counter as it is now.
pub type Counter<'a> = &'a dyn Fn(&Address) -> Result<u64, RuntimeError>;

/// The quota of a transaction's organisation, with what was used before.
#[derive(Clone, Debug)]
pub struct Metered {
    pub organisation: OrganisationId,
    pub quota: Quota,
    pub used: Usage,
    pub time: UnixSeconds,
}

/// Where an organisation's four counters are.
fn addresses(organisation: &OrganisationId) -> [Address; 4] {
    std::array::from_fn(|number| {
        let number = [u8::try_from(number).unwrap_or(u8::MAX)];
        let hasher = Sha3_256::new().chain_update(DOMAIN).chain_update(number);
        Address(hasher.chain_update(organisation.0.as_bytes()).finalize().into())
    })
}

/// What an organisation has used.
///
/// # Errors
/// Those of `counter`.
pub fn read(organisation: &OrganisationId, counter: Counter<'_>) -> Result<Usage, RuntimeError> {
    let [period, gas, calls, written_bytes] = addresses(organisation);
    Ok(Usage {
        period: counter(&period)?,
        gas: Gas(counter(&gas)?),
        calls: counter(&calls)?,
        written_bytes: counter(&written_bytes)?,
    })
}

impl Metered {
    /// Whether a transaction may be executed: its gas limit counts as if it were used.
    ///
    /// # Errors
    /// [`Denial::QuotaExceeded`].
    pub fn allows(&self, transaction: &Transaction) -> Result<(), Denial> {
        let calls = u64::try_from(transaction.calls.len()).unwrap_or(u64::MAX);
        self.check(&Charge { gas: transaction.gas_limit, calls, written_bytes: 0 })
    }

    /// Whether a transaction may have written so many bytes of keys and values.
    ///
    /// # Errors
    /// [`Denial::QuotaExceeded`].
    pub fn allows_writes(&self, written_bytes: u64) -> Result<(), Denial> {
        self.check(&Charge { written_bytes, ..Charge::default() })
    }

    fn check(&self, asked: &Charge) -> Result<(), Denial> {
        left(&self.quota, &self.used, self.time).allows(asked, &self.organisation, &self.quota)
    }

    /// The counters after a transaction.
    pub fn charged(&self, by: &Charge, counters: &mut BTreeMap<Address, u64>) {
        let after = charge(&self.quota, &self.used, self.time, by);
        let values = [after.period, after.gas.0, after.calls, after.written_bytes];
        counters.extend(addresses(&self.organisation).into_iter().zip(values));
    }
}
