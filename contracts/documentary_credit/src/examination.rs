//! Examination, notice of refusal and waiver (articles 14 to 16). Pure rules.
//!
//! A deadline is the last day on which a notice counts, at the bank's place; until it ends there,
//! a notice is in time.
//! A notice that this contract refuses was never given: the ledger keeps nothing of it, and
//! the bank may still give a valid one until the deadline.

use crate::documents::check_documents;
use crate::errors::Error;
use crate::presentation::{
    DISCREPANCIES_MAX, Disposal, Examination, Finding, Notice, Presentation, Settlement, Standing,
    Waiver,
};
use crate::readings::Readings;
use crate::terms::Terms;
use sandpact_sdk::prelude::*;

/// Whether the bank can no longer refuse: its deadline has passed without a decision
/// (article 16(f), A8).
#[must_use]
pub const fn is_precluded(examination: &Examination, has_deadline_passed: bool) -> bool {
    examination.finding.is_pending() && has_deadline_passed
}

/// Whether a deadline means anything to an examination: it is undecided and unpaid.
#[must_use]
pub fn may_be_precluded(examination: &Examination) -> bool {
    examination.finding.is_pending() && !is_settled(examination)
}

/// Where an examination stands.
///
/// For a nominated bank that has not confirmed, [`Standing::Precluded`] ends its right to
/// refuse; it never had to pay (article 12(a)).
#[must_use]
pub const fn standing(examination: &Examination, has_deadline_passed: bool) -> Standing {
    match (&examination.settlement, examination.finding) {
        (Settlement::Open, Finding::Received | Finding::UnderExamination)
            if is_precluded(examination, has_deadline_passed) =>
        {
            Standing::Precluded
        }
        (Settlement::Open, Finding::Received) => Standing::Received,
        (Settlement::Open, Finding::UnderExamination) => Standing::UnderExamination,
        (Settlement::Open, Finding::Complying) => Standing::Complying,
        (Settlement::Open, Finding::Refused) => Standing::Refused,
        (_, Finding::Returned) => Standing::Returned,
        (_, Finding::Refused) => Standing::WaivedAndHonoured,
        (Settlement::Honoured { .. }, _) => Standing::Honoured,
        (Settlement::Undertaken { .. }, _) => Standing::Undertaken,
        (Settlement::Paid { .. }, _) => Standing::Paid,
        (Settlement::Negotiated { .. }, _) => Standing::Negotiated,
    }
}

/// The bank takes the documents up. Its clock runs since it got them.
///
/// # Errors
/// [`Common::WrongState`] unless they have just arrived.
pub fn take_up(examination: &mut Examination) -> Result<(), Error> {
    if examination.finding != Finding::Received || is_settled(examination) {
        return Err(Common::WrongState.into());
    }
    examination.finding = Finding::UnderExamination;
    Ok(())
}

/// The bank states what it reads in the documents; before it decides it may read them again.
///
/// # Errors
/// [`Common::WrongState`] when it has decided.
pub fn read(examination: &mut Examination, readings: Readings) -> Result<(), Error> {
    if !may_be_precluded(examination) {
        return Err(Common::WrongState.into());
    }
    examination.finding = Finding::UnderExamination;
    examination.readings = Some(readings);
    Ok(())
}

/// The bank finds that the documents comply (article 15). After the deadline this says no
/// more than what preclusion has said already.
///
/// # Errors
/// [`Common::NotAuthorised`] for a bank that did not get the documents, [`Common::WrongState`]
/// when it has decided, and what [`check_documents`] finds.
pub fn find_complying(
    terms: &Terms,
    presentation: &mut Presentation,
    bank: &Address,
) -> Result<(), Error> {
    let examination = presentation.examination(bank)?;
    if !may_be_precluded(examination) {
        return Err(Common::WrongState.into());
    }
    check_documents(terms, presentation)?;
    presentation.examination_mut(bank)?.finding = Finding::Complying;
    Ok(())
}

/// Checks a notice of refusal: one only, in time, with at least one discrepancy and one of
/// the four disposals (article 16(c), 16(d), A7). `passed_deadline` is the bank's deadline when
/// it lies before today.
///
/// # Errors
/// [`Error::SecondNotice`], [`Common::WrongState`] when the bank has found that the documents
/// comply or has paid, [`Error::NoticeAfterDeadline`], [`Error::NoticeWithoutDiscrepancy`],
/// [`Common::TooLarge`], [`Error::NotTheIssuingBank`] for a disposal that is not this bank's.
pub fn check_notice(
    examination: &Examination,
    notice: &Notice,
    is_issuing_bank: bool,
    passed_deadline: Option<CivilDate>,
) -> Result<(), Error> {
    if examination.notice.is_some() {
        return Err(Error::SecondNotice);
    }
    if !may_be_precluded(examination) {
        return Err(Common::WrongState.into());
    }
    if let Some(deadline) = passed_deadline {
        return Err(Error::NoticeAfterDeadline { deadline });
    }
    match notice.discrepancies.len() {
        0 => Err(Error::NoticeWithoutDiscrepancy),
        count if count > DISCREPANCIES_MAX => Err(Common::TooLarge.into()),
        _ if notice.disposal == Disposal::HoldPendingWaiver && !is_issuing_bank => {
            Err(Error::NotTheIssuingBank)
        }
        _ => Ok(()),
    }
}

/// Records a notice that [`check_notice`] has admitted.
pub fn refuse(examination: &mut Examination, notice: Notice) {
    examination.finding = Finding::Refused;
    examination.notice = Some(notice);
}

/// The issuing bank asks the applicant to waive discrepancies. The deadline stays where it
/// is (article 16(b), A9).
///
/// # Errors
/// [`Common::WrongState`] when there is nothing to waive, or the applicant was asked or has
/// waived already.
pub fn seek_waiver(examination: &mut Examination) -> Result<(), Error> {
    let is_open = examination.finding.is_pending() || is_held(examination);
    let is_asked = matches!(examination.waiver, Waiver::Sought | Waiver::Given);
    if !is_open || is_asked || is_settled(examination) {
        return Err(Common::WrongState.into());
    }
    examination.waiver = Waiver::Sought;
    Ok(())
}

/// The applicant answers.
///
/// # Errors
/// [`Common::WrongState`] when it was not asked.
pub fn answer_waiver(examination: &mut Examination, is_given: bool) -> Result<(), Error> {
    if examination.waiver != Waiver::Sought {
        return Err(Common::WrongState.into());
    }
    examination.waiver = if is_given { Waiver::Given } else { Waiver::Declined };
    Ok(())
}

/// The refusing bank sends the documents back, which it may at any time (article 16(e)).
///
/// # Errors
/// [`Common::WrongState`] when it has not refused, or has paid after a waiver.
pub fn return_documents(examination: &mut Examination) -> Result<(), Error> {
    if examination.finding != Finding::Refused || is_settled(examination) {
        return Err(Common::WrongState.into());
    }
    examination.finding = Finding::Returned;
    Ok(())
}

/// Whether the applicant's waiver lets the bank pay: the bank has not refused yet, or holds
/// the documents since.
#[must_use]
pub fn is_waived(examination: &Examination) -> bool {
    examination.waiver == Waiver::Given
        && (examination.finding.is_pending() || is_held(examination))
}

/// Whether the bank has refused and holds the documents.
fn is_held(examination: &Examination) -> bool {
    let disposal = examination.notice.as_ref().map(|notice| notice.disposal);
    examination.finding == Finding::Refused
        && matches!(disposal, Some(Disposal::HoldPendingPresenter | Disposal::HoldPendingWaiver))
}

fn is_settled(examination: &Examination) -> bool {
    examination.settlement != Settlement::Open
}

#[cfg(test)]
#[path = "examination_tests.rs"]
mod tests;
