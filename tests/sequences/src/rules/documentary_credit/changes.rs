//! What a clerk does with the terms: amendments, transfers, the end.

use super::clerk::{used_up, yes};
use super::days::{self, extended};
use super::model::{AMOUNT, Asked, Book, EXPIRY, Model, Proposal, SHORTER_PERIOD};
use super::steps::Said;
use documentary_credit::CreditState;

pub fn propose(model: &mut Model, by_issuing: bool, change: Option<(i128, i32)>) -> Option<()> {
    yes(by_issuing && model.credit.is_live())?;
    let change = change.map(|(amount, days)| (amount, days::plus(EXPIRY + days)));
    if let Some((amount, _)) = change {
        yes(covers(model, amount))?;
    }
    let version = model.version;
    let (is_confirmed, is_accepted, is_open) = (false, false, true);
    model.proposals.push(Proposal { version, change, is_confirmed, is_accepted, is_open });
    Some(())
}

/// Whether an amount covers what is gone, and its instalments make it up.
fn covers(model: &Model, amount: i128) -> bool {
    let book = &model.credit;
    model.kind.maximum(amount) >= book.drawn + book.passed_on
        && (!model.kind.has_instalments || amount == AMOUNT)
}

pub fn answer(model: &mut Model, number: usize, by_beneficiary: bool, said: Said) -> Option<()> {
    let is_confirmed = model.kind.is_confirmed;
    yes(by_beneficiary || is_confirmed)?;
    let mut proposal = model.proposals.get(number)?.clone();
    yes(proposal.is_open && model.credit.is_live() && proposal.version == model.version)?;
    match said {
        Said::Yes if by_beneficiary => proposal.is_accepted = true,
        Said::Yes => proposal.is_confirmed = true,
        // A part is as good as nothing (A10).
        Said::InPart | Said::No => proposal.is_open = false,
    }
    if proposal.is_accepted && (proposal.is_confirmed || !is_confirmed) && proposal.is_open {
        proposal.is_open = false;
        match proposal.change {
            None => model.credit.state = CreditState::Cancelled,
            Some((amount, expiry)) => {
                yes(covers(model, amount))?;
                let maximum = model.kind.maximum(amount);
                let book = &mut model.credit;
                (book.amount, book.maximum, book.expiry) = (amount, maximum, expiry);
                used_up(&model.kind, book, false);
                model.version += 1;
            }
        }
    }
    *model.proposals.get_mut(number)? = proposal;
    Some(())
}

/// Whether the credit may be transferred for this amount (A17).
fn may_transfer(model: &Model, amount: i128) -> bool {
    let (kind, book) = (&model.kind, &model.credit);
    kind.is_transferable
        && book.is_live()
        && (!kind.is_single || book.passed_on == 0)
        && amount <= book.amount
        && (!kind.has_instalments || amount == book.amount)
        && kind.maximum(amount) <= book.remaining()
        && model.today <= days::plus(EXPIRY)
}

pub fn ask(model: &mut Model, amount: i128, is_stranger: bool) -> Option<()> {
    yes(!is_stranger)?;
    if let Some(asked) = &model.onward {
        return yes(asked.amount == amount);
    }
    yes(may_transfer(model, amount))?;
    model.onward = Some(Asked { amount, is_done: false });
    Some(())
}

pub fn ask_back(model: &mut Model, amount: i128, is_onward: bool) -> Option<()> {
    let child = model.child.as_ref()?;
    if let Some(asked) = &model.back {
        return yes(asked.amount == amount && !is_onward);
    }
    yes(child.is_live() && !is_onward && amount <= child.remaining())?;
    model.back = Some(Asked { amount, is_done: false });
    Some(())
}

pub fn transfer(model: &mut Model, is_back: bool, by_bank: bool) -> Option<()> {
    let asked = if is_back { model.back.clone()? } else { model.onward.clone()? };
    let amount = asked.amount;
    yes(by_bank && !asked.is_done)?;
    let done = Some(Asked { amount, is_done: true });
    if is_back {
        let child = model.child.as_mut()?;
        yes(child.is_live() && model.credit.is_live() && amount <= child.remaining())?;
        child.passed_on += amount;
        model.credit.passed_on -= amount;
        used_up(&model.kind, child, true);
        model.back = done;
    } else {
        yes(may_transfer(model, amount))?;
        let mut child = Book::new(&model.kind, amount, days::plus(EXPIRY));
        (child.begun, child.period) = (model.credit.begun, SHORTER_PERIOD);
        model.credit.passed_on += child.maximum;
        (model.child, model.onward) = (Some(child), done);
    }
    Some(())
}

pub fn close(model: &mut Model, by_issuing: bool) -> Option<()> {
    let book = &mut model.credit;
    yes(by_issuing && book.is_live() && model.today > extended(book.expiry))?;
    book.state = CreditState::Expired;
    Some(())
}
