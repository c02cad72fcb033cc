//! One block of one call, and one query.

use super::Ledger;
use crate::{
    Account, Denied, Emitted,
    compare::compare,
    engine,
    native::{End, Entry, NativeLedger, Request},
};
use protocol::{Answer, Call, Ended, GasParts, Sent};
use sandpact_abi::limits;
use sandpact_sdk::prelude::{Address, Gas, Hash};
use sandpact_testing_protocol as protocol;

/// What a call did, both ways.
pub(crate) struct Ran {
    pub end: End,
    pub gas: Option<Gas>,
    pub gas_parts: Option<GasParts>,
    pub events: Vec<Emitted>,
}

impl Ran {
    /// With what it took as wasm.
    fn wasm(end: End, wasm: &Ended, events: Vec<Emitted>) -> Self {
        Self { end, gas: Some(Gas(wasm.gas_used)), gas_parts: wasm.gas_parts, events }
    }
}

/// Who signs a transaction.
#[derive(Clone, Copy)]
pub(crate) struct Signing<'a> {
    pub sender: Account,
    pub endorsers: &'a [Account],
}

impl Signing<'_> {
    pub(crate) fn alone(sender: &Account) -> Self {
        Self { sender: *sender, endorsers: &[] }
    }
}

impl Ledger {
    #[track_caller]
    pub(crate) fn invoke(
        &self,
        by: Signing<'_>,
        contract: Address,
        method: &str,
        args: Vec<u8>,
        gas_limit: Option<Gas>,
    ) -> Ran {
        let call = Call::Invoke { contract, method: method.to_owned(), args: args.clone() };
        let caller = by.sender.address;
        let request = Request { contract, caller, method, args, entry: Entry::Call };
        self.block(by, method, call, gas_limit, |native| native.run(request))
    }

    /// Makes a block of one transaction and compares.
    #[track_caller]
    pub(super) fn block(
        &self,
        by: Signing<'_>,
        method: &str,
        call: Call,
        gas_limit: Option<Gas>,
        natively: impl FnOnce(&NativeLedger) -> (End, Vec<Emitted>),
    ) -> Ran {
        let (number, native, time, height) = self.next_header();
        let is_deployment = matches!(call, Call::Deploy { .. });
        let limit = gas_limit.map_or(limits::GAS_LIMIT_MAX, |gas| gas.0);
        {
            let mut inner = self.inner.borrow_mut();
            inner.arguments.push(arguments_of(&call).to_vec());
            let nonce = inner.nonces.entry(by.sender.index).or_default();
            *nonce = nonce.saturating_add(1);
        }
        native.begin_block(height, time);
        let before = native.root();
        let Some(number) = number else {
            let (end, events) = natively(&native);
            assert_kept(method, &end, before, native.root());
            self.inner.borrow_mut().events.extend(events.iter().cloned());
            return Ran { end, gas: None, gas_parts: None, events };
        };
        let endorsers = by.endorsers.iter().map(|endorser| endorser.index).collect();
        let sent = Sent { sender: by.sender.index, endorsers, gas_limit: limit, call };
        let request_wasm =
            protocol::Request::Run { ledger: number, time, transactions: vec![sent] };
        let (mut ended, records, root) = match engine::ask(&request_wasm) {
            Answer::Ran { ended, records, root } => (ended, records, root),
            other => unexpected(&other),
        };
        let wasm = ended.pop().expect("one transaction, one receipt");
        let ran = if let Some(end) = denied(&wasm.end) {
            // No contract ran, or what it wrote was undone.
            Ran::wasm(end, &wasm, Vec::new())
        } else if wasm.end == protocol::End::Halted && gas_limit.is_some() {
            // Only the wasm run knows what its gas was enough for.
            let why = format!("{method} ran out of {limit} gas, or halted");
            Ran::wasm(End::Halted { why }, &wasm, Vec::new())
        } else {
            let (end, events) = natively(&native);
            compare(method, is_deployment, (&end, &events), &wasm);
            Ran::wasm(end, &wasm, events)
        };
        native.record(records);
        let native_root = native.root();
        assert_eq!(native_root, root, "state roots after {method}, natively and as wasm");
        assert_kept(method, &ran.end, before, root);
        self.inner.borrow_mut().events.extend(ran.events.iter().cloned());
        ran
    }

    #[track_caller]
    pub(crate) fn ask(
        &self,
        contract: Address,
        method: &str,
        args: Vec<u8>,
        member: Option<Account>,
    ) -> Ran {
        self.reach_set_time();
        let (number, native) = {
            let inner = self.inner.borrow();
            (inner.number, inner.native.clone())
        };
        let (height, time) = (self.height().0, self.time().0);
        native.begin_block(height, time);
        let asked = Request {
            contract,
            caller: member.map_or(Address::ZERO, |member| member.address),
            method,
            args: args.clone(),
            entry: Entry::Read,
        };
        let Some(number) = number else {
            let (end, events) = native.run(asked);
            return Ran { end, gas: None, gas_parts: None, events };
        };
        let (method_name, member) = (method.to_owned(), member.map(|member| member.index));
        let request = protocol::Request::Query {
            ledger: number,
            contract,
            method: method_name,
            args,
            member,
        };
        let wasm = match engine::ask(&request) {
            Answer::Asked(ended) => ended,
            other => unexpected(&other),
        };
        if let Some(end) = denied(&wasm.end) {
            return Ran::wasm(end, &wasm, Vec::new());
        }
        let (end, events) = native.run(asked);
        compare(method, false, (&end, &events), &wasm);
        Ran::wasm(end, &wasm, events)
    }
}

/// A refusal by a rule of who may do what, which only the engine knows.
fn denied(end: &protocol::End) -> Option<End> {
    match end.clone() {
        protocol::End::Denied { code, rule, because } => {
            Some(End::Denied(Denied { code, rule, because }))
        }
        _ => None,
    }
}

/// Only what returns changes the state.
#[track_caller]
fn assert_kept(method: &str, end: &End, before: Hash, after: Hash) {
    let has_returned = matches!(end, End::Returned(_));
    assert!(has_returned || before == after, "{method} returned nothing and changed the state");
}

fn arguments_of(call: &Call) -> &[u8] {
    match call {
        Call::Deploy { args, .. } | Call::Invoke { args, .. } | Call::Upgrade { args, .. } => args,
    }
}

#[track_caller]
pub fn unexpected(answer: &Answer) -> ! {
    match answer {
        Answer::Failed { why } => panic!("the engine says: {why}"),
        other => panic!("the engine answered {other:?}"),
    }
}
