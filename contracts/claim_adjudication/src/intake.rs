//! Which claims are well formed. Pure rules.

use crate::errors::{Error, Total};
use crate::lines::{check_ascending, sum};
use crate::messages::{LINES_LEN_MAX, Line, PAYER_ORDER_MAX, SubmitRequest};
use sandpact_sdk::prelude::*;

/// What a document asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Payment of what was done.
    Claim,
    /// Approval of what is to be done, whose dates may lie ahead.
    Preauthorisation,
}

/// Checks all that a request shows by itself. `today` is the date of the block, UTC.
///
/// # Errors
/// [`Common::TooLarge`], [`Common::BadFormat`], [`Error::RepeatedLine`],
/// [`Common::AmountNotPositive`], [`Common::DateOrder`], [`Error::DateAfterSubmission`],
/// [`Error::LineSumMismatch`], [`Common::Overflow`].
pub fn check(request: &SubmitRequest, ask: Ask, today: CivilDate) -> Result<(), Error> {
    let lines = &request.lines;
    if lines.is_empty() || lines.len() > LINES_LEN_MAX {
        return Err(Common::TooLarge.into());
    }
    if !(1..=PAYER_ORDER_MAX).contains(&request.order) {
        return Err(Common::BadFormat.into());
    }
    check_ascending(lines.iter().map(|line| line.sequence))?;
    if request.created > today {
        return Err(Error::DateAfterSubmission);
    }
    for line in lines {
        check_line(line, ask, request.created)?;
    }
    check_services(lines)?;
    let total = sum(lines.iter().map(|line| line.submitted_minor))?;
    if total == request.total_minor {
        Ok(())
    } else {
        Err(Error::LineSumMismatch { total: Total::Submitted })
    }
}

fn check_line(line: &Line, ask: Ask, created: CivilDate) -> Result<(), Error> {
    if line.submitted_minor <= 0 {
        return Err(Common::AmountNotPositive.into());
    }
    if line.to < line.from {
        return Err(Common::DateOrder.into());
    }
    if ask == Ask::Claim && line.to > created {
        return Err(Error::DateAfterSubmission);
    }
    Ok(())
}

/// One service is one line (K6): what was done several times has a modifier or a quantity.
fn check_services(lines: &[Line]) -> Result<(), Error> {
    for (index, line) in lines.iter().enumerate() {
        let is_same = |other: &Line| (other.service, other.from) == (line.service, line.from);
        if lines.iter().take(index).any(is_same) {
            return Err(Error::RepeatedLine { sequence: line.sequence });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects)]
    use super::*;
    use crate::samples::{date, submission};

    const TODAY: &str = "2026-01-05";

    fn checked(request: &SubmitRequest) -> Result<(), Error> {
        check(request, Ask::Claim, date(TODAY))
    }

    #[test]
    fn lines_are_positive_and_add_up_to_the_total() {
        for (lines, total, expected) in [
            (&[(1, 100), (2, 50)][..], 150, Ok(())),
            (&[(1, 100), (2, 50)], 151, Err(Error::LineSumMismatch { total: Total::Submitted })),
            (&[(1, 0)], 0, Err(Common::AmountNotPositive.into())),
            (&[(1, -5), (2, 10)], 5, Err(Common::AmountNotPositive.into())),
            (&[(2, 1), (1, 1)], 2, Err(Error::RepeatedLine { sequence: 1 })),
            (&[], 0, Err(Common::TooLarge.into())),
            (&[(1, i128::MAX), (2, 1)], 0, Err(Common::Overflow.into())),
        ] {
            let request = SubmitRequest { total_minor: total, ..submission(lines) };
            assert_eq!(checked(&request), expected, "{lines:?}");
        }
    }

    #[test]
    fn no_date_is_after_the_submission() {
        let mut request = submission(&[(1, 100)]);
        request.created = date(TODAY);
        request.lines[0].to = date(TODAY);
        assert_eq!(checked(&request), Ok(()));
        request.created = date("2026-01-04");
        assert_eq!(checked(&request), Err(Error::DateAfterSubmission));
        assert_eq!(check(&request, Ask::Preauthorisation, date(TODAY)), Ok(()));
        request.created = date("2026-01-06");
        assert_eq!(checked(&request), Err(Error::DateAfterSubmission));
        request.created = date(TODAY);
        request.lines[0].from = date("2026-01-06");
        assert_eq!(checked(&request), Err(Common::DateOrder.into()));
    }

    #[test]
    fn k6_one_service_is_one_line() {
        let mut request = submission(&[(1, 100), (2, 50)]);
        request.lines[1].service = request.lines[0].service;
        assert_eq!(checked(&request), Err(Error::RepeatedLine { sequence: 2 }));
        request.lines[1].from = date("2025-12-30");
        assert_eq!(checked(&request), Ok(()), "on another day it is another service");
    }

    #[test]
    fn a_claim_has_up_to_fifty_lines_and_eleven_payers() {
        let lines = |count: u32| {
            let lines: Vec<(u32, i128)> = (1..=count).map(|sequence| (sequence, 1)).collect();
            let mut request = submission(&lines);
            for (line, byte) in request.lines.iter_mut().zip(0..) {
                line.service = Hash([byte; 32]);
            }
            request
        };
        let max = u32::try_from(LINES_LEN_MAX).unwrap_or(0);
        assert_eq!(checked(&lines(max)), Ok(()));
        assert_eq!(checked(&lines(max + 1)), Err(Common::TooLarge.into()));
        for (order, is_good) in [(0, false), (1, true), (11, true), (12, false)] {
            let request = SubmitRequest { order, ..lines(1) };
            assert_eq!(checked(&request).is_ok(), is_good, "{order}");
        }
    }
}
