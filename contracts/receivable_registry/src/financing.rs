//! Who may finance a receivable, how much, and once. Pure rules.

use crate::errors::Error;
use crate::invoices::{InvoiceState, OpenInvoice};
use crate::messages::{
    Answer, Epochs, Exposure, Financing, ReasonClass, Receivable, RegisterRequest, Role, State,
};
use sandpact_sdk::prelude::*;

/// Checks that a receivable has a fingerprint of each epoch in force and of no other.
///
/// # Errors
/// [`Error::EpochNotInForce`].
pub fn check_epochs(in_force: &Epochs, request: &RegisterRequest) -> Result<(), Error> {
    let previous = request.previous_fingerprint.map(|it| it.epoch);
    let is_right = request.fingerprint.epoch == in_force.current && previous == in_force.previous;
    if is_right { Ok(()) } else { Err(Error::EpochNotInForce) }
}

/// Checks that a bank may finance an amount now: nobody does (X1), the buyer has agreed to the
/// invoice, and so much remains of it.
///
/// # Errors
/// [`Common::AmountNotPositive`], [`Error::AlreadyFinanced`], [`Error::InvoiceNotFinanceable`],
/// [`Common::CurrencyMismatch`], [`Error::AboveRemaining`].
pub fn check_financing(
    receivable: &Receivable,
    invoice: &OpenInvoice,
    amount: &Money,
) -> Result<(), Error> {
    if amount.amount_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    if !matches!(receivable.state, State::Registered | State::Released) {
        return Err(Error::AlreadyFinanced);
    }
    if !is_financeable(invoice) {
        return Err(Error::InvoiceNotFinanceable);
    }
    if amount.currency != invoice.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    if amount.amount_minor > invoice.open_minor {
        return Err(Error::AboveRemaining);
    }
    Ok(())
}

/// The buyer owes it and says so: accepted, deducted or claimed as an export refund. What an
/// employer reimbursed was paid.
const fn is_financeable(invoice: &OpenInvoice) -> bool {
    let is_agreed = matches!(
        invoice.state,
        InvoiceState::Accepted
            | InvoiceState::DeductionConfirmed
            | InvoiceState::ExportRefundClaimed
    );
    is_agreed && !invoice.frozen
}

/// What a bank that asks learns of the same check: yes or no, and a class of reasons (X9).
#[must_use]
pub const fn answer(checked: &Result<(), Error>) -> Answer {
    let reason = match checked {
        Ok(()) => None,
        Err(Error::AlreadyFinanced) => Some(ReasonClass::Taken),
        Err(Error::InvoiceNotFinanceable | Error::InvoiceUnknown) => Some(ReasonClass::Invoice),
        Err(_) => Some(ReasonClass::Amount),
    };
    Answer { can_finance: reason.is_none(), reason }
}

/// The financing of a receivable, if the caller has it and it goes on.
///
/// # Errors
/// [`Common::WrongState`] when nobody finances it, [`Error::NotTheBank`].
pub fn own(receivable: &Receivable, bank: &Address) -> Result<Financing, Error> {
    match (receivable.state, receivable.financing) {
        (State::Financed, Some(financing)) if financing.bank == *bank => Ok(financing),
        (State::Financed, Some(_)) => Err(Error::NotTheBank),
        _ => Err(Common::WrongState.into()),
    }
}

/// The financing after a repayment, and whether all of it is back.
///
/// # Errors
/// [`Common::AmountNotPositive`], [`Error::AboveOutstanding`], [`Common::Overflow`].
pub fn repay(financing: &Financing, amount_minor: i128) -> Result<(Financing, bool), Error> {
    if amount_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    let repaid_minor = financing.repaid_minor.checked_add(amount_minor).ok_or(Common::Overflow)?;
    if repaid_minor > financing.amount_minor {
        return Err(Error::AboveOutstanding);
    }
    Ok((Financing { repaid_minor, ..*financing }, repaid_minor == financing.amount_minor))
}

/// What is advanced and not back.
///
/// # Errors
/// [`Common::Overflow`].
pub fn open_minor(financing: &Financing) -> Result<i128, Common> {
    financing.amount_minor.checked_sub(financing.repaid_minor).ok_or(Common::Overflow)
}

impl Exposure {
    /// The exposure with so much more, and one receivable more, as many or one less.
    ///
    /// # Errors
    /// [`Common::Overflow`].
    pub fn plus(&self, open_minor: i128, count: i64) -> Result<Self, Common> {
        let open_minor = self.open_minor.checked_add(open_minor).ok_or(Common::Overflow)?;
        let count = self.count.checked_add_signed(count).ok_or(Common::Overflow)?;
        Ok(Self { count, open_minor })
    }
}

impl Role {
    /// The roles that an account with this one cannot have.
    #[must_use]
    pub const fn conflicts(self) -> &'static [Self] {
        match self {
            Self::Admin => &[Self::Seller, Self::Bank, Self::Regulator, Self::Examiner],
            Self::Regulator => &[Self::Seller, Self::Bank, Self::Admin],
            // A bank that sells its own claims would finance itself.
            Self::Seller => &[Self::Admin, Self::Regulator, Self::Bank],
            Self::Bank => &[Self::Admin, Self::Regulator, Self::Seller, Self::Examiner],
            // Whoever may ask about any bank is none itself.
            Self::Examiner => &[Self::Admin, Self::Bank],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Fingerprint;

    const BANK: Address = Address([1; 32]);

    fn receivable(state: State) -> Receivable {
        let financing = Financing {
            bank: BANK,
            amount_minor: 100,
            repaid_minor: 40,
            financed_at: UnixSeconds(1),
        };
        Receivable {
            epoch: 1,
            content: Hash::ZERO,
            invoice: Hash::ZERO,
            seller: Address::ZERO,
            currency: Currency::EUR,
            state,
            financing: Some(financing),
            registered_at: UnixSeconds(0),
        }
    }

    fn invoice(state: InvoiceState) -> OpenInvoice {
        let (seller, currency) = (Address::ZERO, Currency::EUR);
        OpenInvoice { seller, currency, open_minor: 100, state, frozen: false }
    }

    fn eur(amount_minor: i128) -> Money {
        Money { amount_minor, currency: Currency::EUR }
    }

    #[test]
    fn a_free_receivable_of_an_agreed_invoice_is_financed_up_to_what_remains() {
        let checked = |state, invoice: &OpenInvoice, amount: Money| {
            check_financing(&receivable(state), invoice, &amount)
        };
        let accepted = invoice(InvoiceState::Accepted);
        for (state, expected) in [
            (State::Registered, Ok(())),
            (State::Released, Ok(())),
            (State::Financed, Err(Error::AlreadyFinanced)),
            (State::Repaid, Err(Error::AlreadyFinanced)),
        ] {
            assert_eq!(checked(state, &accepted, eur(100)), expected);
        }
        let free = State::Registered;
        assert_eq!(checked(free, &accepted, eur(101)), Err(Error::AboveRemaining));
        assert_eq!(checked(free, &accepted, eur(0)), Err(Common::AmountNotPositive.into()));
        let dollars = Money { currency: Currency::USD, ..eur(1) };
        assert_eq!(checked(free, &accepted, dollars), Err(Common::CurrencyMismatch.into()));
        for (state, is_financeable) in [
            (InvoiceState::Issued, false),
            (InvoiceState::Accepted, true),
            (InvoiceState::Disputed, false),
            (InvoiceState::DeductionConfirmed, true),
            (InvoiceState::Reimbursed, false),
            (InvoiceState::ExportRefundClaimed, true),
            (InvoiceState::Voided, false),
        ] {
            assert_eq!(checked(free, &invoice(state), eur(1)).is_ok(), is_financeable, "{state:?}");
        }
        let frozen = OpenInvoice { frozen: true, ..accepted };
        assert_eq!(checked(free, &frozen, eur(1)), Err(Error::InvoiceNotFinanceable));
    }

    #[test]
    fn whoever_asks_learns_a_class_of_reasons() {
        let reason = |error| answer(&Err(error)).reason;
        assert_eq!(answer(&Ok(())), Answer { can_finance: true, reason: None });
        assert_eq!(reason(Error::AlreadyFinanced), Some(ReasonClass::Taken));
        assert_eq!(reason(Error::AboveRemaining), Some(ReasonClass::Amount));
        assert_eq!(reason(Common::CurrencyMismatch.into()), Some(ReasonClass::Amount));
        assert_eq!(reason(Error::InvoiceNotFinanceable), Some(ReasonClass::Invoice));
    }

    #[test]
    fn no_more_is_repaid_than_is_outstanding() {
        let financing = own(&receivable(State::Financed), &BANK).expect("is its own");
        assert_eq!(open_minor(&financing), Ok(60));
        assert_eq!(repay(&financing, 61), Err(Error::AboveOutstanding));
        assert_eq!(repay(&financing, 0), Err(Common::AmountNotPositive.into()));
        assert_eq!(repay(&financing, 59).map(|(_, is_repaid)| is_repaid), Ok(false));
        assert_eq!(repay(&financing, 60).map(|(_, is_repaid)| is_repaid), Ok(true));
        let other = own(&receivable(State::Financed), &Address::ZERO);
        assert_eq!(other, Err(Error::NotTheBank));
        assert_eq!(own(&receivable(State::Repaid), &BANK), Err(Common::WrongState.into()));
    }

    #[test]
    fn a_receivable_is_entered_under_every_epoch_in_force() {
        let of = |epoch| Fingerprint { epoch, hash: Hash::ZERO };
        let checked = |in_force: Epochs, current, previous: Option<u32>| {
            let fingerprint = of(current);
            let previous_fingerprint = previous.map(of);
            let request =
                RegisterRequest { fingerprint, previous_fingerprint, invoice: Hash::ZERO };
            check_epochs(&in_force, &request).is_ok()
        };
        let both = Epochs { current: 2, previous: Some(1) };
        assert!(checked(Epochs::FIRST, 1, None) && checked(both, 2, Some(1)));
        assert!(!checked(Epochs::FIRST, 2, None) && !checked(both, 2, None));
        assert!(!checked(Epochs::FIRST, 1, Some(0)));
    }
}
