//! Amounts of lines and their totals (K1, K2, K11). Pure rules.

use crate::errors::{Error, Total};
use crate::messages::{AdjudicateRequest, LINES_LEN_MAX, Line, LineDecision, ReasonCode};
use crate::records::Claim;
use sandpact_sdk::prelude::*;

/// The sum of amounts.
///
/// # Errors
/// [`Common::Overflow`].
pub fn sum(amounts: impl Iterator<Item = i128>) -> Result<i128, Error> {
    let mut total = 0_i128;
    for amount in amounts {
        total = total.checked_add(amount).ok_or(Common::Overflow)?;
    }
    Ok(total)
}

/// Checks what a decision shows by itself: order and amounts of its lines, and that its totals
/// are their sums (K2).
///
/// # Errors
/// [`Error::RepeatedLine`], [`Error::BenefitOutOfRange`], [`Error::AmountNegative`],
/// [`Error::LineSumMismatch`], [`Common::BadFormat`], [`Common::TooLarge`].
pub fn check_decision(request: &AdjudicateRequest) -> Result<(), Error> {
    if request.lines.is_empty() || request.lines.len() > LINES_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    check_ascending(request.lines.iter().map(|line| line.sequence))?;
    request.lines.iter().try_for_each(check_line)?;
    let benefits = sum(request.lines.iter().map(|line| line.benefit_minor))?;
    if benefits != request.benefit_minor {
        return Err(Error::LineSumMismatch { total: Total::Benefit });
    }
    // Lines without a submitted amount are compared when the claim is known.
    let stated: Option<Vec<i128>> = request.lines.iter().map(|line| line.submitted_minor).collect();
    match (stated, request.submitted_minor) {
        (Some(lines), Some(total)) if sum(lines.iter().copied())? != total => {
            Err(Error::LineSumMismatch { total: Total::Submitted })
        }
        _ => Ok(()),
    }
}

fn check_line(line: &LineDecision) -> Result<(), Error> {
    let parts =
        [line.submitted_minor, line.eligible_minor, line.deductible_minor, line.copay_minor];
    if parts.into_iter().flatten().any(|amount| amount < 0) {
        return Err(Error::AmountNegative);
    }
    let is_above = line.submitted_minor.is_some_and(|submitted| line.benefit_minor > submitted);
    if line.benefit_minor < 0 || is_above {
        return Err(Error::BenefitOutOfRange { sequence: line.sequence });
    }
    check_reason(line.reason.as_ref())
}

/// A reason has a digit and no character but letters, digits and hyphens.
///
/// # Errors
/// [`Common::BadFormat`].
pub fn check_reason(reason: Option<&ReasonCode>) -> Result<(), Error> {
    let Some(reason) = reason else { return Ok(()) };
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let bytes = reason.as_str().as_bytes();
    if bytes.iter().all(is_allowed) && bytes.iter().any(u8::is_ascii_digit) {
        Ok(())
    } else {
        Err(Common::BadFormat.into())
    }
}

/// Refuses a number that is not above the one before.
///
/// # Errors
/// [`Error::RepeatedLine`].
pub fn check_ascending(sequences: impl Iterator<Item = u32>) -> Result<(), Error> {
    let mut last = None;
    for sequence in sequences {
        if last.is_some_and(|last| last >= sequence) {
            return Err(Error::RepeatedLine { sequence });
        }
        last = Some(sequence);
    }
    Ok(())
}

/// Checks a decision against its claim: one currency (K11), each line of the claim and no other
/// decided, no benefit above what was submitted (K1), submitted amounts repeated as they were.
///
/// # Errors
/// [`Common::CurrencyMismatch`], [`Error::LineUnknown`], [`Error::BenefitOutOfRange`],
/// [`Error::LineSumMismatch`].
pub fn check_against(request: &AdjudicateRequest, claim: &Claim) -> Result<(), Error> {
    if request.currency != claim.currency {
        return Err(Common::CurrencyMismatch.into());
    }
    let mut lines = claim.lines.iter();
    for decision in &request.lines {
        let sequence = decision.sequence;
        match lines.next() {
            Some(line) if line.sequence == sequence => check_pair(decision, line)?,
            Some(line) => return Err(Error::LineUnknown { sequence: line.sequence.min(sequence) }),
            None => return Err(Error::LineUnknown { sequence }),
        }
    }
    if let Some(line) = lines.next() {
        return Err(Error::LineUnknown { sequence: line.sequence });
    }
    match request.submitted_minor {
        Some(total) if total != claim.total_minor => {
            Err(Error::LineSumMismatch { total: Total::Submitted })
        }
        _ => Ok(()),
    }
}

fn check_pair(decision: &LineDecision, line: &Line) -> Result<(), Error> {
    if decision.benefit_minor > line.submitted_minor {
        return Err(Error::BenefitOutOfRange { sequence: line.sequence });
    }
    match decision.submitted_minor {
        Some(submitted) if submitted != line.submitted_minor => {
            Err(Error::LineSumMismatch { total: Total::Submitted })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{claim, decision};

    #[test]
    fn k1_a_benefit_lies_between_zero_and_what_was_submitted() {
        for (benefit, expected) in [
            (-1, Err(Error::BenefitOutOfRange { sequence: 1 })),
            (0, Ok(())),
            (10_000, Ok(())),
            (10_001, Err(Error::BenefitOutOfRange { sequence: 1 })),
        ] {
            let request = decision(&[(1, benefit)]);
            let checked = check_decision(&request)
                .and_then(|()| check_against(&request, &claim(&[(1, 10_000)])));
            assert_eq!(checked, expected, "{benefit}");
        }
        let mut stated = decision(&[(1, 5_001)]);
        stated.lines[0].submitted_minor = Some(5_000);
        assert_eq!(check_decision(&stated), Err(Error::BenefitOutOfRange { sequence: 1 }));
    }

    #[test]
    fn k2_totals_are_the_sums_of_their_lines() {
        let mut request = decision(&[(1, 9_600), (2, 18_000)]);
        assert_eq!(check_decision(&request), Ok(()));
        request.benefit_minor = 9_600;
        assert_eq!(check_decision(&request), Err(Error::LineSumMismatch { total: Total::Benefit }));
        let mut request = decision(&[(1, 100)]);
        request.lines[0].submitted_minor = Some(200);
        for (total, expected) in
            [(200, Ok(())), (201, Err(Error::LineSumMismatch { total: Total::Submitted }))]
        {
            request.submitted_minor = Some(total);
            assert_eq!(check_decision(&request), expected);
        }
        request.submitted_minor = None;
        let mismatch = Err(Error::LineSumMismatch { total: Total::Submitted });
        assert_eq!(check_against(&request, &claim(&[(1, 300)])), mismatch);
        request.lines[0].submitted_minor = None;
        request.submitted_minor = Some(200);
        assert_eq!(check_against(&request, &claim(&[(1, 300)])), mismatch);
    }

    #[test]
    fn each_line_of_the_claim_is_decided_once() {
        let claim = claim(&[(1, 100), (3, 100)]);
        for (lines, expected) in [
            (&[(1, 1), (3, 1)][..], Ok(())),
            (&[(1, 1)], Err(Error::LineUnknown { sequence: 3 })),
            (&[(3, 1)], Err(Error::LineUnknown { sequence: 1 })),
            (&[(1, 1), (2, 1)], Err(Error::LineUnknown { sequence: 2 })),
            (&[(1, 1), (3, 1), (4, 1)], Err(Error::LineUnknown { sequence: 4 })),
        ] {
            assert_eq!(check_against(&decision(lines), &claim), expected, "{lines:?}");
        }
        let repeated = Err(Error::RepeatedLine { sequence: 1 });
        assert_eq!(check_decision(&decision(&[(1, 1), (1, 1)])), repeated);
        assert_eq!(check_decision(&decision(&[])), Err(Common::TooLarge.into()));
    }

    #[test]
    fn k11_a_decision_is_in_the_currency_of_the_claim() {
        let request = AdjudicateRequest { currency: Currency::EUR, ..decision(&[(1, 100)]) };
        let refused = Err(Common::CurrencyMismatch.into());
        assert_eq!(check_against(&request, &claim(&[(1, 100)])), refused);
    }

    #[test]
    fn a_reason_is_a_code_and_no_name() {
        for (text, is_good) in
            [("ar002", true), ("CO-45", true), ("45", true), ("MUELLER", false), ("a 1", false)]
        {
            let reason = ReasonCode::parse(text).ok();
            assert_eq!(check_reason(reason.as_ref()).is_ok(), is_good, "{text}");
        }
        assert_eq!(check_reason(None), Ok(()));
    }

    #[test]
    fn no_amount_is_negative_and_sums_do_not_overflow() {
        let mut request = decision(&[(1, 0)]);
        request.lines[0].copay_minor = Some(-1);
        assert_eq!(check_decision(&request), Err(Error::AmountNegative));
        let large = decision(&[(1, i128::MAX), (2, 1)]);
        assert_eq!(check_decision(&large), Err(Common::Overflow.into()));
    }
}
