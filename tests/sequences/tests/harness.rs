//! What tests of contracts can count on.

use sandpact_testing::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use two_faced::{Error, PeerMock, Said, TwoFaced};

fn deployed(ledger: &Ledger) -> (Deployed<TwoFaced>, Account) {
    let user = ledger.account("user");
    (ledger.deploy(&user, Calls::<TwoFaced>::create()), user)
}

/// What a panic of `body` says.
fn panic_of(body: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(body)).expect_err("it must panic");
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[sandpact::test]
fn another_result_is_noticed(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    let query = panic_of(|| drop(contract.query().different_result()));
    assert!(query.starts_with("different_result natively: Returned([0])"), "{query}");
    let call = panic_of(|| drop(contract.by(&user).different_end()));
    assert!(call.contains("as wasm: Refused { code: 100"), "{call}");
}

#[sandpact::test]
fn another_event_is_noticed(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    let message = panic_of(|| drop(contract.by(&user).different_event()));
    assert_eq!(message, "events of different_event natively and as wasm differ");
}

#[sandpact::test]
fn another_state_is_noticed(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    let message = panic_of(|| drop(contract.by(&user).different_state()));
    assert!(message.contains("state roots after different_state"), "{message}");
}

#[sandpact::test]
fn what_failed_is_undone_and_said(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    let before = ledger.state_root();
    assert_eq!(contract.by(&user).refuse(3).refused(), Error::AsAsked { number: 3 });
    let why = contract.by(&user).panic().halted();
    assert!(why.starts_with("there is nothing, at ") && why.contains("lib.rs:"), "{why}");
    assert_eq!(contract.by(&user).store(5).emitted::<Said>(), [Said { number: 5 }]);
    assert_ne!(ledger.state_root(), before);
}

#[sandpact::test]
fn gas_is_that_of_the_module(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    let outcome = contract.by(&user).store(5).gas_at_most(Gas(1_000_000));
    let gas = outcome.gas();
    assert!(gas > Gas(10_000), "{gas}");
    assert_eq!(outcome.ok(), 5);
    let root = ledger.state_root();
    let too_little = Gas(gas.0.saturating_sub(1));
    let why = contract.by_with_gas(&user, too_little).store(5).halted();
    assert!(why.starts_with("store ran out of"), "{why}");
    assert_eq!(ledger.state_root(), root);
}

#[sandpact::test]
fn a_mock_answers_by_its_list(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    let mock = PeerMock::new().answer(1).answer_for(7, 70);
    let peer = ledger.mock(mock);
    let ask = |peer, number, gas| contract.by(&user).ask(peer, number, gas);
    assert_eq!(ask(peer, 7, None).ok(), 70);
    assert_eq!(ask(peer, 8, None).ok(), 1);

    let refusing = ledger.mock(PeerMock::new().answer_refused(&Error::AsAsked { number: 2 }));
    let refused = Common::CalleeRefused { code: 100 };
    assert_eq!(ask(refusing, 7, None).refused(), refused.into());

    let silent = ledger.mock(PeerMock::new());
    let why = ask(silent, 7, None).halted();
    assert_eq!(why, "the mock has no answer for this call of answer");
    assert_eq!(ask(silent, 7, Some(100_000)).refused(), Common::CalleeHalted.into());
    let nobody = Address([9; 32]);
    assert_eq!(ask(nobody, 7, None).refused(), Common::CalleeRefused { code: 15_001 }.into());
}

#[sandpact::test]
fn blocks_have_the_heights_and_times_that_a_test_sets(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    assert_eq!((ledger.height(), contract.query().now().ok().0), (Height(1), 1));
    ledger.next_block();
    ledger.set_day(CivilDate::from_ymd(2026, 3, 1).expect("is a day"));
    let noon = 1_772_366_400;
    assert_eq!(contract.by(&user).now().ok(), (3, noon));
    ledger.advance_seconds(60);
    assert_eq!(contract.by(&user).now().ok(), (4, noon + 60));
}

/// A query was natively at the time that was set, and as wasm at that of the newest block.
#[sandpact::test]
fn a_query_sees_the_time_that_was_set(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    ledger.set_day(CivilDate::from_ymd(2026, 3, 1).expect("is a day"));
    let noon = 1_772_366_400;
    assert_eq!(contract.query().now().ok(), (2, noon));
    assert_eq!(contract.query().now().ok(), (2, noon), "a query alone makes no block");
    assert_eq!(contract.by(&user).now().ok(), (3, noon + 1));
    ledger.advance_seconds(60);
    assert_eq!(contract.query().now().ok(), (4, noon + 61));
    // A time that is over is the next block's, one second later.
    ledger.set_day(CivilDate::from_ymd(2026, 2, 1).expect("is a day"));
    assert_eq!(contract.query().now().ok(), (5, noon + 62));
}

#[sandpact::test]
fn a_snapshot_shows_values_by_name(ledger: &Ledger) {
    let (contract, user) = deployed(ledger);
    contract.by(&user).store(5).ok();
    assert_snapshot!(ledger.snapshot(), @r"
    two_faced
      by_account[user] = 5
      number = 5
    event Said {number: 5}
    ");
}

#[test]
fn a_native_ledger_needs_no_engine() {
    let ledger = Ledger::native();
    let user = ledger.account("user");
    let contract = ledger.deploy(&user, Calls::<TwoFaced>::create());
    assert_eq!(contract.by(&user).store(5).ok(), 5);
    assert_eq!(contract.by(&user).refuse(5).code(), 100);
}
