//! Proposals: asked for, registered as they were, or rejected for good.

use super::world::{World, code, directive, hash};
use consent_directive::{Base, ConsentProposed, ProposalState, RegisterRequest};
use sandpact_testing::prelude::*;

#[sandpact::test]
fn a_proposal_grants_nothing_until_the_patient_registers_it(ledger: &Ledger) {
    let w = World::new(ledger);
    w.register(9, directive(Base::DenyAll));
    let request = w.request(1, directive(Base::PermitAll));
    let (patient, content) = (super::world::PATIENT, w.content(&request));
    let propose = |by: &Account, content| w.contract.by(by).propose(hash(1), patient, content);
    let stranger = w.refused(|| propose(&w.stranger, content));
    assert_eq!(stranger, code(Common::NotAuthorised));
    let events = propose(&w.custodian, content).emitted::<ConsentProposed>();
    let proposal = w.contract.query().proposal(hash(1)).ok();
    let told: Vec<_> = events.iter().map(|it| (it.id, it.content, it.by)).collect();
    assert_eq!(told, [(hash(1), content, w.custodian.address)]);
    assert_eq!(proposal.content, content);
    assert_eq!(proposal.state, ProposalState::Proposed);
    let root = ledger.state_root();
    propose(&w.custodian, content).ok();
    assert_eq!(ledger.state_root(), root, "the same proposal again changes nothing");
    let other = RegisterRequest { commitment: hash(2), ..request.clone() };
    let differs = w.refused(|| propose(&w.custodian, hash(9)));
    assert_eq!(differs, code(Common::DuplicateRequestDifferentContent));
    assert!(!w.is_permitted());
    assert_eq!(w.refused(|| w.contract.by(&w.patient).register(other)), 116);
    w.contract.by(&w.patient).register(request.clone()).ok();
    assert!(w.is_permitted());
    assert_eq!(w.contract.query().proposal(hash(1)).ok().state, ProposalState::Registered);
    let late = w.refused(|| w.contract.by(&w.patient).reject_proposal(hash(1)));
    assert_eq!(late, code(Common::WrongState));
    let known = w.refused(|| propose(&w.custodian, content));
    assert_eq!(known, code(Common::AlreadyExists));
}

#[sandpact::test]
fn what_the_patient_rejects_is_rejected_for_good(ledger: &Ledger) {
    let w = World::new(ledger);
    let request = w.request(1, directive(Base::PermitAll));
    let (patient, content) = (super::world::PATIENT, w.content(&request));
    let propose = || w.contract.by(&w.requester).propose(hash(1), patient, content);
    propose().ok();
    let unknown = w.refused(|| w.contract.by(&w.requester).propose(hash(2), hash(77), content));
    assert_eq!(unknown, 113);
    let own = w.refused(|| w.contract.by(&w.requester).reject_proposal(hash(1)));
    assert_eq!(own, code(Common::NotAuthorised));
    let unknown = w.refused(|| w.contract.by(&w.patient).reject_proposal(hash(2)));
    assert_eq!(unknown, code(Common::UnknownId));
    w.contract.by(&w.patient).reject_proposal(hash(1)).ok();
    assert_eq!(w.refused(|| w.contract.by(&w.patient).reject_proposal(hash(1))), 115);
    assert_eq!(w.refused(|| w.contract.by(&w.patient).register(request.clone())), 115);
    assert_eq!(w.refused(propose), 115);
}
