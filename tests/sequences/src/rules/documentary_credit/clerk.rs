//! What a clerk does with a step: says no, or writes the books anew.

use super::changes::{answer, ask, ask_back, close, propose, transfer};
use super::days::{self, extended};
use super::model::{
    Bank, Book, Desk, Found, INSTALMENTS, Kind, LATEST, Model, Money, Papers, QUANTITY, Read,
    TENOR, Waived,
};
use super::steps::{Present, Step};
use documentary_credit::CreditState;
use sandpact_sdk::prelude::CivilDate;

/// The books after a step; `None` when it is refused.
pub fn apply(model: &Model, step: &Step) -> Option<Model> {
    let mut next = model.clone();
    let done = match step {
        Step::Present(present) => receive(&mut next, present),
        Step::Forward { papers, from, to } => forward(&mut next, *papers, *from, *to),
        Step::Settle { papers, bank, more } => settle(&mut next, *papers, *bank, *more),
        Step::Propose { by_issuing, change } => propose(&mut next, *by_issuing, *change),
        Step::Answer { proposal, by_beneficiary, said } => {
            answer(&mut next, *proposal, *by_beneficiary, *said)
        }
        Step::AskTransfer { amount, is_stranger } => ask(&mut next, *amount, *is_stranger),
        Step::AskBack { amount, is_onward } => ask_back(&mut next, *amount, *is_onward),
        Step::Transfer { is_back, by_bank } => transfer(&mut next, *is_back, *by_bank),
        Step::Close { by_issuing } => close(&mut next, *by_issuing),
        _ => at_desk(&mut next, step),
    };
    done.map(|()| next)
}

/// Goes on when it is right.
pub fn yes(is_right: bool) -> Option<()> {
    is_right.then_some(())
}

fn after(day: CivilDate, days: i32) -> CivilDate {
    day.checked_add_days(days).expect("a day of this year")
}

fn receive(model: &mut Model, present: &Present) -> Option<()> {
    let (kind, today) = (model.kind, model.today);
    let shipped = after(today, -present.shipped_days_ago);
    let book = model.book(present.is_child)?;
    yes(!present.is_stranger && !present.is_euro && present.claim > 0 && book.is_live())?;
    yes(present.to == Bank::Nominated || !present.is_child)?;
    yes(present.to != Bank::Confirming || kind.is_confirmed)?;
    let last_day = book.expiry.min(after(shipped, book.period));
    yes(shipped <= today && today <= extended(last_day))?;
    let instalment = match kind.has_instalments {
        true => Some(instalment_of(book, shipped)?),
        false => None,
    };
    let bill = bill_of(model, present);
    yes(!is_drawn(model, bill, None))?;
    if let Some(number) = instalment {
        let book = model.book_mut(present.is_child);
        book.begun = book.begun.max(number + 1);
    }
    model.papers.push(Papers {
        is_child: present.is_child,
        claim: present.claim,
        shipped,
        is_complete: present.is_complete,
        bill,
        instalment,
        desks: vec![Desk::new(present.to, today)],
        drawn: None,
        is_financed: present.is_financed,
    });
    Some(())
}

/// The instalment of a day, from 0, when the one before has begun (A14).
fn instalment_of(book: &Book, shipped: CivilDate) -> Option<usize> {
    let is_in = |(from, to, _): &(i32, i32, i128)| {
        days::plus(*from) <= shipped && shipped <= days::plus(*to)
    };
    INSTALMENTS.iter().position(is_in).filter(|number| *number <= book.begun)
}

/// The bill of a presentation: a new one, or that of the first under the same credit.
pub fn bill_of(model: &Model, present: &Present) -> usize {
    let mut earlier = model.papers.iter().filter(|papers| papers.is_child == present.is_child);
    let used = earlier.next().filter(|_| present.is_bill_used);
    used.map_or(model.papers.len(), |papers| papers.bill)
}

/// Whether another presentation has drawn with this bill.
fn is_drawn(model: &Model, bill: usize, but: Option<usize>) -> bool {
    let others = model.papers.iter().enumerate().filter(|(number, _)| Some(*number) != but);
    others.into_iter().any(|(_, papers)| papers.bill == bill && papers.drawn.is_some())
}

fn forward(model: &mut Model, papers: usize, from: Bank, to: Bank) -> Option<()> {
    let today = model.today;
    let is_bound = to == Bank::Issuing || (to == Bank::Confirming && model.kind.is_confirmed);
    let papers = model.papers.get_mut(papers)?;
    let sender = papers.desks.iter().find(|desk| desk.bank == from)?;
    let has_already = papers.desks.iter().any(|desk| desk.bank == to);
    yes(is_bound && sender.found != Found::Returned && !has_already)?;
    papers.desks.push(Desk::new(to, today));
    Some(())
}

/// What one bank does with one presentation, or the applicant says of it.
fn at_desk(model: &mut Model, step: &Step) -> Option<()> {
    let (today, kind) = (model.today, model.kind);
    let (number, bank) = match step {
        Step::TakeUp { papers, bank }
        | Step::Examine { papers, bank, .. }
        | Step::Comply { papers, bank }
        | Step::Refuse { papers, bank, .. }
        | Step::SeekWaiver { papers, bank }
        | Step::Return { papers, bank }
        | Step::Ask { papers, bank }
        | Step::Pay { papers, bank }
        | Step::Preclude { papers, bank } => (*papers, *bank),
        Step::AnswerWaiver { papers, .. } => (*papers, Bank::Issuing),
        _ => return None,
    };
    let papers = model.papers.get(number)?.clone();
    let book = model.book(papers.is_child)?.clone();
    let desks = &mut model.papers.get_mut(number)?.desks;
    let desk = desks.iter_mut().find(|desk| desk.bank == bank)?;
    let (is_undecided, is_late) = (desk.is_undecided(), desk.is_late(today));
    match step {
        Step::TakeUp { .. } => {
            yes(is_undecided && desk.found == Found::Nothing { is_begun: false })?;
            desk.found = Found::Nothing { is_begun: true };
        }
        Step::Examine { read, .. } => {
            yes(is_undecided)?;
            (desk.found, desk.read) = (Found::Nothing { is_begun: true }, Some(*read));
        }
        Step::Comply { .. } => {
            yes(is_undecided && complies(&kind, &book, &papers, desk.read))?;
            desk.found = Found::Complying;
            desk.is_recorded_late |= is_late;
        }
        Step::Refuse { is_empty, is_held, .. } => {
            yes(is_undecided && !is_late && !is_empty)?;
            desk.found = Found::Refused { is_held: *is_held };
        }
        Step::SeekWaiver { .. } => {
            let is_open = is_undecided || desk.is_held();
            yes(bank == Bank::Issuing && is_open && desk.money == Money::Nothing)?;
            yes(!matches!(desk.waived, Waived::Asked | Waived::Yes))?;
            desk.waived = Waived::Asked;
        }
        Step::AnswerWaiver { is_given, .. } => {
            yes(desk.waived == Waived::Asked)?;
            desk.waived = if *is_given { Waived::Yes } else { Waived::No };
        }
        Step::Return { .. } => {
            yes(matches!(desk.found, Found::Refused { .. }) && desk.money == Money::Nothing)?;
            desk.found = Found::Returned;
        }
        Step::Ask { .. } => {
            yes(kind.has_registry && desk.money == Money::Nothing)?;
            desk.has_asked = true;
        }
        Step::Preclude { .. } => {
            yes(is_undecided && is_late && !desk.is_recorded_late)?;
            desk.is_recorded_late = true;
        }
        Step::Pay { .. } => {
            let Money::Undertaken { maturity } = desk.money else { return None };
            yes(today >= maturity)?;
            desk.money = Money::Paid;
        }
        _ => return None,
    }
    Some(())
}

/// Whether documents comply, as far as the record knows: all there, shipped in time (A4), and
/// read as the credit asks (A12, A13, A15, A16).
fn complies(kind: &Kind, book: &Book, papers: &Papers, read: Option<Read>) -> bool {
    let is_late = kind.has_latest_shipment && papers.shipped > days::plus(LATEST);
    papers.is_complete
        && !is_late
        && is_enough(kind, book, papers, read)
        && kind.quantity.is_none_or(|is_counted| is_quantity(kind, book, is_counted, read))
        && (!kind.is_insured
            || read.is_some_and(|it| !matches!(it, Read::LittleCover | Read::LateCover)))
        && read != Some(Read::OtherParties)
}

/// A12: one drawing is for all of it, or as much less as the credit or article 30(c) allows.
fn is_enough(kind: &Kind, book: &Book, papers: &Papers, read: Option<Read>) -> bool {
    let percent = papers.claim * 100;
    if !kind.is_single || percent >= book.amount * if kind.is_about { 90 } else { 100 } {
        return true;
    }
    let is_full = |read: Read| kind.quantity.is_none() || read.quantity() >= QUANTITY;
    !kind.has_tolerance()
        && percent >= book.amount * 95
        && read.is_some_and(|read| is_full(read) && read != Read::CheaperGoods)
}

/// A13: goods by measure differ by five percent, counted ones by nothing.
fn is_quantity(kind: &Kind, book: &Book, is_counted: bool, read: Option<Read>) -> bool {
    let Some(read) = read else { return false };
    let (sum, some) = (book.shipped + read.quantity(), if is_counted { 0 } else { QUANTITY / 20 });
    sum <= QUANTITY + some && (!kind.is_single || sum >= QUANTITY - some)
}

fn settle(model: &mut Model, number: usize, bank: Bank, more: i128) -> Option<()> {
    let (kind, today) = (model.kind, model.today);
    let papers = model.papers.get(number)?.clone();
    let mut desk = papers.desks.iter().find(|desk| desk.bank == bank)?.clone();
    let is_pending = matches!(desk.found, Found::Nothing { .. });
    let is_waived = desk.waived == Waived::Yes && (is_pending || desk.is_held());
    let is_due = desk.found == Found::Complying || (is_pending && desk.is_late(today)) || is_waived;
    yes(is_due && desk.money == Money::Nothing)?;
    // The beneficiary is paid once; then money goes from a later part to an earlier one.
    let paid = papers.desks.iter().filter(|desk| desk.money != Money::Nothing);
    yes(paid.map(|desk| desk.bank).max().is_none_or(|payer| bank > payer))?;
    let amount = papers.drawn.or_else(|| payable(&kind, model.book(papers.is_child)?, &papers))?;
    yes(more == 0 && amount > 0)?;
    if papers.drawn.is_none() {
        let is_bound = bank == Bank::Issuing || (bank == Bank::Confirming && kind.is_confirmed);
        yes(is_bound || !kind.has_registry || (desk.has_asked && !papers.is_financed))?;
        yes(!is_drawn(model, papers.bill, Some(number)))?;
        let book = model.book_mut(papers.is_child);
        book.drawn += amount;
        book.drawings += 1;
        let is_read = kind.quantity.is_some();
        book.shipped += desk.read.filter(|_| is_read).map_or(0, Read::quantity);
        used_up(&kind, book, papers.is_child);
    }
    desk.is_recorded_late |= is_pending && desk.is_late(today);
    desk.money = match kind.is_deferred {
        true => Money::Undertaken { maturity: after(papers.shipped, TENOR) },
        false => Money::Honoured,
    };
    let papers = model.papers.get_mut(number)?;
    papers.drawn = Some(amount);
    *papers.desks.iter_mut().find(|desk| desk.bank == bank)? = desk;
    Some(())
}

/// What a first payment is: the claim, at most what remains (A1, A2) and what instalments allow
/// (A14); nothing after the one drawing (A12).
fn payable(kind: &Kind, book: &Book, papers: &Papers) -> Option<i128> {
    yes(!kind.is_single || book.drawings == 0)?;
    let until = |number| -> i128 { INSTALMENTS.iter().take(number).map(|it| it.2).sum() };
    let instalments = papers.instalment.map(|it| kind.maximum(until(it + 1)) - book.drawn);
    let amount = papers.claim.min(book.remaining());
    Some(amount.min(instalments.unwrap_or(amount)))
}

/// Closes a book under which nothing can be drawn, unless something may come back.
pub fn used_up(kind: &Kind, book: &mut Book, is_child: bool) {
    let is_empty = book.remaining() == 0 && (is_child || book.passed_on == 0);
    if book.is_live() && (is_empty || (kind.is_single && book.drawings > 0)) {
        book.state = CreditState::Exhausted;
    }
}

/// What a bank that asks the clerk offers to pay, at least one minor unit.
pub fn offered(model: &Model, papers: &Papers) -> i128 {
    let book = model.book(papers.is_child);
    let amount = papers.drawn.or_else(|| payable(&model.kind, book?, papers));
    amount.unwrap_or(papers.claim).max(1)
}
