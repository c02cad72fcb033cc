//! What calls cost above a transaction that does nothing.

use super::world::{PATIENT, REQUESTER, World, access, directive, exception};
use consent_directive::{Base, Directive, Effect, Purpose, Role};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn ordinary_calls_stay_within_their_gas(ledger: &Ledger) {
    let w = World::new(ledger);
    let floor = w.contract.by(&w.patient).has_role(Role::Patient, w.patient.address).gas();
    let above = |gas: Gas| gas.0.saturating_sub(floor.0);
    let exceptions = vec![exception(Effect::Deny, REQUESTER)];
    let request = w.request(1, Directive { exceptions, ..directive(Base::PermitAll) });
    let register = w.contract.by(&w.patient).register(request).gas();
    w.ask(&w.requester, Purpose::Treatment);
    let asked = w.contract.by(&w.requester);
    let asked = asked.request_access(PATIENT, access(Purpose::Treatment), None).gas();
    let withdraw = w.contract.by(&w.patient).withdraw(super::world::hash(1)).gas();
    let all = [
        ("register", above(register), 350_000),
        ("request_access", above(asked), 320_000),
        ("withdraw", above(withdraw), 200_000),
    ];
    println!("floor {floor}, above it {all:?}");
    for (name, gas, most) in all {
        assert!(gas <= most, "{name} took {gas} above the floor");
    }
}
