//! The statements that hold after every step. Function names carry their numbers.

use super::cast::{Cast, credit_id, id};
use super::days;
use super::model::{Book, Desk, Found, INSTALMENTS, Model, Money, Papers, QUANTITY, Read};
use super::steps::Step;
use documentary_credit::{
    AmendmentState, Credit, CreditState, Disposal, Examination, Finding, PartialShipments,
    PresentationView, Settlement, Standing, maximum_minor, remaining_minor,
};

/// Checks all of them: `model` is what the clerk has now, `before` what he had.
pub fn check(cast: &Cast, before: &Model, model: &Model, step: &Step) {
    let credit = cast.contract.query().credit(credit_id(false)).ok();
    let child = model.child.as_ref().map(|_| cast.contract.query().credit(credit_id(true)).ok());
    check_credit(model, &model.credit, &credit, false);
    if let (Some(book), Some(credit)) = (&model.child, &child) {
        check_credit(model, book, credit, true);
    }
    a10_old_terms_are_in_force_until_all_agree(cast, before, model, &credit);
    a17_a_transfer_stays_inside_the_credit(model, &credit, child.as_ref());
    let papers = model.papers.iter().enumerate();
    for (number, papers) in papers.filter(|(number, _)| is_touched(step, model, *number)) {
        let view = cast.contract.query().presentation(id(2, number)).ok();
        check_papers(cast, before.papers.get(number), model, papers, &view);
        a20_the_applicant_changes_a_waiver_alone(step, number, before, papers);
    }
}

/// A step shows on one presentation; a day, and the end of a credit, on all.
fn is_touched(step: &Step, model: &Model, number: usize) -> bool {
    match step {
        Step::Days { .. } | Step::Close { .. } | Step::Answer { .. } => true,
        Step::Present(_) => number + 1 == model.papers.len(),
        Step::TakeUp { papers, .. }
        | Step::Examine { papers, .. }
        | Step::Comply { papers, .. }
        | Step::Refuse { papers, .. }
        | Step::SeekWaiver { papers, .. }
        | Step::AnswerWaiver { papers, .. }
        | Step::Return { papers, .. }
        | Step::Settle { papers, .. }
        | Step::Pay { papers, .. }
        | Step::Ask { papers, .. }
        | Step::Forward { papers, .. }
        | Step::Preclude { papers, .. } => *papers == number,
        _ => false,
    }
}

fn check_credit(model: &Model, book: &Book, credit: &Credit, is_child: bool) {
    assert_eq!((credit.state, credit.drawings), (book.state, book.drawings));
    a1_drawings_stay_within_amount_and_tolerance(model, book, credit, is_child);
    a12_one_drawing_when_partial_shipments_are_not_allowed(credit);
    a13_about_and_quantities(model, book, credit);
    a14_instalments_begin_in_order(book, credit);
    a18_expiry_place_availability_and_bank_are_stated(credit);
}

fn a1_drawings_stay_within_amount_and_tolerance(
    model: &Model,
    book: &Book,
    credit: &Credit,
    is_child: bool,
) {
    assert_eq!((credit.drawn_minor, credit.transferred_minor), (book.drawn, book.passed_on));
    assert_eq!(remaining_minor(credit), Ok(book.remaining()));
    assert!(book.drawn + book.passed_on <= book.maximum && book.remaining() >= 0);
    let papers = model.papers.iter().filter(|papers| papers.is_child == is_child);
    let drawn: i128 = papers.filter_map(|papers| papers.drawn).sum();
    assert_eq!(credit.drawn_minor, drawn, "what was paid is what was drawn");
}

fn a12_one_drawing_when_partial_shipments_are_not_allowed(credit: &Credit) {
    let is_single = credit.terms.partial_shipments == PartialShipments::NotAllowed;
    assert!(!is_single || credit.drawings <= 1);
}

fn a13_about_and_quantities(model: &Model, book: &Book, credit: &Credit) {
    assert_eq!(maximum_minor(&credit.terms), Ok(book.maximum));
    let ten_percent = book.amount * 11 / 10;
    assert!(!model.kind.is_about || book.maximum == ten_percent);
    assert_eq!(credit.shipped_thousandths, book.shipped);
}

fn a14_instalments_begin_in_order(book: &Book, credit: &Credit) {
    assert_eq!(usize::from(credit.instalments_begun), book.begun);
    if !credit.terms.conditions.instalments.is_empty() {
        let until: i128 = INSTALMENTS.iter().take(book.begun).map(|it| it.2).sum();
        let most = until * book.maximum / book.amount;
        assert!(book.drawn <= most, "an instalment draws its amount");
    }
}

fn a18_expiry_place_availability_and_bank_are_stated(credit: &Credit) {
    let place = credit.terms.nominated_bank.place;
    assert!(place.iter().all(u8::is_ascii_uppercase) && credit.terms.expiry >= credit.issued_on);
    // A credit is issued before the day of its expiry and may be transferred on it.
    assert!(credit.parent.is_some() || credit.terms.expiry > credit.issued_on);
    assert!(!matches!(&credit.terms.availability,
        documentary_credit::Availability::Acceptance { drawee, .. }
            if *drawee == credit.terms.applicant));
}

fn a10_old_terms_are_in_force_until_all_agree(
    cast: &Cast,
    before: &Model,
    model: &Model,
    credit: &Credit,
) {
    let book = &model.credit;
    assert_eq!((credit.terms.amount_minor, credit.terms.expiry), (book.amount, book.expiry));
    assert_eq!(credit.version, model.version);
    assert!(before.version == model.version || credit.is_live() || book.remaining() == 0);
    for (number, proposal) in model.proposals.iter().enumerate() {
        let is_agreed = proposal.is_accepted && (proposal.is_confirmed || !model.kind.is_confirmed);
        assert!(!is_agreed || !proposal.is_open);
        // The newest is looked at; the others have been.
        if number + 1 == model.proposals.len() {
            let state = cast.contract.query().amendment(id(4, number)).ok().state;
            assert_eq!(state == AmendmentState::Proposed, proposal.is_open);
            assert_eq!(state == AmendmentState::Effective, is_agreed && !proposal.is_open);
        }
    }
}

fn a17_a_transfer_stays_inside_the_credit(model: &Model, credit: &Credit, child: Option<&Credit>) {
    let Some(child) = child else {
        assert_eq!(credit.transferred_minor, 0);
        return;
    };
    assert!(model.kind.is_transferable && child.parent == Some(credit_id(false)));
    let share = maximum_minor(&child.terms).map(|share| share - child.transferred_minor);
    assert_eq!(share, Ok(credit.transferred_minor), "what is the one's is not the other's");
    let drawn = credit.drawn_minor + child.drawn_minor;
    assert!(maximum_minor(&credit.terms).is_ok_and(|maximum| drawn <= maximum));
    let (new, old) = (&child.terms, &credit.terms);
    assert!(new.expiry <= old.expiry && new.period_days <= Some(21));
    assert_eq!((new.applicant, new.currency), (old.applicant, old.currency));
}

fn check_papers(
    cast: &Cast,
    before: Option<&Papers>,
    model: &Model,
    papers: &Papers,
    view: &PresentationView,
) {
    a2_a_presentation_draws_its_claim_at_most(papers, view);
    a3_a4_documents_came_in_time(model, papers, view);
    assert_eq!(view.banks.len(), papers.desks.len());
    for (number, desk) in papers.desks.iter().enumerate() {
        let (shown, own) = (&view.banks[number], &view.presentation.examinations[number]);
        assert_eq!(shown.bank, cast.address(desk.bank));
        a5_a6_a9_five_banking_days_whatever_happens(desk, shown.deadline);
        assert_eq!(shown.standing, desk.standing(model.today));
        a7_one_notice_in_time(desk, own);
        a8_a_precluded_bank_has_not_refused(desk, own, shown.standing);
        a11_to_a16_complying_documents_are_as_asked(model, papers, desk, own);
        let earlier = before.and_then(|papers| papers.desks.get(number));
        a19_an_undertaking_stays_until_it_is_paid(earlier, desk, own);
    }
}

fn a2_a_presentation_draws_its_claim_at_most(papers: &Papers, view: &PresentationView) {
    assert_eq!(view.presentation.drawn_minor, papers.drawn);
    assert!(papers.drawn.is_none_or(|drawn| drawn > 0 && drawn <= papers.claim));
    let paid = papers.desks.iter().filter(|desk| desk.money != Money::Nothing).count();
    let examinations = &view.presentation.examinations;
    let to_beneficiary = examinations
        .iter()
        .filter(|own| own.settlement != Settlement::Open && own.reimburses.is_none());
    assert_eq!(to_beneficiary.count(), paid.min(1), "the beneficiary is paid once");
}

fn a3_a4_documents_came_in_time(model: &Model, papers: &Papers, view: &PresentationView) {
    let presented = view.presentation.presented_on;
    let Some(book) = model.book(papers.is_child) else { panic!("there is such a credit") };
    let period_end = papers.shipped.checked_add_days(book.period).expect("a day of this year");
    assert!(presented <= days::extended(period_end) && presented >= papers.shipped);
    assert!(presented <= days::extended(book.expiry));
    // A shipment after the latest date may be presented, and does not comply.
    let is_late =
        model.kind.has_latest_shipment && papers.shipped > days::plus(super::model::LATEST);
    let complying = papers.desks.iter().any(|desk| desk.found == Found::Complying);
    assert!(!is_late || !complying);
}

fn a5_a6_a9_five_banking_days_whatever_happens(
    desk: &Desk,
    shown: Option<sandpact_sdk::prelude::CivilDate>,
) {
    assert_eq!(shown, Some(days::deadline(desk.since)));
}

fn a7_one_notice_in_time(desk: &Desk, own: &Examination) {
    let is_refused = matches!(desk.found, Found::Refused { .. } | Found::Returned);
    assert_eq!(own.notice.is_some(), is_refused);
    if let Some(notice) = &own.notice {
        assert!(!notice.discrepancies.is_empty());
        let waits = notice.disposal == Disposal::HoldPendingWaiver;
        assert!(!waits || desk.bank == super::model::Bank::Issuing);
    }
}

fn a8_a_precluded_bank_has_not_refused(desk: &Desk, own: &Examination, standing: Standing) {
    assert_eq!(own.is_precluded, desk.is_recorded_late);
    assert!(standing != Standing::Precluded || own.notice.is_none());
    assert!(!own.is_precluded || own.notice.is_none());
}

/// A11 and A12 to A16: what complies is complete and was read as the credit asks.
fn a11_to_a16_complying_documents_are_as_asked(
    model: &Model,
    papers: &Papers,
    desk: &Desk,
    own: &Examination,
) {
    let kind = &model.kind;
    if own.finding != Finding::Complying {
        return;
    }
    assert!(papers.is_complete && desk.read != Some(Read::OtherParties));
    if kind.is_insured {
        assert!(!matches!(desk.read, None | Some(Read::LittleCover | Read::LateCover)));
    }
    if let Some(is_counted) = kind.quantity {
        let read = desk.read.map_or(0, Read::quantity);
        assert!(read <= if is_counted { QUANTITY } else { QUANTITY * 105 / 100 });
    }
}

fn a19_an_undertaking_stays_until_it_is_paid(
    before: Option<&Desk>,
    desk: &Desk,
    own: &Examination,
) {
    if let Some(Money::Undertaken { maturity }) = before.map(|desk| desk.money) {
        assert!(desk.money == Money::Paid || desk.money == Money::Undertaken { maturity });
    }
    match (desk.money, &own.settlement) {
        (Money::Undertaken { maturity }, Settlement::Undertaken { maturity: stored, .. }) => {
            assert_eq!(maturity, *stored);
        }
        (Money::Nothing, Settlement::Open)
        | (Money::Honoured, Settlement::Honoured { .. })
        | (Money::Paid, Settlement::Paid { .. }) => {}
        (expected, stored) => panic!("{expected:?}, and {stored:?} is stored"),
    }
}

fn a20_the_applicant_changes_a_waiver_alone(
    step: &Step,
    number: usize,
    before: &Model,
    papers: &Papers,
) {
    let Step::AnswerWaiver { papers: answered, .. } = step else { return };
    if *answered != number {
        return;
    }
    let Some(earlier) = before.papers.get(number) else { return };
    assert_eq!(earlier.drawn, papers.drawn);
    for (before, desk) in earlier.desks.iter().zip(&papers.desks) {
        assert_eq!((before.found, before.money), (desk.found, desk.money));
    }
}

/// What a refusal leaves: the books as they were.
pub fn check_closed_states(before: &Model, model: &Model) {
    let is_closed = |book: &Book| book.state != CreditState::Advised;
    assert!(!is_closed(&before.credit) || is_closed(&model.credit), "a closed credit stays so");
}
