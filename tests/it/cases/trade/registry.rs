//! A registry of receivables that runs out of the gas that it is given.

use super::*;
use sandpact_abi::MethodKind;
use sandpact_test_modules::{ModuleText, method};

const NOT_BOUND_AND_UNASKED: u32 = 139;

#[test]
fn a_registry_that_runs_out_of_its_cap_is_a_refusal_of_known_cost() {
    let mut trade = Trade::new(vec![]);
    trade.issue("2024-03-31", "2024-03-20");
    trade.ledger.set_day("2024-01-08");
    trade.accept::<()>("beneficiary", "present", &presentation("2024-01-05", 60_000));
    let methods = vec![
        method("create", MethodKind::Init, ""),
        method("is_financed_elsewhere", MethodKind::Read, "(loop $l (br $l))"),
    ];
    let endless = ModuleText { methods, rest: String::new() }.bytes();
    let registry = trade.ledger.deploy(&endless, &());
    trade.accept::<()>("authority", "name_registry", &Some(registry));
    trade.refuse("nominated", "check_invoice", &(PRESENTATION, Hash([9; 32])), 16);
    // Nothing was asked, so nothing is paid.
    trade.accept::<()>("nominated", "comply", &PRESENTATION);
    let paid = (PRESENTATION, 60_000_i128);
    trade.refuse("nominated", "honour", &paid, NOT_BOUND_AND_UNASKED);
}
