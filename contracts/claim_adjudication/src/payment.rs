//! What is paid for a decision (K3) and what of it is due (K4). Pure rules.

use crate::errors::Error;
use crate::lines::check_reason;
use crate::messages::{AdjudicateRequest, PaymentTerms, ReasonCode};
use crate::records::Status;
use sandpact_sdk::prelude::*;

/// Benefit less adjustment, with the adjustment and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payable {
    /// All that is paid for the claim, minor units.
    pub payable_minor: i128,
    /// What is kept, minor units.
    pub adjustment_minor: i128,
    /// Why.
    pub reason: Option<ReasonCode>,
}

/// What a decision pays (K3): benefit less adjustment, and an adjustment has a reason. Without
/// a stated payment all of the benefit is due.
///
/// # Errors
/// [`Error::PaymentExceedsBenefit`], [`Error::PaymentBelowBenefit`],
/// [`Error::AdjustmentWithoutReason`], [`Error::AmountNegative`], [`Common::BadFormat`].
pub fn payable(request: &AdjudicateRequest) -> Result<Payable, Error> {
    let benefit = request.benefit_minor;
    let Some(PaymentTerms { amount_minor, adjustment_minor, reason }) = request.payment else {
        return Ok(Payable { payable_minor: benefit, adjustment_minor: 0, reason: None });
    };
    // A negative adjustment would be a payment above the benefit.
    if adjustment_minor < 0 || amount_minor < 0 {
        return Err(Error::AmountNegative);
    }
    check_reason(reason.as_ref())?;
    let payable_minor = benefit.checked_sub(adjustment_minor).ok_or(Common::Overflow)?;
    if amount_minor > payable_minor {
        return Err(Error::PaymentExceedsBenefit);
    }
    if amount_minor < payable_minor {
        return Err(Error::PaymentBelowBenefit);
    }
    if adjustment_minor > 0 && reason.is_none() {
        return Err(Error::AdjustmentWithoutReason);
    }
    Ok(Payable { payable_minor, adjustment_minor, reason })
}

/// What is still to be paid (K4): the difference to what was paid under earlier decisions.
///
/// # Errors
/// [`Error::BelowPaid`].
pub fn due(payable_minor: i128, paid_minor: i128) -> Result<i128, Error> {
    match payable_minor.checked_sub(paid_minor) {
        Some(due) if due >= 0 => Ok(due),
        _ => Err(Error::BelowPaid),
    }
}

/// Checks that a payment is exactly what is due.
///
/// # Errors
/// [`Common::CurrencyMismatch`], [`Common::AmountNotPositive`] where nothing is due,
/// [`Error::PaymentExceedsBenefit`], [`Error::PaymentBelowBenefit`].
pub fn check_payment(status: &Status, amount: Money) -> Result<(), Error> {
    if amount.currency != status.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    let payable = status.decision.as_ref().map_or(0, |decision| decision.payable_minor);
    let due = due(payable, status.paid_minor)?;
    if amount.amount_minor > due {
        return Err(Error::PaymentExceedsBenefit);
    }
    if amount.amount_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    if amount.amount_minor < due { Err(Error::PaymentBelowBenefit) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::decision;

    fn of(benefit: i128, amount: i128, adjustment: i128, reason: Option<&str>) -> Option<i128> {
        asked(benefit, amount, adjustment, reason).ok()
    }

    fn asked(
        benefit: i128,
        amount_minor: i128,
        adjustment_minor: i128,
        reason: Option<&str>,
    ) -> Result<i128, Error> {
        let reason = reason.and_then(|text| ReasonCode::parse(text).ok());
        let payment = Some(PaymentTerms { amount_minor, adjustment_minor, reason });
        let request = AdjudicateRequest { payment, ..decision(&[(1, benefit)]) };
        payable(&request).map(|it| it.payable_minor)
    }

    #[test]
    fn k3_a_payment_is_benefit_less_adjustment_with_a_reason() {
        // HL7 FHIR R4 examples: R3500 pays 100.47 of 90.47; R3502 keeps 75.00 of 182.00.
        for (benefit, amount, adjustment, reason, expected) in [
            (9_047, 10_047, 0, None, Err(Error::PaymentExceedsBenefit)),
            (9_047, 9_047, 0, None, Ok(9_047)),
            (9_047, 9_046, 0, None, Err(Error::PaymentBelowBenefit)),
            (18_200, 10_700, 7_500, Some("a002"), Ok(10_700)),
            (18_200, 10_700, 7_500, None, Err(Error::AdjustmentWithoutReason)),
            (18_200, 18_200, 7_500, Some("a002"), Err(Error::PaymentExceedsBenefit)),
            (100, 0, 100, Some("a001"), Ok(0)),
            (100, 0, 101, Some("a001"), Err(Error::PaymentExceedsBenefit)),
            (100, 101, -1, Some("a001"), Err(Error::AmountNegative)),
            (100, -1, 101, Some("a001"), Err(Error::AmountNegative)),
        ] {
            assert_eq!(asked(benefit, amount, adjustment, reason), expected, "{benefit} {amount}");
        }
        assert_eq!(of(100, 50, 50, Some("HELLO")), None, "a reason has a digit");
        let unstated = payable(&decision(&[(1, 77)])).map(|it| it.payable_minor);
        assert_eq!(unstated, Ok(77));
    }

    #[test]
    fn k4_only_the_difference_is_due() {
        for (payable, paid, expected) in
            [(100, 0, Ok(100)), (100, 60, Ok(40)), (60, 60, Ok(0)), (59, 60, Err(Error::BelowPaid))]
        {
            assert_eq!(due(payable, paid), expected);
        }
        assert_eq!(due(i128::MAX, -1), Err(Error::BelowPaid));
    }
}
