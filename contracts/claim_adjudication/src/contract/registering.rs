//! Steps of the methods about coverages.

use super::ClaimAdjudication;
use crate::errors::Error;
use crate::events::{CoverageEnded, CoverageRegistered};
use crate::key::coverage_key;
use crate::messages::CoverageRequest;
use crate::records::Coverage;
use sandpact_sdk::prelude::*;

impl ClaimAdjudication {
    /// Records a coverage of the caller; returns its key.
    pub(super) fn keep_coverage(&mut self, request: &CoverageRequest) -> Result<Hash, Error> {
        let content = Hash(crypto::sha3_256(&request.encode()));
        let payer = env::caller();
        let key = coverage_key(&payer, &request.coverage);
        match self.coverages.get(&key) {
            Some(found) if found.content == content => return Ok(key),
            Some(_) => return Err(Common::DuplicateRequestDifferentContent.into()),
            None => {}
        }
        let coverage = Coverage {
            content,
            payer,
            epoch: request.epoch,
            beneficiary: request.beneficiary,
            start: request.start,
            end: request.end,
            member: None,
            limits: vec![],
            commitment: request.commitment,
        };
        self.coverages.set(&key, &coverage);
        self.emit(CoverageRegistered { coverage: key, by: payer });
        Ok(key)
    }

    /// A coverage of the calling payer, with its key.
    pub(super) fn own_coverage(&self, coverage: &Hash) -> Result<(Hash, Coverage), Error> {
        let key = coverage_key(&env::caller(), coverage);
        Ok((key, self.coverages.get(&key).ok_or(Common::UnknownId)?))
    }

    /// Ends a coverage of the caller; it never comes back to life for days that were over.
    pub(super) fn end(&mut self, coverage: &Hash, end: CivilDate) -> Result<bool, Error> {
        let (key, mut found) = self.own_coverage(coverage)?;
        if found.start.is_some_and(|start| end < start) {
            return Err(Common::DateOrder.into());
        }
        if found.end.is_some_and(|before| before <= end) {
            return Err(Common::WrongState.into());
        }
        found.end = Some(end);
        self.coverages.set(&key, &found);
        let has_paid_after = !self.paid_after(&key, end, None, 1).is_empty();
        self.emit(CoverageEnded { coverage: key, end, has_paid_after, by: found.payer });
        Ok(has_paid_after)
    }
}
