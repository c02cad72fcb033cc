//! Where the records of organisations, members and policies are read from.

use crate::{
    RuntimeError,
    host::Session,
    meter::{Meter, OutOfGas},
    record::SYSTEM,
    transaction::signature_gas,
};
use sandpact_access::{AccessError, Records, Work};
use sandpact_module::schedule::{CERTIFICATE_BYTE, STORAGE_READ, STORAGE_READ_BYTE};
use sandpact_state::{Overlay, StateRead};

/// As the transactions of a block see them; what a transaction's fixed gas pays for.
pub struct Written<'a>(pub &'a Overlay);

impl Records for Written<'_> {
    type Error = RuntimeError;

    fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, RuntimeError> {
        Ok(self.0.get(&SYSTEM, key)?.map(std::borrow::Cow::into_owned))
    }
}

/// As they are in committed state.
pub struct Committed<'a>(pub &'a dyn StateRead);

impl Records for Committed<'_> {
    type Error = RuntimeError;

    fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, RuntimeError> {
        Ok(self.0.get(&SYSTEM, key)?)
    }
}

/// As a call sees them, each paid for like a read of a contract's own storage.
pub struct Paid<'a> {
    pub session: &'a mut Session,
    pub meter: &'a mut Meter,
}

/// Why a record was not read.
pub enum NotRead {
    OutOfGas,
    Failed(RuntimeError),
}

impl From<OutOfGas> for NotRead {
    fn from(_: OutOfGas) -> Self {
        Self::OutOfGas
    }
}

impl Records for Paid<'_> {
    type Error = NotRead;

    fn get(&mut self, key: &[u8]) -> Result<Option<Vec<u8>>, NotRead> {
        let Self { session, meter } = self;
        session.charge(meter, "policy", STORAGE_READ.saturating_add(bytes_gas(key.len())))?;
        let value = session.overlay.get(&SYSTEM, key);
        let value = value.map_err(|error| NotRead::Failed(error.into()))?;
        let value = value.map(std::borrow::Cow::into_owned);
        session.charge(meter, "policy", bytes_gas(value.as_ref().map_or(0, Vec::len)))?;
        Ok(value)
    }

    fn pay(&mut self, work: Work) -> Result<(), NotRead> {
        let gas = match work {
            Work::Signature(kind) => signature_gas(kind),
            Work::Certificate { len_bytes } => {
                CERTIFICATE_BYTE.saturating_mul(u64::try_from(len_bytes).unwrap_or(u64::MAX))
            }
        };
        Ok(self.session.charge(self.meter, "change", gas)?)
    }
}

fn bytes_gas(len_bytes: usize) -> u64 {
    STORAGE_READ_BYTE.saturating_mul(u64::try_from(len_bytes).unwrap_or(u64::MAX))
}

/// The node's own failure, of which records know two.
pub fn failure(error: AccessError<RuntimeError>) -> RuntimeError {
    match error {
        AccessError::Records(error) => error,
        AccessError::Damaged(what) => RuntimeError::Damaged { what },
    }
}

/// Out of gas, or the node's own failure.
pub fn paid_failure(error: AccessError<NotRead>) -> NotRead {
    match error {
        AccessError::Records(error) => error,
        AccessError::Damaged(what) => NotRead::Failed(RuntimeError::Damaged { what }),
    }
}
