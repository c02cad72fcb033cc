//! Steps of paying a claim.

use super::ClaimAdjudication;
use crate::errors::Error;
use crate::events::PaymentIssued;
use crate::lifecycle::{Step, after};
use crate::messages::ClaimRef;
use crate::records::Status;
use crate::{coverage, payment};
use sandpact_sdk::prelude::*;

impl ClaimAdjudication {
    /// Pays what is due (K3, K4) under a coverage that is still in force for the services (K9).
    pub(super) fn pay(
        &mut self,
        claim: &ClaimRef,
        payment: Hash,
        amount: Money,
    ) -> Result<i128, Error> {
        let (key, mut status) = self.own(claim, Step::Pay)?;
        let amount_minor = amount.amount_minor;
        match status.payment {
            Some(last) if last == (payment, amount_minor) => return Ok(status.paid_minor),
            Some((last, _)) if last == payment => {
                return Err(Common::DuplicateRequestDifferentContent.into());
            }
            _ => {}
        }
        status.state = after(status.state, Step::Pay)?;
        payment::check_payment(&status, amount)?;
        self.check_still_covered(&status)?;
        let waited = env::time().seconds_since(status.submitted_at);
        let waited = waited.filter(|_| status.paid_minor == 0);
        let paid = status.paid_minor.checked_add(amount_minor).ok_or(Common::Overflow)?;
        (status.paid_minor, status.payment) = (paid, Some((payment, amount_minor)));
        self.statuses.set(&key, &status);
        self.list_paid(&key, &status);
        self.count((claim.payer, status.currency), |totals| {
            totals.payments = totals.payments.saturating_add(1);
            totals.paid_minor = totals.paid_minor.saturating_add(amount_minor);
            if let Some(seconds) = waited {
                totals.count_first_payment(seconds);
            }
        });
        self.emit(PaymentIssued { claim: key, payment, amount_minor, by: claim.payer });
        Ok(paid)
    }

    /// The coverage may have been ended since the decision.
    fn check_still_covered(&self, status: &Status) -> Result<(), Error> {
        let coverage = self.coverages.get(&status.coverage).ok_or(Error::CoverageInactive)?;
        match granted(status) {
            Some((from, to)) if coverage::is_active(&coverage, from, to) => Ok(()),
            _ => Err(Error::CoverageInactive),
        }
    }

    fn list_paid(&mut self, key: &Hash, status: &Status) {
        if let Some((_, last)) = granted(status) {
            self.paid.set(&(status.coverage, (last, *key)), &());
        }
    }
}

/// First and last day of what the live decision grants something for.
fn granted(status: &Status) -> Option<(CivilDate, CivilDate)> {
    status.decision.as_ref().and_then(|live| live.granted)
}
