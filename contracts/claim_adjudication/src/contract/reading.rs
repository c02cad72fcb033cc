//! Steps of the views.

use super::ClaimAdjudication;
use super::deciding::no_reason;
use crate::errors::Error;
use crate::messages::{ClaimRef, ReasonCode, Role};
use crate::records::{ClaimView, DenialRow, DuplicateAttempt, DuplicateCursor, PaidRow, Status};
use sandpact_sdk::prelude::*;

/// Behind every key.
const LAST: Hash = Hash([0xff; 32]);

impl ClaimAdjudication {
    /// The caller is a party of the claim, or the regulator. A payer sees its own only.
    pub(super) fn check_reader(&self, claim: &ClaimRef, status: &Status) -> Result<(), Error> {
        let caller = env::caller();
        let is_party = caller == claim.payer
            || caller == claim.provider
            || self.is_member(status, &caller)
            || self.roles.has(Role::Regulator, &caller);
        if is_party { Ok(()) } else { Err(Common::NotAuthorised.into()) }
    }

    /// A claim with all that is known of it.
    pub(super) fn view(&self, claim: &ClaimRef) -> Result<ClaimView, Error> {
        let (key, status) = self.find(claim)?;
        self.check_reader(claim, &status)?;
        let number = status.decision.as_ref().map(|live| live.number);
        let decision = number.and_then(|number| self.decisions.get(&(key, number)));
        let claim = self.claims.get(&key).ok_or(Common::UnknownId)?;
        Ok(ClaimView { key, claim, status, decision })
    }

    pub(super) fn duplicates_after(
        &self,
        after: Option<DuplicateCursor>,
        limit: u32,
    ) -> Vec<DuplicateAttempt> {
        let after = after.map(|it| (it.at, it.claim, it.sequence));
        let rows = self.duplicates.after(after.as_ref(), limit);
        let row =
            |((at, claim, sequence), granted)| DuplicateAttempt { at, claim, sequence, granted };
        rows.into_iter().map(row).collect()
    }

    pub(super) fn denials_after(
        &self,
        payer: &Address,
        after: Option<&ReasonCode>,
        limit: u32,
    ) -> Vec<DenialRow> {
        let none = no_reason().ok();
        let rows = self.denials.under(payer, after, limit);
        let row = |(reason, denied)| DenialRow {
            reason: Some(reason).filter(|_| Some(reason) != none),
            denied,
        };
        rows.into_iter().map(row).collect()
    }

    /// Paid claims of a coverage with services after a day.
    pub(super) fn paid_after(
        &self,
        coverage: &Hash,
        end: CivilDate,
        after: Option<PaidRow>,
        limit: u32,
    ) -> Vec<PaidRow> {
        let start = (end, LAST);
        let after = after.map_or(start, |row| (row.last_service, row.claim).max(start));
        let rows = self.paid.under(coverage, Some(&after), limit);
        let row = |((last_service, claim), ())| PaidRow { last_service, claim };
        rows.into_iter().map(row).collect()
    }

    pub(super) fn paid_after_end(
        &self,
        key: &Hash,
        after: Option<PaidRow>,
        limit: u32,
    ) -> Result<Vec<PaidRow>, Error> {
        let coverage = self.coverages.get(key).ok_or(Common::UnknownId)?;
        let Some(end) = coverage.end else { return Ok(vec![]) };
        Ok(self.paid_after(key, end, after, limit))
    }
}
