//! Steps of the methods that finance, repay and release.

use super::ReceivableRegistry;
use crate::errors::Error;
use crate::events::{ReceivableFinanced, ReceivableReleased, RepaymentRecorded};
use crate::financing::{check_financing, open_minor, own, repay};
use crate::invoices;
use crate::messages::{Exposure, Financing, Receivable, State};
use sandpact_sdk::prelude::*;

impl ReceivableRegistry {
    pub(super) fn advance(&mut self, key: Hash, amount: &Money) -> Result<(), Error> {
        let (mut receivable, by) = (self.load(&key)?, env::caller());
        let invoice = invoices::load(self.invoices_at()?, receivable.invoice)?;
        check_financing(&receivable, &invoice, amount)?;
        receivable.state = State::Financed;
        receivable.financing = Some(Financing {
            bank: by,
            amount_minor: amount.amount_minor,
            repaid_minor: 0,
            financed_at: env::time(),
        });
        self.receivables.set(&key, &receivable);
        self.expose(&receivable, by, amount.amount_minor, 1)?;
        self.emit(ReceivableFinanced { receivable: key, by });
        Ok(())
    }

    pub(super) fn pay_back(&mut self, key: Hash, amount: &Money) -> Result<i128, Error> {
        let (mut receivable, by) = (self.load(&key)?, env::caller());
        let financing = own(&receivable, &by)?;
        if amount.currency != receivable.currency {
            return Err(Common::CurrencyMismatch.into());
        }
        let (financing, is_repaid) = repay(&financing, amount.amount_minor)?;
        receivable.financing = Some(financing);
        if is_repaid {
            receivable.state = State::Repaid;
        }
        self.receivables.set(&key, &receivable);
        let less = amount.amount_minor.checked_neg().ok_or(Common::Overflow)?;
        self.expose(&receivable, by, less, if is_repaid { -1 } else { 0 })?;
        self.emit(RepaymentRecorded { receivable: key, is_repaid, by });
        Ok(open_minor(&financing)?)
    }

    pub(super) fn let_go(&mut self, key: Hash) -> Result<(), Error> {
        let (mut receivable, by) = (self.load(&key)?, env::caller());
        let financing = own(&receivable, &by)?;
        // What was paid in part was paid on this receivable: the rest is not another's.
        if financing.repaid_minor != 0 {
            return Err(Common::WrongState.into());
        }
        (receivable.state, receivable.financing) = (State::Released, None);
        self.receivables.set(&key, &receivable);
        let less = financing.amount_minor.checked_neg().ok_or(Common::Overflow)?;
        self.expose(&receivable, by, less, -1)?;
        self.emit(ReceivableReleased { receivable: key, by });
        Ok(())
    }

    /// Adds to what bank and seller have outstanding.
    fn expose(
        &mut self,
        receivable: &Receivable,
        bank: Address,
        amount_minor: i128,
        count: i64,
    ) -> Result<(), Error> {
        for account in [bank, receivable.seller] {
            let key = (account, receivable.currency);
            let exposure = self.exposures.get(&key).unwrap_or(Exposure::ZERO);
            self.exposures.set(&key, &exposure.plus(amount_minor, count)?);
        }
        Ok(())
    }
}
