//! Surrenders, answers and pledges, and what a simple person expects of them.
#![allow(clippy::arithmetic_side_effects)] // small numbers; an overflow fails the run

use super::model::{Model, hash};
use super::steps::{Did, Flaw, SECOND_MS, caller, did, time};
use super::{BANK, CARRIER, Cast};
use crate::Tally;
use bill_of_lading::{Amendment, Answer, BillState, PledgeRequest, Purpose, SurrenderRequest};

/// Surrenders the bill, for delivery or amendment.
pub(super) fn surrender(
    cast: &Cast,
    model: &mut Model,
    (amendment, is_reference_used, flaw): (Option<bool>, bool, Flaw),
    tally: &mut Tally,
) -> Did {
    let by = caller(cast, model, flaw);
    let used = model.surrenders.keys().next().copied().filter(|_| is_reference_used);
    let reference = used.unwrap_or_else(|| model.id());
    let (requester, at_ms) = (model.possessor, time(model, flaw));
    let expected = [
        used.map(|_| 112),
        model.standstill(),
        (flaw == Flaw::Early).then_some(113),
        model.is_pledged.then_some(120),
        (!model.may_claim()).then_some(106),
        (flaw == Flaw::Stranger).then_some(102),
    ];
    let expected = expected.into_iter().flatten().next();
    let purpose = match amendment {
        None => Purpose::Delivery,
        Some(true) => Purpose::Amendment { reason: Amendment::SwitchToPaper },
        Some(false) => Purpose::Amendment { reason: Amendment::ChangeOfDestination },
    };
    let request = SurrenderRequest {
        carrier: cast.accounts[CARRIER].address,
        document: hash(1),
        reference,
        purpose,
        requester,
        block: None,
        at_ms,
    };
    let call = || cast.contract.by(&cast.accounts[by]).request_surrender(request);
    let did = did((cast, by), expected, call, tally);
    if did.code.is_none() {
        model.surrenders.insert(reference, (requester, None));
        (model.open, model.last_ms) = (Some(reference), at_ms);
        (model.state, model.possessor) = (BillState::SurrenderRequested, model.carrier);
        model.end = match amendment {
            None => BillState::Surrendered,
            Some(true) => BillState::SwitchedToPaper,
            Some(false) => BillState::Amended,
        };
    }
    did
}

/// Answers the open surrender, or the last one again.
pub(super) fn answer(cast: &Cast, model: &mut Model, is_accepted: bool, tally: &mut Tally) -> Did {
    let last = model.open.or_else(|| model.surrenders.keys().next_back().copied());
    let reference = last.unwrap_or(hash(9));
    let known = model.surrenders.get(&reference).copied();
    let expected = match known {
        None => Some(2),
        Some((_, Some(_))) => Some(109),
        Some((_, None)) => None,
    };
    let answer = if is_accepted { Answer::Surrendered } else { Answer::Rejected };
    let call = || cast.contract.by(&cast.accounts[CARRIER]).answer_surrender(reference, answer);
    let did = did((cast, CARRIER), expected, call, tally);
    if let (None, Some((requester, _))) = (did.code, known) {
        model.surrenders.insert(reference, (requester, Some(is_accepted)));
        model.open = None;
        model.last_ms = model.last_ms.max(cast.ledger.time().0 * SECOND_MS);
        if is_accepted {
            model.state = model.end;
        } else {
            (model.state, model.possessor) = (BillState::Returned, requester);
        }
    }
    did
}

/// Pledges the bill to the bank.
pub(super) fn pledge(cast: &Cast, model: &mut Model, flaw: Flaw, tally: &mut Tally) -> Did {
    let by = caller(cast, model, flaw);
    let (id, at_ms) = (model.id(), time(model, flaw));
    let expected = [
        model.standstill(),
        (flaw == Flaw::Early).then_some(113),
        model.is_pledged.then_some(120),
        (!model.may_claim()).then_some(106),
        (flaw == Flaw::Stranger).then_some(102),
    ];
    let expected = expected.into_iter().flatten().next();
    let (bank, bank_key) = (cast.accounts[BANK].address, cast.keys[BANK]);
    let request = PledgeRequest { id, bill: hash(3), bank, bank_key, at_ms };
    let call = || cast.contract.by(&cast.accounts[by]).pledge(request);
    let did = did((cast, by), expected, call, tally);
    if did.code.is_none() {
        (model.is_pledged, model.last_ms) = (true, at_ms);
    }
    did
}

/// Releases the bill, as the bank.
pub(super) fn release(cast: &Cast, model: &mut Model, tally: &mut Tally) -> Did {
    let expected = (!model.is_pledged).then_some(121);
    let call = || cast.contract.by(&cast.accounts[BANK]).release_pledge(hash(3));
    let did = did((cast, BANK), expected, call, tally);
    if did.code.is_none() {
        model.is_pledged = false;
    }
    did
}
