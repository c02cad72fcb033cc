//! Tests of examination. The deadline is that of the first worked example: presented on
//! Monday 2024-01-08, five banking days, Monday 2024-01-15.
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use super::*;
use crate::samples::{
    BENEFICIARY, ISSUING, NOMINATED, date, examination, notice, presentation, terms,
};

const DEADLINE: &str = "2024-01-15";
const DAY_AFTER: &str = "2024-01-16";

fn checked(examination: &Examination, notice: &Notice, today: &str) -> Result<(), Error> {
    check_notice(examination, notice, true, passed(today))
}

/// What the calendar says of the deadline on this day.
fn passed(today: &str) -> Option<CivilDate> {
    (date(today) > date(DEADLINE)).then(|| date(DEADLINE))
}

fn stands(examination: &Examination, today: &str) -> Standing {
    standing(examination, passed(today).is_some())
}

fn refused(disposal: Disposal) -> Examination {
    let mut examination = examination(ISSUING);
    refuse(&mut examination, notice(disposal));
    examination
}

#[test]
fn a_notice_counts_until_the_end_of_the_deadline() {
    let (own, notice) = (examination(ISSUING), notice(Disposal::Returning));
    assert_eq!(checked(&own, &notice, DEADLINE), Ok(()));
    let late = Err(Error::NoticeAfterDeadline { deadline: date(DEADLINE) });
    assert_eq!(checked(&own, &notice, DAY_AFTER), late);
}

#[test]
fn a_notice_is_single() {
    let second = checked(&refused(Disposal::Returning), &notice(Disposal::Returning), DEADLINE);
    assert_eq!(second, Err(Error::SecondNotice));
    let mut returned = refused(Disposal::Returning);
    return_documents(&mut returned).unwrap();
    let third = checked(&returned, &notice(Disposal::Returning), DAY_AFTER);
    assert_eq!(third, Err(Error::SecondNotice));
}

#[test]
fn a_notice_names_one_to_sixty_four_discrepancies() {
    let with = |count: u16| {
        let notice = Notice { discrepancies: (0..count).collect(), ..notice(Disposal::Returning) };
        checked(&examination(ISSUING), &notice, DEADLINE)
    };
    assert_eq!(with(0), Err(Error::NoticeWithoutDiscrepancy));
    assert_eq!(with(1), Ok(()));
    assert_eq!(with(64), Ok(()));
    assert_eq!(with(65), Err(Common::TooLarge.into()));
}

#[test]
fn only_the_issuing_bank_holds_pending_a_waiver() {
    for (disposal, expected) in [
        (Disposal::HoldPendingPresenter, Ok(())),
        (Disposal::HoldPendingWaiver, Err(Error::NotTheIssuingBank)),
        (Disposal::Returning, Ok(())),
        (Disposal::PriorInstructions, Ok(())),
    ] {
        let (own, notice) = (examination(NOMINATED), notice(disposal));
        assert_eq!(check_notice(&own, &notice, false, None), expected);
        assert_eq!(check_notice(&own, &notice, true, None), Ok(()));
    }
}

#[test]
fn what_was_found_complying_or_paid_is_not_refused() {
    let mut own = examination(ISSUING);
    own.finding = Finding::Complying;
    let notice = notice(Disposal::Returning);
    assert_eq!(checked(&own, &notice, DEADLINE), Err(Common::WrongState.into()));
    let maturity = date("2024-04-10");
    for settlement in [
        Settlement::Undertaken { amount_minor: 1, maturity },
        Settlement::Paid { amount_minor: 1, on: maturity },
        Settlement::Honoured { amount_minor: 1, on: maturity },
    ] {
        for finding in [Finding::Received, Finding::UnderExamination, Finding::Complying] {
            let own =
                Examination { finding, settlement: settlement.clone(), ..examination(ISSUING) };
            assert_eq!(checked(&own, &notice, DEADLINE), Err(Common::WrongState.into()));
        }
    }
}

#[test]
fn after_the_deadline_a_silent_bank_is_precluded() {
    for finding in [Finding::Received, Finding::UnderExamination] {
        let own = Examination { finding, ..examination(ISSUING) };
        assert_ne!(stands(&own, DEADLINE), Standing::Precluded);
        assert_eq!(stands(&own, DAY_AFTER), Standing::Precluded);
        assert!(is_precluded(&own, true));
    }
    for finding in [Finding::Complying, Finding::Refused, Finding::Returned] {
        let own = Examination { finding, ..examination(ISSUING) };
        assert!(!is_precluded(&own, true));
    }
}

#[test]
fn seeking_a_waiver_moves_no_deadline() {
    let mut asked = examination(ISSUING);
    seek_waiver(&mut asked).unwrap();
    assert_eq!(asked.presented_on, examination(ISSUING).presented_on);
    let notice = notice(Disposal::HoldPendingWaiver);
    let late = Err(Error::NoticeAfterDeadline { deadline: date(DEADLINE) });
    for mut own in [asked.clone(), asked] {
        assert_eq!(checked(&own, &notice, DEADLINE), Ok(()));
        assert_eq!(checked(&own, &notice, DAY_AFTER), late);
        answer_waiver(&mut own, false).unwrap();
        assert_eq!(checked(&own, &notice, DAY_AFTER), late);
        assert_eq!(stands(&own, DAY_AFTER), Standing::Precluded);
    }
}

#[test]
fn the_applicant_is_asked_before_it_answers_and_answers_once() {
    let mut own = examination(ISSUING);
    assert_eq!(answer_waiver(&mut own, true), Err(Common::WrongState.into()));
    seek_waiver(&mut own).unwrap();
    assert_eq!(seek_waiver(&mut own), Err(Common::WrongState.into()));
    assert!(!is_waived(&own));
    answer_waiver(&mut own, true).unwrap();
    assert!(is_waived(&own));
    assert_eq!(answer_waiver(&mut own, false), Err(Common::WrongState.into()));
    assert_eq!(seek_waiver(&mut own), Err(Common::WrongState.into()));
}

#[test]
fn a_waiver_needs_documents_that_the_bank_holds() {
    for (disposal, is_held) in [
        (Disposal::HoldPendingPresenter, true),
        (Disposal::HoldPendingWaiver, true),
        (Disposal::Returning, false),
        (Disposal::PriorInstructions, false),
    ] {
        let mut own = refused(disposal);
        assert_eq!(seek_waiver(&mut own).is_ok(), is_held);
        own.waiver = Waiver::Given;
        assert_eq!(is_waived(&own), is_held);
        return_documents(&mut own).unwrap();
        assert!(!is_waived(&own));
    }
}

#[test]
fn only_refused_documents_go_back_and_once() {
    let mut own = examination(ISSUING);
    assert_eq!(return_documents(&mut own), Err(Common::WrongState.into()));
    let mut own = refused(Disposal::Returning);
    assert_eq!(return_documents(&mut own), Ok(()));
    assert_eq!(return_documents(&mut own), Err(Common::WrongState.into()));
    let honoured = Settlement::Honoured { amount_minor: 1, on: date(DEADLINE) };
    let mut paid = Examination { settlement: honoured, ..refused(Disposal::HoldPendingWaiver) };
    assert_eq!(return_documents(&mut paid), Err(Common::WrongState.into()));
    assert_eq!(stands(&paid, DEADLINE), Standing::WaivedAndHonoured);
}

#[test]
fn documents_are_taken_up_once() {
    let mut own = examination(ISSUING);
    assert_eq!(take_up(&mut own), Ok(()));
    assert_eq!(stands(&own, DEADLINE), Standing::UnderExamination);
    assert_eq!(take_up(&mut own), Err(Common::WrongState.into()));
}

#[test]
fn a_bank_finds_complying_once_what_is_complete() {
    let mut sample = presentation();
    let stranger = find_complying(&terms(), &mut sample, &BENEFICIARY);
    assert_eq!(stranger, Err(Common::NotAuthorised.into()));
    let mut incomplete = presentation();
    let missing = incomplete.documents.remove(0).kind;
    let refused = find_complying(&terms(), &mut incomplete, &NOMINATED);
    assert_eq!(refused, Err(Error::DocumentMissing { kind: missing }));
    assert_eq!(find_complying(&terms(), &mut sample, &NOMINATED), Ok(()));
    assert_eq!(sample.examinations[0].finding, Finding::Complying);
    let again = find_complying(&terms(), &mut sample, &NOMINATED);
    assert_eq!(again, Err(Common::WrongState.into()));
}
