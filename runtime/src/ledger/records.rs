//! The runtime's own records, in order of their keys.

use super::LedgerVersion;
use crate::{RuntimeError, record::SYSTEM};
use parity_scale_codec::DecodeAll;
use sandpact_state::StateRead as _;

/// Records are read from the store this many at a time.
const PAGE: usize = 100;

impl LedgerVersion {
    /// The runtime's records whose keys begin with a prefix, by the rest of their keys.
    pub(super) fn records<T: DecodeAll>(
        &self,
        prefix: &[u8],
        what: &'static str,
    ) -> Result<Vec<(Vec<u8>, T)>, RuntimeError> {
        let (mut all, mut after) = (Vec::new(), None::<Vec<u8>>);
        loop {
            let page = self.version.keys(&SYSTEM, after.as_deref(), prefix, PAGE)?;
            for key in &page {
                let bytes = self.version.get(&SYSTEM, key)?.unwrap_or_default();
                let record = T::decode_all(&mut &bytes[..]);
                let record = record.map_err(|_| RuntimeError::Damaged { what })?;
                all.push((key.get(prefix.len()..).unwrap_or_default().to_vec(), record));
            }
            match page.into_iter().next_back() {
                Some(last) => after = Some(last),
                None => return Ok(all),
            }
        }
    }
}
