//! The statements that hold after every step. Function names carry their numbers.

use super::Cast;
use super::model::{Model, hash};
use super::steps::Did;
use bill_of_lading::{Bill, BillState};

/// Checks all of them.
pub fn check(cast: &Cast, before: &Model, model: &Model, did: &Did) {
    assert_eq!(did.code, did.expected, "in {before:?}");
    let bill = cast.contract.query().bill(hash(3)).ok();
    if did.code.is_some() {
        assert_eq!(cast.ledger.state_root(), did.root, "a refusal changes nothing");
        assert_eq!(before_of(before), before_of(model));
    }
    b1_one_possessor_and_one_title_position(model, &bill);
    b2_only_the_holder_or_the_carrier_moves_the_bill(before, model, did);
    b4_no_block_has_two_successors(model, &bill);
    b7_while_a_surrender_is_open_the_carrier_holds_the_bill(model, &bill);
    b8_and_b9_an_end_is_an_accepted_surrender(model, &bill);
    b12_times_do_not_decrease(before, &bill);
}

fn b1_one_possessor_and_one_title_position(model: &Model, bill: &Bill) {
    assert_eq!((bill.possessor, &bill.title), (model.possessor, &model.title));
    assert_eq!((bill.state, bill.pledgee.is_some()), (model.state, model.is_pledged));
}

fn b2_only_the_holder_or_the_carrier_moves_the_bill(before: &Model, model: &Model, did: &Did) {
    let moved = before.possessor != model.possessor || before.title != model.title;
    assert!(!moved || [before.possessor, before.carrier].contains(&did.caller));
}

fn b4_no_block_has_two_successors(model: &Model, bill: &Bill) {
    assert_eq!((bill.title_head, bill.possession_head), (model.title_head, model.possession_head));
    let mut followers: Vec<_> = model.successors.values().collect();
    followers.sort();
    followers.dedup();
    assert_eq!(followers.len(), model.successors.len(), "each block follows one other");
    let heads = [model.title_head, model.possession_head];
    assert!(heads.iter().all(|head| !model.successors.contains_key(head)));
}

fn b7_while_a_surrender_is_open_the_carrier_holds_the_bill(model: &Model, bill: &Bill) {
    let open = model.surrenders.values().filter(|(_, answer)| answer.is_none()).count();
    assert_eq!(open, usize::from(bill.state == BillState::SurrenderRequested));
    assert!(open == 0 || bill.possessor == bill.carrier_key);
}

fn b8_and_b9_an_end_is_an_accepted_surrender(model: &Model, bill: &Bill) {
    let accepted = model.surrenders.values().filter(|(_, answer)| *answer == Some(true)).count();
    assert_eq!(accepted, usize::from(bill.state.is_end()), "{bill:?}");
}

fn b12_times_do_not_decrease(before: &Model, bill: &Bill) {
    assert!(bill.last_at_ms >= before.last_ms);
}

/// What a refusal leaves: everything but the next number.
fn before_of(model: &Model) -> Model {
    Model { next: 0, ..model.clone() }
}
